"""Other browsers than Chromium, driven by the W3C's protocols: one page each, of the built site."""

import contextlib
import itertools
import json
import os
import re
import shutil
import socket
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Protocol

from websockets.sync.client import ClientConnection, connect

SECONDS = 120.0  # the machine may be busy; nothing is asserted about how long it takes
MINI_BROWSERS = sorted(Path("/usr/lib").glob("*/webkit2gtk-4.*/MiniBrowser"))
FIREFOXES = ("firefox-esr", "firefox")
PREFERENCES = {
    "browser.shell.checkDefaultBrowser": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "toolkit.telemetry.enabled": False,
    "webgl.force-enabled": True,
}


class Engine(Protocol):
    """One page."""

    complaints: list[
        str
    ]  # what the page has written to the console as a warning or an error, where that is told

    def goto(self, address: str) -> None:
        """Open an address and wait until it has been loaded."""

    def evaluate(self, promise: str) -> Any:
        """Return what a promise in JavaScript is fulfilled with: JSON."""


class WebKit:
    """Safari's engine, by WebDriver."""

    def __init__(self, address: str) -> None:
        self.complaints: list[str] = []
        self._address = address
        options = {"binary": str(MINI_BROWSERS[-1]), "args": ["--automation"]}
        capabilities = {"alwaysMatch": {"webkitgtk:browserOptions": options}}
        self._address += f"/session/{self._post('/session', capabilities=capabilities)['sessionId']}"
        self._post("/timeouts", script=1000 * SECONDS)

    def _post(self, path: str, **parameters: Any) -> Any:
        request = urllib.request.Request(self._address + path, json.dumps(parameters).encode())
        with urllib.request.urlopen(request, timeout=SECONDS) as answer:
            return json.load(answer)["value"]

    def goto(self, address: str) -> None:
        self._post("/url", url=address)

    def evaluate(self, promise: str) -> Any:
        value = "(value) => done({ value: JSON.stringify(value ?? null) })"
        settled = f"{value}, (error) => done({{ error: String(error) }})"
        script = f"const done = arguments[0]; ({promise}).then({settled});"
        answer = self._post("/execute/async", script=script, args=[])
        assert "error" not in answer, answer["error"]
        return json.loads(answer["value"])


class Firefox:
    """Firefox, by WebDriver BiDi."""

    def __init__(self, connection: ClientConnection) -> None:
        self.complaints: list[str] = []
        self._connection = connection
        self._ids = itertools.count()
        self._send("session.new", {"capabilities": {}})
        self._send("session.subscribe", {"events": ["log.entryAdded"]})
        self._page = self._send("browsingContext.getTree", {})["contexts"][0]["context"]

    def _send(self, method: str, parameters: dict[str, Any]) -> Any:
        number = next(self._ids)
        self._connection.send(json.dumps({"id": number, "method": method, "params": parameters}))
        while True:
            message = json.loads(self._connection.recv(timeout=SECONDS))
            if message.get("method") == "log.entryAdded":
                self._hear(message["params"])
            elif message.get("id") == number:
                assert message["type"] == "success", message
                return message["result"]

    def _hear(self, entry: dict[str, Any]) -> None:
        if entry["level"] in ("error", "warn"):
            self.complaints.append(f"{entry['level']}: {entry['text']}")

    def goto(self, address: str) -> None:
        self._send("browsingContext.navigate", {"context": self._page, "url": address, "wait": "complete"})

    def evaluate(self, promise: str) -> Any:
        target = {"context": self._page}
        expression = f"({promise}).then((value) => JSON.stringify(value ?? null))"
        parameters = {"expression": expression, "target": target, "awaitPromise": True}
        answer = self._send("script.evaluate", parameters)
        assert answer["type"] == "success", answer["exceptionDetails"]["text"]
        return json.loads(answer["result"]["value"])


@contextlib.contextmanager
def open_webkit() -> Iterator[Engine | None]:
    """Start WebKit on a screen of its own; None where it, its driver or such a screen is not installed."""
    driver, screen = shutil.which("WebKitWebDriver"), shutil.which("xvfb-run")
    if not (driver and screen and MINI_BROWSERS):
        yield None
        return
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    environment = os.environ | {"LIBGL_ALWAYS_SOFTWARE": "1"}
    command = [screen, "--auto-servernum", driver, f"--port={port}"]
    with subprocess.Popen(command, env=environment, process_group=0) as process:
        try:
            _wait_for_port(port)
            yield WebKit(f"http://127.0.0.1:{port}")
        finally:
            os.killpg(process.pid, 15)


@contextlib.contextmanager
def open_firefox() -> Iterator[Engine | None]:
    """Start Firefox without a window; None where it is not installed."""
    program = next((path for path in map(shutil.which, FIREFOXES) if path), None)
    if program is None:
        yield None
        return
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        lines = [
            f"user_pref({json.dumps(name)}, {json.dumps(value)});" for name, value in PREFERENCES.items()
        ]
        (Path(profile) / "user.js").write_text("\n".join(lines))
        command = [program, "--headless", "--no-remote", "--profile", profile, "--remote-debugging-port=0"]
        with connect_to(command, "WebDriver BiDi", "/session") as connection:
            yield Firefox(connection)


@contextlib.contextmanager
def connect_to(command: Sequence[str], protocol: str, path: str = "") -> Iterator[ClientConnection]:
    """Start a browser, and connect to below the address at which it says that it listens by a protocol."""
    with subprocess.Popen(command, stderr=subprocess.PIPE, encoding="utf-8", process_group=0) as process:
        try:
            with connect(_told_address(process, protocol) + path, max_size=None) as connection:
                yield connection
        finally:
            os.killpg(process.pid, 15)


def _told_address(process: subprocess.Popen[str], protocol: str) -> str:
    assert process.stderr
    for line in process.stderr:
        if found := re.search(rf"{protocol} listening on (ws://\S+)", line):
            return found[1]
    raise AssertionError("The browser has ended")


def _wait_for_port(port: int) -> None:
    deadline = time.monotonic() + SECONDS
    while True:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except OSError:
            assert time.monotonic() < deadline
            time.sleep(0.05)
        else:
            return
