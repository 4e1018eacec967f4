"""Runs linters, type checks and tests, and sums up which of them passed."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from tools.browser import CHROMIUM_VARIABLE, find_chromium
from tools.console import BuildError, say
from tools.environment import ROOT
from tools.node import NODE, ensure_node_modules, node_env, node_tool
from tools.site import build_site

# -P keeps the package `build` from being shadowed by our build.py.
_PYTHON = (sys.executable, "-P", "-m")
_BIOME = "@biomejs/biome/bin/biome"
_TSC = "typescript/bin/tsc"


@dataclass(frozen=True)
class Check:
    """A command that passes with exit code 0."""

    name: str
    command: Sequence[str | Path]
    shows_output: bool = False  # also when it passes


@dataclass(frozen=True)
class Outcome:
    """How a check ended."""

    name: str
    passed: bool
    seconds: float


def lint() -> int:
    """Run every check that runs no code of ours, and return the exit code."""
    ensure_node_modules(dev=True)
    return _summarize(_run_side_by_side(_static_checks()))


def test(*, browser: bool) -> int:
    """Run every check and test, and return the exit code."""
    ensure_node_modules(dev=True)
    node_tests = Check("node --test", [NODE, "--test", "tests/js/**/*.test.js"], shows_output=True)
    outcomes = _run_side_by_side([*_static_checks(), node_tests])
    pytest = [*_PYTHON, "pytest"]
    side_by_side = ["--dist", "worksteal", "-n"]
    fast = [*pytest, *side_by_side, "auto", "tests", "--ignore=tests/browser"]
    outcomes.append(_run_live("pytest", fast))
    if browser:  # each keeps about a core busy: more at once would only wait for each other
        outcomes.append(_test_in_browser([*pytest, *side_by_side, "2", "tests/browser"]))
    return _summarize(outcomes)


def storm(n_faults: int, seed: int) -> int:
    """Let faults strike the page, show each, and return the exit code."""
    command = [*_PYTHON, "pytest", "-s", "tests/browser/test_storm.py"]
    return _summarize([_test_in_browser(command, GLASSNET_FAULTS=str(n_faults), GLASSNET_SEED=str(seed))])


def format_sources() -> int:
    """Format all sources, fix what the linters can fix, and return the exit code."""
    ensure_node_modules(dev=True)
    commands = (
        [*_PYTHON, "ruff", "check", "--fix", "."],
        [*_PYTHON, "ruff", "format", "."],
        [*node_tool(_BIOME), "check", "--write", "--error-on-warnings"],
    )
    return max(subprocess.call(command, cwd=ROOT, env=node_env()) for command in commands)


def _static_checks() -> list[Check]:
    return [
        Check("mypy", [*_PYTHON, "mypy"]),
        Check("ruff check", [*_PYTHON, "ruff", "check", "."]),
        Check("ruff format", [*_PYTHON, "ruff", "format", "--check", "."]),
        Check("biome", [*node_tool(_BIOME), "ci", "--error-on-warnings", "--colors=off"]),
        Check("tsc, page", [*node_tool(_TSC), "-p", "tsconfig.json"]),
        Check("tsc, worker", [*node_tool(_TSC), "-p", "tsconfig.worker.json"]),
        Check("tsc, tests", [*node_tool(_TSC), "-p", "tsconfig.tests.json"]),
    ]


def _run_side_by_side(checks: Sequence[Check]) -> list[Outcome]:
    """Run `checks`, two at a time, and print what the failing ones said."""
    with ThreadPoolExecutor(max_workers=2) as pool:
        return list(pool.map(_run_quietly, checks))


def _run_quietly(check: Check) -> Outcome:
    started = time.monotonic()
    done = subprocess.run(
        check.command,
        cwd=ROOT,
        env=node_env(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    passed = done.returncode == 0
    said = f"\n{done.stdout}" if check.shows_output or not passed else ""
    say(f"{check.name}: {'ok' if passed else 'FAILED'}{said.rstrip()}")
    return Outcome(check.name, passed, time.monotonic() - started)


def _run_live(name: str, command: Sequence[str | Path], **variables: str) -> Outcome:
    """Run one check with its output going straight to the terminal."""
    say(f"\n{name}")
    started = time.monotonic()
    code = subprocess.call(command, cwd=ROOT, env=os.environ | variables)
    return Outcome(name, code == 0, time.monotonic() - started)


def _test_in_browser(command: Sequence[str | Path], **variables: str) -> Outcome:
    name = "pytest, browser"
    started = time.monotonic()
    try:
        build_site()
        chromium = find_chromium()
    except BuildError as error:
        say(f"\n{name}: cannot start\n{error}")
        return Outcome(name, False, time.monotonic() - started)
    return _run_live(name, command, **{CHROMIUM_VARIABLE: str(chromium)}, **variables)


def _summarize(outcomes: Sequence[Outcome]) -> int:
    say("")
    for outcome in outcomes:
        verdict = "ok" if outcome.passed else "FAILED"
        say(f"{verdict:8}{outcome.name:18}{outcome.seconds:6.1f} s")
    failed = [outcome.name for outcome in outcomes if not outcome.passed]
    say(f"\nFailed: {', '.join(failed)}" if failed else "\nEverything is in order.")
    return 1 if failed else 0
