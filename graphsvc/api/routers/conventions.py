"""What the office agreed on: hours of a meeting, hubs, words of its own, weights of evidence."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Body, Response
from pydantic import BaseModel, Field

from graphsvc.api.deps import ServicesDep
from graphsvc.api.paging import Page, PagingDep, part_of
from graphsvc.api.records import IfMatch, etag, version_in
from graphsvc.model.conventions import Convention
from graphsvc.model.history import Change
from graphsvc.vocabulary import LocalTerm

router = APIRouter(prefix="/api/conventions", tags=["conventions"])


Value = Annotated[
    dict[str, Any], Body(description="All of it; what is left out is the default.", examples=[{"share": 0.3}])
]


class TermInput(BaseModel):
    """A word of the office and what it means."""

    vocabulary: str = Field(examples=["topics"])
    word: str = Field(examples=["Deutschförderung"])
    meaning: str = Field(description="Code, label or synonym of the entry.", examples=["daz"])


class Restored(BaseModel):
    """The change that is to be taken back."""

    change: str = Field(description="Id out of the change log.", examples=["000000007-0000001"])


@router.get("")
def list_conventions(services: ServicesDep, part: PagingDep) -> Page[Convention]:
    """All of them by name, each with its default and its version."""
    return part_of(services.conventions.list(), part)


@router.post("/terms/words", status_code=201)
def add_term(services: ServicesDep, term: TermInput) -> LocalTerm:
    """Let a word stand for an entry of a vocabulary; records that have the word get the entry."""
    return services.conventions.add_term(term.vocabulary, term.word, term.meaning)


@router.delete("/terms/words/{vocabulary}/{word:path}", status_code=204)
def remove_term(services: ServicesDep, vocabulary: str, word: str) -> None:
    """Forget a word of the office."""
    services.conventions.remove_term(vocabulary, word)


@router.get("/{name}")
def get_convention(services: ServicesDep, name: str, response: Response) -> Convention:
    """One of them: `hours`, `hubs`, `terms` or `weights`; its version stands in the header `ETag`."""
    return _tagged(response, services.conventions.get(name))


@router.put("/{name}")
def put_convention(
    services: ServicesDep,
    name: str,
    value: Value,
    response: Response,
    if_match: IfMatch = None,
) -> Convention:
    """Agree on another value, whole; what is left out of it is the default."""
    return _tagged(response, services.conventions.put(name, value, version=version_in(if_match)))


@router.delete("/{name}")
def reset_convention(services: ServicesDep, name: str, response: Response, if_match: IfMatch = None) -> Convention:
    """Go back to what ships with the program."""
    return _tagged(response, services.conventions.reset(name, version=version_in(if_match)))


@router.get("/{name}/changes")
def list_changes(services: ServicesDep, name: str, part: PagingDep) -> Page[Change]:
    """The change log, newest first: who, when, before, after; null stands for the default."""
    return part_of(services.conventions.changes(name), part)


@router.post("/{name}/restore")
def restore_convention(services: ServicesDep, name: str, restored: Restored, response: Response) -> Convention:
    """Put back what counted before a change."""
    return _tagged(response, services.conventions.restore(name, restored.change))


def _tagged(response: Response, found: Convention) -> Convention:
    response.headers["ETag"] = etag(found.version)
    return found
