"""Does the planner take the better join? `python tests/benchmarks/overlap/planner.py --sizes S M L L-hubs`.

For each question the processor seconds of both compiled joins and of the one that is planned (best of the rounds, since
other work on the machine only adds), and the planned one by the better one.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

import graphsvc.compiled  # noqa: F401 (without it the planner avoids compiled code)
from graphsvc.analysis.incidence import Incidence
from graphsvc.analysis.joins import Method, iter_pairs
from graphsvc.analysis.overlap import Thresholds

sys.path.insert(0, str(Path(__file__).parent))

from generator import SIZES, generate

QUESTIONS = [
    *({"min_jaccard": bound} for bound in (0.9, 0.7, 0.5, 0.3, 0.2, 0.1)),
    *({"min_overlap_coefficient": bound} for bound in (0.9, 0.8, 0.6, 0.4)),
    {"min_containment": 0.5},
    *({"min_shared": bound} for bound in (2, 5, 10)),
]
WAYS: tuple[Method | None, ...] = ("prefix", "scan", None)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", nargs="*", choices=SIZES, default=["S", "M"])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--skip", nargs="*", default=[], help="Questions to leave out, such as min_shared=2.")
    options = parser.parse_args()
    print(f"{'':8} {'':30} {'prefix':>9} {'scan':>9} {'planned':>9} {'ratio':>6}  pairs")
    for size in options.sizes:
        incidence = generate(size)
        for way in WAYS:
            run(incidence, Thresholds(min_jaccard=0.9), way)
        for question in QUESTIONS:
            name = "".join(f"{bound}={value}" for bound, value in question.items())
            if name not in options.skip:
                compare(size, name, incidence, Thresholds(**question), options.rounds)


def compare(size: str, name: str, incidence: Incidence, thresholds: Thresholds, rounds: int) -> None:
    answers = [[run(incidence, thresholds, way) for way in WAYS] for _ in range(rounds)]
    prefix, scan, planned = (min(seconds for seconds, _ in runs) for runs in zip(*answers, strict=True))
    found = {pairs for row in answers for _, pairs in row}
    ratio = planned / min(prefix, scan)
    print(f"{size:8} {name:30} {prefix:9.3f} {scan:9.3f} {planned:9.3f} {ratio:6.2f}  {max(found):,}", flush=True)
    if len(found) > 1:
        sys.exit("the answers differ")


def run(incidence: Incidence, thresholds: Thresholds, way: Method | None) -> tuple[float, int]:
    """Processor seconds, and the number of pairs."""
    start = time.process_time()
    pairs = sum(map(len, iter_pairs(incidence, thresholds, method=way)))
    return time.process_time() - start, pairs


if __name__ == "__main__":
    main()
