"""The built site in Chromium: any console error, page error or foreign request fails the test."""

import json
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, Route, expect

from tests.browser.glass import LOAD_MS, Glass
from tools.browser import HEADLESS_ARGUMENTS
from tools.server import make_server

expect.set_options(timeout=LOAD_MS)
ROOT = Path(__file__).parents[2]
DIST = ROOT / "dist"
# As js/sync/offline.js notes it; there are pages without storage.
HAS_IMAGE = 'try { localStorage.setItem("glassnet.image", "VERSION"); } catch {}'


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    executable = os.environ.get("GLASSNET_CHROMIUM")
    return {"args": HEADLESS_ARGUMENTS, **({"executable_path": executable} if executable else {})}


@pytest.fixture(scope="session")
def site() -> Iterator[str]:
    """Serve the built site, below a path as on a project's static host."""
    with make_server(DIST, prefix="/some/path/") as server:
        yield server.url


@pytest.fixture
def broken_site(tmp_path: Path) -> Iterator[Callable[[], tuple[str, Path]]]:
    """Serve a copy of the site that the test may damage; returns its address and folder."""
    folder = tmp_path / "site"
    shutil.copytree(DIST, folder)
    with make_server(folder) as server:
        yield lambda: (server.url, folder)


@pytest.fixture
def expected_errors() -> list[str]:
    """Parts of console errors that a sabotage test provokes; empty for all others."""
    return []


@pytest.fixture
def open_page(browser: Browser, site: str, expected_errors: list[str]) -> Iterator[Callable[..., Glass]]:
    """Open a page with a context of its own; afterwards, check that it has kept quiet."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def on_console(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not _is_known(message.text):
            complaints.append(f"{message.type}: {message.text} ({message.location.get('url')})")

    def guard(route: Route, request: Request) -> None:
        if request.url.startswith(("http://127.0.0.1:", "blob:", "data:", "file:")):
            route.continue_()
        else:
            complaints.append(f"request to another origin: {request.url}")
            route.abort()

    def open_(address: str = site, *, go: bool = True, is_first: bool = False, **options: Any) -> Glass:
        # Software WebGL takes its time by the pixel. The service worker has tests of its own.
        options = {
            "viewport": {"width": 1200, "height": 700},
            "device_scale_factor": 0.5,
            "service_workers": "block",
            **options,
        }
        context = browser.new_context(**options)
        context.set_default_timeout(LOAD_MS)
        contexts.append(context)
        context.route("**/*", guard)
        if not is_first:  # a first visit may start without the memory image, which takes a second more
            context.add_init_script(HAS_IMAGE.replace("VERSION", _version()))
        page: Page = context.new_page()
        page.on("console", on_console)
        page.on("pageerror", lambda error: complaints.append(f"page error: {error}"))
        if go:
            page.goto(address)
        return Glass(page, site)

    yield open_
    for context in contexts:
        context.close()
    unexpected = [text for text in complaints if not any(part in text for part in expected_errors)]
    assert unexpected == []


def _version() -> str:
    return str(json.loads((DIST / "manifest.json").read_text())["version"])


def _is_known(text: str) -> bool:
    """Tell whether Chromium, where software WebGL is slow to read, or Playwright warns, not the page."""
    return "GPU stall due to ReadPixels" in text or "registration blocked by Playwright" in text
