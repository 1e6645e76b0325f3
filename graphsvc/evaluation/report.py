"""The JSON every evaluation writes: {what, seeds, at, results, mean, sd}."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from graphsvc.errors import WrongUsage
from graphsvc.evaluation.metrics import mean_and_spread

DEVELOPMENT = range(1, 100)
"""Seeds for looking and tuning; what is reported comes from seeds 100 and up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One evaluation.

    Attributes:
        what: import, records or structures.
        seeds: the demo regions it ran on.
        at: their days, in the order of the seeds.
        results: one entry a region (`seed`) or a data set (`data`) with its measures.
        mean: mean of each measure over the regions.
        sd: standard deviation of each over the regions.
    """

    what: str
    seeds: list[int]
    at: list[str]
    results: list[dict[str, Any]]
    mean: dict[str, float]
    sd: dict[str, float]

    def parts(self) -> dict[str, dict[str, dict[str, float]]]:
        """What the regions' entries break down (by defect, class, baseline, ...): measures summed where they are counts
        and averaged where they are not."""
        regions = [result for result in self.results if "seed" in result]
        names = dict.fromkeys(name for region in regions for name, value in region.items() if isinstance(value, dict))
        return {name: _joined([region.get(name, {}) for region in regions]) for name in names}

    def write(self, path: Path) -> None:
        """Write the report as JSON; NaN becomes null."""
        text = json.dumps(_without_nan(asdict(self)), ensure_ascii=False, indent=1)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text + "\n", encoding="utf-8", newline="\n")


def report(what: str, seeds: Sequence[int], at: Sequence[str], results: Sequence[Mapping[str, Any]]) -> Report:
    """Put results together; mean and spread of every number are taken over the entries of regions."""
    regions = [result for result in results if "seed" in result]
    measures = [name for name, value in regions[0].items() if _is_measure(name, value)] if regions else []
    spread = {name: mean_and_spread([float(region[name]) for region in regions]) for name in measures}
    return Report(
        what=what,
        seeds=list(seeds),
        at=list(at),
        results=[dict(result) for result in results],
        mean={name: mean for name, (mean, _) in spread.items()},
        sd={name: sd for name, (_, sd) in spread.items()},
    )


def read_seeds(text: str) -> list[int]:
    """Seeds as written on the command line: `100..109`, `1,2,5` or `7`; WrongUsage for anything else."""
    seeds: list[int] = []
    for part in text.split(","):
        first, dots, last = part.partition("..")
        if not first.strip().isdigit() or (dots and not last.strip().isdigit()):
            raise WrongUsage("evaluate.seeds", value=text)
        seeds += range(int(first), int(last or first) + 1)
    if not seeds:
        raise WrongUsage("evaluate.seeds", value=text)
    return seeds


def _joined(tables: Sequence[Mapping[str, Mapping[str, Any]]]) -> dict[str, dict[str, float]]:
    rows = dict.fromkeys(row for table in tables for row in table)
    return {row: _joined_row([table[row] for table in tables if row in table]) for row in rows}


def _joined_row(rows: Sequence[Mapping[str, Any]]) -> dict[str, float]:
    values: dict[str, list[float]] = {}
    for row in rows:
        for name, value in row.items():
            values.setdefault(name, []).append(value)
    return {
        name: sum(each) if all(isinstance(value, int) for value in each) else mean_and_spread(each)[0]
        for name, each in values.items()
    }


def _is_measure(name: str, value: Any) -> bool:
    return name != "seed" and isinstance(value, int | float) and not isinstance(value, bool)


def _without_nan(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_nan(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_without_nan(inner) for inner in value]
    return None if isinstance(value, float) and value != value else value
