"""The map as a file for another program. Functions (and what hangs on them) leave only when they are asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from graphsvc.config import Settings
from graphsvc.errors import NotFound
from graphsvc.formats import cypher_script, followthemoney, gephi, hypergraph, kumu, linked_data, network, office
from graphsvc.formats.archive import archive
from graphsvc.ingest.columns import TEMPLATE, Table
from graphsvc.model.entities import Dataset, Relation
from graphsvc.model.paging import as_results
from graphsvc.model.publicity import public
from graphsvc.services.dates import At, resolve_at
from graphsvc.services.figures import FigureParams, FiguresService
from graphsvc.store.export import canonical_json
from graphsvc.store.graph import Graph
from graphsvc.store.records import load_dataset

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class Format:
    """One format: its name on the command line, the file it makes, and whether it holds the facts of every day
    (what can be read in again) or those of one day (a picture)."""

    name: str
    filename: str
    media_type: str
    every_day: bool = False


@dataclass(frozen=True, slots=True)
class Export:
    """A finished file."""

    filename: str
    media_type: str
    content: bytes


FORMATS: tuple[Format, ...] = (
    Format("html", "graph.html", "text/html; charset=utf-8"),
    Format("json", "graph.json", "application/json"),
    Format("graphml", "graph.graphml", "application/graphml+xml"),
    Format("gexf", "graph.gexf", "application/gexf+xml"),
    Format("gephi", "gephi.zip", "application/zip"),
    Format("kumu", "kumu.xlsx", XLSX),
    Format("kumu-json", "kumu.json", "application/json"),
    Format("ftm", "entities.ftm.json", "application/json+ftm", every_day=True),
    Format("hif", "graph.hif.json", "application/json"),
    Format("jsonld", "graph.jsonld", "application/ld+json", every_day=True),
    Format("cypher", "graph.cypher", "text/plain; charset=utf-8", every_day=True),
    Format("xlsx", "template.xlsx", XLSX, every_day=True),
    Format("csv", "template.zip", "application/zip", every_day=True),
    Format("canonical", "canonical.json", "application/json", every_day=True),
)


def format_named(name: str) -> Format | None:
    """The format of that name, or of that file name."""
    return next((form for form in FORMATS if name in (form.name, form.filename)), None)


def known_formats() -> str:
    """The names of all formats, for a message."""
    return ", ".join(form.name for form in FORMATS)


class ExportsService:
    """Writes the map in each format of `FORMATS`."""

    def __init__(self, graph: Graph, settings: Settings, figures: FiguresService) -> None:
        self._graph = graph
        self._settings = settings
        self._figures = figures

    @as_results(Format)
    def formats(self) -> tuple[Format, ...]:
        """Every format there is."""
        return FORMATS

    def write(self, name: str, *, at: At = None, functions: bool = False, lang: str | None = None) -> Export:
        """The map in a format, named as on the command line or by its file name.

        Args:
            name: "gexf" or "graph.gexf".
            at: the day of a picture; formats that can be read in again always hold every day.
            functions: let people in functions leave too.
            lang: language of sheets, headings and captions.

        Raises:
            NotFound: no such format.
        """
        form = format_named(name)
        if form is None:
            raise NotFound("exports.no_such_format", name=name, known=known_formats())
        content = self._content(form, at=at, functions=functions, lang=lang or self._settings.lang)
        return Export(form.filename, form.media_type, content.encode() if isinstance(content, str) else content)

    def _content(self, form: Format, *, at: At, functions: bool, lang: str) -> str | bytes:
        if form.name == "canonical":
            return canonical_json(self._graph)
        if form.name == "html":
            return self._figures.html(FigureParams(at=at, functions=functions), lang=lang)
        dataset = load_dataset(self._graph, None if form.every_day else resolve_at(at, self._settings))
        dataset = dataset if functions else public(dataset)
        if form.name == "gexf":
            return network.gexf(dataset, self._positions())
        if form.name in TABLES:
            return TABLES[form.name](dataset, lang)
        return WRITERS[form.name](dataset)

    def _positions(self) -> Mapping[str, network.Position]:
        """Where the explorer puts every point, whatever the day."""
        view = self._figures.view(FigureParams(at="all"))
        return {node.id: (node.x, node.y) for node in view.nodes}


def template_workbook(dataset: Dataset, lang: str) -> bytes:
    """The whole map as a workbook in the import template."""
    sheets = {_name(table, lang): (_heads(table, lang), _rows(table, dataset, lang)) for table in TEMPLATE}
    return office.xlsx_bytes(sheets)


def template_archive(dataset: Dataset, lang: str) -> bytes:
    """The whole map as an archive of CSV files in the import template."""
    files = {
        f"{_name(table, lang).lower()}.csv": office.csv_bytes(_rows(table, dataset, lang), _heads(table, lang))
        for table in TEMPLATE
    }
    return archive(files)


WRITERS: Mapping[str, Callable[[Dataset], str | bytes]] = {
    "json": network.node_link,
    "graphml": network.graphml,
    "gephi": gephi.tables,
    "kumu": kumu.workbook,
    "kumu-json": kumu.blueprint,
    "ftm": followthemoney.json_lines,
    "hif": hypergraph.hif,
    "jsonld": linked_data.json_ld,
    "cypher": cypher_script.script,
}
TABLES: Mapping[str, Callable[[Dataset, str], bytes]] = {"xlsx": template_workbook, "csv": template_archive}


def _name(table: Table, lang: str) -> str:
    return table.de if lang == "de" else table.en


def _heads(table: Table, lang: str) -> list[str]:
    return [column.names[0 if lang == "de" else 1] for column in table.columns]


def _rows(table: Table, dataset: Dataset, lang: str) -> Iterable[dict[str, Any]]:
    heads = _heads(table, lang)
    for record in getattr(dataset, table.name):
        yield {head: _value(record, column.field) for head, column in zip(heads, table.columns, strict=True)}


def _value(record: Any, field: str) -> Any:
    """A free-text relation is written in its own words, everything else as it is."""
    free = isinstance(record, Relation) and field == "kind" and record.label
    return record.label if free else getattr(record, field)
