"""Pictures of the map, for the page, for a paper, for a colleague without graphsvc; and what their tables show."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import asdict, replace
from datetime import date
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from graphsvc.config import Settings
from graphsvc.errors import NotFound
from graphsvc.formats.office import csv_bytes, xlsx_bytes
from graphsvc.language import text
from graphsvc.model.atlas import Atlas
from graphsvc.model.entities import Dataset
from graphsvc.model.publicity import is_personal, public
from graphsvc.model.soundness import refuse_unsound_texts
from graphsvc.model.validity import holds_at
from graphsvc.services.cache import RevisionCache
from graphsvc.services.dates import At, as_written, resolve_at
from graphsvc.viz.grouping import Grouping
from graphsvc.viz.network import Caption, ColourBy, GroupBy, Look, Mode, SizeBy, compose, group_map, layout_map
from graphsvc.viz.pyvis_html import render_html
from graphsvc.viz.report import Paper, render_pdf, view_tables
from graphsvc.viz.selection import Selection, entries_of, matching, path_between, restricted, select
from graphsvc.viz.sources import source_line
from graphsvc.viz.style import ink
from graphsvc.viz.svg import render_svg
from graphsvc.viz.view import GraphView, Position, ViewNode
from graphsvc.vocabulary import SchemeName, fold, scheme

TableOf = Literal["entries", "ties"]
Result = TypeVar("Result")


class FigureParams(BaseModel):
    """What a picture shows and how; the same names in the address of a page, in the API and on the command line."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    q: str = Field(default="", description="Part of a name, short name or alias.")
    territory: str = Field(default="", description="Key of a territory; whatever covers it counts.")
    topic: str = Field(default="", description="Code of a topic; narrower topics count too.")
    target_group: str = Field(default="", description="Code of a target group; narrower ones count too.")
    kind: str = Field(default="", description="Code of an actor kind or a structure kind.")
    function: str = Field(default="", description="Code of a function.")
    source: str = Field(default="", description="Name of a source as it was written.")
    focus: str = Field(default="", description="Id or exact name of an actor or structure: show only what is near it.")
    steps: int = Field(default=1, ge=1, le=6, description="How many ties away from `focus`.")
    path_to: str = Field(default="", description="With `focus`: show a shortest chain of ties to this id or name.")
    at: Annotated[date | Literal["all", ""] | None, BeforeValidator(as_written)] = Field(
        default=None, description="The day; `all` = ever; left out: today."
    )
    mode: Mode = Field(default="both", description="Actors and structures, or one side with what it shares.")
    colour_by: ColourBy = Field(default="kind", description="What colour stands for.")
    size_by: SizeBy = Field(default="ties", description="What size stands for.")
    group_by: GroupBy = Field(default="", description="Lay points out in circles by this; empty: by their ties.")
    ties: Literal["significant", "all"] = Field(
        default="significant", description="Where one side is shown: only ties above chance, or all."
    )
    functions: bool | None = Field(
        default=None, description="Show people in functions; left out: on the screen they are, in files they are not."
    )
    title: str = Field(default="", max_length=200, description="Title of the picture; empty: a plain one.")

    def selection(self) -> Selection:
        """The filters among the parameters."""
        names = ("q", "territory", "topic", "target_group", "kind", "function", "source", "focus", "steps")
        return Selection(**{name: getattr(self, name) for name in names})

    def leaving(self) -> FigureParams:
        """The same picture as a file: people in functions stay inside unless they are asked for."""
        return self.model_copy(update={"functions": bool(self.functions)})


