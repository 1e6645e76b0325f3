"""The graph database: statements, engines, transactions."""
