"""What the office agreed on and every answer rests on: its words, its hubs, what an hour is, what evidence weighs.

Each of them is one value with a default that ships with the program. Writing it is recorded like every other change and
raises the revision, so that no answer of before is kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager
from typing import Any, cast

from pydantic import BaseModel

from graphsvc.analysis.load import LoadParams
from graphsvc.analysis.pair import HubParams
from graphsvc.analysis.weights import Weights, WeightTable
from graphsvc.config import Settings
from graphsvc.errors import NotFound, Outdated
from graphsvc.model.conventions import Convention, ConventionName
from graphsvc.model.history import Change
from graphsvc.model.paging import as_results
from graphsvc.services.agreed_values import (
    KIND,
    SHAPES,
    TermList,
    agreed,
    all_agreed,
    checked,
    read_agreed,
    write_agreed,
)
from graphsvc.services.office_words import is_word, new_term, spelled_out, terms_in, with_term, words_of
from graphsvc.store.edits import apply
from graphsvc.store.graph import Graph
from graphsvc.store.records import load_dataset
from graphsvc.store.undo import change_of
from graphsvc.vocabulary import LocalTerm

MOST_CHANGES = 200
"""Entries of the change log that are told at once."""


class ConventionsService:
    """Read and write what was agreed on; each value is written whole."""

    def __init__(self, graph: Graph, settings: Settings) -> None:
        self._graph = graph
        self._settings = settings

    @as_results(Convention)
    def list(self) -> tuple[Convention, ...]:
        """All of them, by name."""
        return all_agreed(self._graph)

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
        self,
        name: str,
        value: Mapping[str, Any],
        *,
        version: str | None = None,
        user: str | None = None,
        what: str = "agree",
    ) -> Convention:
        """Agree on another value, whole.

        Args:
            version: the version that was read; None overwrites whatever is there.
            what: the deed that the change log names.

        Raises:
            NotFound: there is none of this name.
            InputRefused: the value cannot be used; the problems name the fields.
            Outdated: somebody else changed it since; the error carries both.
        """
        return self._write(self.get(name).name, checked(name, value), version=version, user=user, what=what)

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
        value = None if found.before is None else checked(name, found.before)
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
        term = new_term(vocabulary, word, meaning)
        batch, whole = f"term-{self._graph.revision()}", load_dataset(self._graph, canonical=False)
        with self._graph.transaction(user=user or self._settings.user, what="add_term", batch=batch) as tx:
            write_agreed(tx, "terms", with_term(read_agreed(tx, "terms"), term), user or self._settings.user)
            apply(tx, tuple(spelled_out(tx, whole, term)))
        return term

    def remove_term(self, vocabulary: str, word: str, *, user: str | None = None) -> None:
        """Forget a word of the office; what was read with it stays as it was read.

        Raises:
            NotFound: there is no such word.
        """
        with self._graph.transaction(user=user or self._settings.user, what="remove_term") as tx:
            before = read_agreed(tx, "terms")
            left = [each for each in terms_in(before) if not is_word(each, vocabulary, word)]
            if len(left) == len(terms_in(before)):
                raise NotFound("conventions.no_such_term", word=word)
            write_agreed(tx, "terms", TermList(terms=tuple(left)), user or self._settings.user)

    def hours(self) -> LoadParams:
        """What a meeting costs beside its duration, and what an hour is worth."""
        return cast(LoadParams, read_agreed(self._graph, "hours"))

    def hubs(self) -> HubParams:
        """Who counts as a hub."""
        return cast(HubParams, read_agreed(self._graph, "hubs"))

    def weights(self) -> Weights:
        """What evidence for a duplicate structure weighs."""
        return cast(WeightTable, read_agreed(self._graph, "weights")).weights()

    @as_results(LocalTerm)
    def terms(self) -> tuple[LocalTerm, ...]:
        """The words of the office."""
        return terms_in(read_agreed(self._graph, "terms"))

    def understood(self) -> AbstractContextManager[None]:
        """Inside, the vocabularies understand the words of the office."""
        return words_of(self._graph)

    def _write(
        self,
        name: ConventionName,
        value: BaseModel | None,
        *,
        version: str | None,
        user: str | None,
        what: str = "agree",
    ) -> Convention:
        who = user or self._settings.user
        with self._graph.transaction(user=who, what=what) as tx:
            there = agreed(tx, name)
            if version not in (None, there.version):
                yours = value.model_dump(mode="json") if value else None
                raise Outdated("conventions.outdated", yours=yours, theirs=there.value, name=name)
            write_agreed(tx, name, value, who)
        return self.get(name)
