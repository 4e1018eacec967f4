"""Makes and repairs .venv. Standard library only, and parses on Python 3.8, because
build.py uses it to explain itself to any Python.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from tools.console import BuildError, run, say

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
CACHE = ROOT / ".cache"
PYTHON_VERSION = (3, 13)  # that of Pyodide 0.29

PIP_OPTIONS = ("-qq", "--disable-pip-version-check")

WRONG_PYTHON = """\
Glassnet needs Python {needed}, the version that runs in the browser; this is Python {found}.
Get it with one of these and try again:
  pyenv:  pyenv install {needed} && pyenv exec python3 {command}
  uv:     uv run --no-project --python {needed} {command}"""

NO_NETWORK = (
    "If there is no network: connect and try again; only the first build needs one.\n"
    "Behind a proxy or a mirror: set pip and npm up for it (pip config, npm config)."
)


def venv_python() -> Path:
    """Return the path of the environment's interpreter, whether it exists or not."""
    return VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def ensure_venv(requirements: str, arguments: list[str]) -> Path:
    """Return the interpreter of .venv with `requirements` (a file name) installed."""
    if not _is_ready(requirements):
        with build_lock():
            if not _is_ready(requirements):
                _make_venv(requirements, arguments)
    return venv_python()


def _is_ready(requirements: str) -> bool:
    """Tell whether the last installation of `requirements` into .venv was finished."""
    if not venv_python().exists():  # also false when the Python behind the link is gone
        return False
    try:
        return _stamp(requirements).read_text() == _fingerprint(requirements)
    except OSError:
        return False


def _stamp(requirements: str) -> Path:
    return VENV / f"{requirements}.installed"


def _fingerprint(requirements: str) -> str:
    files = sorted({"requirements.txt", requirements})
    text = "".join((ROOT / name).read_text() for name in files)
    return hashlib.sha256(text.encode()).hexdigest()


def _make_venv(requirements: str, arguments: list[str]) -> None:
    intact = venv_python().exists() and any(VENV.glob("*.installed"))
    if not intact:
        _check_python(arguments)
        say(f"Making .venv with Python {sys.version.split()[0]}")
        shutil.rmtree(VENV, ignore_errors=True)
        run(
            [sys.executable, "-m", "venv", VENV],
            what="Making .venv",
            hint="On Debian and Ubuntu the package python3-venv is needed.",
        )
    say(f"Installing the Python packages of {requirements} (the first time takes about a minute)")
    run(
        [venv_python(), "-m", "pip", "install", *PIP_OPTIONS, "-r", ROOT / requirements],
        what=f"Installing {requirements}",
        hint=NO_NETWORK,
    )
    _stamp("requirements.txt").write_text(_fingerprint("requirements.txt"))
    _stamp(requirements).write_text(_fingerprint(requirements))


def _check_python(arguments: list[str]) -> None:
    if sys.version_info[:2] != PYTHON_VERSION:
        raise BuildError(
            WRONG_PYTHON.format(
                needed=".".join(map(str, PYTHON_VERSION)),
                found=sys.version.split()[0],
                command=" ".join(["build.py", *arguments]),
            )
        )


def run_tools(python: Path, arguments: list[str]) -> int:
    """Run the rest of the tooling inside .venv and return its exit code."""
    command = [str(python), "-m", "tools", *arguments]
    os.chdir(str(ROOT))
    os.environ["PYTHONUTF8"] = "1"  # every source is UTF-8, also on Windows
    if os.name == "posix":
        sys.stdout.flush()
        os.execv(command[0], command)  # signals go straight to it
    try:
        return subprocess.call(command)
    except KeyboardInterrupt:
        return 130


@contextlib.contextmanager
def build_lock() -> Iterator[None]:
    """Let one build.py at a time change .venv, node_modules and dist."""
    if os.name != "posix":
        yield
        return
    import fcntl

    CACHE.mkdir(exist_ok=True)
    with open(CACHE / "lock", "w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            say("Waiting for another build.py in this folder")
            started = time.monotonic()
            fcntl.flock(file, fcntl.LOCK_EX)
            say(f"Going on after {time.monotonic() - started:.0f} s")
        yield
