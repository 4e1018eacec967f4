"""When the remark on a run is looked for, and when it is replaced: it is not to come and go."""

import time

from glassnet.remarks import Remark, find_remark
from glassnet.session import TrainingSession

PAUSE = 1.0  # s between two looks at a run that is training
SHARE = 0.005  # of the time may go into looking
NEWER = 1.5  # times the epoch of the numbers shown: time for newer ones


class RemarkWatch:
    """Looks for the remark on a run.

    While training a remark is taken back or replaced only when the same has been found twice.
    """

    def __init__(self) -> None:
        self._shown: Remark | None = None
        self._found: Remark | None = None
        self.look_again()

    def look_again(self) -> None:
        """Make a look due: the run goes on by other settings or values."""
        self._epoch, self._due_at = -1, 0.0
        self._is_changed = True

    def wait_for_newer(self, session: TrainingSession) -> None:
        """Take the remark back until there is a newer record: by hand the network has become another one."""
        self._shown = self._found = None
        self._epoch = session.history.last_epoch

    def remark(self, session: TrainingSession, *, is_final: bool) -> Remark | None:
        """Return what is to be shown now; `is_final`: training has ended."""
        started = time.perf_counter()
        if session.history.last_epoch != self._epoch and (is_final or started >= self._due_at):
            self._epoch = session.history.last_epoch
            before, self._found = self._found, _found_in(session)
            ended = time.perf_counter()
            is_confirmed = _kind(before) == _kind(self._found)
            # The second look, which tells whether the first was right, does not wait longer than it must.
            self._due_at = ended + (max(PAUSE, (ended - started) / SHARE) if is_confirmed else PAUSE)
            if is_confirmed or is_final:
                self._take(is_final)
        elif is_final:
            self._take(is_final)
        return self._shown

    def _take(self, is_final: bool) -> None:
        """Show what was found, unless it says less than what is shown, or hardly anything newer."""
        found, shown = self._found, self._shown
        if found is not None and shown is not None and not self._is_changed:
            if found.kind == "stalled" and shown.kind in ("too_small", "too_low"):
                return
            if found.kind == shown.kind and not is_final and found.epoch < NEWER * shown.epoch:
                return
        self._shown, self._is_changed = found, False


def _found_in(session: TrainingSession) -> Remark | None:
    """Return the remark; none where edited code lacks what it takes to measure, since training needs less."""
    try:
        return find_remark(session)
    except Exception:
        return None


def _kind(remark: Remark | None) -> str | None:
    return None if remark is None else remark.kind
