"""graphsvc: the graph service for people who coordinate cooperation."""

__version__ = "0.1.0"
