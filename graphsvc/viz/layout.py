"""Where the points go: a force layout whose result depends on ids and ties only, never on the order of rows.

Every point starts at a place drawn from its own id, so a new actor moves its neighbourhood and not the whole picture.
Springs pull along ties (linear), all points push each other away (1/distance), and a weak pull to the middle keeps
separate parts together; the step shrinks until the picture stands still (Fruchterman and Reingold 1991). Pushing is
exact for small maps and read off a grid by a convolution for large ones, which costs n + g log g instead of n squared.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping

import numpy as np
import numpy.typing as npt
from scipy.signal import fftconvolve
from scipy.sparse import csr_array
from scipy.spatial import cKDTree

from graphsvc.viz.view import Position

Points = npt.NDArray[np.float64]

SPACING = 60.0
"""Ideal length of a tie in picture units (a point has a radius of 4 to 16)."""
PULL = 2.4
"""Strength of a tie against the push between points."""
CENTRING = np.array([0.010, 0.022])
"""Pull to the middle: stronger up and down than sideways, for paper and screens are wider than high."""
EXACT_LIMIT = 450
"""Up to so many points every pair pushes; above, the grid does."""
STEPS_EXACT = 260
STEPS_GRID = 160
GRID = 160
"""Cells a side of the grid."""


def layout(
    nodes: Iterable[str],
    edges: Iterable[tuple[str, str]],
    *,
    fixed: Mapping[str, Position] | None = None,
    gap: float = 26.0,
) -> dict[str, Position]:
    """Positions for all points, rounded to a tenth; `fixed` ones stay exactly where they are, and no two others are
    nearer than `gap`."""
    ids = sorted(set(nodes))
    if not ids:
        return {}
    index = {node: at for at, node in enumerate(ids)}
    ties = sorted({(min(a, b), max(a, b)) for a, b in edges if a in index and b in index and a != b})
    adjacency = _adjacency(len(ids), [(index[a], index[b]) for a, b in ties])
    pinned = {index[node]: place for node, place in (fixed or {}).items() if node in index}
    tied = np.diff(adjacency.indptr) > 0
    tied[list(pinned)] = True
    points = _start(ids)
    points[tied] = _settled(points[tied], adjacency[tied][:, tied], _renumbered(pinned, tied))
    points = _below(_spread(points, tied, pinned, gap), tied, gap)
    return {node: (round(float(points[at, 0]), 1), round(float(points[at, 1]), 1)) for node, at in index.items()}


def _renumbered(pinned: Mapping[int, Position], tied: npt.NDArray[np.bool_]) -> dict[int, Position]:
    place = np.cumsum(tied) - 1
    return {int(place[at]): position for at, position in pinned.items()}


def _start(ids: list[str]) -> Points:
    """A disc whose area grows with the number of points; the place in it is drawn from the id."""
    radius = SPACING * np.sqrt(len(ids)) / 2
    drawn = np.array([_uniform_pair(node) for node in ids])
    angle, distance = 2 * np.pi * drawn[:, 0], radius * np.sqrt(drawn[:, 1])
    return np.column_stack([distance * np.cos(angle), distance * np.sin(angle)])


def _uniform_pair(node: str) -> tuple[float, float]:
    digest = hashlib.sha256(node.encode()).digest()
    return int.from_bytes(digest[:8], "big") / 2**64, int.from_bytes(digest[8:16], "big") / 2**64


def _adjacency(size: int, ties: list[tuple[int, int]]) -> csr_array:
    """Symmetric, each tie damped by the smaller degree of its ends so that hubs do not collapse the picture."""
    if not ties:
        return csr_array((size, size))
    ends = np.array(ties)
    degree = np.bincount(ends.ravel(), minlength=size)
    pull = 1.0 / np.sqrt(np.minimum(degree[ends[:, 0]], degree[ends[:, 1]]))
    rows, columns = np.concatenate([ends[:, 0], ends[:, 1]]), np.concatenate([ends[:, 1], ends[:, 0]])
    return csr_array((np.concatenate([pull, pull]), (rows, columns)), shape=(size, size))


def _settled(points: Points, adjacency: csr_array, pinned: Mapping[int, Position]) -> Points:
    """The points after all steps; each step is at most as long as the temperature, which falls to nothing."""
    exact = len(points) <= EXACT_LIMIT
    push: Callable[[Points], Points] = _push_exact if exact else _push_grid
    steps = STEPS_EXACT if exact else STEPS_GRID
    strength = np.asarray(adjacency.sum(axis=1)).reshape(-1, 1)
    rows, places = list(pinned), np.array(list(pinned.values())).reshape(-1, 2)
    points = points.copy()
    points[rows] = places
    for step in range(steps):
        pull = (adjacency @ points - strength * points) / SPACING * PULL
        force = pull + push(points) * SPACING - points * CENTRING
        length = np.maximum(np.hypot(force[:, 0], force[:, 1]), 1e-9)[:, None]
        warmth = 1.6 * SPACING * (1 - step / steps) ** 1.5
        points = points + force / length * np.minimum(length, warmth)
        points[rows] = places
    return points


def _push_exact(points: Points) -> Points:
    """Sum over all others of the unit vector away from them divided by the distance."""
    across = points[:, None, 0] - points[None, :, 0]
    down = points[:, None, 1] - points[None, :, 1]
    square = np.maximum(across * across + down * down, 1.0)
    return np.column_stack([(across / square).sum(axis=1), (down / square).sum(axis=1)])


def _push_grid(points: Points) -> Points:
    """The same sum with the others gathered into grid cells, plus the exact push of near neighbours."""
    low = points.min(axis=0)
    cell = max(float((points.max(axis=0) - low).max()) / (GRID - 1), 1e-6)
    at = np.clip(((points - low) / cell).astype(int), 0, GRID - 1)
    density = np.zeros((GRID, GRID))
    np.add.at(density, (at[:, 0], at[:, 1]), 1.0)
    force: Points = np.stack([fftconvolve(density, kernel, mode="valid") for kernel in _kernels()], axis=-1) / cell
    pushed: Points = force[at[:, 0], at[:, 1]] + _push_near(points, cell)
    return pushed


def _kernels() -> tuple[Points, Points]:
    """1/distance away from a cell, in both directions, for every offset inside the grid."""
    offset = np.arange(-(GRID - 1), GRID, dtype=float)
    x, y = np.meshgrid(offset, offset, indexing="ij")
    square = x * x + y * y
    square[GRID - 1, GRID - 1] = np.inf
    return x / square, y / square


def _push_near(points: Points, reach: float) -> Points:
    """Push between points nearer than a cell, which the grid cannot see."""
    force = np.zeros_like(points)
    pairs = cKDTree(points).query_pairs(reach, output_type="ndarray")
    if len(pairs):
        apart = points[pairs[:, 0]] - points[pairs[:, 1]]
        each = apart / np.maximum((apart * apart).sum(axis=1), 1.0)[:, None]
        np.add.at(force, pairs[:, 0], each)
        np.add.at(force, pairs[:, 1], -each)
    return force


def _spread(
    points: Points, tied: npt.NDArray[np.bool_], pinned: Mapping[int, Position], gap: float, rounds: int = 40
) -> Points:
    """Move tied points that lie on each other apart until every two have a gap; pinned ones stay, others yield."""
    movable = np.ones(len(points))
    movable[list(pinned)] = 0.0
    places, free, points = np.flatnonzero(tied), movable[tied], points.copy()
    moving = points[places]
    for _ in range(rounds if len(places) else 0):
        pairs = cKDTree(moving).query_pairs(gap, output_type="ndarray")
        if not len(pairs):
            break
        pairs = pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))]
        apart = moving[pairs[:, 0]] - moving[pairs[:, 1]]
        distance = np.hypot(apart[:, 0], apart[:, 1])
        away = np.where(distance[:, None] > 1e-6, apart / np.maximum(distance, 1e-6)[:, None], [[1.0, 0.0]])
        share = (gap - distance)[:, None] * away * 0.52
        np.add.at(moving, pairs[:, 0], share * free[pairs[:, 0], None])
        np.add.at(moving, pairs[:, 1], -share * free[pairs[:, 1], None])
    points[places] = moving
    return points


def _below(points: Points, tied: npt.NDArray[np.bool_], gap: float) -> Points:
    """Points without any tie stand in rows below the picture, in the order of their ids."""
    alone = np.flatnonzero(~tied)
    if not len(alone):
        return points
    points = points.copy()
    low = points[tied].min(axis=0) if tied.any() else np.zeros(2)
    high = points[tied].max(axis=0) if tied.any() else np.zeros(2)
    step = 2 * gap
    a_row = max(int((high[0] - low[0]) // step), int(np.ceil(np.sqrt(2 * len(alone)))))
    points[alone, 0] = low[0] + step * (np.arange(len(alone)) % a_row)
    points[alone, 1] = high[1] + 2 * step + step * (np.arange(len(alone)) // a_row)
    return points
