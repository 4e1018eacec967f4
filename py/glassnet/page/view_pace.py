"""When a costly view is computed again and how finely, so that it takes only its share of the time."""

from collections.abc import Collection, Mapping

VIEW_SHARE = 0.006  # of the time may go into each costly view: five of them leave 97 % for training
RATE = 10.0  # times a second a view is to come, as long as its coarsest grid allows that
ROOM = 0.7  # of what a view may cost: a finer grid that would need more is not taken
REST_COST = 0.03  # seconds that one may take at rest


class ViewPace:
    """Of each view, its grid's size (points along an axis), what that costs, and when it is due.

    `sizes` are a view's possible ones from coarse to fine; a view without a grid has one size. The
    grid is the finest one that can be had `RATE` times a second. It becomes coarser at once but
    finer only by one size at a time, with room to spare, so that it does not go back and forth.
    The `calm` views come no more often than that either, because the page draws them so often.
    When `is_final`, because training has ended, a grid has the finest of its sizes, and then, as that
    has shown what a point costs, the finest of its `rest_sizes` that does not take too long.
    """

    def __init__(
        self,
        sizes: Mapping[str, tuple[int, ...]],
        calm: Collection[str] = (),
        rest_sizes: Mapping[str, tuple[int, ...]] | None = None,
    ) -> None:
        self._sizes = sizes
        self._rest_sizes = rest_sizes or {}
        self._calm = calm
        self.is_final = True
        self.restart()

    def restart(self) -> None:
        """Forget everything that was measured: another network has other costs."""
        self._size = {name: sizes[-1] for name, sizes in self._sizes.items()}
        self._point_cost: dict[str, float] = {}
        self.renew()

    def renew(self) -> None:
        """Make every view due, whether or not it has changed."""
        self._shown: dict[str, tuple[int, int]] = {}
        self.hurry()

    def hurry(self) -> None:
        """Make every view due that has changed, however short ago it came."""
        self._due_at = dict.fromkeys(self._sizes, 0.0)

    def size(self, name: str) -> int:
        """Return how many points along each axis a view's grid is to have now."""
        return self._finest(name) if self.is_final else self._size[name]

    def is_due(self, name: str, step: int, now: float) -> bool:
        """Return whether a view would tell something new, and may be computed again already."""
        shown_step, shown_size = self._shown.get(name, (-1, 0))
        if step == shown_step:
            return self.is_final and shown_size < self.size(name)
        return now >= self._due_at[name]

    def note(self, name: str, step: int, now: float, cost: float) -> None:
        """Take in that a view of this step has just been computed, in `cost` seconds."""
        size = self.size(name)
        self._shown[name] = (step, size)
        self._due_at[name] = now + max(cost / VIEW_SHARE, 1.0 / RATE if name in self._calm else 0.0)
        point_cost = cost / size**2
        # Of two measurements the lower: one that was interrupted tells nothing.
        lower = min(point_cost, self._point_cost.get(name, point_cost))
        self._point_cost[name] = point_cost
        self._size[name] = self._fitting(self._sizes[name], self._size[name], lower)

    def _finest(self, name: str) -> int:
        """Return the finest size that may be had at rest."""
        cost = self._point_cost.get(name, float("inf"))
        affordable = [size for size in self._rest_sizes.get(name, ()) if size**2 * cost <= REST_COST]
        return max(affordable, default=self._sizes[name][-1])

    @staticmethod
    def _fitting(sizes: tuple[int, ...], size: int, point_cost: float) -> int:
        most = VIEW_SHARE / RATE / point_cost if point_cost > 0 else float("inf")  # points
        affordable = [each for each in sizes if each <= size and each**2 <= most]
        if not affordable:
            return sizes[0]
        finer = sizes[min(sizes.index(size) + 1, len(sizes) - 1)]
        return finer if affordable[-1] == size and finer**2 <= ROOM * most else affordable[-1]
