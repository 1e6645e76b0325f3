"""`POST /api/match`: queries against the map, shaped as yente's `/match` so that its clients can call it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field

from graphsvc.api.deps import LangDep, ServicesDep
from graphsvc.matching import Record
from graphsvc.model.judgements import Nearest, RecordKind
from graphsvc.services import Services

router = APIRouter(prefix="/api/match", tags=["match"])

SCHEMATA: dict[str, RecordKind] = {
    "Organization": "actor",
    "PublicBody": "actor",
    "Company": "actor",
    "LegalEntity": "actor",
    "Network": "structure",
    "Project": "structure",
}
MOST_QUERIES = 100
_SINGLE = {
    "address": "street",
    "postalCode": "postcode",
    "city": "city",
    "email": "email",
    "website": "web",
    "phone": "phone",
    "registrationNumber": "register_number",
}


class Example(BaseModel):
    """A thing to look for: FollowTheMoney schema and properties, each property a list of values."""

    model_config = ConfigDict(populate_by_name=True)

    id: str | None = None
    schema_name: str = Field(default="Organization", alias="schema", examples=["Organization"])
    properties: dict[str, list[str]] = Field(examples=[{"name": ["AWO KV Herford"], "city": ["Herford"]}])

    @property
    def record_kind(self) -> RecordKind:
        """What of the map it is compared with."""
        return SCHEMATA.get(self.schema_name, "actor")

    def record(self) -> Record:
        """As the matcher takes it; the first name is the name, the others and `alias` are aliases."""
        names = [name for key in ("name", "alias", "previousName") for name in self.properties.get(key, [])]
        single = {ours: self.properties[theirs][0] for theirs, ours in _SINGLE.items() if self.properties.get(theirs)}
        return Record(id="", name=names[0] if names else "", alias=tuple(names[1:]), **single)  # type: ignore[arg-type]


class Queries(BaseModel):
    """Up to 100 examples, each under a key of the client's choice."""

    queries: dict[str, Example] = Field(
        max_length=MOST_QUERIES,
        examples=[{"q1": {"schema": "Organization", "properties": {"name": ["AWO KV Herford"], "city": ["Herford"]}}}],
    )
    weights: dict[str, float] = Field(default={}, description="Accepted and not used: there is one fixed setting.")
    config: dict[str, Any] = Field(default={}, description="Accepted and not used.")


class Hit(BaseModel):
    """A record of the map with its score (the probability) and what each feature adds, in bits."""

    model_config = ConfigDict(populate_by_name=True)

    id: str
    caption: str
    schema_name: str = Field(alias="schema")
    properties: dict[str, list[str]]
    datasets: list[str] = ["graphsvc"]
    referents: list[str] = []
    score: float
    explanations: dict[str, dict[str, Any]]
    match: bool


class Total(BaseModel):
    """How many results there are."""

    value: int
    relation: str = "eq"


class Answer(BaseModel):
    """The results of one query."""

    status: int = 200
    query: Example
    results: list[Hit]
    total: Total


class Answers(BaseModel):
    """The answers under the keys of the queries."""

    responses: dict[str, Answer]
    limit: int


@router.post("")
def match(
    services: ServicesDep,
    lang: LangDep,
    asked: Queries,
    limit: Annotated[int, Query(ge=1, le=500)] = 5,
    threshold: Annotated[float, Query(ge=0, le=1, description="`match` from this score on.")] = 0.7,
    cutoff: Annotated[float, Query(ge=0, le=1, description="Results from this score on.")] = 0.0,
    exclude_entity_ids: Annotated[list[str] | None, Query(max_length=50)] = None,
) -> Answers:
    """Find the records of the map that come nearest to each example."""
    bars = {"threshold": threshold, "cutoff": cutoff, "limit": limit, "without": frozenset(exclude_entity_ids or ())}
    responses = {key: _answer(services, example, lang, bars) for key, example in asked.queries.items()}
    return Answers(responses=responses, limit=limit)


def _answer(services: Services, example: Example, lang: str, bars: Mapping[str, Any]) -> Answer:
    if example.schema_name == "Person":  # the map holds bodies and functions, never persons
        return Answer(query=example, results=[], total=Total(value=0))
    most = bars["limit"] + len(bars["without"])
    (found,) = services.records.nearest_to_each([example.record()], kind=example.record_kind, limit=most)
    kept = [each for each in found if each.probability >= bars["cutoff"] and each.id not in bars["without"]]
    hits = [_hit(each, example, lang, bars["threshold"]) for each in kept[: bars["limit"]]]
    return Answer(query=example, results=hits, total=Total(value=len(hits)))


def _hit(each: Nearest, example: Example, lang: str, threshold: float) -> Hit:
    explanations = {name: {"score": bits, "detail": None} for name, bits in each.features.items()}
    return Hit(
        id=each.id,
        caption=each.name,
        schema_name=example.schema_name,
        properties={"name": [each.name]},
        score=each.probability,
        explanations=explanations | {"summary": {"score": each.weight, "detail": each.explanation[lang]}},
        match=each.probability >= threshold,
    )
