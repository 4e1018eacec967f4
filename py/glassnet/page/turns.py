"""Where undo and redo lead: to a moment of the past, or back to what was said of its branches."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, NamedTuple, TypeAlias


class Moment(NamedTuple):
    """A place in the past: after an entry, at a step of the branch that begins with it."""

    entry: int
    step: int


@dataclass(frozen=True)
class Mark:
    """What the user has said of a branch."""

    name: str | None = None  # None: by what was done
    is_deleted: bool = False
    is_main: bool = False  # it stands first


@dataclass(frozen=True, eq=False)
class Said:
    """What was said of all branches at a time."""

    what: str  # is between it and what is said now, as undo says it
    marks: Mapping[int, Mark]

    @staticmethod
    def among(turns: Sequence["Turn"]) -> list["Turn"]:
        """Return those turns that lead to no other moment."""
        return [turn for turn in turns if isinstance(turn, Said)]


Turn: TypeAlias = Moment | Said


def marks_as_plain(marks: Mapping[int, Mark]) -> list[list[Any]]:
    """Return what is said of branches as JSON can carry it."""
    return [[entry_id, asdict(mark)] for entry_id, mark in marks.items()]


def marks_of(plain: Any) -> dict[int, Mark]:
    """Return what `marks_as_plain` was taken of."""
    return {entry_id: Mark(**mark) for entry_id, mark in plain}


def turn_as_plain(turn: Turn) -> Any:
    """Return where undo or redo leads as JSON can carry it."""
    if isinstance(turn, Said):
        return {"what": turn.what, "marks": marks_as_plain(turn.marks)}
    return turn


def turn_of(plain: Any) -> Turn:
    """Return what `turn_as_plain` was taken of."""
    if isinstance(plain, dict):
        return Said(plain["what"], marks_of(plain["marks"]))
    return Moment(*plain)
