"""The loss over a plane of parameters, one loss after the other, coarse first. Looking changes nothing."""

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass, fields
from typing import Any, Literal, TypeAlias

import numpy as np

from glassnet.arrays import Array
from glassnet.checks import finite
from glassnet.page.loss_plane import Plane, as_path, most_moved
from glassnet.page.observe import float32
from glassnet.session import TrainingSession

SIZES = (11, 21, 41)  # losses along each direction; a grid has the one before in it, and the middle
FINEST = SIZES[-1]

Making: TypeAlias = Generator[dict[str, Any] | None, None, None]  # None: another loss, and nothing to tell


@dataclass(frozen=True)
class LossRequest:
    """Which surface: over what, of which samples, how wide and how fine."""

    directions: Literal["path"] | tuple[int, int] = "path"  # its main ones, or two parameters
    samples: str = "train"  # or "test"
    extent: float = 1.0  # times as wide as is sensible
    size: int = FINEST  # of SIZES


LOSS_FIELDS = tuple(each.name for each in fields(LossRequest))
EXTENTS = (0.01, 100.0)


def surface(
    session: TrainingSession, request: LossRequest, vectors: Sequence[Array], sizes: Sequence[int]
) -> Making:
    """Yield after every loss, and the part of a state event at the end of each grid of `sizes`.

    It is the surface around the parameters that are in force now, however much is trained meanwhile.
    """
    step, network, middle = session.step, session.network, session.network.parameters.copy()
    X, Y = _samples(session, request.samples)
    path = as_path(vectors if np.isfinite(middle).all() else [], middle)
    plane = _plane(request, middle, path)

    def loss_at(parameters: Array) -> float:
        return network.loss_at(parameters, X, Y)

    told = {
        "step": step,
        "samples": request.samples,
        "loss": finite(loss_at(middle)),
        **_described(plane, path),
        "path": float32((yield from _path_rows(plane, path, loss_at))),
    }
    losses, is_known = np.empty((FINEST, FINEST)), np.zeros((FINEST, FINEST), dtype=bool)
    xs, ys = (axis.tolist() for axis in plane.axes(FINEST))
    for size in sizes:
        stride = (FINEST - 1) // (size - 1)
        places = range(0, FINEST, stride)
        new = [(row, column) for row in places for column in places if not is_known[row, column]]
        for row, column in new:
            losses[row, column] = loss_at(plane.at(xs[column], ys[row]))
            yield None
        is_known[::stride, ::stride] = True
        yield {**told, "size": size, "losses": float32(losses[::stride, ::stride])}


def n_losses(size: int, n_points: int) -> int:
    """Return how many losses a grid and a path take."""
    return size**2 + 2 * n_points + 1


def _path_rows(plane: Plane, path: Array, loss_at: Callable[[Array], float]) -> Generator[None, None, Array]:
    """Return `(5, n_points)`: x and y over the plane, loss, loss of the plane there, distance from it."""
    (xs, ys), distances = plane.places(path)
    rows = np.stack([xs, ys, np.zeros_like(xs), np.zeros_like(xs), distances])
    for at, parameters in enumerate(path):
        rows[2, at] = loss_at(parameters)
        yield None
        rows[3, at] = loss_at(plane.at(xs[at], ys[at]))
        yield None
    return rows


def _samples(session: TrainingSession, name: str) -> tuple[Array, Array]:
    """Return inputs and targets of the training or the test samples."""
    if name == "test":
        return session.test_inputs, session.test_samples[1]
    return session.train_inputs, session.train_samples[1]


def _plane(request: LossRequest, middle: Array, path: Array) -> Plane:
    """Return the plane that is asked for; a path without two directions gives way to two parameters."""
    directions, extent = request.directions, request.extent
    plane = Plane.of_path(middle, path, extent) if directions == "path" else None
    if plane is not None:
        return plane
    pair = most_moved(middle, path) if directions == "path" else directions
    return Plane.of_parameters(middle, pair, path, extent)


def _described(plane: Plane, path: Array) -> dict[str, Any]:
    """Return what there is to say of a plane."""
    pair = plane.parameters
    return {
        "half_widths": [finite(half) for half in plane.half_widths],
        "parameters": pair,
        "values": pair and [finite(plane.middle[index]) for index in pair],
        "moved": most_moved(plane.middle, path),
        "shares": plane.shares(path),
    }
