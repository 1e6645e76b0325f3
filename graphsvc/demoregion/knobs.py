"""What can be turned on a region: how much is missing, how strong the hubs are, how much is mis-tagged."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Knobs:
    """The recipe's values; the evaluation of robustness turns them one at a time.

    Attributes:
        missing: share of every optional field of a structure that is left empty.
        missing_members: share of structures whose member list is not there at all.
        hub_strength: factor on the shares of structures in which the eight hubs sit (at most .95 each).
        mistagged: share of structures whose topics are replaced by others.
    """

    missing: float = 0.08
    missing_members: float = 0.15
    hub_strength: float = 1.0
    mistagged: float = 0.0
