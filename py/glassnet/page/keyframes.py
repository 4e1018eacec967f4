"""States that are kept of a run: how large one is, what the page is told, which gives way to another."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, TypeAlias

from glassnet.arrays import Array
from glassnet.page.turns import Moment, Turn

Snapshot: TypeAlias = tuple[str, Array]  # as TrainingSession.snapshot makes it


def least_missed(
    ordered: Sequence[Moment], reached: Mapping[int, int], now: Moment, needed: Collection[Turn]
) -> Moment:
    """Return the keyframe without which the least must be trained again, for how long ago it is.

    So they thin out with the logarithm of the run. Those where the run is, and where undo and redo
    lead (`needed`), go last, oldest first. `reached` has the last step of each entry's branch.
    """
    gaps: dict[Moment, float] = {}
    for at, moment in enumerate(ordered):
        before = ordered[at - 1] if at and ordered[at - 1].entry == moment.entry else Moment(0, 0)
        after = ordered[at + 1] if at + 1 < len(ordered) else now
        end = after.step if after.entry == moment.entry else reached[moment.entry]
        age = 1 + reached[moment.entry] - moment.step
        if moment != now and moment not in needed:
            gaps[moment] = (end - before.step) / age
    return min(gaps, key=gaps.__getitem__) if gaps else ordered[0]


def size_of(snapshot: Snapshot) -> int:
    """Return the bytes of a state."""
    meta, values = snapshot
    return len(meta) + values.nbytes


def event_of(moment: Moment, snapshot: Snapshot) -> dict[str, Any]:
    """Return the event that brings the page a state."""
    meta, values = snapshot
    return {"type": "keyframe", "entry": moment.entry, "step": moment.step, "meta": meta, "values": values}
