"""Benchmark of the all-pairs join: `python tests/benchmarks/overlap --size L --peers "scipy blocks" DuckDB`.

Every tool answers in this one run, in turn, `--rounds` times; the table gives the median of the inner time, the CPU
seconds, the peak memory above the input, and the ratio to graphsvc. Pairs and checksums must agree, else it fails.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from graphsvc.analysis.incidence import Incidence

sys.path.insert(0, str(Path(__file__).parent))

from generator import SIZES, generate
from measure import Cost, measured
from peers import MEASURES, PEERS, Answer, graphsvc


@dataclass
class Runs:
    """What one tool took and answered."""

    costs: list[Cost] = field(default_factory=list)
    answer: Answer | None = None

    def add(self, run: Callable[[], Answer]) -> None:
        with measured() as cost:
            self.answer = run()
        self.costs.append(cost)

    @property
    def seconds(self) -> float:
        """Median of the runs."""
        return median(cost.seconds for cost in self.costs)


def main() -> None:
    options = parsed()
    incidence = generate(options.size)
    print(f"{options.size}: {incidence.n_structures:,} structures, {len(incidence.indices):,} memberships", flush=True)
    tools = tools_of(options, incidence)
    tools["graphsvc"]()
    runs = {name: Runs() for name in tools}
    for _ in range(options.rounds):
        for name, run in tools.items():
            if not runs[name].costs or runs[name].seconds <= options.once_over:
                runs[name].add(run)
    report(runs)


def parsed() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", choices=SIZES, default="M")
    parser.add_argument("--measure", choices=MEASURES, default="jaccard")
    parser.add_argument("--bound", type=float, default=0.5)
    parser.add_argument("--peers", nargs="*", default=[], choices=PEERS)
    parser.add_argument("--methods", nargs="*", default=[], choices=["prefix", "scan"], help="Also these.")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--once-over", type=float, default=15.0, help="Tools slower than this run once.")
    return parser.parse_args()


def tools_of(options: argparse.Namespace, incidence: Incidence) -> dict[str, Callable[[], Answer]]:
    question = (incidence, options.measure, options.bound)
    tools: dict[str, Callable[[], Answer]] = {"graphsvc": lambda: graphsvc(*question)}
    for method in options.methods:
        tools[f"graphsvc {method}"] = lambda method=method: graphsvc(*question, method)
    for name in options.peers:
        tools[name] = lambda name=name: PEERS[name](*question)
    return tools


def report(runs: dict[str, Runs]) -> None:
    print(f"{'':20} {'seconds':>9} {'CPU s':>9} {'MB':>7} {'ratio':>7}  pairs, checksum")
    for name, one in runs.items():
        cpu, peak_mb = median(cost.cpu for cost in one.costs), max(cost.peak_mb for cost in one.costs)
        ratio = one.seconds / runs["graphsvc"].seconds
        print(f"{name:20} {one.seconds:9.3f} {cpu:9.3f} {peak_mb:7.0f} {ratio:7.1f}  {one.answer}")
    if len({one.answer for one in runs.values()}) > 1:
        sys.exit("the answers differ")


if __name__ == "__main__":
    main()
