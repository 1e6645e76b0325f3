"""Which part of a list is wanted: the same filters on every face."""

from __future__ import annotations

from pydantic import ConfigDict, Field

from graphsvc.config import Settings
from graphsvc.model.paging import DEFAULT_LIMIT, GREATEST_LIMIT, GREATEST_OFFSET
from graphsvc.model.parameters import Asked
from graphsvc.services.dates import At, resolve_at
from graphsvc.services.office_words import words_of
from graphsvc.store.graph import Graph
from graphsvc.store.search import search_words
from graphsvc.vocabulary import SchemeName, scheme


class ListFilter(Asked):
    """Filters of the lists of actors, structures and agreements; all that are given must hold."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    q: str | None = Field(
        default=None, description="Words in name, short name or alias; case and umlauts do not matter."
    )
    kind: str | None = Field(default=None, description="Kind: code or label.")
    territory: str | None = Field(
        default=None,
        description="Territory: key or name. Counts whatever covers it: itself, what lies in it, what it lies in.",
    )
    topic: str | None = Field(default=None, description="Topic, with the narrower ones: code or label.")
    target_group: str | None = Field(default=None, description="Target group: code or label.")
    function: str | None = Field(default=None, description="Function of a structure: code or label.")
    at: At = Field(default=None, description="The day; `all` = ever; left out: today.")
    limit: int = Field(default=DEFAULT_LIMIT, ge=1, le=GREATEST_LIMIT, description="How many entries at most.")
    offset: int = Field(default=0, ge=0, le=GREATEST_OFFSET, description="How many entries to leave out at the start.")

    def params(self, graph: Graph, settings: Settings, *, kinds: SchemeName) -> dict[str, object]:
        """What the statements of the library want to know; `kinds` is the vocabulary of the kind."""
        with words_of(graph):
            return {
                "words": search_words(self.q),
                "kind": self.kind and (scheme(kinds).find(self.kind) or self.kind),
                "at": resolve_at(self.at, settings),
                "topics": codes_below("topics", self.topic),
                "target_groups": codes_below("target_groups", self.target_group),
                "functions": codes_below("functions", self.function),
                "territories": self.territory and _territories_around(graph, self.territory),
            }


def codes_below(name: SchemeName, value: str | None) -> list[str] | None:
    """The code that a value means and every narrower one; None where nothing is asked."""
    if value is None:
        return None
    vocabulary = scheme(name)
    found = [vocabulary.find(value) or value]
    for code in found:
        found.extend(vocabulary.narrower(code))
    return found


def territory_key(graph: Graph, value: str) -> str | None:
    """The key of the territory behind a key or an exact name; None where there is none."""
    return next((str(row["key"]) for row in graph.read("explore.find_place", ref=value)), None)


def _territories_around(graph: Graph, value: str) -> list[str]:
    key = territory_key(graph, value)
    return [value] if key is None else sorted(row["key"] for row in graph.read("explore.places_around", key=key))
