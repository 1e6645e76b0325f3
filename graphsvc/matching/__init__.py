"""Duplicate records: normalise, block, compare, score, cluster. Pure; no training, no labels, deterministic."""

from graphsvc.matching.matcher import compare, link, match, rank
from graphsvc.matching.record import Decision, Matches, Record

__all__ = ["Decision", "Matches", "Record", "compare", "link", "match", "rank"]
