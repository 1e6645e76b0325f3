"""From proposed pairs to bodies that never cross a judgement."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from graphsvc.model.judgements import Judgement


class Bodies:
    """Records put together pair by pair. What people judged different never comes together, neither directly nor
    through others; what they judged the same is together from the start.

    Args:
        judgements: the standing judgements of one kind of records.
        stands_for: the record that stands for a merged one.
    """

    def __init__(self, judgements: Iterable[Judgement], stands_for: Mapping[str, str]) -> None:
        self._within: dict[str, str] = {}
        self._apart: dict[str, set[str]] = defaultdict(set)
        pairs = [(each.verdict, stands_for.get(each.a, each.a), stands_for.get(each.b, each.b)) for each in judgements]
        for verdict, a, b in pairs:
            if verdict == "same":
                self.join(a, b)
        for verdict, a, b in pairs:
            first, second = self.of(a), self.of(b)
            if verdict == "different" and first != second:
                self._apart[first].add(second)
                self._apart[second].add(first)

    def of(self, record: str) -> str:
        """The record that names the body this one belongs to."""
        while record in self._within:
            record = self._within[record]
        return record

    def join(self, a: str, b: str) -> bool:
        """Put the bodies of two records together; False where a judgement keeps them apart."""
        first, second = self.of(a), self.of(b)
        if second in self._apart[first]:
            return False
        if first != second:
            self._within[second] = first
            for other in self._apart.pop(second, ()):
                self._apart[other] = self._apart[other] - {second} | {first}
                self._apart[first].add(other)
        return True
