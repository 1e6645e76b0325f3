"""One request for a page: who asks, in which language, with which services, and how the answer is rendered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import date
from functools import cache, cached_property
from typing import TYPE_CHECKING, Annotated, Any, TypeVar, cast
from urllib.parse import urlencode

from fastapi import Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from jinja2 import Environment, PackageLoader, StrictUndefined

from graphsvc.config import Settings
from graphsvc.errors import (
    NotFound,
)
from graphsvc.language import LANGUAGES, catalogue, text
from graphsvc.model.atlas import Atlas
from graphsvc.model.history import Change
from graphsvc.model.validity import Dated, holds_at
from graphsvc.web import words
from graphsvc.web.changes import ChangeWords, texts_of
from graphsvc.web.forms import Field

if TYPE_CHECKING:
    from graphsvc.services import Services

Fact = TypeVar("Fact", bound=Dated)
Record = TypeVar("Record")

NAVIGATION: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    ("overview", (("start", "/"), ("map", "/karte"))),
    ("stock", (("actors", "/akteure"), ("structures", "/strukturen"), ("agreements", "/vereinbarungen"))),
    (
        "answers",
        (
            ("overlap", "/ueberschneidungen"),
            ("review", "/pruefhinweise"),
            ("founding", "/gruendungs-check"),
            ("coverage", "/luecken"),
            ("scenarios", "/szenarien"),
        ),
    ),
    (
        "data",
        (("imports", "/import"), ("exports", "/export"), ("history", "/verlauf"), ("settings", "/einstellungen")),
    ),
)
"""Groups of the main navigation: catalogue key -> (catalogue key, address)."""


class Page:
    """What a page function needs to read the request and to answer it."""

    def __init__(self, request: Request) -> None:
        self.request = request
        self.settings = cast(Settings, request.app.state.settings)
        self.lang = _language(request, self.settings)

    @property
    def services(self) -> Services:
        """The services the application opened when it started."""
        return cast("Services", self.request.app.state.services)

    @cached_property
    def atlas(self) -> Atlas:
        """The whole map, indexed: one revision for the whole answer."""
        return self.services.figures.atlas()

    @cached_property
    def files(self) -> Mapping[str, str]:
        """Names of the files that facts were read from, by the id of the source."""
        return {source.id: source.name for source in self.services.history.sources()}

    @property
    def at(self) -> date:
        """The day that "today" means here."""
        return self.settings.as_of()

    def t(self, key: str, **values: Any) -> str:
        """A message of the web catalogue in the reader's language."""
        return text(f"pages.{key}", self.lang, **values)

    @property
    def words(self) -> words.Words:
        """Codes, numbers and dates in the reader's language."""
        return words.Words(self.lang)

    def places(self, keys: Iterable[str]) -> str:
        """Names of territories, joined."""
        names = self.atlas.places
        return ", ".join(self.words.territory(key, names) for key in keys)

    def entry(self, known: Mapping[str, Record], key: str) -> Record:
        """The record that an address names by its id or its exact name; NotFound where there is none."""
        found = known.get(key) or next((known[each] for each in known if self.atlas.name(each) == key), None)
        if found is None:
            raise NotFound("pages.no_such_entry", id=key)
        return found

    def current_first(self, facts: Iterable[Fact]) -> list[Fact]:
        """Facts that hold today before those that do not, the youngest first."""
        return sorted(facts, key=lambda fact: (not holds_at(fact, self.at), -(fact.valid_from or date.min).toordinal()))

    def holds(self, fact: Dated) -> bool:
        """Whether a fact holds today."""
        return holds_at(fact, self.at)

    def is_stale(self, recorded: date | None) -> bool:
        """Whether data of this day is older than twelve months; an unknown day is."""
        return recorded is None or self.at - recorded > words.STALE_AFTER

    def changes(self, key: str, limit: int = 8) -> tuple[Change, ...]:
        """The latest changes of one record."""
        return self.services.history.list(key=key, limit=limit).items

    def shown(self, field: Field, record: Any) -> str:
        """The value of a field of a record in words."""
        value = getattr(record, field.name)
        if value is None or value == ():
            return ""
        if field.control == "places":
            return self.places(value)
        if field.vocabulary:
            return self.words.labels(field.vocabulary, (value,) if isinstance(value, str) else value)
        if isinstance(value, bool):
            return self.words.yes_no(value)
        if isinstance(value, date):
            return self.words.day(value)
        return self.told.written(value)

    def source(self, record: Any) -> str:
        """Where a record or a tie stands; empty where nothing is known."""
        origin = asdict(record.origin) if record.origin else {}
        return self.words.source({"source": record.source, **origin}, self.files)

    @cached_property
    def told(self) -> ChangeWords:
        """Values, fields and records in the reader's language, as the history writes them."""
        return ChangeWords(self.lang, self.atlas, self.files, gone={})

    def telling(self, changes: Sequence[Change]) -> ChangeWords:
        """The same for some changes, with the names of those records that are no longer in the map."""
        missing = [key for key in texts_of(changes) if self.atlas.noun(key) is None]
        return replace(self.told, gone=self.services.history.names(missing))

    def message(self, key: str) -> str:
        """A message of any catalogue, by its whole key."""
        return text(key, self.lang)

    def t_or(self, key: str, otherwise: str) -> str:
        """A message, or the word itself where the catalogue has none."""
        return self.t(key) if key in catalogue("pages") else otherwise

    def render(self, template: str, *, status: int = 200, **context: Any) -> HTMLResponse:
        """The answer; a request by htmx gets the same page and takes out of it what it asked for."""
        page = (
            environment()
            .get_template(template)
            .render(
                page=self,
                request=self.request,
                t=self.t,
                t_or=self.t_or,
                lang=self.lang,
                w=self.words,
                navigation=NAVIGATION,
                done=self._done(),
                **context,
            )
        )
        answer = HTMLResponse(page, status_code=status)
        if self.request.query_params.get("lang") in LANGUAGES:
            answer.set_cookie("lang", self.lang, max_age=365 * 86400, httponly=True, samesite="lax")
        return answer

    def redirect(self, path: str, done: str | None = None, **query: Any) -> RedirectResponse:
        """Go on to another page after something was written; `done` names the message shown there."""
        given = {key: value for key, value in {**query, "ok": done}.items() if value not in (None, "")}
        separator = "&" if "?" in path else "?"
        return RedirectResponse(f"{path}{separator}{urlencode(given)}" if given else path, status_code=303)

    def url(self, **changes: Any) -> str:
        """The address of this page with some parameters changed; None or an empty text takes one away."""
        query = self.query(**changes)
        return f"{self.request.url.path}?{query}" if query else self.request.url.path

    def query(self, **changes: Any) -> str:
        """The parameters of this page with some changed."""
        kept = [(key, value) for key, value in self.request.query_params.multi_items() if key not in changes]
        given = [*kept, *changes.items()]
        return urlencode([(key, value) for key, value in given if value not in (None, "") and key != "ok"])

    def is_current(self, address: str) -> bool:
        """Whether a navigation entry leads to this page or to one above it."""
        path = self.request.url.path
        return path == address or (address != "/" and path.startswith(f"{address}/"))

    def _done(self) -> str:
        key = f"done_{self.request.query_params.get('ok', '')}"
        return self.t_or(key, "")


def own_address(back: str) -> str:
    """An address inside the explorer, whatever a form says."""
    return back if back.startswith("/") and not back.startswith("//") else "/"


def _language(request: Request, settings: Settings) -> str:
    """`?lang=`, else the cookie, else the first known language the browser asks for, else the setting."""
    accepted = request.headers.get("accept-language", "")
    wishes = [request.query_params.get("lang", ""), request.cookies.get("lang", "")]
    wishes += [part.split(";")[0].strip()[:2].lower() for part in accepted.split(",")]
    return next((wish for wish in wishes if wish in LANGUAGES), settings.lang)


PageDep = Annotated[Page, Depends(Page)]


@cache
def environment() -> Environment:
    """The templates of the pages: escaped, and strict about what they are given."""
    made = Environment(
        loader=PackageLoader("graphsvc.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals.update(words.GLOBALS)
    made.tests["holds_today"] = holds_at
    return made
