"""Builds, serves and tests Glassnet from nothing but Python 3.13; see `python3 build.py --help`.

Standard library only, and parses on Python 3.8, so that a wrong Python gets an explanation.
"""

from __future__ import annotations

import sys

from tools.arguments import parse_arguments
from tools.console import BuildError
from tools.environment import ensure_venv, run_tools


def main(arguments: list[str]) -> int:
    """Run one command and return the exit code."""
    command = parse_arguments(arguments).command
    for_checks = command in ("lint", "test", "storm", "format", "bench")
    requirements = "requirements-test.txt" if for_checks else "requirements.txt"
    try:
        return run_tools(ensure_venv(requirements, arguments), arguments)
    except BuildError as error:
        print(f"\n{error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
