"""The journal of a file as a journal, or a refusal: what comes from outside is judged entry by entry.

Judges the form; what a command of it makes of its parameters says the command, when it is done again.
"""

import json
from collections.abc import Collection, Mapping
from dataclasses import fields
from typing import Any

from glassnet.archive import FileError
from glassnet.checks import ConfigError
from glassnet.page.branches import branch_name
from glassnet.page.journal import MAX_KEYFRAMES, Entry, Journal
from glassnet.page.run import FIRST
from glassnet.page.turns import Mark, Moment, Said
from glassnet.saved_run import SavedRun
from glassnet.snapshot import config_of
from glassnet.snapshot_checks import is_count

MAX_ENTRIES, MAX_WORDS = 100_000, 200
MAX_TEXT = 200_000  # characters of an edited file
FIELDS = {each.name for each in fields(Entry)}
PLACE = {"entries", "now", "back", "forward", "reached", "marks"}


def past_of(saved: SavedRun, commands: Mapping[str, bool], editable: Collection[str]) -> Journal:
    """Return the journal of a file, with its keyframes. Raises FileError.

    `commands`: those that may be in it, and whether they start over; `editable`: files that code may
    be of. A file of a notebook has none: its run begins with what is kept.
    """
    _check_code(saved.code, editable)
    plain = _given(saved) if saved.journal is None else saved.journal
    if not isinstance(plain, dict) or plain.keys() != PLACE:
        raise FileError("is damaged: its journal is none")
    entries = plain["entries"]
    if not isinstance(entries, list) or not 0 < len(entries) <= MAX_ENTRIES:
        raise FileError("is damaged: its journal has no entries, or too many")
    known: dict[int, Any] = {}
    for entry in entries:
        _check_entry(entry, known, commands, editable)
        known[entry["id"]] = entry
    _check_place(plain, known)
    journal = Journal.from_plain(plain, _keyframes(saved, plain, known))
    if journal.code(journal.now.entry) != saved.code:
        raise FileError("is damaged: its code is another one than its journal says")
    journal.keyframes[journal.now] = saved.snapshot
    journal.untold, journal.unsent = list(journal.entries), list(journal.keyframes)
    return journal


def _given(saved: SavedRun) -> dict[str, Any]:
    """Return a past that begins with the state of a file."""
    step = _step_of(saved)
    params = {"config": config_of(saved.snapshot)}
    root = Entry(1, None, step, "configure", params, "", begins=True)
    place = {"now": [1, step], "back": [], "forward": [], "reached": [[1, step]], "marks": []}
    return {"entries": [vars(root)], **place}


def _step_of(saved: SavedRun) -> int:
    return int(json.loads(saved.snapshot[0])["step"])


def _check_code(files: Any, editable: Collection[str]) -> None:
    if not isinstance(files, dict):
        raise FileError("is damaged: its code is no object")
    for name, text in files.items():
        if name not in editable:
            raise FileError(f"is refused: it has code for {name!r:.40}, which is no file here")
        if not isinstance(text, str) or len(text) > MAX_TEXT:
            raise FileError(f"is refused: its code for {name} is no text, or too long")


def _check_entry(
    entry: Any, known: Mapping[int, Any], commands: Mapping[str, bool], editable: Collection[str]
) -> None:
    """Refuse an entry that no run can have; `known` are those before it."""
    if not isinstance(entry, dict) or entry.keys() != FIELDS:
        raise FileError("is damaged: an entry of its journal is none")
    number, parent, code, name = (entry[key] for key in ("id", "parent", "code", "command"))
    is_number = is_count(number) and number > max(known, default=0)
    has_parent = number == FIRST if parent is None else is_count(parent) and parent in known
    is_plain = isinstance(entry["params"], dict) and isinstance(entry["begins"], bool)
    is_told = isinstance(entry["what"], str) and len(entry["what"]) <= MAX_WORDS
    if not (is_number and has_parent and is_plain and is_told and is_count(entry["step"])):
        raise FileError("is damaged: an entry of its journal makes no sense")
    if (name == "edit_code") != (code is not None) or not isinstance(name, str):
        raise FileError("is damaged: an entry of its journal has code that it cannot have")
    if code is not None:
        _check_code(code, editable)
    elif name not in commands or commands[name] != entry["begins"]:
        raise FileError(f"is refused: its journal has the command {name!r:.40}, which changes no run")
    if parent is None and (name != "configure" or set(entry["params"]) != {"config"}):
        raise FileError("is damaged: its journal does not begin with a configuration")


