"""The graph: entities, kinds, identifiers, results."""
