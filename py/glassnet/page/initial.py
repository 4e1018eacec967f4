"""Prints what the page shows while Python loads: the first page's real events, as JSON.

The build runs it (`python -m glassnet.page.initial`). Arrays are base64 of their bytes, little-endian.
"""

import base64
import json
from collections.abc import Iterable
from typing import Any

import numpy as np

from glassnet.page.catalog import catalog
from glassnet.page.events import costly_view, dataset_event, state_event, topology_event
from glassnet.page.views import VIEW_SIZES, Views
from glassnet.page.wire import describe
from glassnet.presets import first_page
from glassnet.session import TrainingSession


def initial_events() -> Iterable[dict[str, Any]]:
    """Yield the events of a worker that has just started on the first page's configuration."""
    session = TrainingSession(first_page())
    yield {"type": "catalog", "catalog": catalog()}
    edits: dict[str, Any] = {"frozen": [], "undo": None, "redo": None}
    yield {**topology_event(session), "edits": edits, "previous_history": None}
    yield dataset_event(session)
    views = Views()
    # The map as fine as while training, and the tiles as coarse as can be: there are many of them.
    sizes = {"grid": VIEW_SIZES["grid"][-1], "unit_grids": VIEW_SIZES["unit_grids"][0], "sample_outputs": 1}
    maps = {name: costly_view(name, session, views, size) for name, size in sizes.items()}
    state = state_event(session, views) | maps
    yield {**state, "history": session.history.table().ravel(), "epochs_per_second": 0}


def _encode(array: object) -> dict[str, Any]:
    """Return an array with its numbers as base64 text."""
    if not isinstance(array, np.ndarray):
        raise TypeError(f"cannot print a {type(array).__name__}")
    return describe(array, base64=base64.b64encode(array.tobytes()).decode())


if __name__ == "__main__":
    print(json.dumps(list(initial_events()), default=_encode, separators=(",", ":")))
