"""One record against a list that is kept: what a check before creating costs, and a change of one record.

python -m tests.benchmarks.records.one --size 100000
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from graphsvc.matching import Catalogue, Question, nearest, rank
from tests.benchmarks.records.bodies import generate
from tests.benchmarks.records.run import SEED, records_of

Result = TypeVar("Result")


def main() -> None:
    """Print medians over ten different records."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=100_000)
    records = records_of(generate(parser.parse_args().size, SEED))
    catalogue = timed("build the index", [lambda: Catalogue.of(records)])
    asked = [replace(record, id="?") for record in records[:10]]
    timed(
        "check one record", [lambda one=one: rank([one], catalogue, k=6, question=Question.ONE_BODY) for one in asked]
    )
    renamed = replace(records[0], name=f"{records[1].name} {records[2].name}")
    after = timed("bring it up to date after a change", [lambda: catalogue.updated([renamed, *records[1:]])])
    timed("search for doubles of the changed record", [lambda: nearest([renamed], after) for _ in range(10)])


def timed(what: str, calls: list[Callable[[], Result]]) -> Result:
    """Print the median wall and processor time of some calls after a first one of many; give back the last result."""
    if len(calls) > 1:
        calls[0]()
    wall, processor = [], []
    for call in calls:
        start, used = time.perf_counter(), time.process_time()
        result = call()
        wall.append(time.perf_counter() - start)
        processor.append(time.process_time() - used)
    print(f"{what}: {statistics.median(wall) * 1000:,.0f} ms, processor {statistics.median(processor) * 1000:,.0f} ms")
    return result


if __name__ == "__main__":
    main()
