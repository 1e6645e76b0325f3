"""The prior of the list at hand, found without labels.

How many of the candidate pairs are one body differs from list to list, and a fixed bar carries over only if that is
known. It is estimated from the list's own scores by expectation maximisation over the share of matches (Saerens,
Latinne and Decaestecker, Neural Computation 14, 2002): start with the prior that the weights were made for, take the
mean posterior as the new prior, until nothing changes.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["prior_shift"]

USUAL_SHARE = 0.25
"""Share of matches among the candidate pairs that the weights were made for."""
MOST_SHIFT = 2.0
"""The list's own evidence moves the prior by at most so many bits either way."""
_STEADY = 100.0
"""The usual share counts as much as this many pairs."""


def prior_shift(weight: NDArray[np.float64]) -> float:
    """Bits to add to every weight of the list."""
    if not len(weight):
        return 0.0
    odds = np.exp2(np.clip(weight, -60, 60))
    share = USUAL_SHARE
    for _ in range(200):
        factor = share / (1 - share) * (1 - USUAL_SHARE) / USUAL_SHARE
        posterior = odds * factor / (1 + odds * factor)
        updated = float((posterior.sum() + _STEADY * USUAL_SHARE) / (len(weight) + _STEADY))
        if abs(updated - share) < 1e-9:
            break
        share = updated
    shift = np.log2(share / (1 - share) * (1 - USUAL_SHARE) / USUAL_SHARE)
    return float(np.clip(shift, -MOST_SHIFT, MOST_SHIFT))
