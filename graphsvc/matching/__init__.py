"""Duplicate records: normalise, block, compare, score, cluster. Pure."""
