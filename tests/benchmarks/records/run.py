"""Double records beside other tools, on generated German bodies: F1, time and memory, each tool in its own process.

    python -m tests.benchmarks.records.run --sizes 10000 100000 --tools graphsvc splink splink-expert rapidfuzz tfidf

graphsvc stands at its default bar (and its best one, to see what calibration costs); every other tool at the best bar
chosen afterwards with the truth, which favours it. Times are of one run each; quote ratios, the machine may be shared.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from tests.benchmarks.records.bodies import generate

if TYPE_CHECKING:
    from graphsvc.matching import Record

SEED = 2026
FIELDS = ("street", "postcode", "city", "phone", "email", "web")
Pairs = tuple[np.ndarray, np.ndarray, np.ndarray]


def records_of(table: pl.DataFrame) -> list[Record]:
    """The rows of a generated table as the matcher takes them."""
    from graphsvc.matching import Record

    columns = ("id", "name", *FIELDS)
    rows = table.select(columns).iter_rows()
    return [Record(**{k: v or None for k, v in zip(columns, row, strict=True)}) for row in rows]  # type: ignore[arg-type]


def graphsvc(table: pl.DataFrame) -> tuple[Pairs, np.ndarray]:
    from graphsvc.matching import match

    found = match(records_of(table))
    return (found.left, found.right, found.weight), found.decision == "same"


def splink(table: pl.DataFrame, *, expert: bool = False) -> tuple[Pairs, None]:
    """Ordinary: what the documentation shows for names and addresses. Expert: term frequencies, domains, more rules."""
    import splink.comparison_library as cl
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    frame = table.select("id", "name", *FIELDS).to_pandas().replace({"": None}).rename(columns={"id": "unique_id"})
    frame["name"] = frame["name"].str.lower()
    frame["words"] = frame["name"].str.replace(r"\W+", " ", regex=True).str.split().map(lambda w: " ".join(sorted(w)))
    frame["digits"] = frame["phone"].str.replace(r"\D", "", regex=True).str[-7:]
    comparisons = [
        cl.JaroWinklerAtThresholds("name", [0.92, 0.8]),
        cl.LevenshteinAtThresholds("street", [2, 5]),
        cl.ExactMatch("postcode"),
        cl.LevenshteinAtThresholds("city", [1, 2]),
        cl.ExactMatch("digits"),
        cl.ExactMatch("email"),
    ]
    rules = [block_on("name"), block_on("digits"), block_on("postcode"), block_on("city")]
    if expert:
        comparisons[0] = cl.JaroWinklerAtThresholds("words", [0.95, 0.88, 0.75]).configure(
            term_frequency_adjustments=True
        )
        comparisons[2] = cl.ExactMatch("postcode").configure(term_frequency_adjustments=True)
        rules += [block_on("substr(words, 1, 6)"), block_on("email"), block_on("street")]
    settings = SettingsCreator(
        link_type="dedupe_only", comparisons=comparisons, blocking_rules_to_generate_predictions=rules
    )
    api = DuckDBAPI()
    api.duckdb_con.execute("SET lambda_syntax='ENABLE_SINGLE_ARROW'")
    linker = Linker(api.register(frame), settings)
    linker.training.estimate_probability_two_random_records_match([block_on("name", "postcode")], recall=0.4)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("postcode"))
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("name"))
    scored = linker.inference.predict(threshold_match_probability=0.01).as_pandas_dataframe()
    position = {key: at for at, key in enumerate(table["id"].to_list())}
    left = scored["unique_id_l"].map(position).to_numpy()
    right = scored["unique_id_r"].map(position).to_numpy()
    return (left, right, scored["match_weight"].to_numpy()), None


def rapidfuzz(table: pl.DataFrame) -> tuple[Pairs, None]:
    """Token-sorted similarity of names within one post code or town."""
    from rapidfuzz import fuzz
    from rapidfuzz.process import cpdist

    names, pairs = table["name"].to_list(), set()
    for column in ("postcode", "city"):
        for positions in table.with_row_index("at").group_by(column).agg("at")["at"].to_list():
            if 1 < len(positions) < 500:
                pairs |= {(a, b) for i, a in enumerate(positions) for b in positions[i + 1 :]}
    left, right = np.array(sorted(pairs)).T
    scores = cpdist([names[a] for a in left], [names[b] for b in right], scorer=fuzz.token_sort_ratio)
    return (left, right, scores), None


def tfidf(table: pl.DataFrame) -> tuple[Pairs, None]:
    """TF-IDF of letter triples over name and town, the ten nearest (sparse_dot_topn)."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sparse_dot_topn import sp_matmul_topn

    texts = [f"{name} {city}" for name, city in table.select("name", "city").iter_rows()]
    matrix = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 3), dtype=np.float32).fit_transform(texts)
    near = sp_matmul_topn(matrix, matrix.T.tocsr(), top_n=10, threshold=0.3, n_threads=2).tocoo()
    keep = near.row < near.col
    return (near.row[keep], near.col[keep], near.data[keep]), None


TOOLS: dict[str, Callable[[pl.DataFrame], tuple[Pairs, np.ndarray | None]]] = {
    "graphsvc": graphsvc,
    "splink": splink,
    "splink-expert": lambda table: splink(table, expert=True),
    "rapidfuzz": rapidfuzz,
    "tfidf": tfidf,
}


def measured(tool: str, size: int) -> dict[str, object]:
    """One tool on one table, in this process."""
    table = generate(size, SEED)
    started, used = time.perf_counter(), time.process_time()
    (left, right, score), same = TOOLS[tool](table)
    seconds, processor = time.perf_counter() - started, time.process_time() - used
    body = table["body"].to_numpy()
    true = body[left] == body[right]
    total = sum(count * (count - 1) // 2 for count in Counter(body.tolist()).values())
    hits = np.cumsum(true[np.argsort(-score, kind="stable")])
    f1 = 2 * hits / (np.arange(1, len(hits) + 1) + total)
    default = 2 * (same & true).sum() / (same.sum() + total) if same is not None else None
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {
        "tool": tool,
        "size": size,
        "f1_default": None if default is None else round(float(default), 3),
        "f1_best": round(float(f1.max()), 3),
        "recall_of_pairs": round(float(true.sum() / total), 3),
        "pairs_per_record": round(len(left) / size, 1),
        "seconds": round(seconds, 1),
        "cpu_seconds": round(processor, 1),
        "memory_mb": round(memory),
    }


def main() -> None:
    """Run every tool on every size and print one line of JSON each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000])
    parser.add_argument("--tools", nargs="+", default=list(TOOLS), choices=list(TOOLS))
    parser.add_argument("--one", action="store_true", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.one:
        print(json.dumps(measured(chosen.tools[0], chosen.sizes[0])))
        return
    for size in chosen.sizes:
        for tool in chosen.tools:
            command = [
                sys.executable,
                "-m",
                "tests.benchmarks.records.run",
                "--one",
                "--sizes",
                str(size),
                "--tools",
                tool,
            ]
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            print(done.stdout.splitlines()[-1] if done.returncode == 0 else f"{tool}: {done.stderr[-400:]}", flush=True)


if __name__ == "__main__":
    main()
