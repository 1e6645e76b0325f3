"""Benchmark of the all-pairs join: `python tests/benchmarks/overlap --size L --peers "scipy blocks" DuckDB`.

Every tool answers in this one run, in turn, `--rounds` times; the table gives the median of the inner time, the CPU
seconds, the peak memory above the input, and the ratio to graphsvc. Pairs and checksums must agree, else it fails.
"""

from __future__ import annotations

import argparse
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

import psutil

from graphsvc.analysis.incidence import Incidence

sys.path.insert(0, str(Path(__file__).parent))

from generator import SIZES, generate
from peers import MEASURES, PEERS, Answer, graphsvc


@dataclass
class Measured:
    """What one tool took."""

    seconds: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    peak_mb: float = 0.0
    answer: Answer | None = None

    def add(self, run: Callable[[], Answer]) -> None:
        """Run once and keep time, CPU time and the highest memory above the start."""
        process = psutil.Process()
        start, finished = process.memory_info().rss, threading.Event()
        watcher = threading.Thread(target=self._watch, args=(process, start, finished))
        watcher.start()
        wall, cpu = time.perf_counter(), time.process_time()
        self.answer = run()
        self.seconds.append(time.perf_counter() - wall)
        self.cpu.append(time.process_time() - cpu)
        finished.set()
        watcher.join()

    def _watch(self, process: psutil.Process, start: int, finished: threading.Event) -> None:
        while not finished.wait(0.02):
            self.peak_mb = max(self.peak_mb, (process.memory_info().rss - start) / 2**20)


def main() -> None:
    options = parsed()
    incidence = generate(options.size)
    print(f"{options.size}: {incidence.n_structures:,} structures, {len(incidence.indices):,} memberships", flush=True)
    tools = tools_of(options, incidence)
    tools["graphsvc"]()
    measured = {name: Measured() for name in tools}
    for _ in range(options.rounds):
        for name, run in tools.items():
            if measured[name].seconds and measured[name].seconds[0] > options.once_over:
                continue
            measured[name].add(run)
    report(measured)


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


def report(measured: dict[str, Measured]) -> None:
    ours = median(measured["graphsvc"].seconds)
    print(f"{'':20} {'seconds':>9} {'CPU s':>9} {'MB':>7} {'ratio':>7}  pairs, checksum")
    for name, one in measured.items():
        seconds = median(one.seconds)
        print(f"{name:20} {seconds:9.3f} {median(one.cpu):9.3f} {one.peak_mb:7.0f} {seconds / ours:7.1f}  {one.answer}")
    if len({one.answer for one in measured.values()}) > 1:
        sys.exit("the answers differ")


if __name__ == "__main__":
    main()
