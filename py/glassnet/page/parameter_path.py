"""The way that a run's parameters have gone: some of its moments, each with the whole vector.

It is kept beside the run, which knows nothing of it. What was begun before is forgotten; of that the
journal has keyframes. Its memory is bounded.
"""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Self, TypeAlias

import numpy as np

from glassnet.arrays import Array
from glassnet.page.journal import Entry
from glassnet.page.turns import Moment

MAX_POINTS, MAX_NUMBERS = 64, 250_000  # that are kept: 2 MB
RESOLUTION = 20  # a moment is kept when the branch has grown by 1 / RESOLUTION since the last

Vectors: TypeAlias = Mapping[Moment, Array]
Gaps: TypeAlias = dict[tuple[Moment, Moment], float]


class ParameterPath:
    """Moments since the run has begun, on all its branches, and the parameters there."""

    def __init__(self, begun_by: int | None = None, vectors: Vectors | None = None) -> None:
        self._begun_by = begun_by  # the id of an entry
        self._vectors: Vectors = vectors or {}
        self._gaps: Gaps = {}

    def copy(self) -> Self:
        """Return a path that goes its own way from here."""
        return type(self)(self._begun_by, self._vectors)

    def record(self, begun_by: int, moment: Moment, parameters: Array) -> None:
        """Keep where the run is, unless it was kept not long ago or is no place at all."""
        if begun_by != self._begun_by:
            self._begun_by, self._vectors, self._gaps = begun_by, {}, {}
        last = max((each.step for each in self._vectors if each.entry == moment.entry), default=-1)
        if moment.step - last >= max(1, last // RESOLUTION) and np.isfinite(parameters).all():
            self._vectors = thinned({**self._vectors, moment: parameters.copy()}, self._gaps)
            self._gaps = {ends: gap for ends, gap in self._gaps.items() if self._vectors.keys() >= set(ends)}

    def to(self, moment: Moment, path: Sequence[Entry], keyframes: Vectors) -> list[Array]:
        """Return the vectors on the way to a moment, in order; keyframes for what is older than the record.

        `path` are the journal's entries on that way.
        """
        begins = max(at for at, entry in enumerate(path) if entry.begins or at == 0)
        ends = {entry.id: after.step for entry, after in pairwise(path[begins:])}
        ends[path[-1].id] = moment.step

        def on_the_way(vectors: Vectors) -> dict[Moment, Array]:
            return {each: vectors[each] for each in vectors if each.step <= ends.get(each.entry, -1)}

        recorded = on_the_way(self._vectors)
        first = min(recorded, default=moment)
        older = {each: vector for each, vector in on_the_way(keyframes).items() if each <= first}
        vectors = thinned(older | recorded)
        return [vectors[each] for each in sorted(vectors)]


def thinned(vectors: Vectors, gaps: Gaps | None = None) -> Vectors:
    """Return as many of them as may be kept: those go first whose neighbours are nearest to each other.

    `gaps` are known distances of moments, and get those that are found.
    """
    kept, gaps = dict(sorted(vectors.items())), {} if gaps is None else gaps
    size = max((vector.size for vector in kept.values()), default=1)
    while len(kept) > max(3, min(MAX_POINTS, MAX_NUMBERS // size)):
        moments = list(kept)
        around = dict(zip(moments[1:], zip(moments, moments[2:], strict=False), strict=False))
        for before, after in around.values():
            if (before, after) not in gaps:
                gaps[before, after] = float(np.linalg.norm(kept[after] - kept[before]))
        del kept[min(around, key=lambda moment: gaps[around[moment]])]
    return kept
