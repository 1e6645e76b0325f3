"""One pair over HTTP on the demo region: `python tests/benchmarks/overlap/warm_api.py`.

Imports the region into the embedded engine, asks once, then times `GET /api/overlap` for the same pair and for random
pairs.
"""

from __future__ import annotations

import random
import tempfile
import time
from pathlib import Path
from statistics import median, quantiles

from fastapi.testclient import TestClient

from graphsvc.api.app import create_app
from graphsvc.bootstrap import open_services
from graphsvc.cli.demo import prepare
from graphsvc.config import Settings

REQUESTS = 200


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        example = prepare("musterkreis", Path(folder))
        with open_services(Settings(data_dir=Path(folder), today=example.at, neo4j_uri=None)) as services:
            services.imports.commit(services.imports.upload(example.lists, name=example.name).id)
            structures = [structure.id for structure in services.structures.list(limit=500).items]
            client = TestClient(create_app(services=services))
            print(f"{len(structures)} structures; first answer {took(client, *example.question)[0]:.1f} s")
            chosen = random.Random(1)
            report("the same pair", [took(client, *example.question) for _ in range(REQUESTS)])
            report("random pairs", [took(client, *chosen.sample(structures, 2)) for _ in range(REQUESTS)])


def took(client: TestClient, a: str, b: str) -> tuple[float, float]:
    """Seconds of the wall clock and of this process (the engine runs in another thread of it)."""
    wall, processor = time.perf_counter(), time.process_time()
    client.get("/api/overlap", params={"a": a, "b": b}).raise_for_status()
    return time.perf_counter() - wall, time.process_time() - processor


def report(name: str, measured: list[tuple[float, float]]) -> None:
    wall, processor = ([1000 * each for each in column] for column in zip(*measured, strict=True))
    late = quantiles(wall, n=20)[-1]
    print(f"{name:15} median {median(wall):6.1f} ms, 95 % {late:6.1f} ms, {median(processor):.1f} CPU ms")


if __name__ == "__main__":
    main()
