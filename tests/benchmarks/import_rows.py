"""Import of a long list: `python tests/benchmarks/import_rows.py [--rows 100000] [--beside 20000]`.

A list of organisations and their bodies as an office would hold it (cp1252, own headers), read, compared with a map of
`--beside` other organisations (every new record is looked for among them), written to the embedded engine, read again
as an unchanged file, and undone. Prints sizes, seconds, rows a second, the peak memory of this process and of the
engine.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from graphsvc.bootstrap import open_services
from graphsvc.config import Settings

TOWNS = ("Bünde", "Enger", "Herford", "Hiddenhausen", "Kirchlengern", "Löhne", "Rödinghausen", "Spenge", "Vlotho")
THEMES = ("DaZ", "Arbeit", "Bildung und Sprache", "Wohnen / Quartier", "Ehrenamt & Begegnung")


def main() -> None:
    """Run the benchmark and print one line a step."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--beside", type=int, default=0, help="organisations that the map holds before")
    given = parser.parse_args()
    rows = given.rows
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "partner.csv"
        path.write_bytes(made(rows).encode("cp1252"))
        print(f"rows {rows:,}, file {path.stat().st_size / 2**20:.1f} MB")
        settings = Settings(data_dir=Path(folder) / "data", neo4j_uri=None)
        with open_services(settings) as services:
            if given.beside:
                others = Path(folder) / "andere.csv"
                others.write_text(other(given.beside), encoding="utf-8")
                with timed(f"{given.beside:,} organisations before", given.beside):
                    services.imports.commit(services.imports.upload(others).id)
            with timed("preview", rows):
                preview = services.imports.upload(path)
            print(f"  {dict(preview.counts)}")
            with timed("commit", rows):
                services.imports.commit(preview.id)
            with timed("the same file again", rows):
                again = services.imports.upload(path)
            print(f"  {dict(again.counts)}")
            with timed("undo", rows):
                undone = services.imports.undo(preview.id)
            print(f"  {undone.facts:,} facts put back, {len(undone.kept)} kept")


def other(count: int) -> str:
    """Organisations that are alike in words, but none of those in the list."""
    lines = ["Organisation;Ort;Themen"]
    lines += [f"Treffpunkt {n} {TOWNS[n % len(TOWNS)]} e.V.;{TOWNS[n % len(TOWNS)]};DaZ" for n in range(count)]
    return "\n".join(lines) + "\n"


def made(rows: int) -> str:
    """The list: one seat a row, a fifth as many organisations, a fiftieth as many bodies."""
    rng = random.Random(1)
    lines = ["Netzwerkpartner;;;;;", "", "Organisation;Ort;Themen;Gremium;Rolle;Mitglied seit"]
    for _ in range(rows):
        actor, body = rng.randrange(max(1, rows // 5)), rng.randrange(max(1, rows // 50))
        theme = THEMES[actor % len(THEMES)]
        town = TOWNS[actor % len(TOWNS)]
        lines.append(f"Verein Nr. {actor} e.V.;{town};{theme};Arbeitskreis {body};Mitglied;{rng.randint(2005, 2024)}")
    return "\n".join(lines) + "\n"


@contextmanager
def timed(what: str, rows: int) -> Iterator[None]:
    """Print how long a step took and what memory was used at its end."""
    start = time.perf_counter()
    yield
    seconds = time.perf_counter() - start
    me = psutil.Process()
    engines = [child for child in me.children(recursive=True) if "java" in child.name()]
    engine = sum(child.memory_info().rss for child in engines) / 2**20
    own = peak_mb()
    print(
        f"{what}: {seconds:.1f} s, {rows / seconds:,.0f} rows/s, Python peak {own:.0f} MB, engine {engine:.0f} MB",
        flush=True,
    )


def peak_mb() -> float:
    """The most memory that this process ever held, in MB."""
    if sys.platform == "win32":
        return float(psutil.Process().memory_info().peak_wset) / 2**20
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
