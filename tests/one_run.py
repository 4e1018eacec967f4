"""A host with one run, for tests that know of no other."""

import base64
import json
from collections.abc import Mapping
from typing import Any

import numpy as np

from glassnet.live.commands import Code
from glassnet.page.bridge import Bridge
from glassnet.page.host import Host
from glassnet.page.journal import Journal
from glassnet.page.replies import PENDING


class Bytes:
    """What a Uint8Array of JavaScript is in Python."""

    def __init__(self, content: bytes) -> None:
        self._content = content

    def to_py(self) -> memoryview:
        return memoryview(self._content)


def text_of(values: Any) -> str:
    """Return numbers as the command set_parameters takes them."""
    return base64.b64encode(np.asarray(values, dtype="<f8").tobytes()).decode()


class OneRun:
    """Says the name of the run wherever the host has to be told."""

    def __init__(
        self,
        config: Mapping[str, Any] | None = None,
        views: Mapping[str, Any] | None = None,
        *,
        journal: Mapping[str, Any] | None = None,
        failed: Mapping[str, Any] | None = None,
        run_id: int = 0,
    ) -> None:
        given = {
            "run": "a",
            "config": config or {},
            "views": views or {},
            "journal": journal,
            "failed": failed,
        }
        self.host = Host([given], run_id)

    def command(self, name: str, params_json: str) -> str:
        """Return the reply to a command, wherever its way leads."""
        reply = self.host.command("a", name, params_json)
        while reply == PENDING:
            reply = self.host.go_on("a")
        return reply

    def save(self) -> bytes:
        """Return a file of the run."""
        self.ask("save_run")
        [content] = self.host.wire.arrays
        return content.tobytes()

    def open(self, content: bytes, **params: Any) -> Any:
        """Return the reply to opening a file."""
        reply = self.host.command("a", "open_run", json.dumps(params), Bytes(content))
        while reply == PENDING:
            reply = self.host.go_on("a")
        return json.loads(reply)

    def ask(self, name: str, /, **params: Any) -> Any:
        """Return the answer to a command that must be carried out."""
        reply = json.loads(self.command(name, json.dumps(params)))
        assert reply["ok"], reply
        return reply["result"]

    def train(self, n_steps: int) -> bool:
        return self.host.train("a", n_steps)

    def take_events(self) -> str:
        return self.host.take_events()

    def events(self) -> list[dict[str, Any]]:
        """Return the events but those of the page's copy of the past."""
        events = json.loads(self.take_events())
        return [event for event in events if event["type"] not in ("journal", "keyframe")]

    def take_state(self) -> str:
        return self.host.take_state("a")

    def take_keyframe(self) -> str:
        return self.host.take_keyframe("a")

    def finish_views(self) -> None:
        self.host.finish_views("a")

    def past(self) -> dict[str, Any]:
        """Return the journal with its keyframes and where the run is now, as the page has a copy of it."""
        run = self.host.runs["a"]
        run.take_keyframe()
        keyframes = [
            {"entry": moment.entry, "step": moment.step, "meta": meta, "values": values}
            for moment, (meta, values) in run.journal.keyframes.items()
        ]
        return {**json.loads(json.dumps(run.journal.as_plain())), "keyframes": keyframes}

    @property
    def bridge(self) -> Bridge:
        bridge: Bridge = self.host.runs["a"].bridge
        return bridge

    @property
    def journal(self) -> Journal:
        return self.host.runs["a"].journal

    @property
    def session(self) -> Any:
        return self.bridge.session

    @property
    def views(self) -> Any:
        return self.bridge.views

    def edits(self) -> dict[str, Any]:
        return self.host.runs["a"].edits()

    def copy(self) -> Any:
        return Code(self.host.editor, self.host.runs["a"]).copy()

    @property
    def files(self) -> dict[str, str]:
        return self.host.runs["a"].version.files

    @property
    def changes(self) -> list[str]:
        return self.host.runs["a"].changes()

    def text(self, name: str) -> str:
        return Code(self.host.editor, self.host.runs["a"]).text(name)
