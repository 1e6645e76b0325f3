"""What the office agreed on and every answer rests on: its words, its hubs, what an hour is, what evidence weighs.

Each of them is one value with a default that ships with the program. Writing it is recorded like every other change and
raises the revision, so that no answer of before is kept.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from typing import Any, cast

from pydantic import BaseModel, ConfigDict, ValidationError

from graphsvc.analysis.load import LoadParams
from graphsvc.analysis.pair import HubParams
from graphsvc.analysis.weights import Weights, WeightTable, expert_weights
from graphsvc.config import Settings
from graphsvc.errors import Conflict, InputRefused, NotFound, Outdated, Problem, WrongUsage
from graphsvc.language import catalogue
from graphsvc.model.conventions import CODED_FIELDS, Convention, ConventionName
from graphsvc.model.entities import Dataset
from graphsvc.model.history import Change
from graphsvc.model.paging import as_results
from graphsvc.model.soundness import refuse_unsound_texts
from graphsvc.store.edits import Edit, apply
from graphsvc.store.facts import fact_of
from graphsvc.store.graph import Graph, Writing, as_json
from graphsvc.store.records import Reader, facts_like, load_dataset
from graphsvc.store.undo import change_of
from graphsvc.vocabulary import SCHEMES, LocalTerm, fold, local_terms, scheme

KIND = "Convention"
"""Label of the nodes that hold what was agreed on, and kind of their changes."""
LONGEST_WORD = 120
"""Signs of a word of the office."""
LIMITS: Mapping[str | None, str] = {
    "ge": "conventions.at_least",
    "gt": "conventions.more_than",
    "le": "conventions.at_most",
    "lt": "conventions.less_than",
}
"""Kinds of limits of a number -> what is said where it is beyond."""
MOST_CHANGES = 200
"""Entries of the change log that are told at once."""


class TermList(BaseModel):
    """The words of the office for entries of the vocabularies."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    terms: tuple[LocalTerm, ...] = ()


SHAPES: Mapping[ConventionName, tuple[type[BaseModel], Callable[[], BaseModel]]] = {
    "hours": (LoadParams, LoadParams),
    "hubs": (HubParams, HubParams),
    "terms": (TermList, TermList),
    "weights": (WeightTable, lambda: WeightTable.of(expert_weights())),
}
"""For each name the model of its value, and what makes the default."""


