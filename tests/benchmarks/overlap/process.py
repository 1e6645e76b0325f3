"""Whole processes, from a CSV file to a CSV file: `python tests/benchmarks/overlap/process.py --size M`.

`graphsvc overlap file` beside a script that reads with polars, multiplies blocks with scipy and writes the pairs;
start of the interpreter, imports, reading and writing included.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).parent))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", default="M")
    parser.add_argument("--measure", choices=["jaccard", "overlap_coefficient"], default="jaccard")
    parser.add_argument("--bound", type=float, default=0.5)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--as-peer", nargs=2, metavar=("IN", "OUT"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.as_peer:
        peer(*options.as_peer, options.measure, options.bound)
    else:
        compare(options)


def compare(options: argparse.Namespace) -> None:
    from generator import edges, generate

    with tempfile.TemporaryDirectory() as folder:
        source, ours, theirs = (str(Path(folder) / name) for name in ("edges.csv", "ours.csv", "theirs.csv"))
        edges(generate(options.size)).write_csv(source)
        bound = [f"--min-{options.measure.replace('_', '-')}", str(options.bound)]
        own = [sys.executable, "-m", "graphsvc", "overlap", "file", source, *bound, "--out", ours]
        same = ["--measure", options.measure, "--bound", str(options.bound)]
        other = [sys.executable, __file__, *same, "--as-peer", source, theirs]
        subprocess.run(own, check=True, capture_output=True)
        times: dict[str, list[float]] = {"graphsvc overlap file": [], "polars and scipy blocks": []}
        for _ in range(options.rounds):
            for name, command in zip(times, (own, other), strict=True):
                start = time.perf_counter()
                subprocess.run(command, check=True, capture_output=True)
                times[name].append(time.perf_counter() - start)
        counts = [Path(file).read_bytes().count(b"\n") - 1 for file in (ours, theirs)]
    first = median(times["graphsvc overlap file"])
    for (name, seconds), count in zip(times.items(), counts, strict=True):
        print(f"{options.size} {name:26} {median(seconds):8.2f} s  {median(seconds) / first:5.1f}  {count:,} pairs")
    if counts[0] != counts[1]:
        sys.exit("the answers differ")


def peer(source: str, target: str, measure: str, bound: float) -> None:
    import numpy as np
    import polars as pl
    from scipy.sparse import csr_matrix

    table = pl.read_csv(source, infer_schema=False)
    labels = {name: table[name].unique().sort() for name in ("actor", "structure")}
    actor, structure = (
        table[name].cast(pl.Enum(labels[name])).to_physical().to_numpy() for name in ("actor", "structure")
    )
    x = csr_matrix((np.ones(len(table), np.int32), (structure, actor)))
    sizes, transposed, parts = np.diff(x.indptr), x.T.tocsr(), []
    for begin in range(0, x.shape[0], 2_000):
        product = (x[begin : begin + 2_000] @ transposed).tocoo()
        keep = product.row + begin < product.col
        a, b, shared = product.row[keep] + begin, product.col[keep], product.data[keep]
        whole = sizes[a] + sizes[b] - shared if measure == "jaccard" else np.minimum(sizes[a], sizes[b])
        value = shared / whole
        parts.append((a[value >= bound], b[value >= bound], value[value >= bound]))
    a, b, value = (np.concatenate(column) for column in zip(*parts, strict=True))
    names = labels["structure"]
    pl.DataFrame({"a": names.gather(a), "b": names.gather(b), measure: value}).write_csv(target)


if __name__ == "__main__":
    main()
