"""What the user says of a branch of a run's past: its name, that it is left out, that it stands first."""

from dataclasses import asdict

from glassnet.checks import LIMITS, ConfigError, mapping
from glassnet.page.replies import carried_out
from glassnet.page.run import Params, Run
from glassnet.page.way import Way


def branch_name(value: object) -> str | None:
    """Return what a branch may be called, without space around it; None: by what was done."""
    least, most = LIMITS["branch_name"]
    name = value.strip() if isinstance(value, str) else ""
    if value is not None and not least <= len(name) <= most:
        raise ConfigError("name", f"must be a text of {least} to {most} letters", value)
    return None if value is None else name


def mark_branch(run: Run, params: Params) -> Way:
    """Name, delete, bring back or promote the branch that ends with `entry`; answer with its mark."""
    mapping("mark_branch", params, ("entry", "name", "is_deleted", "is_main"))
    entry, name = params.get("entry"), branch_name(params.get("name"))
    if isinstance(entry, bool) or not isinstance(entry, int) or entry not in run.journal.entries:
        raise ConfigError("entry", "must be the number of an entry of the journal", entry)
    for flag in ("is_deleted", "is_main"):
        if not isinstance(params.get(flag, False), bool):
            raise ConfigError(flag, "must be true or false", params[flag])
    if params.get("is_deleted") and entry == run.now.entry:
        raise ConfigError("entry", "must not be of the branch that the run is on", entry)
    changes = {key: value for key, value in params.items() if key != "entry"}
    if "name" in changes:
        changes["name"] = name
    run.mark(entry, _what(changes), changes)
    yield from ()
    return carried_out("asks", {"entry": entry, **asdict(run.journal.marks[entry])})


def _what(changes: Params) -> str:
    """Return what is done to a branch, as undo says it."""
    if "name" in changes:
        return "the name of a branch"
    if "is_deleted" in changes:
        return "deleting a branch" if changes["is_deleted"] else "bringing back a branch"
    return "promoting a branch"
