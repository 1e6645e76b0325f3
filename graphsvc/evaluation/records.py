"""How well double records are found: on demo regions, and on lists that other people labelled by hand.

Everything is measured at the one default setting and its bar. The labelled lists are split by a hash of their truth;
`docs/records.md` says which half was in sight when the weights were set.
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

from graphsvc.demoregion import Region, generate
from graphsvc.evaluation import metrics
from graphsvc.evaluation.report import Report, report
from graphsvc.matching import AUTOMATIC_FROM, Matches, Record, compare, match
from graphsvc.matching.entities import record_of

Pair = tuple[str, str]

DONORS = Path("match_donors/donors_legal_entities_gt.csv")
NAME_PAIRS = Path("name_pairs/cases.csv")
ORGANISATIONS = frozenset({"Company", "Organization", "LegalEntity"})
"""Schemata of `name_pairs` that are organisations."""


def evaluate(seeds: Sequence[int], *, shared_data: Path) -> Report:
    """Evaluate on the demo regions of the seeds and on the labelled lists in `shared_data`, where they are there."""
    regions = [generate(seed) for seed in seeds]
    results = [_region(region) for region in regions]
    if (shared_data / DONORS).is_file():
        results += _donors(shared_data / DONORS)
    if (shared_data / NAME_PAIRS).is_file():
        results += _name_pairs(shared_data / NAME_PAIRS)
    return report("records", seeds, [region.truth.at.isoformat() for region in regions], results)


def half(truth: str) -> str:
    """`development` or `report`, by a hash of what is true."""
    return "development" if hashlib.sha256(truth.encode()).digest()[-1] % 2 == 0 else "report"


def _region(region: Region) -> dict[str, Any]:
    """Actors and structures of a region; every pair that the truth does not call the same is not."""
    parts = [
        match([record_of(entity) for entity in part]) for part in (region.dataset.actors, region.dataset.structures)
    ]
    true = {_ordered(pair.a, pair.b) for pair in region.truth.records if pair.same}
    found = {pair: (weight, decision) for part in parts for pair, weight, decision in _pairs(part)}
    universe = [pair for part in parts for pair in combinations(sorted(record.id for record in part.records), 2)]
    return {"seed": region.seed, **_measures(found, universe, true), "confusion": _traps(region, found)}


def _traps(region: Region, found: Mapping[Pair, tuple[float, str]]) -> dict[str, dict[str, int]]:
    """For every kind of double and of trap: how many of its pairs got which decision."""
    table: dict[str, dict[str, int]] = {}
    for pair in region.truth.records:
        decision = found.get(_ordered(pair.a, pair.b), (0.0, "different"))[1]
        row = table.setdefault(f"{'same' if pair.same else 'different'}: {pair.reason}", {})
        row[decision] = row.get(decision, 0) + 1
    return table


def _donors(path: Path) -> list[dict[str, Any]]:
    rows = _rows(path)
    parts = {"": rows} | {f" {name}": [row for row in rows if half(row["cluster_id"]) == name] for name in _HALVES}
    return [
        {"data": f"match_donors, {fields}{name}", **_clusters(part, cities=fields != "names only")}
        for fields in ("names only", "names and cities")
        for name, part in parts.items()
    ]


def _clusters(rows: Sequence[Mapping[str, str]], *, cities: bool) -> dict[str, Any]:
    """A list with the true cluster of each row."""
    ids = [f"{at:06d}" for at in range(len(rows))]
    of = {id_: row["cluster_id"] for id_, row in zip(ids, rows, strict=True)}
    records = [
        Record(id=id_, name=row["name"], city=(row["city"] or None) if cities else None)
        for id_, row in zip(ids, rows, strict=True)
    ]
    universe = list(combinations(ids, 2))
    true = {pair for pair in universe if of[pair[0]] == of[pair[1]]}
    found = {pair: (weight, decision) for pair, weight, decision in _pairs(match(records))}
    return _measures(found, universe, true)


def _name_pairs(path: Path) -> list[dict[str, Any]]:
    rows = [row for row in _rows(path) if row["schema"] in ORGANISATIONS]
    parts = {"": rows} | {
        f", {name}": [row for row in rows if half(f"{row['name1']}|{row['name2']}") == name] for name in _HALVES
    }
    return [{"data": f"name_pairs of organisations{name}", **_given_pairs(part)} for name, part in parts.items()]


def _given_pairs(rows: Sequence[Mapping[str, str]]) -> dict[str, Any]:
    first = [Record(id=f"{at:04d}a", name=row["name1"]) for at, row in enumerate(rows)]
    second = [Record(id=f"{at:04d}b", name=row["name2"]) for at, row in enumerate(rows)]
    found = {pair: (weight, decision) for pair, weight, decision in _pairs(compare(first, second))}
    universe = [(a.id, b.id) for a, b in zip(first, second, strict=True)]
    true = {pair for pair, row in zip(universe, rows, strict=True) if row["is_match"] == "true"}
    return _measures(found, universe, true)


_HALVES = ("development", "report")


def _measures(
    found: Mapping[Pair, tuple[float, str]], universe: Sequence[Pair], true: set[Pair]
) -> dict[str, int | float]:
    """Precision, recall and F1 of the decision `same`, the order of all pairs, ties, and wrong automatic merges."""
    same = {pair for pair, (_, decision) in found.items() if decision == "same"}
    decision = metrics.decide(same, true)
    weights = [found[pair][0] if pair in found else metrics.UNLISTED for pair in universe]
    automatic = {pair for pair in same if found[pair][0] >= AUTOMATIC_FROM}
    return {
        "precision": decision.precision,
        "recall": decision.recall,
        "f1": decision.f1,
        "pr_auc": metrics.pr_auc(weights, [pair in true for pair in universe]),
        "ties_top_100": metrics.ties_top(weights),
        "false_merges": len(automatic - true),
        "automatic_merges": len(automatic),
    }


def _pairs(matches: Matches) -> Iterator[tuple[Pair, float, str]]:
    yield from zip(matches.ids(), matches.weight.tolist(), matches.decision.tolist(), strict=True)


def _ordered(a: str, b: str) -> Pair:
    return (a, b) if a < b else (b, a)


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as source:
        return list(csv.DictReader(source))
