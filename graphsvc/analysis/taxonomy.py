"""How near two sets of concepts are in a tree of concepts, measured by how much information they share.

Information content IC(c) = -log2 p(c), where p(c) is the share of bodies that carry c or anything below it. Two
concepts are as similar as simRel (Schlicker et al. 2006) says, 2 IC(lca) / (IC(a) + IC(b)) x (1 - p(lca)): Lin's
measure alone calls two equal shallow concepts identical, the second factor takes that back. Below 30 bodies
frequencies mean little and Wu-Palmer, 2 depth(lca) / (depth(a) + depth(b)), stands in. Sets are compared by the mean
of best matches.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from graphsvc.vocabulary import Scheme

Floats = NDArray[np.float64]

MIN_CORPUS = 30
"""Below this number of bodies frequencies are not used (domain.md 2.6)."""


def set_similarity(sets: Sequence[frozenset[str]], scheme: Scheme) -> Floats:
    """Similarity 0..1 of every two sets (n x n); NaN where one of them is empty."""
    concepts = sorted(frozenset().union(*sets)) if sets else []
    if not concepts:
        return np.full((len(sets), len(sets)), np.nan)
    column = {concept: place for place, concept in enumerate(concepts)}
    holds = np.zeros((len(sets), len(concepts)))
    for row, members in enumerate(sets):
        holds[row, [column[concept] for concept in members]] = 1
    between = concept_similarity(concepts, scheme, corpus=sets)
    best = np.stack([_best(between, held) for held in holds.astype(bool)])
    forward = best @ holds.T
    sizes = holds.sum(axis=1)
    total = sizes[:, None] + sizes[None, :]
    both = (sizes[:, None] > 0) & (sizes[None, :] > 0)
    return np.where(both, (forward + forward.T) / np.maximum(total, 1), np.nan)


def concept_similarity(concepts: Sequence[str], scheme: Scheme, *, corpus: Sequence[frozenset[str]]) -> Floats:
    """Similarity 0..1 of every two concepts, as the corpus of sets uses them."""
    paths = [scheme.path(concept) for concept in concepts]
    share = _shares(corpus, scheme)
    measure = _simrel if len(corpus) >= MIN_CORPUS else _wu_palmer
    table = np.zeros((len(concepts), len(concepts)))
    for i, path in enumerate(paths):
        for j in range(i, len(paths)):
            table[i, j] = table[j, i] = measure(path, paths[j], share)
    return table


def _best(between: Floats, held: NDArray[np.bool_]) -> Floats:
    found: Floats = between[held].max(axis=0) if held.any() else np.zeros(len(between))
    return found


def _shares(corpus: Sequence[frozenset[str]], scheme: Scheme) -> dict[str, float]:
    """Share of bodies with each concept or anything below it, Laplace-smoothed."""
    used = Counter(above for held in corpus for above in frozenset(step for c in held for step in scheme.path(c)))
    filled = sum(1 for held in corpus if held)
    return {concept: (count + 1) / (filled + 2) for concept, count in used.items()}


def _simrel(a: tuple[str, ...], b: tuple[str, ...], share: dict[str, float]) -> float:
    common = next((step for step in a if step in b), None)
    if common is None:
        return 0.0
    content = {step: -np.log2(share[step]) for step in (a[0], b[0], common)}
    whole = content[a[0]] + content[b[0]]
    return float(2 * content[common] / whole * (1 - share[common])) if whole > 0 else 0.0


def _wu_palmer(a: tuple[str, ...], b: tuple[str, ...], share: dict[str, float]) -> float:  # noqa: ARG001 (one signature)
    common = next((step for step in a if step in b), None)
    return 2 * len(a[a.index(common) :]) / (len(a) + len(b)) if common is not None else 0.0
