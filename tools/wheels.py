"""Gets NumPy's WebAssembly wheel, the one that Pyodide's own lock file names."""

from __future__ import annotations

import hashlib
import json
import sys
import tempfile
import urllib.request
import zipfile
from pathlib import Path
from typing import Any

from remotezip import RemoteZip

from tools.console import BuildError, run, say
from tools.environment import CACHE, NO_NETWORK, PIP_OPTIONS, PYTHON_VERSION, ROOT
from tools.node import NODE_MODULES

CDN = "https://cdn.jsdelivr.net/pyodide/v{version}/full/{file_name}"
CDN_TIMEOUT = 5  # seconds
# A package that carries Pyodide's NumPy, for networks that reach PyPI only.
CARRIER = "gbdraw==0.14.2"
CARRIER_MEMBER = "gbdraw/web/vendor/pyodide-wheels/{file_name}"
# -P keeps our build.py from being imported in place of the package `build`.
_PYTHON = (sys.executable, "-P", "-m")
_PIP = (*_PYTHON, "pip", *PIP_OPTIONS)


def numpy_lock() -> dict[str, Any]:
    """Return Pyodide's own lock file with NumPy as its only package."""
    lock: dict[str, Any] = json.loads((NODE_MODULES / "pyodide/pyodide-lock.json").read_text())
    python = ".".join(map(str, PYTHON_VERSION))
    if not lock["info"]["python"].startswith(f"{python}."):
        raise BuildError(
            f"npm's pyodide has Python {lock['info']['python']}, but .venv has {python}: "
            "change PYTHON_VERSION in tools/environment.py and .python-version with it."
        )
    return lock | {"packages": {"numpy": lock["packages"]["numpy"]}}


def numpy_wheel(file_name: str, sha256: str) -> Path:
    """Return the path of NumPy's wheel in the cache, fetched first if it is not there intact."""
    path = CACHE / "wheels" / sha256 / file_name
    if path.exists():
        if _sha256(path.read_bytes()) == sha256:
            return path
        say(f"{path.relative_to(ROOT)} is damaged: fetching it again")
    wheel = _fetch_from_cdn(file_name, sha256) or _fetch_from_carrier(file_name)
    found = _sha256(wheel)
    if found != sha256:
        raise BuildError(
            f"Hash mismatch: {file_name} from {CARRIER} has sha256 {found},\n"
            f"but Pyodide's lock file says {sha256}.\n"
            "Nothing was installed. A proxy may have changed the file: try another network."
        )
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".partial")
    partial.write_bytes(wheel)
    partial.replace(path)
    return path


def _fetch_from_cdn(file_name: str, sha256: str) -> bytes | None:
    """Return the wheel from Pyodide's official place, None where that is out of reach."""
    package = json.loads((NODE_MODULES / "pyodide/package.json").read_text())
    url = CDN.format(version=package["version"], file_name=file_name)
    say("Fetching NumPy for WebAssembly (3 MB)")
    try:
        with urllib.request.urlopen(url, timeout=CDN_TIMEOUT) as response:
            wheel: bytes = response.read()
    except OSError as error:
        reason = getattr(error, "reason", error)
        say(f"Pyodide's CDN is out of reach ({reason}): taking the same file from PyPI")
        return None
    if _sha256(wheel) != sha256:
        say("The file from Pyodide's CDN has the wrong hash: taking it from PyPI")
        return None
    return wheel


def _fetch_from_carrier(file_name: str) -> bytes:
    """Return the wheel out of CARRIER, reading only that member where the index allows it."""
    member = CARRIER_MEMBER.format(file_name=file_name)
    options = ["--no-deps", "--ignore-requires-python", "--only-binary", ":all:"]
    report = run(
        [*_PIP, "install", "--dry-run", "--ignore-installed", *options, "--report", "-", CARRIER],
        what=f"Looking up {CARRIER}",
        hint=NO_NETWORK,
    )
    url = json.loads(report)["install"][0]["download_info"]["url"]
    try:
        with RemoteZip(url, timeout=30) as archive:
            return bytes(archive.read(member))
    except Exception as error:  # whatever requests, zipfile or an index without ranges may raise
        say(f"No part of {CARRIER} can be had alone ({type(error).__name__}): taking all 41 MB")
    with tempfile.TemporaryDirectory() as scratch:
        run(
            [*_PIP, "download", *options, "--dest", scratch, CARRIER],
            what=f"Downloading {CARRIER}",
            hint=NO_NETWORK,
        )
        with zipfile.ZipFile(next(Path(scratch).glob("*.whl"))) as archive:
            return archive.read(member)


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
