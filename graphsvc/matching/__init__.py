"""Duplicate records: normalise, block, compare, score, cluster. Pure; no training, no labels, deterministic."""

from graphsvc.matching.catalogue import Catalogue
from graphsvc.matching.features import Question
from graphsvc.matching.matcher import AUTOMATIC_FROM, UNSURE_FROM, compare, link, match, nearest, pair, rank
from graphsvc.matching.record import Decision, Matches, Record

__all__ = [
    "AUTOMATIC_FROM",
    "UNSURE_FROM",
    "Catalogue",
    "Decision",
    "Matches",
    "Question",
    "Record",
    "compare",
    "link",
    "match",
    "nearest",
    "pair",
    "rank",
]