class ConventionsService:
    """Read and write what was agreed on; each value is written whole."""

    def __init__(self, graph: Graph, settings: Settings) -> None:
        self._graph = graph
        self._settings = settings

    @as_results(Convention)
    def list(self) -> tuple[Convention, ...]:
        """All of them, by name."""
        rows = {row["id"]: row for row in self._graph.read("conventions.all")}
        return tuple(_convention(name, rows.get(name)) for name in SHAPES)

    def get(self, name: str) -> Convention:
        """One by its name.

        Raises:
            NotFound: there is none of this name.
        """
        found = next((each for each in self.list() if each.name == name), None)
        if found is None:
            raise NotFound("conventions.no_such", name=name, known=", ".join(SHAPES))
        return found

    def put(
        self, name: str, value: Mapping[str, Any], *, version: str | None = None, user: str | None = None
    ) -> Convention:
        """Agree on another value, whole.

        Args:
            version: the version that was read; None overwrites whatever is there.

        Raises:
            NotFound: there is none of this name.
            InputRefused: the value cannot be used; the problems name the fields.
            Outdated: somebody else changed it since; the error carries both.
        """
        return self._write(self.get(name).name, _checked(name, value), version=version, user=user)

    def reset(self, name: str, *, version: str | None = None, user: str | None = None) -> Convention:
        """Go back to what ships with the program.

        Raises:
            NotFound: there is none of this name.
            Outdated: somebody else changed it since.
        """
        return self._write(self.get(name).name, None, version=version, user=user)

    @as_results(Change)
    def changes(self, name: str) -> tuple[Change, ...]:
        """The change log of one value, newest first: who, when, before, after (None stands for the default).

        Raises:
            NotFound: there is none of this name.
        """
        given = {"key": self.get(name).name, "batch": None, "user": None, "what": None, "words": None}
        rows = self._graph.read("history.changes", **given, limit=MOST_CHANGES, offset=0)
        return tuple(change for change in map(change_of, rows) if change.kind == KIND)

    def restore(self, name: str, change: str, *, user: str | None = None) -> Convention:
        """Put back what counted before a change, by the id of the change.

        Raises:
            NotFound: there is no such change of this value.
        """
        found = next((each for each in self.changes(name) if each.id == change), None)
        if found is None:
            raise NotFound("store.not_found", ref=change)
        value = None if found.before is None else _checked(name, found.before)
        return self._write(self.get(name).name, value, version=None, user=user)

    def add_term(self, vocabulary: str, word: str, meaning: str, *, user: str | None = None) -> LocalTerm:
        """Let a word of the office stand for an entry of a vocabulary. Records that have the word as it is, because
        nobody knew what it means, get the entry in the same step.

        Args:
            vocabulary: name of the scheme (`topics`, `target_groups`, ...).
            word: what the office says.
            meaning: code, label or synonym of the entry.

        Raises:
            WrongUsage: no such vocabulary or entry, or no word.
            InputRefused: a word that cannot be written.
            Conflict: the word is the label of another entry.
        """
        term = _term(vocabulary, word, meaning)
        batch, whole = f"term-{self._graph.revision()}", load_dataset(self._graph, canonical=False)
        with self._graph.transaction(user=user or self._settings.user, what="add_term", batch=batch) as tx:
            _put(tx, "terms", _with_term(_read(tx, "terms"), term), user or self._settings.user)
            apply(tx, tuple(_spelled_out(tx, whole, term)))
        return term

    def remove_term(self, vocabulary: str, word: str, *, user: str | None = None) -> None:
        """Forget a word of the office; what was read with it stays as it was read.

        Raises:
            NotFound: there is no such word.
        """
        with self._graph.transaction(user=user or self._settings.user, what="remove_term") as tx:
            before = _read(tx, "terms")
            left = [each for each in _terms(before) if not _is_word(each, vocabulary, word)]
            if len(left) == len(_terms(before)):
                raise NotFound("conventions.no_such_term", word=word)
            _put(tx, "terms", TermList(terms=tuple(left)), user or self._settings.user)

    def hours(self) -> LoadParams:
        """What a meeting costs beside its duration, and what an hour is worth."""
        return cast(LoadParams, self._value("hours"))

    def hubs(self) -> HubParams:
        """Who counts as a hub."""
        return cast(HubParams, self._value("hubs"))

    def weights(self) -> Weights:
        """What evidence for a duplicate structure weighs."""
        return cast(WeightTable, self._value("weights")).weights()

    @as_results(LocalTerm)
    def terms(self) -> tuple[LocalTerm, ...]:
        """The words of the office."""
        return _terms(self._value("terms"))

    def understood(self) -> AbstractContextManager[None]:
        """Inside, the vocabularies understand the words of the office."""
        return words_of(self._graph)

    def _value(self, name: ConventionName) -> BaseModel:
        return _checked(name, self.get(name).value)

    def _write(
        self, name: ConventionName, value: BaseModel | None, *, version: str | None, user: str | None
    ) -> Convention:
        who = user or self._settings.user
        with self._graph.transaction(user=who, what="agree") as tx:
            there = _convention(name, _row(tx, name))
            if version not in (None, there.version):
                yours = value.model_dump(mode="json") if value else None
                raise Outdated("conventions.outdated", yours=yours, theirs=there.value, name=name)
            _put(tx, name, value, who)
        return self.get(name)


def words_of(graph: Graph) -> AbstractContextManager[None]:
    """Inside, the vocabularies understand the words of the office that keeps this graph."""
    return local_terms(_terms(_read(graph, "terms")))


def _term(vocabulary: str, word: str, meaning: str) -> LocalTerm:
    if vocabulary not in SCHEMES:
        raise WrongUsage("conventions.no_such_vocabulary", name=vocabulary, known=", ".join(SCHEMES))
    code = scheme(vocabulary).find(meaning)
    if code is None:
        raise WrongUsage("conventions.no_such_entry", word=meaning)
    if not 0 < len(word.strip()) <= LONGEST_WORD:
        raise WrongUsage("conventions.word_missing", longest=LONGEST_WORD)
    refuse_unsound_texts(word=word)
    taken = next(
        (each for each in scheme(vocabulary) if fold(word) in (fold(each.code), fold(each.de), fold(each.en))), None
    )
    if taken is not None:
        raise Conflict("conventions.word_taken", word=word, label=taken.de)
    return LocalTerm(vocabulary, " ".join(word.split()), code)


