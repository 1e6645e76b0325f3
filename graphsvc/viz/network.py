"""From a map to a view: which points and ties there are, what they look like, and where they lie."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import combinations
from math import sqrt
from typing import Literal

from graphsvc.language import text
from graphsvc.model.entities import Actor, Dataset, Structure
from graphsvc.viz.grouping import Grouping, arrange
from graphsvc.viz.layout import layout
from graphsvc.viz.selection import entries_of
from graphsvc.viz.style import BODY, OTHER, OTHER_GROUP, PALETTE, fills, frequent_groups, letter_codes, mark
from graphsvc.viz.view import GraphView, LegendEntry, LegendTie, Mark, Position, Region, Side, ViewEdge, ViewNode
from graphsvc.vocabulary import SchemeName, scheme, territories

Mode = Literal["both", "actors", "structures"]
ColourBy = Literal["kind", "topic", "target_group", "territory", "function", "binding"]
SizeBy = Literal["ties", "meetings", "same"]
GroupBy = Literal["", "topic", "territory"]

_SCHEMES: Mapping[str, SchemeName] = {
    "topic": "topics",
    "target_group": "target_groups",
    "function": "functions",
    "binding": "bindings",
}
_DASHES: Mapping[str, Literal["solid", "dashed", "dotted"]] = {
    "MEMBER_OF": "solid",
    "SHARED": "solid",
    "PART_OF": "dashed",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How a map is drawn: which side, what colour and size stand for, and what it is laid out by, if by anything."""

    mode: Mode = "both"
    colour_by: ColourBy = "kind"
    size_by: SizeBy = "ties"
    group_by: GroupBy = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Caption:
    """The words around a picture."""

    title: str
    at: date | None = None
    source: str = ""
    filters: tuple[str, ...] = ()
    lang: str = "de"


def compose(
    dataset: Dataset,
    caption: Caption,
    look: Look | None = None,
    *,
    positions: Mapping[str, Position] | None = None,
    pairs: Iterable[tuple[str, str]] | None = None,
    grouping: Grouping | None = None,
) -> GraphView:
    """A view of a map. `positions` come from `layout_map` where the whole map keeps its place while filters change;
    without them the part is laid out by itself. `pairs`, in one-sided pictures, are the only ties to draw. With
    `grouping`, out of `group_map`, points lie in the circles of their groups."""
    look = look or Look()
    if look.group_by and grouping is None:
        grouping = group_map(dataset, look.mode, look.group_by)
    edges = _edges(dataset, look.mode, caption.lang, pairs)
    entries = _entries(dataset, look.mode)
    degree = Counter(end for edge in edges for end in (edge.source, edge.target))
    marks, legend = _marks(entries, look, _words(dataset, caption.lang))
    nodes = tuple(_node(entry, look, marks, degree[entry.id], caption.lang) for entry in entries)
    regions: tuple[Region, ...] = ()
    if grouping is not None:
        nodes, regions = _in_regions(nodes, grouping, look.group_by, _words(dataset, caption.lang), caption.lang)
        positions = grouping.positions
    placed = positions or layout((node.id for node in nodes), ((edge.source, edge.target) for edge in edges))
    return GraphView(
        title=caption.title,
        nodes=nodes,
        edges=edges,
        legend=legend,
        ties=_tie_legend(edges),
        regions=regions,
        at=caption.at,
        source=caption.source,
        filters=caption.filters,
        size_note=text(f"viz.size_{look.size_by}", caption.lang),
        lang=caption.lang,
    ).placed(placed)


def layout_map(
    dataset: Dataset, mode: Mode = "both", *, fixed: Mapping[str, Position] | None = None
) -> dict[str, Position]:
    """Positions for a whole map: filters hide points but never move them. `fixed` points stay where they were put."""
    edges = _edges(dataset, mode, "de", None)
    ids = [entry.id for entry in _entries(dataset, mode)]
    return layout(ids, ((edge.source, edge.target) for edge in edges), fixed=fixed)


def group_map(dataset: Dataset, mode: Mode, group_by: GroupBy) -> Grouping:
    """The circles of a whole map: filters hide points but never move them. In a circle the best tied lie in the
    middle."""
    degree = Counter(end for edge in _edges(dataset, mode, "de", None) for end in (edge.source, edge.target))
    groups: dict[str, list[str]] = {}
    for entry in sorted(_entries(dataset, mode), key=lambda entry: (-degree[entry.id], entry.id)):
        groups.setdefault(_group(entry, group_by or "topic"), []).append(entry.id)
    return arrange(groups)


