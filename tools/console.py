"""What the tooling says and how it fails. Standard library only, and parses on Python 3.8."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path


class BuildError(Exception):
    """A failure that the user can act on; its text says what happened and what to do."""


def say(message: str) -> None:
    """Print one progress line at once."""
    print(message, flush=True)


def run(
    command: Sequence[str | Path],
    *,
    what: str,
    hint: str = "",
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
    stdin: str | None = None,
) -> str:
    """Return what `command` prints; on failure raise BuildError with all that it printed."""
    words = [str(word) for word in command]
    try:
        done = subprocess.run(
            words, cwd=cwd, env=env, input=stdin, capture_output=True, encoding="utf-8", check=False
        )
    except OSError as error:
        raise BuildError(f"{what} failed: cannot run {words[0]} ({error}).") from error
    if done.returncode != 0:
        print(done.stdout + done.stderr, file=sys.stderr, end="", flush=True)
        advice = f"\n{hint}" if hint else ""
        raise BuildError(f"{what} failed: exit code {done.returncode}, see above.{advice}")
    return done.stdout
