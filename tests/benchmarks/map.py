"""How fast the map is with 10,000 points and 30,000 ties: `python -m tests.benchmarks.map [--nodes N] [--ties M]`.

Prints sizes and medians: the layout, the picture as data, a filter, the search, and, in a real Chromium without a
graphics card, the time until the picture stands and the frames a second while it is dragged. As a peer the same graph
is laid out by networkx (`spring_layout`, Fruchterman and Reingold, the same number of steps), on a tenth of the points
where the whole would take minutes.
"""

from __future__ import annotations

import argparse
import random
import resource
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import networkx as nx

from graphsvc.api.app import create_app
from graphsvc.bootstrap import open_services
from graphsvc.config import Settings
from graphsvc.model.entities import Actor, Dataset, Membership, Structure
from graphsvc.services import Services
from graphsvc.services.figures import FigureParams
from graphsvc.store.edits import put
from graphsvc.viz.layout import STEPS_GRID, layout
from tests.browser import chromium, served, visiting

TOPICS = ("bildung", "sprache", "arbeit", "gesundheit", "wohnen")


def region(nodes: int, ties: int, seed: int = 1) -> Dataset:
    """A made-up map: a tenth are structures, and some actors sit everywhere."""
    rng = random.Random(seed)
    structures = nodes // 10
    actors = nodes - structures
    pairs: set[tuple[int, int]] = set()
    while len(pairs) < ties:
        pairs.add((int(actors * rng.random() ** 2), int(structures * rng.random() ** 1.5)))
    return Dataset(
        actors=tuple(
            Actor(id=f"a{at}", name=f"Verein {at}", kind="migrantenorganisation", topic=(rng.choice(TOPICS),))
            for at in range(actors)
        ),
        structures=tuple(
            Structure(id=f"s{at}", name=f"Arbeitskreis {at}", kind="arbeitskreis", topic=(rng.choice(TOPICS),))
            for at in range(structures)
        ),
        memberships=tuple(Membership(actor=f"a{a}", structure=f"s{s}") for a, s in sorted(pairs)),
    )


def timed(work: Callable[[], object], times: int = 3) -> float:
    """Median seconds of some runs."""
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--nodes", type=int, default=10_000)
    parser.add_argument("--ties", type=int, default=30_000)
    given = parser.parse_args()
    dataset = region(given.nodes, given.ties)
    print(f"points {given.nodes}, ties {len(dataset.memberships)}")
    measure_layout(dataset)
    with tempfile.TemporaryDirectory() as folder, open_services(Settings(data_dir=Path(folder))) as services:
        with services.graph.transaction(user="benchmark", what="import") as tx:
            put(tx, dataset)
        measure_pages(services)
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")


def measure_layout(dataset: Dataset) -> None:
    """The layout beside that of networkx."""
    ids = [entry.id for entry in (*dataset.actors, *dataset.structures)]
    ties = [(fact.actor, fact.structure) for fact in dataset.memberships]
    ours = timed(lambda: layout(ids, ties))
    part = set(ids[:: max(len(ids) // 1000, 1)])
    some = [(a, b) for a, b in ties if a in part and b in part]
    graph = nx.Graph(some)
    graph.add_nodes_from(part)
    ours_small = timed(lambda: layout(part, some))
    theirs_small = timed(lambda: nx.spring_layout(graph, iterations=STEPS_GRID, seed=1, method="force"), 1)
    print(f"layout {ours:.2f} s; on {len(part)} points {ours_small:.2f} s, networkx {theirs_small:.2f} s")


def measure_pages(services: Services) -> None:
    """What a person waits for."""
    first = timed(lambda: services.figures.data(), 1)
    filtered = timed(lambda: services.figures.data(FigureParams(topic="gesundheit", at="all")), 1)
    with served(create_app(services=services)) as address, chromium() as browser, visiting(browser) as visit:
        page = visit.page
        for path in ("/karte", "/karte?topic=gesundheit", "/akteure?q=verein+77", "/suche?q=verein+99"):
            visit.open(f"{address}{path}")
            warm = timed(lambda path=path: page.request.get(f"{address}{path}"))
            print(f"{path}: answer {warm:.2f} s")
        start = time.perf_counter()
        visit.open(f"{address}/karte")
        page.wait_for_selector("#map-canvas[data-ready]", timeout=120_000)
        print(f"picture stands after {time.perf_counter() - start:.2f} s")
        print(f"frames a second while dragged: {page.evaluate(FRAMES):.1f}")
    print(f"picture as data: first {first:.2f} s, another filter {filtered:.2f} s")


FRAMES = """() => new Promise((done) => {
  const canvas = document.querySelector("#map-canvas canvas");
  const box = canvas.getBoundingClientRect();
  const send = (type, x) => canvas.dispatchEvent(new PointerEvent(type, {
    clientX: box.left + x, clientY: box.top + 5, movementX: 3, pointerId: 1, bubbles: true }));
  canvas.setPointerCapture = () => {};
  send("pointerdown", 5);
  let frames = 0;
  const start = performance.now();
  const step = () => {
    frames += 1;
    send("pointermove", 5 + frames * 3);
    if (performance.now() - start < 4000) requestAnimationFrame(step);
    else { send("pointerup", 5); done(frames / 4); }
  };
  requestAnimationFrame(step);
})"""

if __name__ == "__main__":
    main()
