"""The map in the words of the reconciliation API: manifest, candidates, suggestions, values to extend a table with.

Version 0.2 is what OpenRefine speaks; the draft of 1.0 differs in its envelope only. Facts of both:
https://reconciliation-api.github.io/specs/.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from math import inf
from typing import Any

from graphsvc import __version__
from graphsvc.api.reconciliation_requests import BatchV1, Query
from graphsvc.errors import NotFound
from graphsvc.language import text
from graphsvc.matching import AUTOMATIC_FROM, Record
from graphsvc.matching.explain import feature_label
from graphsvc.model.entities import Actor, Structure
from graphsvc.model.judgements import Nearest, RecordKind
from graphsvc.services import Services
from graphsvc.vocabulary import fold, scheme

Json = dict[str, Any]

IDENTIFIERS = "/api/actors/"
DEFAULT_LIMIT, GREATEST_LIMIT = 5, 50
PREVIEW_SIZE = (400, 160)
SURE = AUTOMATIC_FROM / 2
"""Bits from which a candidate is said to match, if it comes before the next one by as much."""

TYPES: dict[str, RecordKind] = {
    "Organization": "actor",
    "Network": "structure",
    "Project": "structure",
    "Offer": "structure",
}
"""Types that are offered; a project or an offer is a structure of that kind, a network every other one."""
STRUCTURE_TYPES = {"projekt": "Project", "angebot": "Offer"}
PROPERTIES = (
    "short_name", "alias", "kind", "street", "postcode", "city", "territory", "email", "web", "phone",
    "register_number", "part_of", "topic", "target_group", "valid_from", "valid_to",
)  # fmt: skip
"""Fields of records that are properties, in the order of the import template."""


@dataclass(frozen=True, slots=True)
class Question:
    """One query, whichever version it came in."""

    record: Record
    type: str
    limit: int


def manifest(address: str, lang: str) -> Json:
    """What the service of version 0.2 offers; `address` is where the application answers."""
    service = f"{address}/reconcile"
    suggest = {
        name: {"service_url": service, "service_path": f"/suggest/{name}"} for name in ("entity", "type", "property")
    }
    width, height = PREVIEW_SIZE
    return {
        "versions": ["0.2"],
        "name": text("records.reconcile_name", lang),
        "identifierSpace": f"{address}{IDENTIFIERS}",
        "schemaSpace": f"{address}/docs",
        "serviceVersion": __version__,
        "documentation": f"{address}/docs",
        "defaultTypes": types(lang),
        "view": {"url": f"{service}/view?id={{{{id}}}}"},
        "preview": {"url": f"{service}/preview?id={{{{id}}}}", "width": width, "height": height},
        "suggest": suggest,
        "extend": {
            "propose_properties": {"service_url": service, "service_path": "/extend/propose"},
            "property_settings": [],
        },
        "batchSize": 50,
    }


def manifest_v1(address: str, lang: str) -> Json:
    """The same for the draft of 1.0."""
    width, height = PREVIEW_SIZE
    return {
        "versions": ["1.0-draft"],
        "name": text("records.reconcile_name", lang),
        "serviceVersion": __version__,
        "documentation": f"{address}/docs",
        "lang": lang,
        "dir": "ltr",
        "defaultTypes": types(lang),
        "view": {"url": f"{address}/reconcile/view?id={{id}}"},
        "preview": {"width": width, "height": height},
        "suggest": {"entity": True, "property": True, "type": True},
        "extend": {"proposeProperties": True, "propertySettings": []},
        "standardizedScore": True,
        "batchSize": 50,
    }


def types(lang: str, prefix: str = "") -> list[Json]:
    """The types whose name begins with a prefix."""
    every = [{"id": name, "name": text(f"records.type_{name.lower()}", lang)} for name in TYPES]
    return [
        each for each in every if fold(each["name"]).startswith(fold(prefix)) or each["id"].lower() == prefix.lower()
    ]


def properties(lang: str, prefix: str = "") -> list[Json]:
    """The properties whose name begins with a prefix."""
    every = [{"id": name, "name": text(f"records.property_{name}", lang)} for name in PROPERTIES]
    return [
        each for each in every if fold(each["name"]).startswith(fold(prefix)) or each["id"].startswith(prefix.lower())
    ]


def _begins(each: Json, prefix: str) -> bool:
    return fold(each["name"]).startswith(fold(prefix)) or each["id"].lower().startswith(prefix.lower())


def questions(queries: dict[str, Query]) -> dict[str, Question]:
    """The queries of a batch of version 0.2."""
    return {
        key: _question(_first(query.query), [(each.pid, each.v) for each in query.properties], query.type, query.limit)
        for key, query in queries.items()
    }


def questions_v1(batch: BatchV1) -> list[Question]:
    """The queries of a batch of the draft of 1.0."""
    found = []
    for query in batch.queries:
        name = next((_first(each.value) for each in query.conditions if each.match_type == "name"), "")
        given = [(each.about, each.value) for each in query.conditions if each.match_type == "property"]
        found.append(_question(name, given, query.type, query.limit))
    return found


def answers(services: Services, asked: Sequence[Question], lang: str) -> list[list[Json]]:
    """The candidates of each question, best first."""
    found: dict[int, list[Json]] = {}
    for kind in ("actor", "structure"):
        at = [number for number, question in enumerate(asked) if TYPES.get(question.type, "actor") == kind]
        limit = max((asked[number].limit for number in at), default=0)
        records = [asked[number].record for number in at]
        known = services.records.entities_of(kind) if at else {}
        for number, nearest in zip(at, services.records.nearest_to_each(records, kind=kind, limit=limit), strict=True):
            found[number] = _candidates(nearest[: asked[number].limit], known, lang)
    return [found[number] for number in range(len(asked))]


def extended(services: Services, ids: Iterable[str], wanted: Sequence[str]) -> dict[str, dict[str, list[Json]]]:
    """For each id the values of the properties that are asked for; an unknown id has none, a merged record
    those of what stands for it."""
    known = {**services.records.entities_of("structure"), **services.records.entities_of("actor")}
    found = {key: known.get(services.records.standing(key)) for key in ids}
    return {
        key: {name: _values(entity, name, known) if entity else [] for name in wanted} for key, entity in found.items()
    }


def suggested(services: Services, prefix: str, lang: str, limit: int = 10) -> list[Json]:
    """Records that a few letters may mean."""
    wanted = fold(prefix)
    known = {**services.records.entities_of("actor"), **services.records.entities_of("structure")}
    begins = [each for each in known.values() if fold(each.name).startswith(wanted)]
    holds = [each for each in known.values() if wanted in fold(each.name) and each not in begins]
    return [
        {"id": each.id, "name": each.name, "description": _description(each, lang), "notable": [_type(each, lang)]}
        for each in [*sorted(begins, key=lambda one: one.name), *sorted(holds, key=lambda one: one.name)][:limit]
    ]


def preview(services: Services, key: str, lang: str) -> str:
    """A small page about a record, for the frame that a client shows.

    Raises:
        NotFound: there is no such record.
    """
    known = {**services.records.entities_of("structure"), **services.records.entities_of("actor")}
    entity = known.get(services.records.standing(key))
    if entity is None:
        raise NotFound("records.reconcile_unknown", ref=key)
    lines = [entity.name, _description(entity, lang)]
    body = "".join(f"<p>{escape(line)}</p>" for line in lines if line)
    return f'<!doctype html><html lang="{lang}"><meta charset="utf-8"><title>{escape(lines[0])}</title>{body}</html>'


_SINGLE = frozenset({"street", "postcode", "city", "email", "web", "phone", "register_number", "kind"})


def _question(name: str, given: Sequence[tuple[Any, Any]], asked_type: Any, limit: int | None) -> Question:
    chosen = _first(asked_type) or "Organization"
    values = {str(pid): _first(value) for pid, value in given if pid}
    single = {name: values[name] for name in sorted(_SINGLE & values.keys())}
    if single.get("kind"):
        vocabulary = scheme("actor_kinds" if TYPES.get(chosen, "actor") == "actor" else "structure_kinds")
        single["kind"] = vocabulary.find(single["kind"]) or single["kind"]
    other = {"parent": values.get("part_of"), "territory": tuple(filter(None, [values.get("territory")]))}
    alias = tuple(filter(None, [values.get("alias"), values.get("short_name")]))
    most = min(limit or DEFAULT_LIMIT, GREATEST_LIMIT)
    return Question(Record(id="", name=name, alias=alias, **single, **other), chosen, most)  # type: ignore[arg-type]


def _first(value: Any) -> str:
    """A value, the first of several, or the id of an entity, as text."""
    if isinstance(value, list):
        return _first(value[0]) if value else ""
    if isinstance(value, dict):
        return str(value.get("id", ""))
    return "" if value is None else str(value)


def _candidates(nearest: Sequence[Nearest], known: Mapping[str, Actor | Structure], lang: str) -> list[Json]:
    """Candidates with scores from 0 to 100. `match` is said of one at most: sure, and no other one near it."""
    weights = [each.weight for each in nearest]
    lead = weights[0] - max(weights[1:], default=-inf) if weights else 0.0
    return [
        {
            "id": each.id,
            "name": each.name,
            "description": _description(known[each.id], lang),
            "type": [_type(known[each.id], lang)],
            "score": 100 * each.probability,
            "match": each is nearest[0] and min(each.weight, lead) >= SURE,
            "features": [
                {"id": name, "name": feature_label(name, lang), "value": value} for name, value in each.features.items()
            ],
        }
        for each in nearest
    ]


def _type(entity: Actor | Structure, lang: str) -> Json:
    name = "Organization" if isinstance(entity, Actor) else STRUCTURE_TYPES.get(entity.kind or "", "Network")
    return {"id": name, "name": text(f"records.type_{name.lower()}", lang)}


def _description(entity: Actor | Structure, lang: str) -> str:
    kinds = scheme("actor_kinds" if isinstance(entity, Actor) else "structure_kinds")
    parts = [kinds.label(entity.kind, lang) if entity.kind else "", getattr(entity, "city", None) or ""]
    return ", ".join(part for part in parts if part)


def _values(entity: Actor | Structure, name: str, known: Mapping[str, Actor | Structure]) -> list[Json]:
    value = getattr(entity, name, None)
    several = value if isinstance(value, tuple) else (value,)
    if name == "part_of":
        return [{"id": key, "name": known[key].name} for key in several if key in known]
    return [{"str": str(each)} for each in several if each not in (None, "")]
