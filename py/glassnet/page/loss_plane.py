"""A plane through the parameters in force: spanned by two of them, or by the path that they have gone."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np

from glassnet.arrays import Array

LEAST_SPAN = 1.0  # of a chosen parameter to each side of its value; chosen by eye
MARGIN = 1.3  # times as far as the path goes, the plane goes to each side
LEAST_SIDE = 0.3  # of the plane's longer side the shorter one is at least
LEAST_WAY = 1e-6  # of the 1st direction's way the 2nd one's is at least; less is but rounding


@dataclass(frozen=True)
class Plane:
    """A point, two directions of length 1 that are at right angles, and how far the plane is seen."""

    middle: Array  # (n_parameters,)
    directions: Array  # (2, n_parameters)
    half_widths: tuple[float, float]
    parameters: tuple[int, int] | None  # that are the directions; None: the path's own

    @classmethod
    def of_parameters(cls, middle: Array, pair: tuple[int, int], path: Array, extent: float) -> Self:
        """Return the plane of two parameters, `extent` times as wide as is sensible."""
        directions = np.zeros((2, middle.size))
        directions[[0, 1], pair] = 1.0
        far = np.abs((path - middle) @ directions.T).max(initial=0.0)
        half = extent * max(LEAST_SPAN, MARGIN * float(far))
        return cls(middle, directions, (half, half), pair)

    @classmethod
    def of_path(cls, middle: Array, path: Array, extent: float) -> Self | None:
        """Return the plane of the two main directions of a path `(n_points, n_parameters)`.

        They are those of its points' distances from the middle (principal components). The farthest
        point along the first is at its low end, along the second at its high one: the same path gives
        the same signs, and comes from far left. None: the path has no two directions yet.
        """
        ways = path - middle
        # By the small matrix of inner products: its singular vectors are those of `ways`, too.
        products = ways @ ways.T
        if len(path) < 2 or not np.isfinite(products).all():
            return None
        sides, squares, _ = np.linalg.svd(products)
        if not squares[1] > LEAST_WAY**2 * squares[0]:
            return None
        first, second = sides[:, :2].T @ ways
        first = first / np.linalg.norm(first)
        second = second - (second @ first) * first
        directions = np.stack([first, second / np.linalg.norm(second)])
        along = ways @ directions.T  # (n_points, 2)
        farthest = along[np.abs(along).argmax(axis=0), [0, 1]]
        directions *= np.where(farthest > 0.0, 1.0, -1.0)[:, np.newaxis] * [[-1.0], [1.0]]
        wide = MARGIN * np.abs(farthest)
        half_1, half_2 = (extent * np.maximum(wide, LEAST_SIDE * wide.max())).tolist()
        return cls(middle, directions, (half_1, half_2), None)

    def at(self, x: float, y: float) -> Array:
        """Return the parameters at a place of the plane; at (0, 0) the very ones of its middle."""
        first, second = self.directions
        parameters: Array = self.middle + x * first + y * second
        return parameters

    def axes(self, size: int) -> tuple[Array, Array]:
        """Return where the lines of a grid are along both directions; of an odd number one is at 0."""
        steps = np.arange(size) - (size - 1) / 2
        half_1, half_2 = self.half_widths
        return half_1 * steps / steps[-1], half_2 * steps / steps[-1]

    def places(self, path: Array) -> tuple[Array, Array]:
        """Return where the points of a path lie over the plane, `(2, n_points)`, and how far from it."""
        ways = path - self.middle
        along = self.directions @ ways.T
        return along, np.linalg.norm(ways - along.T @ self.directions, axis=1)

    def shares(self, path: Array) -> tuple[float, float] | None:
        """Return the shares of the directions in the squared ways of the path from the middle, if any."""
        ways = path - self.middle
        whole = float(np.vdot(ways, ways))
        if not whole > 0.0:
            return None
        one, other = ((self.directions @ ways.T) ** 2).sum(axis=1).tolist()
        return one / whole, other / whole


def most_moved(middle: Array, path: Array) -> tuple[int, int]:
    """Return the two parameters that differ most along a path, the first two of all that differ as much."""
    moved = np.ptp(np.vstack([path, middle]), axis=0)
    one, other = np.argsort(-moved, kind="stable")[:2].tolist()
    return min(one, other), max(one, other)


def as_path(vectors: Sequence[Array], middle: Array) -> Array:
    """Return vectors as a path `(n_points, n_parameters)`, which may have no points."""
    return np.stack(vectors) if vectors else np.empty((0, middle.size))