def _with_term(known: BaseModel, term: LocalTerm) -> TermList:
    others = (each for each in _terms(known) if not _is_word(each, term.scheme, term.word))
    ordered = sorted((*others, term), key=lambda each: (SCHEMES.index(each.scheme), each.code, fold(each.word)))
    return TermList(terms=tuple(ordered))


def _terms(known: BaseModel) -> tuple[LocalTerm, ...]:
    return cast(TermList, known).terms


def _is_word(term: LocalTerm, vocabulary: str, word: str) -> bool:
    return term.scheme == vocabulary and fold(term.word) == fold(word)


def _spelled_out(tx: Writing, whole: Dataset, term: LocalTerm) -> Iterator[Edit]:
    """Edits that put the entry where the word stands."""
    for table, field in CODED_FIELDS.get(term.scheme, ()):
        facts = [fact_of(entity) for entity in getattr(whole, table) if _says(getattr(entity, field), term)]
        for fact in facts_like(tx, facts).values():
            after = fact.fields | {field: _replaced(fact.fields[field], term)}
            yield Edit(fact.kind, fact.key, fact.fields, after)


def _says(value: Any, term: LocalTerm) -> bool:
    words = (value,) if isinstance(value, str) else value or ()
    return any(fold(word) == fold(term.word) for word in words)


def _replaced(value: Any, term: LocalTerm) -> Any:
    if isinstance(value, str):
        return term.code
    return list(dict.fromkeys(term.code if fold(word) == fold(term.word) else word for word in value))


def _checked(name: str, value: Mapping[str, Any]) -> BaseModel:
    """The value as its model; InputRefused with the fields that cannot be used."""
    shape = SHAPES[cast(ConventionName, name)][0]
    unknown = [field for field in value if field not in shape.model_fields]
    if unknown:
        raise InputRefused([Problem("fields.unknown", column=field) for field in unknown])
    try:
        return shape.model_validate(value)
    except ValidationError as error:
        raise InputRefused([_problem(each) for each in error.errors()]) from error


def _problem(found: Mapping[str, Any]) -> Problem:
    context = found.get("ctx", {})
    reason, limit = str(context.get("error", "")), next((each for each in LIMITS if each in context), None)
    known = (
        f"conventions.{reason}" if reason in catalogue("conventions") else LIMITS.get(limit, "conventions.bad_value")
    )
    values = {"limit": context[limit]} if limit else {}
    shown = found["input"] if isinstance(found["input"], str | int | float) else None
    place = " / ".join(map(str, found["loc"]))
    return Problem(known, column=place or None, value=None if shown is None else str(shown), values=values)


def _row(reader: Reader, name: ConventionName) -> Mapping[str, Any] | None:
    return next((row for row in reader.read("conventions.all") if row["id"] == name), None)


def _read(reader: Reader, name: ConventionName) -> BaseModel:
    return _checked(name, _convention(name, _row(reader, name)).value)


def _put(tx: Writing, name: ConventionName, value: BaseModel | None, user: str) -> None:
    """Write the value, or take it away, and record what stood there; the same value again changes nothing."""
    row = _row(tx, name)
    before = json.loads(row["value"]) if row else None
    after = value.model_dump(mode="json") if value else None
    if before == after:
        return
    if after is None:
        tx.write("conventions.remove", id=name)
    else:
        written = {"value": as_json(after), "user": user, "at": datetime.now(UTC).isoformat(timespec="seconds")}
        tx.write("conventions.put", rows=[{"id": name, "properties": written}])
    tx.change(KIND, name, before=before, after=after)


def _convention(name: ConventionName, row: Mapping[str, Any] | None) -> Convention:
    default = SHAPES[name][1]().model_dump(mode="json")
    value = json.loads(row["value"]) if row else default
    version = hashlib.sha256((as_json(value) or "").encode()).hexdigest()[:16]
    user, at = (row["user"], row["at"]) if row else (None, None)
    return Convention(name, value, default, version, user, at)
