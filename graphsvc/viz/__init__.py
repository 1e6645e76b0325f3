"""Pictures and exchange formats of a graph view."""
