"""The past of a run: a tree of what was done, states that are kept of it, and where the run is.

Plain values, which know neither networks nor code. Runs are deterministic, so that a moment (an
entry, and a step of its branch) is an address: whoever does what the entries on its path say, each
at its step, has the very same run. There is no other past: undo and redo are moves between moments.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from itertools import pairwise
from typing import Any, Self, TypeAlias

from glassnet.page.keyframes import Snapshot, event_of, least_missed, size_of
from glassnet.page.turns import Mark, Moment, Said, Turn, marks_as_plain, marks_of, turn_as_plain, turn_of

MAX_BYTES, MAX_KEYFRAMES = 32_000_000, 500  # that are kept of a run: README and help say so
ANOTHER_BRANCH = "going to another branch"

Files: TypeAlias = dict[str, str]  # texts of edited files, by name


@dataclass(frozen=True)
class Entry:
    """Something that was done to a run."""

    id: int  # above all before it
    parent: int | None  # the entry after which it was done; None: the first
    step: int  # at which it was done, of the run before it
    command: str
    params: Mapping[str, Any]
    what: str  # is changed by it, in words such as "the network"
    begins: bool = False  # the run starts over, at step 0
    code: Files | None = None  # the edited files from here on; None: as before

    @property
    def first_step(self) -> int:
        """The first step of its branch; a past that is not known from its beginning has its own."""
        return 0 if self.begins and self.parent is not None else self.step


class Journal:
    """The entries, by id; the keyframes, by moment; `now`, and where undo and redo lead to."""

    def __init__(self, root: Entry) -> None:
        self.entries = {root.id: root}
        self.keyframes: dict[Moment, Snapshot] = {}
        self.now = Moment(root.id, 0)
        self.back: list[Turn] = []  # where undo leads to, the next last
        self.forward: list[Turn] = []  # the same of redo
        self._givens = {Moment(root.id, root.step)} if root.step else set()  # of whose way nothing is known
        self.reached = {root.id: 0}  # the last step of each entry's branch
        self.marks: dict[int, Mark] = {}  # by the entry that a branch ends with
        self._amendable: tuple[object, ...] | None = None
        self.untold = [root.id]  # entries that the page has not been told of
        self.unsent: list[Moment] = []  # keyframes that it has not been sent
        self.dropped: list[Moment] = []  # keyframes that it may forget
        self._told = ""  # the place that it knows

    # ------------------------------------------------------------------ what was done

    def path(self, entry_id: int) -> list[Entry]:
        """Return the entries from the first to this one."""
        path = [self.entries[entry_id]]
        while (parent := path[-1].parent) is not None:
            path.append(self.entries[parent])
        return path[::-1]

    def code(self, entry_id: int) -> Files:
        """Return the edited files in force after an entry."""
        return next((entry.code for entry in self.path(entry_id)[::-1] if entry.code is not None), {})

    def beginning(self, entry_id: int) -> Entry:
        """Return the entry with which the run of this one has begun."""
        return next(entry for entry in self.path(entry_id)[::-1] if entry.begins)

    def changes(self) -> list[Entry]:
        """Return what was done to the run, so that configuration and seed alone do not make it.

        Training settings of which no step knew yet are the configuration's.
        """
        path = self.path(self.now.entry)
        since = path[path.index(self.beginning(self.now.entry)) + 1 :]
        return [entry for entry in since if entry.step > 0 or entry.command != "set_training"]

    def latest_edit(self) -> Entry | None:
        """Return the last change of the code on the way to where the run is."""
        return next((entry for entry in self.path(self.now.entry)[::-1] if entry.code is not None), None)

    def has_code(self) -> bool:
        """Return whether any branch runs code that was edited."""
        return any(entry.code for entry in self.entries.values())

    # ------------------------------------------------------------------ moves

    def advance(self, step: int) -> None:
        """Note that the run has been trained to a step."""
        self.now = self.now._replace(step=step)
        self.reached[self.now.entry] = max(step, self.reached[self.now.entry])

    def add(self, entry: Entry, before: Snapshot, key: tuple[object, ...] | None = None) -> None:
        """Append what was done where the run is; `before` is its state until then.

        The same `key` as that of the entry just added, with no step between, is one change with it.
        """
        last = self.entries[self.now.entry]
        if key is not None and self._amendable == (key, last.id, self.now.step):
            self.entries[last.id] = replace(last, params={**last.params, **entry.params})
            self.untold.append(last.id)
            for moment in [each for each in self.keyframes if each.entry == last.id]:
                del self.keyframes[moment]
                self.dropped.append(moment)
            return
        self.keep(self.now, before)
        self.entries[entry.id] = entry
        self.untold.append(entry.id)
        self.back, self.forward = [*self.back, self.now], []
        self.now = Moment(entry.id, 0 if entry.begins else self.now.step)
        self.reached[entry.id] = self.now.step
        self._amendable = key and (key, entry.id, self.now.step)

    def make_entry(self, command: str, params: Mapping[str, Any], what: str, **more: Any) -> Entry:
        """Return an entry for what is done where the run is."""
        return Entry(max(self.entries) + 1, self.now.entry, self.now.step, command, params, what, **more)

    def undone(self) -> Turn | None:
        """Return where undo leads to."""
        return self.back[-1] if self.back else None

    def redone(self) -> Turn | None:
        """Return where redo leads to."""
        return self.forward[-1] if self.forward else None

    def undo(self) -> None:
        """Note that undo was done."""
        self.back, self.forward = self._turned(self.back, self.forward)

    def redo(self) -> None:
        """Note that redo was done."""
        self.forward, self.back = self._turned(self.forward, self.back)

    def _turned(self, turns: list[Turn], others: list[Turn]) -> tuple[list[Turn], list[Turn]]:
        """Turn where the last of them leads; return the rest, and the others with the way back."""
        *rest, turn = turns
        back: Turn = self.now
        if isinstance(turn, Said):
            back, self.marks = Said(turn.what, self.marks), dict(turn.marks)
        else:
            self.now = turn
        self._amendable = None
        return rest, [*others, back]

    def what_is_undone(self) -> str | None:
        """Return in words what undo takes back; None: there is nothing."""
        turn = self.undone()
        return turn.what if isinstance(turn, Said) else self._way_in_words(turn, self.now)

    def what_is_redone(self) -> str | None:
        """Return in words what redo makes again; None: there is nothing."""
        turn = self.redone()
        return turn.what if isinstance(turn, Said) else self._way_in_words(self.now, turn)

    def _way_in_words(self, before: Moment | None, after: Moment | None) -> str | None:
        if before is None or after is None:
            return None
        entry = self.entries[after.entry]
        return entry.what if entry.parent == before.entry else ANOTHER_BRANCH

    def go_to(self, moment: Moment) -> None:
        """Note that the run goes to a moment: undo leads back from another branch, redo to what was later."""
        if moment.entry == self.now.entry:  # undo and redo lead where they led
            self._amendable, self.now = None, moment
        elif moment in (self.undone(), self.redone()):
            turn = self.undo if moment == self.undone() else self.redo
            turn()
            for turns in (self.back, self.forward):  # what was said of branches is no moment
                turns.sort(key=lambda turn: isinstance(turn, Said))
        elif self._is_before(moment, self.now) or self._is_before(self.now, moment):
            self.place_at(moment)
        else:
            self.back, self.forward = [*self.back, self.now], []
            self._amendable, self.now = None, moment

    def place_at(self, moment: Moment) -> None:
        """Note that the run is at a moment: undo leads to its beginning, redo on to where it was if later."""
        path = self.path(self.now.entry)
        places = [place for place, entry in enumerate(path) if entry.id == moment.entry]
        later = path[places[0] + 1 :] if places else []
        ends = [Moment(entry.id, after.step) for entry, after in pairwise(later)]
        begun = [Moment(before.id, entry.step) for before, entry in pairwise(self.path(moment.entry))]
        self.forward = [*([self.now] if later else []), *ends[::-1], *Said.among(self.forward)]
        self.back = [*begun, *Said.among(self.back)]
        self._amendable, self.now = None, moment

    def _is_before(self, moment: Moment, other: Moment) -> bool:
        """Return whether a moment of another entry is on the way to one."""
        return any(
            before.id == moment.entry and moment.step <= entry.step
            for before, entry in pairwise(self.path(other.entry))
        )

    def mark(self, entry_id: int, what: str, **changes: Any) -> None:
        """Name a branch, delete it or bring it back, or make it the main one, of which there is one.

        `what` is changed in it, as undo says it.
        """
        marks = self.marks
        if changes.get("is_main"):
            marks = {each: replace(mark, is_main=False) for each, mark in marks.items()}
        marks = {**marks, entry_id: replace(marks.get(entry_id, Mark()), **changes)}
        if marks != self.marks:
            self.back, self.forward = [*self.back, Said(what, self.marks)], []
            self._amendable, self.marks = None, marks

    # ------------------------------------------------------------------ keyframes

    def keep(self, moment: Moment, snapshot: Snapshot) -> None:
        """Keep a state to start from; of too many the ones that are missed least give way."""
        if moment in self.keyframes:
            return
        self.keyframes[moment] = snapshot
        self.unsent.append(moment)
        size = sum(map(size_of, self.keyframes.values()))
        while (size > MAX_BYTES or len(self.keyframes) > MAX_KEYFRAMES) and len(self.keyframes) > 1:
            ordered = sorted(self.keyframes.keys() - self._givens)
            least = least_missed(ordered, self.reached, self.now, {*self.back, *self.forward})
            size -= size_of(self.keyframes.pop(least))
            self.dropped.append(least)

    def take_keyframe(self, moment: Moment, snapshot: Snapshot) -> dict[str, Any]:
        """Keep a state, and return the event that tells the page of it and of where the run is."""
        self.keep(moment, snapshot)
        if moment in self.unsent:
            self.unsent.remove(moment)
        dropped, self.dropped = self.dropped, []
        return {**event_of(moment, snapshot), "now": self.now, "dropped": dropped}

    def take_news(self) -> list[dict[str, Any]]:
        """Return what the page's copy lacks, as events: entries and where the run is, then keyframes."""
        unsent, self.unsent = [key for key in self.unsent if key in self.keyframes], []
        events = [event_of(key, self.keyframes[key]) for key in unsent]
        entries = [asdict(self.entries[entry_id]) for entry_id in dict.fromkeys(self.untold)]
        place, dropped = self.place(), self.dropped
        text = json.dumps(place)
        is_new = bool(entries or dropped or text != self._told)
        self.untold, self.dropped, self._told = [], [], text
        news = {"type": "journal", "entries": entries, **place, "dropped": dropped}
        return [news, *events] if is_new else events

    def nearest(self, moment: Moment) -> Moment | None:
        """Return the last keyframe on the way to a moment; None: the way is to be gone from its beginning."""
        path = self.path(moment.entry)
        ends = [after.step for after in path[1:]] + [moment.step]
        for entry, end in zip(path[::-1], ends[::-1], strict=True):
            steps = [key.step for key in self.keyframes if key.entry == entry.id and key.step <= end]
            if steps:
                return Moment(entry.id, max(steps))
            if entry.begins:
                return None  # nothing before it matters, but the configuration
        return None

    # ------------------------------------------------------------------ plain values

    def as_plain(self) -> dict[str, Any]:
        """Return all but the keyframes as JSON can carry it."""
        return {"entries": [asdict(entry) for entry in self.entries.values()], **self.place()}

    def place(self) -> dict[str, Any]:
        """Return where the run is and can go, as plain values."""
        ways = {"back": self.back, "forward": self.forward}
        plain = {name: [turn_as_plain(turn) for turn in turns] for name, turns in ways.items()}
        reached = list(self.reached.items())
        return {"now": self.now, **plain, "reached": reached, "marks": marks_as_plain(self.marks)}

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any], keyframes: Iterable[tuple[Moment, Snapshot]] = ()) -> Self:
        """Return the journal that `as_plain` was taken of, which need not tell what whoever has it knows."""
        root, *others = [Entry(**entry) for entry in plain["entries"]]
        journal = cls(root)
        journal.entries |= {entry.id: entry for entry in others}
        journal.now = Moment(*plain["now"])
        journal.back, journal.forward = (
            [turn_of(each) for each in plain[name]] for name in ("back", "forward")
        )
        journal.reached = dict(plain["reached"])
        journal.marks = marks_of(plain["marks"])
        journal.keyframes = dict(keyframes)
        journal.untold = []
        return journal

    def copy(self) -> Self:
        """Return a journal that goes its own way from here, and that the page does not know yet."""
        other = type(self).from_plain(self.as_plain(), self.keyframes.items())
        other.untold, other.unsent = list(other.entries), list(other.keyframes)
        return other
