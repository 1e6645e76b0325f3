"""What is true of a region: the shape of `truth.json` (contracts, section 3)."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any, Literal

Class = Literal["K0", "K1", "K2", "K3", "K4", "K5", "K6", "K7", "K8"]
Difficulty = Literal["easy", "medium", "hard"]


@dataclass(frozen=True, slots=True, kw_only=True)
class StructurePair:
    """Two structures whose relation is known, what to decide about them, and how hard it is to see."""

    a: str
    b: str
    klass: Class
    decision: str
    reason: str
    difficulty: Difficulty = "medium"


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordPair:
    """Two records (of actors, or of structures) that are the same body or must stay apart."""

    a: str
    b: str
    same: bool
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A cell in which nobody works though others do elsewhere."""

    topic: str
    target_group: str
    territory: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Bridge:
    """An actor on whom a tie hangs."""

    actor: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """An agreement or structure that ends within 90 days."""

    id: str
    date: date


@dataclass(slots=True)
class Truth:
    """Everything that was planted, with template ids."""

    at: date
    pairs: list[StructurePair] = field(default_factory=list)
    records: list[RecordPair] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)
    bridges: list[Bridge] = field(default_factory=list)
    deadlines: list[Deadline] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """The content of `truth.json`: lists in the order of their ids, dates as ISO, `class` for the class."""
        return {
            "at": self.at.isoformat(),
            "pairs": [_pair(pair) for pair in sorted(self.pairs, key=lambda pair: (pair.a, pair.b))],
            "records": [_plain(pair) for pair in sorted(self.records, key=lambda pair: (pair.a, pair.b))],
            "gaps": [asdict(gap) for gap in self.gaps],
            "bridges": [asdict(bridge) for bridge in self.bridges],
            "deadlines": [{"id": entry.id, "date": entry.date.isoformat()} for entry in self.deadlines],
        }


def ordered(a: str, b: str) -> tuple[str, str]:
    """A pair once, the smaller id first."""
    return (a, b) if a < b else (b, a)


def _plain(pair: RecordPair) -> dict[str, Any]:
    a, b = ordered(pair.a, pair.b)
    return {"a": a, "b": b, "same": pair.same, "reason": pair.reason}


def _pair(pair: StructurePair) -> dict[str, Any]:
    a, b = ordered(pair.a, pair.b)
    return {
        "a": a,
        "b": b,
        "class": pair.klass,
        "decision": pair.decision,
        "reason": pair.reason,
        "difficulty": pair.difficulty,
    }