def _in_regions(
    nodes: Sequence[ViewNode], grouping: Grouping, group_by: GroupBy, words: Words, lang: str
) -> tuple[tuple[ViewNode, ...], tuple[Region, ...]]:
    """The points with the name of their circle, and the circles that have any, fullest first."""
    counted = Counter(grouping.group_of[node.id] for node in nodes)
    names = {code: _region_name(code, group_by, words, lang) for code in counted}
    regions = [
        Region(label=names[code], count=count, x=circle.x, y=circle.y, radius=circle.radius)
        for code, count in counted.items()
        for circle in [grouping.circles[code]]
    ]
    regions.sort(key=lambda region: (-region.count, region.label))
    return tuple(replace(node, region=names[grouping.group_of[node.id]]) for node in nodes), tuple(regions)


def _region_name(code: str, group_by: GroupBy, words: Words, lang: str) -> str:
    return text("viz.region_unknown", lang) if code == OTHER_GROUP else words("structure", group_by, code)


def _entries(dataset: Dataset, mode: Mode) -> list[Actor | Structure]:
    hidden = {"actors": Structure, "structures": Actor}.get(mode)
    return [entry for entry in entries_of(dataset) if hidden is None or not isinstance(entry, hidden)]


def _edges(dataset: Dataset, mode: Mode, lang: str, pairs: Iterable[tuple[str, str]] | None) -> tuple[ViewEdge, ...]:
    if mode == "both":
        return _recorded(dataset, lang)
    return _shared(dataset, mode, lang, pairs)


def _recorded(dataset: Dataset, lang: str) -> tuple[ViewEdge, ...]:
    """Every tie as it stands in the lists, each once."""
    present = {entry.id for entry in entries_of(dataset)}
    found = {
        (a, b, kind): ViewEdge(
            source=a,
            target=b,
            kind=tie_label(kind, lang),
            dash=_DASHES.get(kind, "dotted"),
            note=_role(note, lang) if kind == "MEMBER_OF" else note,
        )
        for a, b, kind, note in _facts(dataset)
        if a in present and b in present and a != b
    }
    return tuple(found[key] for key in sorted(found))


def _facts(dataset: Dataset) -> Iterable[tuple[str, str, str, str]]:
    for membership in dataset.memberships:
        yield membership.actor, membership.structure, "MEMBER_OF", membership.role or ""
    for relation in dataset.relations:
        yield relation.from_id, relation.to_id, relation.kind, relation.label or ""
    for entry in entries_of(dataset):
        if entry.part_of:
            yield entry.id, entry.part_of, "PART_OF", ""
    for structure in dataset.structures:
        if structure.coordinator:
            yield structure.coordinator, structure.id, "COORDINATES", ""
        if structure.chair:
            yield structure.chair, structure.id, "CHAIRS", ""
        if structure.successor_of:
            yield structure.id, structure.successor_of, "SUCCEEDS", ""


def _role(code: str, lang: str) -> str:
    """The word for a role in a structure; plain membership is what the tie says already."""
    return "" if code in ("", "mitglied") else scheme("roles").label(code, lang).partition(" (")[0]


def tie_label(kind: str, lang: str) -> str:
    """The word for a kind of tie."""
    if kind in ("MEMBER_OF", "CHAIRS", "SHARED"):
        return text(f"viz.tie_{kind.lower()}", lang)
    return scheme("relation_kinds").label(kind, lang)


def _shared(dataset: Dataset, mode: Mode, lang: str, pairs: Iterable[tuple[str, str]] | None) -> tuple[ViewEdge, ...]:
    """Ties of one side: how many structures two actors share, or how many members two structures."""
    groups: dict[str, set[str]] = {}
    for fact in dataset.memberships:
        inner, outer = (fact.actor, fact.structure) if mode == "actors" else (fact.structure, fact.actor)
        groups.setdefault(outer, set()).add(inner)
    counted = Counter(pair for members in groups.values() for pair in combinations(sorted(members), 2))
    wanted = None if pairs is None else {(min(a, b), max(a, b)) for a, b in pairs}
    return tuple(
        ViewEdge(source=a, target=b, kind=tie_label("SHARED", lang), weight=float(count), note=str(count))
        for (a, b), count in sorted(counted.items())
        if wanted is None or (a, b) in wanted
    )


