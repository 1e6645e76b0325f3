"""`/reconcile`: the OpenRefine reconciliation service, version 0.2, and the draft of 1.0 below `/reconcile/v1`."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from graphsvc.api import reconciliation as service
from graphsvc.api.deps import LangDep, ServicesDep
from graphsvc.api.reconciliation_requests import BATCH, EXTEND, BatchV1, Extend, parsed
from graphsvc.services import Services

router = APIRouter(prefix="/reconcile", tags=["reconcile"])

Json = dict[str, Any]
Key = Annotated[str, Query(alias="id", description="Id of a record.", examples=["a-awo"])]
OfType = Annotated[str, Query(alias="type", description="Id of a type.")]
Prefix = Annotated[str, Query(description="What was typed so far.", examples=["AWO"])]
QUERIES = '{"q0": {"query": "AWO Kreisverband", "limit": 3}}'
"""What a client sends."""
FRAMED = {
    "Content-Security-Policy": "default-src 'none'; frame-ancestors *",
    "Cross-Origin-Resource-Policy": "cross-origin",
}
"""A preview is shown in a frame of the client."""


@router.get("")
def manifest(
    request: Request,
    services: ServicesDep,
    lang: LangDep,
    queries: Annotated[str | None, Query(description="A batch of queries as JSON.")] = None,
    extend: Annotated[str | None, Query(description="A request for values as JSON.")] = None,
) -> Json:
    """The manifest, or the answer to queries that come with the address."""
    asked = _answered(services, queries, extend, lang)
    return service.manifest(_address(request), lang) if asked is None else asked


@router.post("")
def reconcile(
    request: Request,
    services: ServicesDep,
    lang: LangDep,
    queries: Annotated[str | None, Form(description="A batch of queries as JSON.", examples=[QUERIES])] = None,
    extend: Annotated[str | None, Form(description="A request for values as JSON.")] = None,
) -> Json:
    """Answer a batch of queries, or a request for values."""
    asked = _answered(services, queries, extend, lang)
    return service.manifest(_address(request), lang) if asked is None else asked


@router.get("/suggest/entity")
@router.get("/v1/suggest/entity")
def suggest_entity(services: ServicesDep, lang: LangDep, prefix: Prefix = "") -> Json:
    """Records that a few letters may mean."""
    return {"result": service.suggested(services, prefix, lang)}


@router.get("/suggest/type")
@router.get("/v1/suggest/type")
def suggest_type(lang: LangDep, prefix: Prefix = "") -> Json:
    """Types that a few letters may mean."""
    return {"result": service.types(lang, prefix)}


@router.get("/suggest/property")
@router.get("/v1/suggest/property")
def suggest_property(lang: LangDep, prefix: Prefix = "") -> Json:
    """Properties that a few letters may mean."""
    return {"result": service.properties(lang, prefix)}


@router.get("/extend/propose")
@router.get("/v1/extend/propose")
def propose(lang: LangDep, of_type: OfType = "Organization", limit: Annotated[int, Query(ge=1)] = 50) -> Json:
    """Properties that a table can be extended with."""
    return {"type": of_type, "limit": limit, "properties": service.properties(lang)[:limit]}


@router.get("/preview", response_class=HTMLResponse)
@router.get("/v1/preview", response_class=HTMLResponse)
def preview(services: ServicesDep, lang: LangDep, key: Key) -> HTMLResponse:
    """A small page about a record."""
    return HTMLResponse(service.preview(services, key, lang), headers=FRAMED)


@router.get("/view")
def view(services: ServicesDep, key: Key) -> RedirectResponse:
    """The page of a record; a merged one leads to what stands for it."""
    key = services.records.standing(key)
    page = "akteure" if key in services.records.entities_of("actor") else "strukturen"
    return RedirectResponse(f"/{page}/{key}")


@router.get("/v1")
def manifest_v1(request: Request, lang: LangDep) -> Json:
    """The manifest of the draft of 1.0."""
    return service.manifest_v1(_address(request), lang)


@router.post("/v1/match")
def match_v1(services: ServicesDep, lang: LangDep, body: BatchV1) -> Json:
    """Answer a batch of queries of the draft of 1.0."""
    found = service.answers(services, service.questions_v1(body), lang)
    return {"results": [{"candidates": candidates} for candidates in found]}


@router.post("/v1/extend")
def extend_v1(services: ServicesDep, lang: LangDep, body: Extend) -> Json:
    """Values to extend a table with, in the form of the draft of 1.0."""
    wanted = [each.id for each in body.properties]
    rows = service.extended(services, map(str, body.ids), wanted)
    listed = [
        {"id": key, "properties": [{"id": name, "values": values} for name, values in of_row.items()]}
        for key, of_row in rows.items()
    ]
    return {"meta": _meta(wanted, lang), "rows": listed}


def _answered(services: Services, queries: str | None, extend: str | None, lang: str) -> Json | None:
    """The answer to one of the two requests of version 0.2, None where neither was made."""
    if queries is not None:
        asked = service.questions(parsed(BATCH, queries))
        found = service.answers(services, list(asked.values()), lang)
        return {key: {"result": candidates} for key, candidates in zip(asked, found, strict=True)}
    if extend is not None:
        request = parsed(EXTEND, extend)
        wanted = [each.id for each in request.properties]
        return {"meta": _meta(wanted, lang), "rows": service.extended(services, map(str, request.ids), wanted)}
    return None


def _meta(wanted: list[str], lang: str) -> list[Json]:
    known = {each["id"]: each for each in service.properties(lang)}
    return [known.get(name, {"id": name, "name": name}) for name in wanted]


def _address(request: Request) -> str:
    return str(request.base_url).rstrip("/")
