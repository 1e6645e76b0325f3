"""The four questions asked of records: which are one body (`match`), which across two lists (`link`), which of a
catalogue come nearest (`rank`), and what of given pairs (`compare`). One fixed setting, no labels; deterministic.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from graphsvc.matching.blocking import LEAST_COSINE, LONG_LIST, MOST_ALIKE_IN_SHORT_LISTS, Scope, candidate_pairs
from graphsvc.matching.calibrate import prior_of_list, prior_of_pairs
from graphsvc.matching.catalogue import Catalogue
from graphsvc.matching.cluster import cluster, hanging_together
from graphsvc.matching.features import Question, weights
from graphsvc.matching.information import recounted
from graphsvc.matching.prepared import Prepared, prepare
from graphsvc.matching.record import Decision, Matches, Record
from graphsvc.matching.scores import Comparison, Scores, compare_pairs
from graphsvc.matching.shared_keys import Pairs, all_pairs_within

__all__ = ["AUTOMATIC_FROM", "UNSURE_FROM", "compare", "link", "match", "nearest", "pair", "rank"]

Ids = NDArray[np.int64]

UNSURE_FROM = -2.5
"""Pairs of at least this weight that are not `same` go to a person."""
AUTOMATIC_FROM = 7.0
"""Only pairs of at least this weight may be merged without anybody looking; structures never are."""
_PAIRS_INSIDE = 1_500_000
"""So many pairs at most are compared within groups of records that hang together before clusters are cut."""
_TIGHTER = (0.0, 2.0, 4.0, 6.0)
"""Groups that are too large for that are taken apart at these weights."""
_RANK_POOL = 100
"""So many letter-alike names of the catalogue are compared for one query, more if more are asked for."""
_ANY_COSINE = 1e-6
_NONE: Ids = np.zeros(0, np.int64)


def match(records: Sequence[Record]) -> Matches:
    """Find the records of one list that are one body; `same` is transitively closed."""
    return _found(prepare(records), Scope.within(len(records)))


def link(first: Sequence[Record], second: Sequence[Record]) -> Matches:
    """Find the pairs of records across two lists that are one body. Positions count through both lists; where an id
    stands in both, pairs are named by list."""
    scope = Scope.across(len(first), len(second))
    found = _found(prepare([*first, *second]), scope)
    in_both = {record.id for record in first} & {record.id for record in second}
    return replace(found.where(scope.holds(found.left, found.right)), by_list=bool(in_both))


def compare(first: Sequence[Record], second: Sequence[Record]) -> Matches:
    """Score the given pairs (first[i], second[i]), in their order."""
    prepared = prepare([*first, *second])
    left = np.arange(len(first), dtype=np.int64)
    scores = compare_pairs(prepared, left, left + len(first))
    prior = prior_of_pairs(scores.evidence)
    return _matches(prepared, scores, prior, _bands(scores.evidence + prior))


def rank(
    queries: Sequence[Record],
    catalogue: Sequence[Record] | Catalogue,
    *,
    k: int,
    question: Question = Question.NEAREST,
) -> Matches:
    """For every query the min(k, len(catalogue)) records of the catalogue that come nearest: rows by query, best first.
    `left` is the query, `right` counts through all queries and then the records of the catalogue that were compared.
    Weighed as `match` does with the other question."""
    known = _known(catalogue)
    pairs = known.near(prepare(queries), least=_ANY_COSINE, most=max(_RANK_POOL, 2 * k), at_least=k)
    answers = _with_catalogue(queries, known, (_NONE, _NONE), pairs, question)
    order = np.lexsort((answers.right, -answers.weight, answers.left))
    query = answers.left[order]
    place = np.arange(len(order)) - np.searchsorted(query, query)
    return answers.where(order[place < k])


def nearest(changed: Sequence[Record], catalogue: Sequence[Record] | Catalogue) -> Matches:
    """Compare new or changed records with one another and with all others of a catalogue, without comparing those
    anew; a record of the catalogue that has the id of a changed one is left out. Pairs of at least UNSURE_FROM; `left`
    and `right` count through changed, then the records of the catalogue that were compared."""
    asked = prepare(changed)
    found = _touching(asked, _known(catalogue), candidate_pairs(asked, Scope.within(len(changed))))
    return found.where(found.weight >= UNSURE_FROM)


def pair(a: Record, b: Record, catalogue: Catalogue) -> Matches:
    """Compare two records of a catalogue, alike or not, weighed as `nearest` does."""
    both = np.zeros(1, np.int64), np.ones(1, np.int64)
    return _touching(prepare([a, b]), catalogue, both).where(slice(0, 1))


def _touching(asked: Prepared, catalogue: Catalogue, inside: Pairs) -> Matches:
    """The pairs `inside` of asked records, then those of an asked one and another one of the catalogue."""
    left, right = catalogue.near(asked, least=LEAST_COSINE, most=MOST_ALIKE_IN_SHORT_LISTS)
    own, records = {record.id for record in asked.records}, catalogue.records
    other = np.array([records[at].id not in own for at in right.tolist()], np.bool_)
    return _with_catalogue(asked.records, catalogue, inside, (left[other], right[other]), Question.ONE_BODY)


def _known(catalogue: Sequence[Record] | Catalogue) -> Catalogue:
    return catalogue if isinstance(catalogue, Catalogue) else Catalogue.of(catalogue)


def _with_catalogue(
    asked: Sequence[Record], catalogue: Catalogue, inside: Pairs, across: Pairs, question: Question
) -> Matches:
    """Compare pairs inside the asked records and pairs across them and the catalogue, of which only the records that
    come up are laid out."""
    records, chosen = catalogue.records, np.unique(across[1])
    prepared = prepare([*asked, *(records[at] for at in chosen.tolist())], counted=catalogue.counted)
    left = np.concatenate([inside[0], across[0]])
    right = np.concatenate([inside[1], np.searchsorted(chosen, across[1]) + len(asked)])
    scores = compare_pairs(prepared, left, right, question)
    sizes = sorted((len(asked), len(catalogue)))
    prior = prior_of_list(scores.evidence, n_records=2 * sizes[0], n_others=sizes[1])
    return _matches(prepared, scores, prior, _bands(scores.evidence + prior), question)


def _found(prepared: Prepared, scope: Scope) -> Matches:
    """Compare, cluster, count the words anew with each body once, compare and cluster again. In long lists the words
    are counted well enough the first time."""
    n = len(prepared.records)
    scores = compare_pairs(prepared, *candidate_pairs(prepared, scope))
    prior = _prior(scores, scope)
    if n <= LONG_LIST:
        scores = _completed(prepared, scores, prior)
        label = _clusters(n, scores, _prior(scores, scope))
        prepared = replace(prepared, names=recounted(prepared.names, label[prepared.owner]))
        scores = compare_pairs(prepared, scores.left, scores.right)
        prior = _prior(scores, scope)
    scores = _completed(prepared, scores, prior)
    return _decided(prepared, scores, prior, _clusters(n, scores, prior))


def _clusters(n: int, scores: Scores, prior: float) -> Ids:
    return cluster(n, scores.left, scores.right, scores.evidence + prior, scores.vetoed)


def _prior(scores: Scores, scope: Scope) -> float:
    """The prior of the pairs that are asked for."""
    n_records, n_others = scope.sizes
    asked = scope.holds(scores.left, scores.right)
    return prior_of_list(scores.evidence[asked], n_records=n_records, n_others=n_others)


def _completed(prepared: Prepared, scores: Scores, prior: float) -> Scores:
    """Compare also the pairs inside groups that hang together, so that clusters are cut on full knowledge; of groups
    that are too large the tighter ones within."""
    for weight in _TIGHTER:
        label = hanging_together(len(prepared.records), scores.left, scores.right, scores.evidence + prior > weight)
        scores = _with_pairs_inside(prepared, scores, label, most=_PAIRS_INSIDE)
    return scores


def _with_pairs_inside(prepared: Prepared, scores: Scores, label: Ids, *, most: int | None = None) -> Scores:
    """The scores and those of all pairs inside groups that were not compared yet, smallest groups first, and no group
    that would make it more than `most` pairs."""
    n = len(prepared.records)
    order = np.argsort(label, kind="stable")
    starts = np.flatnonzero(np.diff(label[order], prepend=-1))
    sizes = np.diff(np.append(starts, n))
    by_size = np.argsort(sizes, kind="stable")
    starts, sizes = starts[by_size], sizes[by_size]
    chosen = sizes > 2
    if most is not None:
        chosen &= np.cumsum(sizes * (sizes - 1) // 2) <= most
    if not chosen.any():
        return scores
    left, right = all_pairs_within(order, starts[chosen], sizes[chosen])
    wanted, known = np.sort(left * n + right), scores.left * n + scores.right
    missing = wanted[known[np.minimum(np.searchsorted(known, wanted), len(known) - 1)] != wanted]
    return scores.joined(compare_pairs(prepared, missing // n, missing % n)) if len(missing) else scores


def _bands(weight: NDArray[np.float64]) -> NDArray[np.str_]:
    unsure = np.where(weight >= UNSURE_FROM, Decision.UNSURE.value, Decision.DIFFERENT.value)
    return np.where(weight > 0, Decision.SAME.value, unsure)


def _decided(prepared: Prepared, scores: Scores, prior: float, label: Ids) -> Matches:
    """All pairs compared, `same` where the clusters say so; every pair of a cluster is among them."""
    scores = _with_pairs_inside(prepared, scores, label)
    decision = np.where(scores.evidence + prior >= UNSURE_FROM, Decision.UNSURE.value, Decision.DIFFERENT.value)
    decision = np.where(label[scores.left] == label[scores.right], Decision.SAME.value, decision)
    return _matches(prepared, scores, prior, decision)


def _matches(
    prepared: Prepared,
    scores: Scores,
    prior: float,
    decision: NDArray[np.str_],
    question: Question = Question.ONE_BODY,
) -> Matches:
    return Matches(
        comparison=Comparison(prepared, question),
        left=scores.left,
        right=scores.right,
        weight=scores.evidence + prior,
        decision=decision,
        prior=prior + weights(question)["offset"],
    )