def _check_place(plain: Mapping[str, Any], known: Mapping[int, Any]) -> None:
    """Refuse places that are none of the journal's, and steps that were never reached."""
    reached = plain["reached"]
    is_list = isinstance(reached, list) and all(isinstance(each, list) and len(each) == 2 for each in reached)
    if not is_list or sorted(each[0] for each in reached if is_count(each[0])) != sorted(known):
        raise FileError("is damaged: its journal does not say how far each branch has come")
    last = dict(reached)
    for number, entry in known.items():
        first = entry["step"] if not entry["begins"] or entry["parent"] is None else 0
        if not is_count(last[number]) or last[number] < first:
            raise FileError("is damaged: a branch of its journal ends before it begins")
        if entry["parent"] is not None and not _is_reached([entry["parent"], entry["step"]], known, last):
            raise FileError("is damaged: an entry of its journal was made where its run has never been")
    turns = [*_list(plain["back"]), *_list(plain["forward"])]
    is_known = all(_is_said(turn, known) or _is_reached(turn, known, last) for turn in turns)
    if not is_known or not _is_reached(plain["now"], known, last):
        raise FileError("is damaged: its journal leads to where its run has never been")
    if not _are_marks(plain["marks"], known):
        raise FileError("is damaged: its journal says of branches what makes no sense")


def _is_said(turn: Any, known: Mapping[int, Any]) -> bool:
    """Tell whether it is what was said of branches, to which undo or redo leads."""
    if not isinstance(turn, dict) or turn.keys() != {each.name for each in fields(Said)}:
        return False
    what = turn["what"]
    return isinstance(what, str) and len(what) <= MAX_WORDS and _are_marks(turn["marks"], known)


def _are_marks(value: Any, known: Mapping[int, Any]) -> bool:
    return all(_is_mark(mark, known) for mark in _list(value))


def _is_mark(value: Any, known: Mapping[int, Any]) -> bool:
    """Tell whether it is an entry's number and what is said of the branch that ends with that."""
    if not (isinstance(value, list) and len(value) == 2 and is_count(value[0]) and value[0] in known):
        return False
    mark = value[1]
    if not isinstance(mark, dict) or mark.keys() != {each.name for each in fields(Mark)}:
        return False
    name, flags = mark["name"], (mark["is_deleted"], mark["is_main"])
    try:
        is_name = branch_name(name) == name
    except ConfigError:
        is_name = False
    return is_name and all(isinstance(flag, bool) for flag in flags)


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [None]


def _is_reached(moment: Any, known: Mapping[int, Any], last: Mapping[int, int]) -> bool:
    """Return whether a run can have been at a moment."""
    if not isinstance(moment, list) or len(moment) != 2 or not all(map(is_count, moment)):
        return False
    number, step = moment
    if number not in known:
        return False
    entry = known[number]
    first = entry["step"] if not entry["begins"] or entry["parent"] is None else 0
    return bool(first <= step <= last[number])


def _keyframes(saved: SavedRun, plain: Mapping[str, Any], known: Mapping[int, Any]) -> list[Any]:
    """Return the keyframes of a file by their moments."""
    last = dict(plain["reached"])
    if len(saved.keyframes) > MAX_KEYFRAMES:
        raise FileError("is damaged: it has too many keyframes")
    for entry, step, _ in saved.keyframes:
        if not _is_reached([entry, step], known, last):
            raise FileError("is damaged: one of its keyframes is of where its run has never been")
    if plain["now"][1] != _step_of(saved):
        raise FileError("is damaged: its state is of another step than its journal says")
    return [(Moment(entry, step), snapshot) for entry, step, snapshot in saved.keyframes]
