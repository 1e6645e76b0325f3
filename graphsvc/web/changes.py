"""Changes of the history in the words of the catalogue: who did what to which record, and from where it is known."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import quote

from markupsafe import Markup, escape

from graphsvc.language import catalogue, text
from graphsvc.model.atlas import Atlas, Noun
from graphsvc.model.conventions import CODED_FIELDS
from graphsvc.model.history import Change
from graphsvc.vocabulary import SchemeName
from graphsvc.web.forms import exact
from graphsvc.web.words import Words

ADDRESSES: Mapping[Noun, str] = {"actor": "/akteure", "structure": "/strukturen", "agreement": "/vereinbarungen"}
"""Where the pages of records are."""

CONVENTION = "Convention"
"""Kind of a change of what the office agreed on."""

ENDS = (("actor", "structure"), ("actor", "agreement"), ("from_id", "to_id"), ("a", "b"))
"""Fields that name both ends of a tie or of a pair."""
MOST_FIELDS = 12
"""Fields that one line of the history tells."""
NOT_TOLD = re.compile(r"(source_.*|id|canonical_id|origin|sha256|evidence|facts( / .*)?)")
"""Fields that mean nothing to a reader: keys, digests, and what the column of the source tells."""

KIND_OF_TABLE = {
    "actors": "Actor",
    "structures": "Structure",
    "agreements": "Agreement",
    "memberships": "Membership",
    "parties": "Party",
}
VOCABULARY_OF: Mapping[tuple[str, str], SchemeName] = {
    **{(KIND_OF_TABLE[table], field): name for name, fields in CODED_FIELDS.items() for table, field in fields},
    ("Relation", "kind"): "relation_kinds",
    ("Decision", "decision"): "decisions",
    ("Need", "topic"): "topics",
    ("Need", "target_group"): "target_groups",
}
"""Kind and field of a change -> the vocabulary of its codes."""
PREFIX_OF = {
    ("Judgement", "verdict"): "verdict_",
    ("Scenario", "status"): "scenario_",
    ("Decision", "status"): "decision_",
}
"""Kind and field of a change -> how the messages for its values begin."""
FIELD_PREFIXES = ("field_", "", "agreed_", "load_", "hub_", "band_", "dimension_")
"""How the messages for names of fields begin: of records, then of what the office agreed on."""
LONGEST = 600
"""Characters of links behind a sentence that are shown without being asked for."""
ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
ISO_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}.*")


@dataclass(frozen=True, slots=True)
class ChangeWords:
    """Changes in the reader's language; ids by the names the map has for them."""

    lang: str
    atlas: Atlas
    files: Mapping[str, str]
    gone: Mapping[str, str]
    """Names of records that are no longer in the map, by id."""

    def name(self, key: str) -> str:
        """The name of a record, also of one that is no longer in the map; the text itself where it is no id."""
        return self.gone.get(key) or self.atlas.name(key)

    def deed(self, what: str) -> str:
        """What was done."""
        return self._message(f"deed_{what}", what)

    def kind(self, kind: str) -> str:
        """What a change is about."""
        return self._message(f"kind_{kind.lower()}", self._message(kind.lower(), kind))

    def field(self, name: str) -> str:
        """The name of a field; of one inside another, the way there."""
        return " / ".join(self._part(part) for part in name.split(" / "))

    def _part(self, part: str) -> str:
        known = (f"{prefix}{part}" for prefix in FIELD_PREFIXES if f"{prefix}{part}" in catalogue("pages"))
        return self._message(next(known, part), part)

    def entry(self, change: Change) -> Markup:
        """What a change is about: a record as a link where it is still there, a tie by both its ends."""
        said = {**(change.before or {}), **(change.after or {})}
        for first, second in ENDS:
            if said.get(first) and said.get(second) and self.atlas.noun(change.key) is None:
                ends = self.link(said[first]), self.link(said[second])
                return Markup("{}: {} – {}").format(self.kind(change.kind), *ends)
        return self.named(change.kind, change.key, change.name)

    def named(self, kind: str, key: str, name: str | None = None) -> Markup:
        """A record by its name, as a link where it is still there."""
        if kind == CONVENTION:
            return Markup('<a href="/einstellungen">{}</a>').format(text(f"conventions.said_{key}", self.lang))
        if self.atlas.noun(key) is not None:
            return self.link(key)
        shown = name or self.gone.get(key) or self.atlas.places.get(key)
        return Markup("{}: {}").format(self.kind(kind), shown) if shown else Markup("{}").format(self.kind(kind))

    def link(self, key: str) -> Markup:
        """A record by its name, as a link where there is a page of it."""
        noun = self.atlas.noun(key)
        if noun is None:
            return Markup("{}").format(self.name(key))
        return Markup('<a href="{}/{}">{}</a>').format(ADDRESSES[noun], quote(key), self.atlas.name(key))

    def linked(self, line: str, keys: Iterable[str]) -> Markup:
        """A sentence whose records lead to their pages; those that it does not name follow it."""
        links = {str(escape(self.atlas.name(key))): self.link(key) for key in keys if self.atlas.noun(key)}
        if not links:
            return escape(line)
        names = re.compile("|".join(re.escape(name) for name in sorted(links, key=len, reverse=True)))
        told = str(escape(line))
        sentence = Markup(names.sub(lambda found: links[found[0]], told))
        rest = Markup(", ").join(link for name, link in links.items() if name not in names.findall(told))
        shown = "{} {}" if len(rest) < LONGEST else "{} <details><summary>{which}</summary>{}</details>"
        return Markup(shown).format(sentence, rest, which=text("pages.which", self.lang))

    def fields(self, change: Change) -> list[tuple[str, str, str]]:
        """What a change did, field by field: its name, before, after."""
        before, after = _flat(change.before or {}), _flat(change.after or {})
        told = [
            (
                self.field(name),
                self.value(change.kind, name, before.get(name)),
                self.value(change.kind, name, after.get(name)),
            )
            for name in {**before, **after}
            if not NOT_TOLD.fullmatch(name)
        ]
        return [each for each in told if each[1] != each[2]][:MOST_FIELDS]

    def source(self, change: Change) -> str:
        """From where a change knows what it wrote; empty if nothing is named."""
        return Words(self.lang).source(change.after or change.before or {}, self.files)

    def value(self, kind: str, name: str, value: Any) -> str:
        """A value of the history: codes of a vocabulary by their labels, territories by their names."""
        words, vocabulary = Words(self.lang), VOCABULARY_OF.get((kind, name))
        several = (value,) if isinstance(value, str) else value
        if value is None:
            return ""
        if vocabulary is not None:
            return words.labels(vocabulary, several)
        if name == "territory":
            return ", ".join(words.territory(key, self.atlas.places) for key in several)
        if (kind, name) in PREFIX_OF:
            return self._message(f"{PREFIX_OF[kind, name]}{value}", str(value))
        return "; ".join(map(self._step, value)) if name == "steps" else self.written(value)

    def _step(self, step: Mapping[str, Any]) -> str:
        """One step of a scenario: what is done, and to whom."""
        kind = str(step.get("kind"))
        ends = self.written([value for name, value in step.items() if name != "kind"])
        return f"{self._message(f'step_{kind}', kind)}: {ends}"

    def written(self, value: Any) -> str:
        """A value as a reader writes it: days, numbers, names for ids."""
        if isinstance(value, list | tuple):
            return "; ".join(self.written(each) for each in value)
        if isinstance(value, Mapping):
            return " ".join(self.written(each) for each in value.values())
        if isinstance(value, bool):
            return Words(self.lang).yes_no(value)
        if isinstance(value, float):
            return exact(value, self.lang)
        if isinstance(value, int):
            return Words(self.lang).number(value)
        if isinstance(value, date):
            return Words(self.lang).day(value)
        return self._text(value) if isinstance(value, str) else ""

    def _text(self, value: str) -> str:
        if ISO_DAY.fullmatch(value):
            return Words(self.lang).day(date.fromisoformat(value))
        return Words(self.lang).moment(value) if ISO_MOMENT.fullmatch(value) else self.name(value)

    def _message(self, key: str, otherwise: str) -> str:
        return text(f"pages.{key}", self.lang) if key in catalogue("pages") else otherwise


def texts_of(changes: Sequence[Change]) -> set[str]:
    """The keys of changes and all texts in them: where a record is named, its id is among them."""
    said = [value for change in changes for side in (change.before, change.after) for value in (side or {}).values()]
    return {change.key for change in changes} | {value for value in said if isinstance(value, str)}


def _flat(fields: Mapping[str, Any], above: str = "") -> dict[str, Any]:
    """Fields in fields as one level, named by the way there."""
    found: dict[str, Any] = {}
    for name, value in fields.items():
        found |= _flat(value, f"{above}{name} / ") if isinstance(value, Mapping) else {f"{above}{name}": value}
    return found
