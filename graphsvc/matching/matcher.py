"""The four questions asked of records: which are one body (`match`), which across two lists (`link`), which of a
catalogue come nearest (`rank`), and what of given pairs (`compare`). One fixed setting, no labels; deterministic.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from graphsvc.matching.alignment import align_pairs
from graphsvc.matching.blocking import (
    LONG_LIST,
    all_pairs_within,
    candidate_pairs,
    nearest_names,
    record_pairs_by_fields,
)
from graphsvc.matching.calibrate import prior_of_list, prior_of_pairs
from graphsvc.matching.cluster import cluster
from graphsvc.matching.features import field_contributions, name_contributions, weights
from graphsvc.matching.field_features import FIELD_FEATURES, FieldEvidence
from graphsvc.matching.fields import FieldTable, field_table
from graphsvc.matching.information import NameTable, name_table, recounted
from graphsvc.matching.legal_persons import legal_relation
from graphsvc.matching.name_features import NAME_FEATURES, NameEvidence, told_apart
from graphsvc.matching.normalise import Name, normalise
from graphsvc.matching.record import Decision, Matches, Record
from graphsvc.matching.spelling import letters_alike, spelled_alike

__all__ = ["AUTOMATIC_FROM", "UNSURE_FROM", "compare", "link", "match", "nearest", "rank"]

Ids = NDArray[np.int64]

UNSURE_FROM = -2.5
"""Pairs of at least this weight that are not `same` go to a person."""
AUTOMATIC_FROM = 7.0
"""Only pairs of at least this weight may be merged without anybody looking; structures never are."""
_WHOLE_COMPONENT = 500
"""Within a group of at most so many records that hang together, every pair is compared before clusters are cut."""
_RANK_POOL = 60
"""So many letter-alike names of the catalogue are compared for one query, more if more are asked for."""


@dataclass(frozen=True, slots=True)
class _Prepared:
    """Records with everything that comparing them needs; name i belongs to record `owner[i]`, the names of record r are
    `first[r]`, `first[r] + 1`, ..., its main name first."""

    records: Sequence[Record]
    names: list[Name]
    owner: Ids
    first: Ids
    table: NameTable
    fields: FieldTable


@dataclass(frozen=True, slots=True)
class _Scores:
    """Compared pairs of records, left < right, sorted."""

    n_records: int
    left: Ids
    right: Ids
    parts: NDArray[np.float32]

    @property
    def evidence(self) -> NDArray[np.float64]:
        """Bits for (or against) one body, before the prior."""
        found: NDArray[np.float64] = self.parts.sum(axis=1, dtype=np.float64) + weights()["offset"]
        return found


def match(records: Sequence[Record]) -> Matches:
    """Find the records of one list that are one body; `same` is transitively closed."""
    return _found(_prepare(records), None)


def link(first: Sequence[Record], second: Sequence[Record]) -> Matches:
    """Find the pairs of records across two lists that are one body. Positions count through both lists."""
    side = np.repeat(np.array([0, 1], np.int8), [len(first), len(second)])
    found = _found(_prepare([*first, *second]), side)
    return found.where(side[found.left] != side[found.right])


def compare(first: Sequence[Record], second: Sequence[Record]) -> Matches:
    """Score the given pairs (first[i], second[i]), in their order."""
    prepared = _prepare([*first, *second])
    left = np.arange(len(first), dtype=np.int64)
    scores = _score(prepared, *_all_names(prepared, left, left + len(first)))
    prior = prior_of_pairs(scores.evidence)
    weight = scores.evidence + prior
    return _matches(prepared, scores, weight, _bands(weight), prior)


def rank(queries: Sequence[Record], catalogue: Sequence[Record], *, k: int) -> Matches:
    """For every query the min(k, len(catalogue)) records of the catalogue that come nearest: rows by query, best first.
    `left` is the query, `right` the position in the catalogue counted after all queries."""
    prepared = _prepare([*queries, *catalogue])
    n = len(queries)
    side = np.repeat(np.array([0, 1], np.int8), [n, len(catalogue)])
    query_names, catalogue_names = np.flatnonzero(side[prepared.owner] == 0), np.flatnonzero(side[prepared.owner] == 1)
    found = nearest_names(prepared.table, query_names, catalogue_names, max(_RANK_POOL, 2 * k))
    more = record_pairs_by_fields(prepared.fields, side)
    filled = _first_of_catalogue(n, len(catalogue), k)
    scores = _score(prepared, *_joined([found, *(_all_names(prepared, *pairs) for pairs in (more, filled))]))
    prior = _prior(scores, side)
    weight = scores.evidence + prior
    answers = _matches(prepared, scores, weight, _bands(weight), prior)
    order = np.lexsort((scores.right, -weight, scores.left))
    query = scores.left[order]
    place = np.arange(len(order)) - np.searchsorted(query, query)
    return answers.where(order[place < k])


def nearest(changed: Sequence[Record], others: Sequence[Record]) -> Matches:
    """Compare new or changed records with one another and with all others, without comparing the others anew. Pairs of
    at least UNSURE_FROM; `left` and `right` count through changed, then others."""
    prepared = _prepare([*changed, *others])
    side = np.repeat(np.array([0, 1], np.int8), [len(changed), len(others)])
    name_left, name_right = _candidates(prepared, None)
    touched = (side[prepared.owner[name_left]] == 0) | (side[prepared.owner[name_right]] == 0)
    scores = _score(prepared, name_left[touched], name_right[touched])
    prior = prior_of_list(scores.evidence, n_records=2 * len(changed), n_others=len(prepared.records))
    weight = scores.evidence + prior
    return _matches(prepared, scores, weight, _bands(weight), prior).where(weight >= UNSURE_FROM)


def _found(prepared: _Prepared, side: NDArray[np.int8] | None) -> Matches:
    """Compare, cluster, count the words anew with each body once, compare and cluster again. In long lists the words
    are counted well enough the first time."""
    scores = _score(prepared, *_candidates(prepared, side))
    prior = _prior(scores, side)
    if len(prepared.records) <= LONG_LIST:
        scores = _completed(prepared, scores, prior)
        label = _clusters(prepared, scores, _prior(scores, side))
        prepared = replace(prepared, table=recounted(prepared.table, label[prepared.owner]))
        scores = _score(prepared, *_all_names(prepared, scores.left, scores.right))
        prior = _prior(scores, side)
    scores = _completed(prepared, scores, prior)
    return _decided(prepared, scores, prior, _clusters(prepared, scores, prior))


def _clusters(prepared: _Prepared, scores: _Scores, prior: float) -> Ids:
    return cluster(len(prepared.records), scores.left, scores.right, scores.evidence + prior)


def _prior(scores: _Scores, side: NDArray[np.int8] | None) -> float:
    """The prior of the list, or of the pairs across two lists."""
    if side is None:
        return prior_of_list(scores.evidence, n_records=scores.n_records, n_others=scores.n_records)
    across = side[scores.left] != side[scores.right]
    fewer, more = sorted(np.bincount(side, minlength=2).tolist())
    return prior_of_list(scores.evidence[across], n_records=2 * fewer, n_others=more)


def _prepare(records: Sequence[Record]) -> _Prepared:
    names: list[Name] = []
    counts = np.empty(len(records), np.int64)
    for at, record in enumerate(records):
        spellings = list(dict.fromkeys((record.name, *record.alias)))
        counts[at] = len(spellings)
        names.extend(normalise(spelling) for spelling in spellings)
    first = np.concatenate([np.zeros(1, np.int64), np.cumsum(counts)[:-1]]) if len(records) else counts
    owner = np.repeat(np.arange(len(records), dtype=np.int64), counts)
    return _Prepared(records, names, owner, first, name_table(names), field_table(records))


def _candidates(prepared: _Prepared, side: NDArray[np.int8] | None) -> tuple[Ids, Ids]:
    """Pairs of names worth comparing."""
    name_side = None if side is None else side[prepared.owner]
    places = prepared.fields.places()[prepared.owner]
    by_name = candidate_pairs(prepared.table, places, name_side)
    by_field = record_pairs_by_fields(prepared.fields, side)
    return _joined([by_name, _all_names(prepared, *by_field)])


def _completed(prepared: _Prepared, scores: _Scores, prior: float) -> _Scores:
    """Compare also the pairs inside groups that hang together, so that clusters are cut on full knowledge."""
    n = len(prepared.records)
    sure = scores.evidence + prior > 0
    graph = sparse.coo_matrix((np.ones(int(sure.sum())), (scores.left[sure], scores.right[sure])), shape=(n, n))
    _, component = connected_components(graph, directed=False)
    return _with_pairs_inside(prepared, scores, component.astype(np.int64), most=_WHOLE_COMPONENT)


def _with_pairs_inside(prepared: _Prepared, scores: _Scores, label: Ids, *, most: int) -> _Scores:
    """The scores and those of all pairs inside groups of at most `most` records that were not compared yet."""
    n = len(prepared.records)
    order = np.argsort(label, kind="stable")
    starts = np.flatnonzero(np.diff(label[order], prepend=-1))
    sizes = np.diff(np.append(starts, n))
    chosen = (sizes > 2) & (sizes <= most)
    if not chosen.any():
        return scores
    left, right = all_pairs_within(order, starts[chosen], sizes[chosen])
    missing = np.setdiff1d(left * n + right, scores.left * n + scores.right)
    more = _score(prepared, *_all_names(prepared, missing // n, missing % n))
    left, right = np.concatenate([scores.left, more.left]), np.concatenate([scores.right, more.right])
    sorting = np.lexsort((right, left))
    return _Scores(n, left[sorting], right[sorting], np.concatenate([scores.parts, more.parts])[sorting])


def _score(prepared: _Prepared, name_left: Ids, name_right: Ids) -> _Scores:
    """Compare pairs of names; of the names of two records the pair that speaks most for them counts."""
    evidence = NameEvidence(
        align_pairs(prepared.table, name_left, name_right),
        legal_relation(prepared.names, name_left, name_right),
        spelled_alike(prepared.names, name_left, name_right),
        letters_alike(prepared.names, name_left, name_right),
    )
    parts = name_contributions(evidence)
    a, b = prepared.owner[name_left], prepared.owner[name_right]
    left, right = np.minimum(a, b), np.maximum(a, b)
    order = np.lexsort((-parts.sum(axis=1), right, left))
    first = np.ones(len(order), np.bool_)
    first[1:] = (np.diff(left[order]) != 0) | (np.diff(right[order]) != 0)
    best = order[first & (left[order] != right[order])]
    left, right = left[best], right[best]
    fields = FieldEvidence(prepared.fields, left, right, told_apart(evidence)[best])
    return _Scores(len(prepared.records), left, right, np.hstack([parts[best], field_contributions(fields)]))


def _all_names(prepared: _Prepared, left: Ids, right: Ids) -> tuple[Ids, Ids]:
    """All pairs of names of the given pairs of records."""
    ends = np.append(prepared.first[1:], len(prepared.names))
    counts = ends - prepared.first
    n_pairs = counts[left] * counts[right]
    pair = np.repeat(np.arange(len(left)), n_pairs)
    within = np.arange(int(n_pairs.sum())) - np.repeat(np.cumsum(n_pairs) - n_pairs, n_pairs)
    width = counts[right][pair]
    return prepared.first[left][pair] + within // width, prepared.first[right][pair] + within % width


def _joined(pairs: list[tuple[Ids, Ids]]) -> tuple[Ids, Ids]:
    left = np.concatenate([np.minimum(a, b) for a, b in pairs])
    right = np.concatenate([np.maximum(a, b) for a, b in pairs])
    if not len(left):
        return left, right
    size = int(right.max()) + 1
    key = np.unique(left * size + right)
    return key // size, key % size


def _first_of_catalogue(n_queries: int, n_catalogue: int, k: int) -> tuple[Ids, Ids]:
    """The first k records of the catalogue for every query, so that there are always k answers."""
    few = min(k, n_catalogue)
    return np.repeat(np.arange(n_queries), few), np.tile(np.arange(few), n_queries) + n_queries


def _bands(weight: NDArray[np.float64]) -> NDArray[np.str_]:
    return np.where(
        weight > 0, Decision.SAME.value, np.where(weight >= UNSURE_FROM, Decision.UNSURE.value, "different")
    )


def _decided(prepared: _Prepared, scores: _Scores, prior: float, label: Ids) -> Matches:
    """All pairs compared, `same` where the clusters say so; every pair of a cluster is among them."""
    scores = _with_pairs_inside(prepared, scores, label, most=len(prepared.records))
    weight = scores.evidence + prior
    decision = np.where(weight >= UNSURE_FROM, Decision.UNSURE.value, Decision.DIFFERENT.value)
    decision = np.where(label[scores.left] == label[scores.right], Decision.SAME.value, decision)
    return _matches(prepared, scores, weight, decision, prior)


def _matches(
    prepared: _Prepared, scores: _Scores, weight: NDArray[np.float64], decision: NDArray[np.str_], prior: float
) -> Matches:
    names = (*NAME_FEATURES, *FIELD_FEATURES)
    return Matches(
        prepared.records, scores.left, scores.right, weight, decision, names, scores.parts, prior + weights()["offset"]
    )