class FiguresService:
    """Draws the map. `load` reads the whole map, `revision` says which one it is, `significant_pairs` names, for each
    one-sided picture, the pairs of a day that share more than chance explains, `files` the files that the map was read
    from, `standing` the record that stands for a merged one."""

    def __init__(
        self,
        settings: Settings,
        *,
        load: Callable[[], Dataset],
        revision: Callable[[], int],
        significant_pairs: Mapping[Mode, Callable[[At], Iterable[tuple[str, str]]]] | None = None,
        files: Callable[[], Mapping[str, str]] = dict,
        standing: Callable[[str], str] = str,
    ) -> None:
        self._settings = settings
        self._load = load
        self._cache = RevisionCache(revision)
        self._significant_pairs = significant_pairs or {}
        self._files = files
        self._standing = standing

    def atlas(self) -> Atlas:
        """The whole map of this revision, indexed."""
        return self._kept(("atlas",), lambda: Atlas.of(self._load()))

    def part(self, params: FigureParams) -> Dataset:
        """The part of the map that the filters leave: what the table beside the picture lists."""
        known = self._resolved(params)
        return self._kept(("part", known), lambda: self._select(known))

    def found(self, params: FigureParams | None = None) -> set[str]:
        """The ids that the filters find by themselves, without the company a picture adds: what the lists show."""
        known = self._resolved(params)
        return self._kept(("found", known), lambda: self._find(known))

    def view(self, params: FigureParams | None = None, *, lang: str | None = None) -> GraphView:
        """The picture as data. Points keep their place whatever the filters hide.

        Raises:
            InputRefused: a title or a filter that no picture can show.
        """
        asked = (params or FigureParams()).model_dump()
        refuse_unsound_texts(**{name: said for name, said in asked.items() if isinstance(said, str) and said.strip()})
        known, lang = self._resolved(params), lang or self._settings.lang
        return self._kept(("view", known, lang), lambda: self._compose(known, lang))

    def svg(self, params: FigureParams | None = None, *, lang: str | None = None) -> str:
        """The picture as SVG with title, legend, date and source."""
        return render_svg(self._leaving(params, lang))

    def html(self, params: FigureParams | None = None, *, lang: str | None = None) -> str:
        """The picture as one interactive HTML file that works offline."""
        return render_html(self._leaving(params, lang))

    def pdf(
        self,
        params: FigureParams | None = None,
        *,
        paper: Paper = "a3",
        tables: bool = True,
        lang: str | None = None,
    ) -> bytes:
        """The picture as PDF, in landscape; with its `tables` on the pages behind it, or alone on one page."""
        return render_pdf(self._leaving(params, lang), paper=paper, tables=None if tables else ())

    def data(self, params: FigureParams | None = None, *, lang: str | None = None) -> dict[str, Any]:
        """The picture for a canvas: points with their marks, ties as pairs of places in the list of points."""
        view = self.view(params, lang=lang)
        place = {node.id: at for at, node in enumerate(view.nodes)}
        return {
            "nodes": [_point(node) for node in view.nodes],
            "edges": [[place[edge.source], place[edge.target], edge.dash, edge.weight] for edge in view.edges],
            "regions": [asdict(region) for region in view.regions],
        }

    def table(
        self,
        params: FigureParams | None = None,
        *,
        what: TableOf = "entries",
        file_format: Literal["csv", "xlsx"] = "csv",
        lang: str | None = None,
    ) -> bytes:
        """The table that says the same as the picture, for a spreadsheet program."""
        view = self._leaving(params, lang)
        entries, ties = view_tables(view)
        chosen = entries if what == "entries" else ties
        rows = [dict(zip(chosen.columns, row, strict=True)) for row in chosen.rows]
        if file_format == "csv":
            return csv_bytes(rows, chosen.columns)
        about = [{view.title: line} for line in (view.summary(), *view.imprint())]
        return xlsx_bytes(
            {
                text(f"pages.{what}", view.lang): (chosen.columns, rows),
                text("viz.about", view.lang): ([view.title], about),
            }
        )

    def path(self, start: str, end: str, *, at: At = None) -> tuple[str, ...]:
        """A shortest chain of ties between two actors or structures, ends included; empty where there is none."""
        return self._path(self._resolved(FigureParams(focus=start, path_to=end, at=at)))

    def _visible(self, params: FigureParams) -> Atlas:
        """The map that a picture is made from: whole, or without people in functions."""
        if params.functions is not False:
            return self.atlas()
        return self._kept(("atlas", "public"), lambda: Atlas.of(public(self.atlas().dataset)))

    def _path(self, known: FigureParams) -> tuple[str, ...]:
        current = select(self._visible(known).dataset, Selection(), self._at(known))
        return path_between(current, known.focus, known.path_to)

    def _found(self, named: str, atlas: Atlas) -> str:
        """The id that an id or an exact name means."""
        named = self._standing(named)
        if not named or atlas.noun(named) in ("actor", "structure"):
            return named
        wanted = fold(named)
        entries = entries_of(atlas.dataset)
        found = next((entry.id for entry in entries if fold(entry.name) == wanted), None)
        if found is None:
            raise NotFound("pages.no_such_entry", id=named)
        return found

    def _resolved(self, params: FigureParams | None) -> FigureParams:
        given = params or FigureParams()
        atlas = self._visible(given)
        ends = {name: self._found(getattr(given, name), atlas) for name in ("focus", "path_to")}
        return given.model_copy(update=ends)

    def _select(self, params: FigureParams) -> Dataset:
        dataset = self._visible(params).dataset
        if params.focus and params.path_to:
            return restricted(dataset, self._path(params))
        return select(dataset, self._selection(params), self._at(params))

    def _find(self, params: FigureParams) -> set[str]:
        current = select(self._visible(params).dataset, Selection(), self._at(params))
        return matching(current, self._selection(params))

    def _selection(self, params: FigureParams) -> Selection:
        return replace(params.selection(), files=self._imported())

    def _leaving(self, params: FigureParams | None, lang: str | None) -> GraphView:
        return self.view((params or FigureParams()).leaving(), lang=lang)

    def _compose(self, params: FigureParams, lang: str) -> GraphView:
        look = Look(mode=params.mode, colour_by=params.colour_by, size_by=params.size_by, group_by=params.group_by)
        part = self.part(params)
        return compose(
            part,
            self._caption(params, part, lang),
            look,
            positions=None if params.group_by else self._positions(params.mode),
            grouping=self._grouping(params.mode, params.group_by) if params.group_by else None,
            pairs=self._pairs(params),
        )

    def _positions(self, mode: Mode) -> Mapping[str, Position]:
        return self._kept(("positions", mode), lambda: layout_map(self.atlas().dataset, mode))

    def _grouping(self, mode: Mode, group_by: GroupBy) -> Grouping:
        return self._kept(("grouping", mode, group_by), lambda: group_map(self.atlas().dataset, mode, group_by))

    def _pairs(self, params: FigureParams) -> Iterable[tuple[str, str]] | None:
        pairs = self._significant_pairs.get(params.mode)
        return None if pairs is None or params.ties == "all" else pairs(params.at or None)

    def _caption(self, params: FigureParams, part: Dataset, lang: str) -> Caption:
        return Caption(
            title=params.title or text(f"pages.figure_title_{params.mode}", lang),
            at=self._at(params),
            source=source_line(part, self._imported(), lang),
            filters=tuple(self._filter_words(params, lang)),
            lang=lang,
        )

    def _filter_words(self, params: FigureParams, lang: str) -> Iterable[str]:
        atlas = self._visible(params)
        coded: dict[str, tuple[SchemeName, ...]] = {
            "topic": ("topics",),
            "target_group": ("target_groups",),
            "function": ("functions",),
            "kind": ("structure_kinds", "actor_kinds"),
        }
        for name in ("q", "territory", *coded, "source"):
            if value := getattr(params, name):
                yield f"{text(f'pages.{name}', lang)}: {_written(value, coded.get(name, ()), atlas.places, lang)}"
        hidden = self._hidden_people(params)
        if hidden:
            yield text("pages.filter_without_functions", lang, count=hidden)
        if params.focus:
            yield text("pages.filter_focus", lang, name=atlas.name(params.focus), steps=params.steps)
        if params.path_to:
            yield text("pages.filter_path", lang, name=atlas.name(params.path_to))

    def _hidden_people(self, params: FigureParams) -> int:
        """How many people in functions of the day a picture leaves out."""
        if params.functions is not False:
            return 0
        at = self._at(params)
        return sum(is_personal(actor) and holds_at(actor, at) for actor in self.atlas().dataset.actors)

    def _imported(self) -> Mapping[str, str]:
        return self._kept(("files",), self._files)

    def _at(self, params: FigureParams) -> date | None:
        return resolve_at(params.at or None, self._settings)

    def _kept(self, key: Hashable, compute: Callable[[], Result]) -> Result:
        """A result of this revision and day, computed at most once while it is remembered."""
        return self._cache.get((self._settings.as_of(), key), compute)


def _written(value: str, schemes: tuple[SchemeName, ...], places: Mapping[str, str], lang: str) -> str:
    known = next((name for name in schemes if value in scheme(name)), None)
    return scheme(known).label(value, lang) if known else places.get(value, value)


def _point(node: ViewNode) -> dict[str, object]:
    mark = node.mark
    return {
        "id": node.id,
        "label": node.label,
        "side": node.side,
        "kind": node.kind,
        "degree": node.degree,
        "x": node.x,
        "y": node.y,
        "size": node.size,
        "shape": mark.shape,
        "fill": mark.fill,
        "ink": ink(mark.fill),
        "code": mark.code,
    }
