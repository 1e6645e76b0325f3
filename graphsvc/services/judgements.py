"""What people said of pairs of records, what follows from it, and the file it travels in.

`same` is transitive; `different` carries over to everything that is the same as one of the two. Nothing else follows:
two records that are both different from a third one may be the same or not.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import UTC, datetime
from itertools import pairwise
from types import MappingProxyType
from typing import cast, get_args

from graphsvc.errors import InputRefused, Problem, WrongUsage
from graphsvc.matching import Record
from graphsvc.model.judgements import Contradiction, Judgement, RecordKind, Verdict
from graphsvc.model.soundness import unsound_texts
from graphsvc.store.graph import Graph, Writing

Pair = tuple[str, str]

FILE_COLUMNS = ("kind", "a", "b", "verdict", "user", "at", "note", "evidence", "deleted_at", "deleted_by")


def ordered(a: str, b: str) -> Pair:
    """The pair with the smaller id first."""
    return (a, b) if a < b else (b, a)


def evidence_of(a: Record, b: Record) -> str:
    """A digest of everything that the matcher reads of two records; it changes where one of them does."""
    said = json.dumps([asdict(record) for record in sorted((a, b), key=lambda record: record.id)], sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def read_judgements(graph: Graph, *, withdrawn: bool = False) -> list[Judgement]:
    """All judgements, oldest first; the withdrawn ones only where asked for."""
    found = (Judgement(**row) for row in graph.read("records.judgements"))
    return [judgement for judgement in found if withdrawn or judgement.deleted_at is None]


def latest(judgements: Iterable[Judgement]) -> dict[tuple[RecordKind, str, str], Judgement]:
    """The standing judgement of each pair."""
    return {(judgement.kind, judgement.a, judgement.b): judgement for judgement in judgements}


def write(tx: Writing, judgements: Sequence[Judgement], before: Mapping[str, Judgement]) -> None:
    """Write judgements and put them into the history; `before` holds those that are only withdrawn."""
    rows = [{"id": judgement.id, "properties": asdict(judgement)} for judgement in judgements]
    tx.write("records.put_judgements", rows=rows)
    for judgement in judgements:
        old = before.get(judgement.id)
        tx.change("Judgement", judgement.id, before=asdict(old) if old else None, after=asdict(judgement))


def withdrawn(judgement: Judgement, user: str) -> Judgement:
    """The judgement, taken back now."""
    return replace(judgement, deleted_at=now(), deleted_by=user)


def judgement_id(kind: RecordKind, pair: Pair, user: str, at: str) -> str:
    """An id that is the same wherever the judgement is read in."""
    return "j-" + hashlib.sha256("|".join((kind, *pair, user, at)).encode()).hexdigest()[:16]


def now() -> str:
    """The present moment, UTC, as judgements keep it."""
    return datetime.now(UTC).isoformat(timespec="microseconds")


class Closure:
    """What standing judgements of one kind say of any pair, directly or through others. Records that are merged are the
    same, whether or not anybody judged them.

    Args:
        judgements: standing ones, of all kinds.
        kind: the kind that is asked about.
        stands_for: the record that stands for each merged one.
    """

    def __init__(
        self, judgements: Iterable[Judgement], kind: RecordKind, stands_for: Mapping[str, str] = MappingProxyType({})
    ) -> None:
        standing = [judgement for judgement in latest(judgements).values() if judgement.kind == kind]
        self._kind = kind
        self._same: dict[str, dict[str, str | None]] = defaultdict(dict)
        self._different = [judgement for judgement in standing if judgement.verdict == "different"]
        for record, stands in stands_for.items():
            self._same[record][stands] = self._same[stands][record] = None
        for judgement in standing:
            if judgement.verdict == "same":
                self._same[judgement.a][judgement.b] = self._same[judgement.b][judgement.a] = judgement.id
        self._group = self._groups()
        self._apart = {ordered(self.group(each.a), self.group(each.b)) for each in self._different}

    def group(self, record: str) -> str:
        """The name of the group of records that are the same as this one: its smallest id."""
        return self._group.get(record, record)

    def implied(self, a: str, b: str) -> Verdict | None:
        """`same` or `different` where judgements say or imply it."""
        if self.group(a) == self.group(b):
            return "same"
        return "different" if ordered(self.group(a), self.group(b)) in self._apart else None

    def kept_apart(self, records: Sequence[str]) -> tuple[Pair, ...]:
        """The pairs judged different, contradicted or not, that bringing these records together would go against."""
        groups = {self.group(record) for record in records}
        return tuple(
            (each.a, each.b)
            for each in self._different
            if {each.a, each.b} <= set(records)
            or (self.group(each.a) != self.group(each.b) and {self.group(each.a), self.group(each.b)} <= groups)
        )

    def contradictions(self) -> tuple[Contradiction, ...]:
        """Pairs judged different whose records other judgements or merges make the same, with the chain that does."""
        return tuple(
            Contradiction(kind=self._kind, a=each.a, b=each.b, chain=chain, judgements=(each.id, *self._along(chain)))
            for each in self._different
            if self.group(each.a) == self.group(each.b)
            for chain in [self._chain(each.a, each.b)]
        )

    def _groups(self) -> dict[str, str]:
        group: dict[str, str] = {}
        for start in sorted(self._same):
            if start not in group:
                for record in self._reached(start):
                    group[record] = start
        return group

    def _reached(self, start: str) -> list[str]:
        return list(self._came_from(start))

    def _came_from(self, start: str) -> dict[str, str]:
        """Every record that is the same as `start` and the one it was reached from, nearest first."""
        came_from = {start: start}
        waiting = deque([start])
        while waiting:
            step = waiting.popleft()
            for other in sorted(self._same[step]):
                if other not in came_from:
                    came_from[other] = step
                    waiting.append(other)
        return came_from

    def _chain(self, a: str, b: str) -> tuple[str, ...]:
        came_from = self._came_from(a)
        chain = [b]
        while chain[-1] != a:
            chain.append(came_from[chain[-1]])
        return tuple(reversed(chain))

    def _along(self, chain: Sequence[str]) -> list[str]:
        """The judgements of a chain; where records are merged there is none."""
        return [judgement for a, b in pairwise(chain) if (judgement := self._same[a][b])]


def to_file(judgements: Iterable[Judgement]) -> str:
    """Judgements as CSV, sorted, so that version control shows what was added (columns as in `FILE_COLUMNS`)."""
    target = io.StringIO()
    writer = csv.DictWriter(target, FILE_COLUMNS, lineterminator="\n", extrasaction="ignore")
    writer.writeheader()
    for judgement in sorted(judgements, key=lambda each: (each.kind, each.a, each.b, each.at)):
        writer.writerow({name: value or "" for name, value in asdict(judgement).items()})
    return target.getvalue()


def from_file(content: str | bytes) -> list[Judgement]:
    """Judgements out of such a file; ids are made from kind, pair, person and time, so that reading twice adds nothing.

    Raises:
        InputRefused: the file is not UTF-8, a column is missing, a row lacks what a judgement needs, its verdict is
            none, or a text cannot be written.
    """
    reader = csv.DictReader(io.StringIO(_decoded(content).removeprefix("\ufeff")))
    columns = reader.fieldnames or ()
    missing = [name for name in _NEEDED if name not in columns]
    if missing:
        raise InputRefused([_missing(name, columns) for name in missing])
    rows = list(enumerate(reader, start=2))
    problems = [replace(problem, row=number) for number, row in rows for problem in _problems(row)]
    if problems:
        raise InputRefused(problems)
    return [_judgement(row) for _, row in rows]


def _decoded(content: str | bytes) -> str:
    try:
        return content if isinstance(content, str) else content.decode()
    except UnicodeDecodeError as error:
        raise InputRefused([Problem("plainfile.file_not_utf8", "plainfile.file_not_utf8_advice")]) from error


_NEEDED = ("kind", "a", "b", "verdict", "user", "at")


def _missing(name: str, columns: Sequence[str]) -> Problem:
    key = "plainfile.column_missing"
    return Problem(key, f"{key}_advice", row=1, column=name, values={"found": ", ".join(columns)})


def _problems(row: Mapping[str, str | None]) -> Iterator[Problem]:
    wrong = _wrong_column(row)
    if wrong:
        yield Problem("records.judgement_cell", column=wrong, value=row.get(wrong) or "")
    yield from unsound_texts(user=row.get("user"), note=row.get("note"))


def _wrong_column(row: Mapping[str, str | None]) -> str | None:
    allowed = {"kind": get_args(RecordKind), "verdict": get_args(Verdict)}
    for name in _NEEDED:
        if not row.get(name) or (name in allowed and row[name] not in allowed[name]):
            return name
    return None


def _judgement(row: Mapping[str, str | None]) -> Judgement:
    pair = ordered(row["a"] or "", row["b"] or "")
    kind, user, at = cast(RecordKind, row["kind"]), row["user"] or "", row["at"] or ""
    return Judgement(
        id=judgement_id(kind, pair, user, at),
        kind=kind,
        a=pair[0],
        b=pair[1],
        verdict=cast(Verdict, row["verdict"]),
        user=user,
        at=at,
        note=row.get("note") or None,
        evidence=row.get("evidence") or None,
        deleted_at=row.get("deleted_at") or None,
        deleted_by=row.get("deleted_by") or None,
    )


def checked(verdict: str) -> Verdict:
    """The verdict, or WrongUsage for a word that is none."""
    if verdict not in get_args(Verdict):
        raise WrongUsage("records.no_verdict", value=verdict)
    return cast(Verdict, verdict)
