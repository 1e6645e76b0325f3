"""The words of an office for entries of the vocabularies: a new one, and what the records that have it become."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager
from typing import Any, cast

from pydantic import BaseModel

from graphsvc.errors import Conflict, WrongUsage
from graphsvc.model.conventions import CODED_FIELDS
from graphsvc.model.entities import Dataset
from graphsvc.model.soundness import refuse_unsound_texts
from graphsvc.services.agreed_values import TermList, read_agreed
from graphsvc.store.edits import Edit
from graphsvc.store.facts import fact_of
from graphsvc.store.graph import Graph, Writing
from graphsvc.store.records import facts_like
from graphsvc.vocabulary import SCHEMES, LocalTerm, fold, local_terms, scheme

LONGEST_WORD = 120
"""Signs of a word of the office."""


def words_of(graph: Graph) -> AbstractContextManager[None]:
    """Inside, the vocabularies understand the words of the office that keeps this graph."""
    return local_terms(terms_in(read_agreed(graph, "terms")))


def new_term(vocabulary: str, word: str, meaning: str) -> LocalTerm:
    """A word for an entry of a vocabulary, checked.

    Raises:
        WrongUsage: no such vocabulary or entry, or no word.
        InputRefused: a word that cannot be written.
        Conflict: the word is the label of another entry.
    """
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


def with_term(known: BaseModel, term: LocalTerm) -> TermList:
    """The list with this word in its place; it replaces the same word for another entry."""
    others = (each for each in terms_in(known) if not is_word(each, term.scheme, term.word))
    ordered = sorted((*others, term), key=lambda each: (SCHEMES.index(each.scheme), each.code, fold(each.word)))
    return TermList(terms=tuple(ordered))


def terms_in(known: BaseModel) -> tuple[LocalTerm, ...]:
    """The words of the agreed value `terms`."""
    return cast(TermList, known).terms


def is_word(term: LocalTerm, vocabulary: str, word: str) -> bool:
    """Whether the term is this word of this vocabulary, however it is written."""
    return term.scheme == vocabulary and fold(term.word) == fold(word)


def spelled_out(tx: Writing, whole: Dataset, term: LocalTerm) -> Iterator[Edit]:
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
