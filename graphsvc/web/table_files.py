"""A table of a page as a file: its columns, words, filters and order as on the screen, and all its rows.

The file is read out of the page itself, so that no second list of columns can come to differ from the first.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import parse_qsl, urlencode, urlsplit

from fastapi import Request
from starlette.responses import Response

from graphsvc.formats.office import csv_bytes, xlsx_bytes

Cell = str | float
MEDIA_TYPES: Mapping[str, str] = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
"""What `?save=` can ask for; `of` names the table by its id, without one the first of the page is meant."""
APART = ("li", "div", "br", "p", "details")
"""Elements that begin a new part of a cell."""
NOT_SAID = ("button", "form", "summary", "datalist")
"""Elements of a cell that are there to be used, not to be read."""
NUMBER = re.compile(r"[-−+]?\d[\d.,]*")
LONGEST_NAME = 31
"""Letters in the name of a sheet."""
BREAK = "\0"


@dataclass(slots=True)
class Table:
    """One table; a column that only holds actions has an empty heading."""

    id: str = ""
    headings: list[str] = field(default_factory=list)
    rows: list[list[Cell]] = field(default_factory=list)

    def named_rows(self) -> list[dict[str, Cell]]:
        """Each row by its headings, without the columns of actions."""
        return [{name: cell for name, cell in zip(self.headings, row, strict=False) if name} for row in self.rows]


class PageReader(HTMLParser):
    """Reads the tables of a page, its heading, and where the next part of its list is.

    Args:
        html: the page.
        thousands: the sign between thousands on the page; cells of numbers become numbers. None: all cells are texts.
    """

    def __init__(self, html: str, *, thousands: str | None) -> None:
        super().__init__()
        self.tables: list[Table] = []
        self.title = ""
        self.following: str | None = None
        self._thousands = thousands
        self._said: list[str] | None = None
        self._unsaid: list[str] = []
        self._is_matrix = self._is_number = self._is_hidden = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A table, a row or a cell begins, or a part of a cell."""
        given = {name: value or "" for name, value in attrs}
        kinds = given.get("class", "").split()
        if tag in NOT_SAID or (tag == "span" and (self._unsaid or given.get("aria-hidden") == "true")):
            self._unsaid.append(tag)
        elif tag == "table":
            self.tables.append(Table(given.get("id", "")))
            self._is_matrix = "heat" in kinds
        elif tag == "tr":
            self.tables[-1].rows.append([])
        elif tag in ("th", "td", "h1"):
            self._said, self._is_hidden, self._is_number = [], False, self._is_matrix or "number" in kinds
        elif tag == "a" and given.get("rel") == "next":
            self.following = given["href"]
        elif self._said is not None:
            self._said += [BREAK] if tag in APART else []
            self._is_hidden |= "visually-hidden" in kinds

    def handle_endtag(self, tag: str) -> None:
        """A cell or the head of a table ends, or a part of a cell that is not said."""
        if self._unsaid and tag == self._unsaid[-1]:
            self._unsaid.pop()
        elif tag == "h1":
            self.title = self._text()
        elif tag in ("th", "td"):
            self.tables[-1].rows[-1].append(self._value())
        elif tag == "thead":
            self.tables[-1].headings = [str(heading) for heading in self.tables[-1].rows.pop()]

    def handle_data(self, data: str) -> None:
        """Text."""
        if self._said is not None and not self._unsaid:
            self._said.append(data)

    def _text(self) -> str:
        parts = [" ".join(part.split()) for part in "".join(self._said or ()).split(BREAK)]
        self._said = None
        return "; ".join(part for part in parts if part)

    def _value(self) -> Cell:
        is_heading = bool(self.tables) and not self.tables[-1].headings
        text = self._text()
        if is_heading:
            return "" if self._is_hidden else text
        if self._thousands is None or not (self._is_number and NUMBER.fullmatch(text)):
            return text
        plain = text.replace(self._thousands, "").replace(",", ".").replace("−", "-")
        return float(plain) if "." in plain else int(plain)


async def table_file(request: Request, answer_page: Callable[[Request], Awaitable[Response]], lang: str) -> Response:
    """The file that `?save=` asks for: the page is read part by part, as long as its list goes on."""
    wanted, of = request.query_params["save"], request.query_params.get("of")
    query = [(name, value) for name, value in request.query_params.multi_items() if name not in ("save", "of")]
    rows: list[dict[str, Cell]] = []
    thousands = {"de": ".", "en": ","}[lang] if wanted == "xlsx" else None
    following: str | None = "?" + urlencode(query)
    while following is not None:
        part = Request({**request.scope, "query_string": urlsplit(following).query.encode()}, request.receive)
        answer = await answer_page(part)
        page = PageReader(bytes(answer.body).decode(), thousands=thousands)
        table = next((each for each in page.tables if of in (None, each.id)), None)
        if answer.status_code != 200 or table is None:
            return answer
        rows += table.named_rows()
        columns = [heading for heading in table.headings if heading]
        following = page.following if _goes_on(request, page.following) else None
    name = request.url.path.strip("/").split("/")[-1]
    content = csv_bytes(rows, columns) if wanted == "csv" else xlsx_bytes({_sheet_name(page.title): (columns, rows)})
    disposition = f'attachment; filename="{name}.{wanted}"'
    return Response(content, media_type=MEDIA_TYPES[wanted], headers={"content-disposition": disposition})


def _goes_on(request: Request, following: str | None) -> bool:
    """Whether an address is the next part of the same list, not the next record."""
    parts = urlsplit(following or "")
    return parts.path == request.url.path and "offset" in dict(parse_qsl(parts.query))


def _sheet_name(title: str) -> str:
    return re.sub(r"[\[\]:*?/\\]", " ", title)[:LONGEST_NAME].strip() or "graphsvc"
