"""The built site in WebKit, Safari's engine, where Debian's webkit2gtk-driver and xvfb are installed."""

import json
import os
import shutil
import socket
import subprocess
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.browser.glass import LOAD_MS, Glass

Open = Callable[..., Glass]
Broken = Callable[[], tuple[str, Path]]

BROWSERS = sorted(Path("/usr/lib").glob("*/webkit2gtk-4.*/MiniBrowser"))
RUN = """(async () => {
    const runs = [];
    for (const activation of ["sigmoid", "tanh", "gelu", "elu"]) {
        const network = { layer_sizes: [2, 8, 8, 1], activations: activation };
        const training = { optimizer: "adam", speed: null };
        await glassnet.request("configure", { config: { network, training } });
        await glassnet.request("step", { n_steps: 200 });
        const { weights, biases, train_loss, test_loss } = await glassnet.request("get_network_state", {});
        runs.push([weights, biases, train_loss, test_loss]);
    }
    return JSON.stringify(runs);
})()"""


class WebKit:
    """One page, driven by the W3C's WebDriver protocol."""

    def __init__(self, address: str) -> None:
        self._address = address
        options = {"binary": str(BROWSERS[-1]), "args": ["--automation"]}
        capabilities = {"alwaysMatch": {"webkitgtk:browserOptions": options}}
        self._address += f"/session/{self._post('/session', capabilities=capabilities)['sessionId']}"
        self._post("/timeouts", script=LOAD_MS)

    def _post(self, path: str, **parameters: Any) -> Any:
        request = urllib.request.Request(self._address + path, json.dumps(parameters).encode())
        with urllib.request.urlopen(request, timeout=LOAD_MS / 1000) as answer:
            return json.load(answer)["value"]

    def goto(self, address: str) -> None:
        self._post("/url", url=address)

    def evaluate(self, promise: str) -> Any:
        """Return what a promise in JavaScript is fulfilled with."""
        settled = "(value) => done({ value }), (error) => done({ error: String(error) })"
        script = f"const done = arguments[0]; {promise}.then({settled});"
        answer = self._post("/execute/async", script=script, args=[])
        assert "error" not in answer, answer["error"]
        return answer["value"]


@pytest.fixture
def webkit() -> Iterator[WebKit]:
    driver, screen = shutil.which("WebKitWebDriver"), shutil.which("xvfb-run")
    if not (driver and screen and BROWSERS):
        pytest.skip("needs Debian's webkit2gtk-driver and xvfb")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    environment = os.environ | {"LIBGL_ALWAYS_SOFTWARE": "1"}
    with subprocess.Popen(
        [screen, "--auto-servernum", driver, f"--port={port}"], env=environment, process_group=0
    ) as process:
        try:
            wait_for_port(port)
            yield WebKit(f"http://127.0.0.1:{port}")
        finally:
            os.killpg(process.pid, 15)


def wait_for_port(port: int) -> None:
    deadline = time.monotonic() + LOAD_MS / 1000
    while True:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except OSError:
            assert time.monotonic() < deadline
            time.sleep(0.05)
        else:
            return


def test_webkit_starts_from_the_memory_image_and_computes_the_same_numbers(
    webkit: WebKit, open_page: Open, broken_site: Broken
) -> None:
    address, folder = broken_site()
    (folder / "vendor/pyodide/library.bin").unlink()  # what a start without the image needs
    webkit.goto(address)
    in_webkit = webkit.evaluate(RUN)
    glass = open_page(address)
    glass.expect_ready()
    assert json.loads(in_webkit) == json.loads(glass.page.evaluate(RUN))
