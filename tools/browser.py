"""Finds a Chromium for the browser tests, or installs one."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path

from tools.console import BuildError, say

CHROMIUM_VARIABLE = "GLASSNET_CHROMIUM"
_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# The browser's own pages below the address bar: half a second of work beside every new tab, seen by nobody.
# This takes the place of Playwright's list of such features; what matters of that is here, too.
_FEATURES_OFF = (
    "WebUIOmniboxPopup",
    "WebUIOmniboxAimPopup",
    "WebUIOmniboxFullPopup",
    "OptimizationHints",
    "MediaRouter",
    "HttpsUpgrades",
)
# Software WebGL: neither tests nor benchmarks need a graphics card.
HEADLESS_ARGUMENTS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--ignore-gpu-blocklist",
    f"--disable-features={','.join(_FEATURES_OFF)}",
    # Texts and boxes, of the page and of the browser's own window, are drawn without the emulated card, as
    # Chromium does by itself where there is none: with it they take 0.1 s of a core at each start.
    "--disable-gpu-rasterization",
    # Of the browser's own window, such as a tab that fades in: drawn in software, they take half a core.
    "--animation-duration-scale=0",
]
_INSTALL_TIMEOUT = 900  # seconds
_NO_CHROMIUM = f"""\
No Chromium was found, and none could be installed. Do one of these:
  install Chromium or Google Chrome, so that `chromium` or `google-chrome` is on the PATH;
  set {CHROMIUM_VARIABLE} to the path of its program;
  leave the browser tests out: python3 build.py test --fast"""


def find_chromium() -> Path:
    """Return the path of a Chromium, installed first where there is none."""
    chromium = _given() or _on_path() or _of_playwright()
    if not chromium and _can_use_apt():
        say("Installing Debian's chromium")
        _install("apt-get", "update")
        _install("apt-get", "install", "--yes", "--no-install-recommends", "chromium")
        chromium = _on_path()
    if not chromium:
        say("Installing Playwright's Chromium")
        _install(sys.executable, "-P", "-m", "playwright", "install", "chromium")
        chromium = _of_playwright()
    if not chromium:
        raise BuildError(_NO_CHROMIUM)
    say(f"Browser: {chromium}")
    return chromium


def _given() -> Path | None:
    value = os.environ.get(CHROMIUM_VARIABLE)
    if value and not shutil.which(value):
        raise BuildError(f"{CHROMIUM_VARIABLE} is {value}, which is no program.")
    return Path(value) if value else None


def _on_path() -> Path | None:
    return next((Path(path) for path in map(shutil.which, _NAMES) if path), None)


def _of_playwright() -> Path | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = Path(playwright.chromium.executable_path)
    return path if path.exists() else None


def _can_use_apt() -> bool:
    """Tell whether this is root on Debian; Ubuntu's package of that name needs snap."""
    if not sys.platform.startswith("linux") or os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    try:
        return platform.freedesktop_os_release()["ID"] == "debian"
    except OSError:
        return False


def _install(*command: str) -> None:
    """Run an installer; whether it worked is seen by what is there afterwards."""
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    try:
        done = subprocess.run(
            command,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            timeout=_INSTALL_TIMEOUT,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        say(str(error))
        return
    if done.returncode != 0:
        say(done.stdout)