Entries = Sequence[Actor | Structure]
Marks = Mapping[tuple[Side, str], Mark]
Words = Callable[[Side, str, str], str]
"""(side, attribute, code) -> label."""


def _words(dataset: Dataset, lang: str) -> Words:
    places = {place.key: place.name for place in dataset.places}

    def label(side: Side, attribute: str, code: str) -> str:
        if code == OTHER_GROUP:
            return text(f"viz.other_{side}", lang)
        if attribute == "territory":
            return places.get(code) or (territories()[code].name if code in territories() else code)
        if attribute == "kind":
            return kind_label(side, code, lang)
        return scheme(_SCHEMES[attribute]).label(code, lang)

    return label


def kind_label(side: Side, code: str | None, lang: str) -> str:
    """The word for the kind of an actor or structure, without the examples in brackets behind it."""
    if not code:
        return text("viz.kind_unknown", lang)
    vocabulary: SchemeName = "actor_kinds" if side == "actor" else "structure_kinds"
    return scheme(vocabulary).label(code, lang).partition(" (")[0]


def _side(entry: Actor | Structure) -> Side:
    return "actor" if isinstance(entry, Actor) else "structure"


def _group(entry: Actor | Structure, colour_by: ColourBy) -> str:
    """The code that colours a point; topics count at their upper level."""
    given = getattr(entry, colour_by, None)
    code = given if isinstance(given, str) else next(iter(given or ()), None)
    if code is None:
        return OTHER_GROUP
    return scheme("topics").path(code)[-1] if colour_by == "topic" else code


def _marks(entries: Entries, look: Look, words: Words) -> tuple[Marks, tuple[LegendEntry, ...]]:
    """The mark of every group on either side, and the legend in the same order. By kind and with both sides drawn,
    structures share one fill and are told apart by letters, so that all colours are left to the actors."""
    marks: dict[tuple[Side, str], Mark] = {}
    legend: list[LegendEntry] = []
    common = frequent_groups(_group(entry, look.colour_by) for entry in entries)
    for side in ("structure", "actor"):
        counted = Counter(_group(entry, look.colour_by) for entry in entries if _side(entry) == side)
        plain = side == "structure" and look.mode == "both" and look.colour_by == "kind"
        own = frequent_groups(counted.elements(), limit=len(counted) if plain else len(PALETTE))
        groups = own if look.colour_by == "kind" else tuple(group for group in common if counted[group])
        colours = dict.fromkeys(groups, BODY) if plain else fills(groups if look.colour_by == "kind" else common)
        codes = letter_codes({group: words(side, look.colour_by, group) for group in groups})
        for group in groups:
            marks[side, group] = mark(side, colours[group], codes[group])
            legend.append(LegendEntry(marks[side, group], words(side, look.colour_by, group), counted[group]))
        marks[side, OTHER_GROUP] = mark(side, OTHER, "")
        if left := sum(count for group, count in counted.items() if group not in groups):
            legend.append(LegendEntry(marks[side, OTHER_GROUP], words(side, look.colour_by, OTHER_GROUP), left))
    return marks, tuple(legend)


def _node(entry: Actor | Structure, look: Look, marks: Marks, degree: int, lang: str) -> ViewNode:
    side, group = _side(entry), _group(entry, look.colour_by)
    known = group if (side, group) in marks else OTHER_GROUP
    return ViewNode(
        id=entry.id,
        label=entry.short_name or entry.name,
        side=side,
        kind=kind_label(side, entry.kind, lang),
        group=known,
        mark=marks[side, known],
        size=_size(entry, look.size_by, degree),
        degree=degree,
    )


def _size(entry: Actor | Structure, size_by: SizeBy, degree: int) -> float:
    """A radius of 6 to 18 units, so that areas compare: 2 units a root of the measure."""
    if size_by == "same":
        return 8.0
    measure = degree if size_by == "ties" else (getattr(entry, "meetings_per_year", None) or 0)
    return round(min(6 + 2 * sqrt(measure), 18.0), 1)


def _tie_legend(edges: Sequence[ViewEdge]) -> tuple[LegendTie, ...]:
    counted = Counter((edge.dash, edge.kind) for edge in edges)
    order = {"solid": 0, "dashed": 1, "dotted": 2}
    lines = sorted(counted.items(), key=lambda line: (order[line[0][0]], -line[1], line[0][1]))
    return tuple(LegendTie(dash, kind, count) for (dash, kind), count in lines)
