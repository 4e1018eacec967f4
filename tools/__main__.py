"""The commands of build.py, run by .venv's Python."""

from __future__ import annotations

import sys
from pathlib import Path

from tools.arguments import parse_arguments
from tools.console import BuildError, say


def main(arguments: list[str]) -> int:
    """Run one command and return the exit code."""
    options = parse_arguments(arguments)
    # Imported where needed: `serve` has to start quickly.
    if options.command == "build":
        from tools.site import build_site

        say(f"The site is in {build_site()}")
    elif options.command == "serve":
        from tools.server import serve
        from tools.site import build_site

        serve(build_site(), port=options.port, open_browser=not options.no_open)
    elif options.command == "bench":
        from benchmarks.run import run_benchmarks

        return run_benchmarks(options.names, Path(options.json) if options.json else None)
    else:
        from tools import checks

        if options.command == "format":
            return checks.format_sources()
        if options.command == "lint":
            return checks.lint()
        if options.command == "storm":
            return checks.storm(options.faults, options.seed)
        return checks.test(browser=not options.fast)
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except BuildError as error:
        print(f"\n{error}", file=sys.stderr)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
