"""The command line of build.py. Standard library only, and parses on Python 3.8."""

from __future__ import annotations

import argparse

DESCRIPTION = "Build, serve and test Glassnet from nothing but Python 3.13."


def parse_arguments(arguments: list[str]) -> argparse.Namespace:
    """Return the command and its options; ends the program on a mistake."""
    parser = argparse.ArgumentParser(prog="build.py", description=DESCRIPTION)
    commands = parser.add_subparsers(dest="command", title="commands", metavar="command")
    commands.add_parser("build", help="build dist/, ready for any static host (the default)")
    serve = commands.add_parser("serve", help="build and serve on this machine")
    serve.add_argument("--port", type=port_number, help="default: 8000 or the next free one")
    serve.add_argument("--no-open", action="store_true", help="do not open a browser")
    commands.add_parser("lint", help="run linters, format checks and type checks")
    test = commands.add_parser("test", help="run every check and test")
    test.add_argument("--fast", action="store_true", help="leave out the browser")
    storm = commands.add_parser("storm", help="let faults strike the page in a browser, in random order")
    storm.add_argument("--faults", type=int, default=300, help="how many; default: 300")
    storm.add_argument("--seed", type=int, default=1, help="of their order; default: 1")
    commands.add_parser("format", help="format all sources and fix what can be fixed")
    bench = commands.add_parser("bench", help="measure speed against baselines and budgets")
    bench.add_argument("--json", metavar="FILE", help="write the figures there too")
    bench.add_argument("names", nargs="*", metavar="name", help="of benchmarks; default: all")
    return parser.parse_args(arguments or ["build"])


def port_number(text: str) -> int:
    """Return `text` as a TCP port, 0 (any free one) to 65535."""
    if not text.isdecimal() or int(text) > 65535:
        raise argparse.ArgumentTypeError(f"{text} is not a number from 0 to 65535")
    return int(text)
