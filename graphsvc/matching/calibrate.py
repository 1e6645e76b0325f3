"""The prior of the list at hand, found without labels.

A fixed bar carries over from one list to the next only if it is known how many pairs of records are one body at all.
That share among all n(n-1)/2 pairs is estimated from the list's own scores by expectation maximisation over the prior
(Saerens, Latinne and Decaestecker, Neural Computation 14, 2002): start with half a double per record, take the sum of
the posterior probabilities as the new number of matching pairs, until nothing changes. Pairs that the blocking left
out count as different, so the estimate does not depend on how wide its nets are.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["prior_of_list", "prior_of_pairs"]

Floats = NDArray[np.float64]

USUAL_DOUBLES = 0.5
"""Matching pairs per record to start with."""
LEAST_OTHERS = 400
"""A list of six bodies of one town is a part of a world of bodies: likeness within it says no more than in a longer
list. The number is that of `information.PRIOR_NAMES`, which steadies the words of short lists."""
STEADY = 0.3
"""The usual number counts as much as this part of the list's own evidence."""
USUAL_PAIR_PRIOR = -7.4
"""Prior of a pair that somebody has chosen for comparison, log2 odds; set on the development half of `name_pairs`."""
USUAL_PAIR_SHARE = 0.5
_STEADY_PAIRS = 100.0
_MOST_PAIR_SHIFT = 1.5


def prior_of_list(evidence: Floats, *, n_records: int, n_others: int) -> float:
    """Log2 odds that two records taken at random are one body, from the evidence (in bits) for the candidate pairs.

    Each of n_records may be the same as one of n_others (the list itself), every pair seen from both ends.
    """
    if not n_records or not n_others:
        return 0.0
    n_pairs = n_records * max(n_others, LEAST_OTHERS) / 2
    usual = USUAL_DOUBLES * n_records
    matching = usual
    for _ in range(500):
        share = min(matching / n_pairs, 0.5)
        posterior = _posterior(evidence + np.log2(share / (1 - share)))
        updated = (posterior.sum() + STEADY * usual) / (1 + STEADY)
        if abs(updated - matching) < 1e-6 * matching:
            break
        matching = updated
    share = min(matching / n_pairs, 0.5)
    return float(np.log2(share / (1 - share)))


def prior_of_pairs(evidence: Floats) -> float:
    """The same for pairs that were given: they are alike because somebody chose them, so their likeness says less; the
    share of matches among them moves the usual prior a little."""
    weight = evidence + USUAL_PAIR_PRIOR
    share = USUAL_PAIR_SHARE
    for _ in range(500):
        shift = np.log2(share / (1 - share) * (1 - USUAL_PAIR_SHARE) / USUAL_PAIR_SHARE)
        posterior = _posterior(weight + shift)
        share = (posterior.sum() + _STEADY_PAIRS * USUAL_PAIR_SHARE) / (len(weight) + _STEADY_PAIRS)
    return USUAL_PAIR_PRIOR + float(np.clip(shift, -_MOST_PAIR_SHIFT, _MOST_PAIR_SHIFT))


def _posterior(weight: Floats) -> Floats:
    found: Floats = 1.0 / (1.0 + np.exp2(-np.clip(weight, -60, 60)))
    return found
