"""The bipartite configuration model: the most random table whose row and column sums are the given ones on average.

p(row, column) = x y / (1 + x y); rows of one sum share one x, columns of one sum share one y, so there is one equation
per *distinct* sum. Reference: F. Saracco, R. Di Clemente, A. Gabrielli, T. Squartini, "Randomizing bipartite networks:
the case of the World Trade Web", Sci. Rep. 5:10595, 2015.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]

TOLERANCE = 1e-11  # largest deviation of an expected sum, relative to the sum
MAX_STEPS = 500  # Newton needs about ten; only sums that leave no freedom need more


@dataclass(frozen=True)
class Bicm:
    """Probabilities between the distinct row sums and the distinct column sums, both ascending."""

    row_sums: Counts
    column_sums: Counts
    n_columns: Counts
    """Number of columns of each distinct sum."""
    probability: Floats
    """Shape (row classes, column classes)."""

    def row_class(self, sums: Counts) -> Counts:
        """Class of each row sum."""
        return np.searchsorted(self.row_sums, sums)

    def matrix(self, rows: Counts, columns: Counts) -> Floats:
        """The probabilities of a whole table with these row and column sums."""
        return self.probability[np.ix_(self.row_class(rows), np.searchsorted(self.column_sums, columns))]


def fit(rows: Counts, columns: Counts) -> Bicm:
    """Solve the model for the row and column sums of one table.

    Rows and columns without entries get probability 0, those that are full probability 1, and the rest is solved for
    what remains of the sums.
    """
    row_sums, n_rows = np.unique(rows, return_counts=True)
    column_sums, n_columns = np.unique(columns, return_counts=True)
    probability, free_rows, free_columns = _fixed(row_sums, n_rows, column_sums, n_columns)
    if free_rows.any() and free_columns.any():
        inner = np.ix_(free_rows, free_columns)
        fixed_in_rows = probability[free_rows][:, ~free_columns] @ n_columns[~free_columns]
        fixed_in_columns = n_rows[~free_rows] @ probability[~free_rows][:, free_columns]
        probability[inner] = _solve(
            row_sums[free_rows] - fixed_in_rows,
            n_rows[free_rows],
            column_sums[free_columns] - fixed_in_columns,
            n_columns[free_columns],
        )
    return Bicm(row_sums, column_sums, n_columns, probability)


def _fixed(
    row_sums: Counts, n_rows: Counts, column_sums: Counts, n_columns: Counts
) -> tuple[Floats, NDArray[np.bool_], NDArray[np.bool_]]:
    """What leaves no freedom: empty and full rows and columns, also those that become so once others are set."""
    probability = np.zeros((len(row_sums), len(column_sums)))
    free_rows, free_columns = np.ones(len(row_sums), bool), np.ones(len(column_sums), bool)
    rows_left, columns_left = row_sums.astype(float), column_sums.astype(float)
    while True:
        full_rows = free_rows & (rows_left == n_columns[free_columns].sum())
        full_columns = free_columns & ~full_rows.any() & (columns_left == n_rows[free_rows].sum())
        done_rows = free_rows & (full_rows | (rows_left == 0))
        done_columns = free_columns & (full_columns | (columns_left == 0))
        if not (done_rows.any() or done_columns.any()):
            return probability, free_rows, free_columns
        probability[np.ix_(full_rows, free_columns)] = 1
        probability[np.ix_(free_rows, full_columns)] = 1
        columns_left = columns_left - np.where(free_columns, n_rows[full_rows].sum(), 0)
        rows_left = rows_left - np.where(free_rows, n_columns[full_columns].sum(), 0)
        free_rows &= ~done_rows
        free_columns &= ~done_columns


def _solve(rows: Floats, n_rows: Counts, columns: Floats, n_columns: Counts) -> Floats:
    """Maximise the likelihood, concave in the logarithms of x and y, by Newton steps with halving."""
    total = rows @ n_rows
    theta = np.log(rows) - 0.5 * np.log(total)
    phi = np.log(columns) - 0.5 * np.log(total)
    value = _likelihood(theta, phi, rows, n_rows, columns, n_columns)
    for _ in range(MAX_STEPS):
        p = _logistic(theta, phi)
        row_gap, column_gap = rows - p @ n_columns, columns - n_rows @ p
        if max((np.abs(row_gap) / rows).max(), (np.abs(column_gap) / columns).max()) < TOLERANCE:
            break
        step = _newton_step(p, n_rows * row_gap, n_columns * column_gap, n_rows, n_columns)
        slope = step @ np.concatenate([n_rows * row_gap, n_columns * column_gap])
        length = 1.0
        while length > 1e-6:
            moved = theta + length * step[: len(theta)], phi + length * step[len(theta) :]
            tried = _likelihood(*moved, rows, n_rows, columns, n_columns)
            if tried >= value + 1e-4 * length * slope - 1e-12 * abs(value):
                break
            length /= 2
        theta, phi = moved
        value = tried
    return _logistic(theta, phi)


def _logistic(theta: Floats, phi: Floats) -> Floats:
    return 1 / (1 + np.exp(-(theta[:, None] + phi[None, :])))


def _likelihood(theta: Floats, phi: Floats, rows: Floats, n_rows: Counts, columns: Floats, n_columns: Counts) -> float:
    log_partition = n_rows @ np.logaddexp(0, theta[:, None] + phi[None, :]) @ n_columns
    return float((n_rows * rows) @ theta + (n_columns * columns) @ phi - log_partition)


def _newton_step(p: Floats, row_slope: Floats, column_slope: Floats, n_rows: Counts, n_columns: Counts) -> Floats:
    """Solve for the step; the one direction that changes nothing (x up, y down) is pinned at zero."""
    weight = n_rows[:, None] * n_columns[None, :] * p * (1 - p)
    hessian = np.block([[np.diag(weight.sum(1)), weight], [weight.T, np.diag(weight.sum(0))]])
    idle = np.concatenate([np.ones(len(n_rows)), -np.ones(len(n_columns))])
    scale = np.diag(hessian).mean()
    hessian += scale * (np.outer(idle, idle) / len(idle) + 1e-14 * np.eye(len(idle)))
    return np.linalg.solve(hessian, np.concatenate([row_slope, column_slope]))
