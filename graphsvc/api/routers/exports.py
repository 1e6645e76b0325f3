"""The map as a file for another program."""

from __future__ import annotations

import re
from html import unescape
from typing import Annotated

from fastapi import APIRouter, Path, Query, Response
from pydantic import BaseModel, Field

from graphsvc.api.deps import At, LangDep, ServicesDep
from graphsvc.api.paging import Page, PagingDep, part_of
from graphsvc.services.exports import Export

router = APIRouter(prefix="/api/exports", tags=["exports"])


class FormatModel(BaseModel):
    """One format of export."""

    name: str = Field(description="Name on the command line.", examples=["gexf"])
    filename: str = Field(description="Name under `/api/exports/`.", examples=["graph.gexf"])
    media_type: str = Field(examples=["application/gexf+xml"])
    every_day: bool = Field(description="Holds the facts of every day, not those of `at`.", examples=[False])


@router.get("")
def list_formats(services: ServicesDep, part: PagingDep) -> Page[FormatModel]:
    """Every format the map can be had in."""
    formats = [FormatModel.model_validate(form, from_attributes=True) for form in services.exports.formats()]
    return part_of(formats, part)


@router.get("/{filename}", response_class=Response)
def write(
    services: ServicesDep,
    lang: LangDep,
    filename: Annotated[str, Path(description="File name of the format.", examples=["graph.json"])],
    at: At = None,
    functions: Annotated[bool, Query(description="Let people in functions leave too.")] = False,
) -> Response:
    """The map in one format: graph.html, graph.json (networkx node-link), graph.graphml, graph.gexf, ..."""
    export = services.exports.write(filename, at=at, functions=functions, lang=lang)
    return Response(export.content, media_type=export.media_type, headers=_headers(export))


def _headers(export: Export) -> dict[str, str]:
    """Pages open in the browser under the policy they bring along (hashes of their own script), all else is saved."""
    if export.media_type.startswith("text/html"):
        policy = re.search(rb'http-equiv="Content-Security-Policy" content="([^"]*)"', export.content)
        return {"Content-Security-Policy": unescape(policy[1].decode())} if policy else {}
    return {"Content-Disposition": f'attachment; filename="{export.filename}"'}
