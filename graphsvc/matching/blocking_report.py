"""How wide the nets are that decide which pairs are compared, and what slips through."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graphsvc.matching.blocking import Net, Scope, nets, united
from graphsvc.matching.prepared import prepare
from graphsvc.matching.record import Record
from graphsvc.matching.shared_keys import Pairs

__all__ = ["BlockingReport", "NetReport", "blocking_report"]


@dataclass(frozen=True, slots=True, kw_only=True)
class NetReport:
    """One net.

    Attributes:
        net: its name.
        pairs: different pairs of records that it brings together.
        largest: records (or names) that share the most common key it used.
        left_out: keys it left out because too many share them.
        recall: share of the true pairs among its own; None where the truth is not known.
    """

    net: str
    pairs: int
    largest: int
    left_out: int
    recall: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockingReport:
    """All nets together.

    Attributes:
        records: how many there are.
        candidates: pairs worth comparing.
        per_record: pairs per record.
        true_pairs: pairs of one body, as far as the truth is known.
        recall: share of them among the candidates; None where there are none.
        nets: each net by itself.
    """

    records: int
    candidates: int
    per_record: float
    true_pairs: int
    recall: float | None
    nets: tuple[NetReport, ...]


def blocking_report(records: Sequence[Record], body: Sequence[str | None] | None = None) -> BlockingReport:
    """Say which pairs of a list would be compared.

    Args:
        records: the list.
        body: the body of each record where it is known: records of one body should be compared.
    """
    found = nets(prepare(records), Scope.within(len(records)))
    label = _numbered(body or [None] * len(records))
    sizes = np.bincount(label[label >= 0])
    true = int((sizes * (sizes - 1) // 2).sum())
    every = _pairs([net.pairs for net in found], len(records))
    return BlockingReport(
        records=len(records),
        candidates=len(every[0]),
        per_record=round(len(every[0]) / max(len(records), 1), 2),
        true_pairs=true,
        recall=_recall(every, label, true),
        nets=tuple(_of_net(net, label, true) for net in found),
    )


def _of_net(net: Net, label: NDArray[np.int64], true: int) -> NetReport:
    pairs = _pairs([net.pairs], len(label))
    recall = _recall(pairs, label, true)
    return NetReport(net=net.name, pairs=len(pairs[0]), largest=net.largest, left_out=net.left_out, recall=recall)


def _pairs(pairs: list[Pairs], n: int) -> Pairs:
    return united(pairs, n, Scope.within(n))


def _recall(pairs: Pairs, label: NDArray[np.int64], true: int) -> float | None:
    left, right = label[pairs[0]], label[pairs[1]]
    return round(float(((left == right) & (left >= 0)).sum() / true), 4) if true else None


def _numbered(body: Sequence[str | None]) -> NDArray[np.int64]:
    """Bodies by number, -1 where one is not known."""
    number: dict[str, int] = {}
    return np.array([-1 if name is None else number.setdefault(name, len(number)) for name in body], np.int64)
