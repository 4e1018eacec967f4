"""Tabs that Chromium puts away to save memory, by its own list of them: it takes none that a driver holds."""

import contextlib
import itertools
import json
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from websockets.sync.client import ClientConnection

from tests.browser.engines import SECONDS, connect_to
from tools.browser import HEADLESS_ARGUMENTS

# In Chromium's list of tabs, press the link that puts one away, until the list says that it is.
DISCARD = """(async () => {{
    const pause = () => new Promise((resolve) => setTimeout(resolve, 50));
    const rows = () => {{
        const main = document.querySelector("discards-main")?.shadowRoot;
        const list = main?.querySelector("discards-tab")?.shadowRoot;
        return [...(list?.querySelectorAll("tbody tr") ?? [])];
    }};
    const addressOf = (tr) => tr.querySelector(".tab-url-cell").textContent;
    const row = () => rows().find((tr) => addressOf(tr).startsWith("{address}"));
    while (!row()) await pause();
    while (!/discarded/.test(row().textContent)) {{
        for (const link of row().querySelectorAll("[is=action-link]"))
            if (/Urgent Discard/.test(link.textContent)) link.click();
        await pause();
    }}
}})()"""


class ProtocolError(Exception):
    """Chromium has refused a command, or the script of one has failed."""


class Tabs:
    """The tabs of one Chromium, by its DevTools protocol; each is held only while it is asked something."""

    def __init__(self, connection: ClientConnection) -> None:
        self._connection = connection
        self._ids = itertools.count(1)

    def open(self, address: str) -> str:
        """Open a tab in front of the others; return its name."""
        tab = str(self._send("Target.createTarget", url="about:blank")["targetId"])
        with self._held(tab) as session:
            self._send("Page.navigate", session, url=address)
        self._wait(tab, "document.readyState === 'complete'")
        return tab

    def close(self, tab: str) -> None:
        self._send("Target.closeTarget", targetId=tab)

    def come_back(self, address: str) -> str:
        """Show the tab that was put away, and return the name that it has now."""
        targets = self._send("Target.getTargets")["targetInfos"]
        pages = [each for each in targets if each["type"] == "page"]
        (tab,) = (str(each["targetId"]) for each in pages if each["url"].startswith(address))
        self._send("Target.activateTarget", targetId=tab)
        self._wait(tab, "document.readyState === 'complete' && document.wasDiscarded")
        return tab

    def evaluate(self, tab: str, promise: str) -> Any:
        """Return what a promise in JavaScript is fulfilled with: JSON."""
        with self._held(tab) as session:
            how = {"expression": promise, "awaitPromise": True, "returnByValue": True}
            answer = self._send("Runtime.evaluate", session, **how)
        if "exceptionDetails" in answer:
            raise ProtocolError(answer)
        return answer["result"].get("value")

    def discard(self, address: str) -> None:
        """Put away the tab at an address, which another tab hides; return when its page is gone."""
        tab = self.open("chrome://discards")
        self.evaluate(tab, DISCARD.format(address=address))
        self.close(tab)

    def _wait(self, tab: str, condition: str) -> None:
        is_so = False
        while not is_so:
            with contextlib.suppress(ProtocolError):  # its page is about to be replaced
                is_so = self.evaluate(tab, f"Promise.resolve({condition})")
            time.sleep(0.05)

    @contextlib.contextmanager
    def _held(self, tab: str) -> Iterator[str]:
        session = str(self._send("Target.attachToTarget", targetId=tab, flatten=True)["sessionId"])
        yield session
        self._send("Target.detachFromTarget", sessionId=session)

    def _send(self, method: str, session: str | None = None, **parameters: Any) -> Any:
        number = next(self._ids)
        message = {"id": number, "method": method, "params": parameters}
        self._connection.send(json.dumps(message | ({"sessionId": session} if session else {})))
        while True:
            answer = json.loads(self._connection.recv(timeout=SECONDS))
            if answer.get("id") == number:
                if "error" in answer:
                    raise ProtocolError(answer)
                return answer["result"]


@contextlib.contextmanager
def open_tabs(program: str) -> Iterator[Tabs]:
    """Start a Chromium of its own, which shows its list of tabs."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        (Path(profile) / "Local State").write_text(json.dumps({"internal_only_uis_enabled": True}))
        command = [program, *HEADLESS_ARGUMENTS, "--headless", "--remote-debugging-port=0"]
        command += [f"--user-data-dir={profile}", "--no-first-run", "about:blank"]
        with connect_to(command, "DevTools") as connection:
            yield Tabs(connection)
