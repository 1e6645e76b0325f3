"""The same question put to other tools: pairs with Jaccard (or overlap coefficient) at or above a threshold.

Each takes the incidence and the threshold and returns (number of pairs, checksum); the checksum adds up
`(a + 1) * (b + 1) mod 1,000,003` over the pairs, so that two exact tools agree on both numbers. Every peer starts from
what it likes best (a CSR matrix, a frame of edges); making that is not counted.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import polars as pl
from scipy.sparse import csr_matrix

from graphsvc.analysis.incidence import Incidence
from graphsvc.analysis.joins import Method, all_pairs
from graphsvc.analysis.overlap import Thresholds

Answer = tuple[int, int]
MEASURES = ("jaccard", "overlap_coefficient")
DUCKDB_MEMORY = "8GB"  # what goes beyond is kept on disk
BLOCK_ROWS = 2_000  # rows of X times the whole of X transposed: some hundred MB a block at L


def checksum(a: Any, b: Any) -> Answer:
    """Number and sum over pairs, whichever way round they are."""
    low, high = np.minimum(a, b).astype(np.int64), np.maximum(a, b).astype(np.int64)
    return len(low), int(((low + 1) * (high + 1) % 1_000_003).sum())


def graphsvc(incidence: Incidence, measure: str, bound: float, method: Method | None = None) -> Answer:
    """This project, with its planner or with the method named."""
    bounds = Thresholds(**{f"min_{measure}": bound})
    pairs = all_pairs(incidence, bounds, method=method)
    return checksum(pairs.a, pairs.b)


def matrix(incidence: Incidence) -> csr_matrix:
    """Structures x actors."""
    data = np.ones(len(incidence.indices), np.int32)
    shape = (incidence.n_structures, incidence.n_actors)
    return csr_matrix((data, incidence.indices, incidence.indptr), shape=shape)


def edge_codes(incidence: Incidence) -> pl.DataFrame:
    """Coded edges with the size of each structure."""
    rows = incidence.rows
    return pl.DataFrame({"actor": incidence.indices, "structure": rows, "size": incidence.sizes[rows].astype(np.int32)})


def scipy_blocks(incidence: Incidence, measure: str, bound: float) -> Answer:
    """X times X transposed in blocks of rows, thresholded block by block: the ordinary library call."""
    x = matrix(incidence)
    transposed = x.T.tocsr()
    parts = []
    for begin in range(0, x.shape[0], BLOCK_ROWS):
        product = (x[begin : begin + BLOCK_ROWS] @ transposed).tocoo()
        keep = product.row + begin < product.col
        a, b, shared = product.row[keep] + begin, product.col[keep], product.data[keep]
        parts.append(_passing(incidence, measure, bound, a, b, shared))
    return checksum(*(np.concatenate(column) for column in zip(*parts, strict=True)))


def scipy_prefix(incidence: Incidence, measure: str, bound: float) -> Answer:
    """The best trick with library calls only: a product of prefixes of rare actors, then exact counts."""
    rank = np.empty(incidence.n_actors, np.int64)
    rank[np.argsort(incidence.degrees, kind="stable")] = np.arange(incidence.n_actors)
    rows = incidence.rows.astype(np.int64)
    order = np.lexsort((rank[incidence.indices], rows))
    ranked = incidence.indices[order]
    place = np.arange(len(ranked)) - incidence.indptr[rows]
    sizes = incidence.sizes
    if measure == "jaccard":
        probe = sizes - np.ceil(bound * sizes - 1e-9).astype(np.int64) + 1
        index = probe
    else:
        probe = sizes
        index = sizes - np.ceil(bound * sizes - 1e-9).astype(np.int64) + 1
    shape = (incidence.n_structures, incidence.n_actors)
    short, long = (
        csr_matrix((np.ones(keep.sum(), np.int32), (rows[keep], ranked[keep])), shape=shape)
        for keep in (place < index[rows], place < probe[rows])
    )
    transposed = short.T.tocsr()
    x = matrix(incidence)
    parts = []
    for begin in range(0, shape[0], BLOCK_ROWS):
        found = (long[begin : begin + BLOCK_ROWS] @ transposed).tocoo()
        a, b = found.row + begin, found.col
        keep = (a != b) & (sizes[b] <= sizes[a]) & _possible(sizes, measure, bound, a, b)
        a, b = a[keep], b[keep]
        shared = np.asarray(x[a].multiply(x[b]).sum(axis=1)).ravel() if len(a) else np.empty(0, np.int64)
        parts.append(_passing(incidence, measure, bound, a, b, shared))
    a, b = (np.concatenate(column) for column in zip(*parts, strict=True))
    pairs = np.unique(np.minimum(a, b).astype(np.int64) * shape[0] + np.maximum(a, b))
    return checksum(pairs // shape[0], pairs % shape[0])


def sparse_dot_topn(incidence: Incidence, measure: str, bound: float) -> Answer:
    """`sp_matmul_topn` on rows of length one, two threads; a Jaccard of t needs a cosine of 2 t / (1 + t)."""
    from sparse_dot_topn import sp_matmul_topn

    x = matrix(incidence).astype(np.float64)
    scale = 1 / np.sqrt(np.maximum(incidence.sizes, 1))
    unit = x.multiply(scale[:, None]).tocsr()
    transposed = unit.T.tocsr()
    least = 2 * bound / (1 + bound) - 1e-9 if measure == "jaccard" else 1e-12
    parts = []
    for begin in range(0, x.shape[0], BLOCK_ROWS):
        block = unit[begin : begin + BLOCK_ROWS]
        product = sp_matmul_topn(block, transposed, top_n=2_000, threshold=least, n_threads=2).tocoo()
        keep = product.row + begin < product.col
        a, b = product.row[keep] + begin, product.col[keep]
        shared = np.rint(product.data[keep] / scale[a] / scale[b])
        parts.append(_passing(incidence, measure, bound, a, b, shared))
    return checksum(*(np.concatenate(column) for column in zip(*parts, strict=True)))


def duckdb(incidence: Incidence, measure: str, bound: float) -> Answer:
    """A self join with a group by."""
    import duckdb as engine

    edges = edge_codes(incidence)  # noqa: F841 (read by name)
    divisor = "any_value(x.size) + any_value(y.size) - count(*)"
    if measure != "jaccard":
        divisor = "least(any_value(x.size), any_value(y.size))"
    with engine.connect() as connection:
        connection.execute(f"SET memory_limit = '{DUCKDB_MEMORY}'")
        found = connection.execute(
            f"""SELECT x.structure AS a, y.structure AS b FROM edges x JOIN edges y
            ON x.actor = y.actor AND x.structure < y.structure
            GROUP BY 1, 2 HAVING count(*)::DOUBLE / ({divisor}) >= {bound}"""
        ).fetchnumpy()
    return checksum(found["a"], found["b"])


def polars(incidence: Incidence, measure: str, bound: float) -> Answer:
    """A self join with a group by, on the lazy engine."""
    edges = edge_codes(incidence).lazy()
    shared = pl.len().cast(pl.Float64)
    sizes = pl.col("size").first(), pl.col("size_right").first()
    divisor = sizes[0] + sizes[1] - shared if measure == "jaccard" else pl.min_horizontal(*sizes)
    found = (
        edges.join(edges, on="actor")
        .filter(pl.col("structure") < pl.col("structure_right"))
        .group_by("structure", "structure_right")
        .agg((shared / divisor).alias("value"))
        .filter(pl.col("value") >= bound)
        .collect(engine="streaming")
    )
    return checksum(found["structure"].to_numpy(), found["structure_right"].to_numpy())


def networkx(incidence: Incidence, measure: str, bound: float) -> Answer:
    """Weighted projection of the bipartite graph, then a filter over its edges."""
    import networkx as nx

    graph = nx.Graph()
    graph.add_nodes_from(range(incidence.n_structures))
    graph.add_edges_from(zip(incidence.rows.tolist(), (-1 - incidence.indices).tolist(), strict=True))
    projected = nx.bipartite.weighted_projected_graph(graph, range(incidence.n_structures))
    table = np.array([(a, b, d["weight"]) for a, b, d in projected.edges(data=True)], np.int64).reshape(-1, 3)
    return checksum(*_passing(incidence, measure, bound, *table.T))


def _passing(incidence: Incidence, measure: str, bound: float, a: Any, b: Any, shared: Any) -> tuple[Any, Any]:
    sizes = incidence.sizes
    divisor = sizes[a] + sizes[b] - shared if measure == "jaccard" else np.minimum(sizes[a], sizes[b])
    keep = shared / divisor >= bound
    return a[keep], b[keep]


def _possible(sizes: Any, measure: str, bound: float, a: Any, b: Any) -> Any:
    return sizes[b] >= bound * sizes[a] if measure == "jaccard" else np.ones(len(a), bool)


PEERS: dict[str, Callable[[Incidence, str, float], Answer]] = {
    "scipy blocks": scipy_blocks,
    "scipy prefix": scipy_prefix,
    "sparse_dot_topn": sparse_dot_topn,
    "DuckDB": duckdb,
    "polars": polars,
    "networkx": networkx,
}
"""Every exact peer by name."""
