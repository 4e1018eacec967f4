"""Where benchmarks run: the built site and the baselines on one server, and Chromium."""

from __future__ import annotations

import contextlib
import os
import platform
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, CDPSession, Page, Playwright, sync_playwright

from tools.browser import HEADLESS_ARGUMENTS, find_chromium
from tools.environment import ROOT
from tools.node import NODE_MODULES
from tools.server import make_server
from tools.site import build_site
from tools.vendor import PYODIDE_FILES
from tools.wheels import numpy_lock, numpy_wheel

PICTURES = ROOT / "assets/benchmarks"
WATCH = ROOT / "benchmarks/pages/watch.js"
VIEWPORT = (1200, 700)  # px; software WebGL pays by the pixel
START_MS = 120_000


class Lab:
    """What a benchmark is given."""

    def __init__(self, url: str, folder: Path, playwright: Playwright, chromium: Path) -> None:
        self.url = url  # of the served folder; the site is below it in app/
        self.site = folder / "app"
        self._playwright = playwright
        self._chromium = chromium
        self.machine = machine()

    @contextlib.contextmanager
    def profile(self, *, offline: bool = False) -> Iterator[BrowserContext]:
        """Open a browser with an empty profile, whose caches work as a visitor's do.

        Only with `offline` does it keep the site: that would be work in the middle of a measurement.
        """
        with tempfile.TemporaryDirectory() as folder:
            context = self._playwright.chromium.launch_persistent_context(
                folder,
                executable_path=self._chromium,
                args=HEADLESS_ARGUMENTS,
                viewport={"width": VIEWPORT[0], "height": VIEWPORT[1]},
                service_workers="allow" if offline else "block",
            )
            context.set_default_timeout(START_MS)
            try:
                yield context
            finally:
                context.close()

    @contextlib.contextmanager
    def app(self, *scripts: Path) -> Iterator[AppPage]:
        """Open the site in an empty profile, with `scripts` run before its own."""
        with self.profile() as context:
            for script in scripts:
                context.add_init_script(path=script)
            page = context.pages[0]
            page.goto(f"{self.url}app/")
            app = AppPage(page, context.new_cdp_session(page))
            app.request("get_network_state")
            yield app


class AppPage:
    """The site in a tab, driven by its public commands."""

    def __init__(self, page: Page, devtools: CDPSession) -> None:
        self.page = page
        self.devtools = devtools

    def request(self, name: str, params: dict[str, Any] | None = None) -> Any:
        """Return the answer of `glassnet.request`, which waits until Python is there."""
        return self.page.evaluate("([name, params]) => glassnet.request(name, params)", [name, params or {}])

    def create(self, layer_sizes: list[int]) -> None:
        """Start over with a network that is trained as fast as it can be."""
        network = {"layer_sizes": layer_sizes, "activations": "sigmoid"}
        self.request("configure", {"config": {"network": network, "training": {"speed": None}}})

    def metrics(self) -> dict[str, float]:
        """Return Chromium's own counters of this page; times in seconds."""
        answer = self.devtools.send("Performance.getMetrics")
        return {entry["name"]: entry["value"] for entry in answer["metrics"]}


@contextlib.contextmanager
def open_lab() -> Iterator[Lab]:
    """Build the site, copy it beside the baselines, and serve the two."""
    dist = build_site()
    chromium = find_chromium()
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as playwright:
        folder = Path(scratch)
        shutil.copytree(dist, folder / "app")
        shutil.copytree(
            ROOT / "js/worker", folder / "app/js/unbundled"
        )  # its loader, for measuring in a worker
        shutil.copytree(ROOT / "js", folder / "source/js")  # the scene, for measuring it alone
        shutil.copytree(ROOT / "benchmarks", folder / "benchmarks")
        _write_naive_pyodide_into(folder / "pyodide")
        with make_server(folder) as server:
            yield Lab(server.url, folder, playwright, chromium)


def _write_naive_pyodide_into(directory: Path) -> None:
    """Write Pyodide and NumPy as they are published, for the baselines."""
    directory.mkdir()
    for name in (*PYODIDE_FILES, "python_stdlib.zip", "pyodide-lock.json"):
        shutil.copyfile(NODE_MODULES / "pyodide" / name, directory / name)
    numpy = numpy_lock()["packages"]["numpy"]
    wheel = numpy_wheel(numpy["file_name"], numpy["sha256"])
    shutil.copyfile(wheel, directory / wheel.name)


def machine() -> str:
    """Return what the figures were measured on, in a few words."""
    names = [line for line in _cpu_info() if line.startswith("model name")]
    processor = names[0].partition(":")[2].strip() if names else platform.processor()
    return f"{os.cpu_count()} × {processor or platform.machine()}, {platform.system()}, headless Chromium"


def _cpu_info() -> list[str]:
    with contextlib.suppress(OSError):
        return Path("/proc/cpuinfo").read_text().splitlines()
    return []
