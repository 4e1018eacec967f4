"""How long a module may be: 300 lines, or a reason why not in ARCHITECTURE.md."""

import re
from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.test_docs import plain_rows, read, section

ROOT = Path(__file__).parent.parent
MAX_LINES = 300
MODULES = ("py/glassnet/**/*.py", "tools/**/*.py", "js/**/*.js")


def lengths() -> dict[str, int]:
    """Return the number of lines of each module, by its path."""
    return {
        path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8").count("\n")
        for pattern in MODULES
        for path in ROOT.glob(pattern)
    }


def exceptions() -> dict[str, str]:
    """Return the reasons that ARCHITECTURE.md gives, by the path of a module."""
    _, _, *rows = plain_rows(section(read("ARCHITECTURE.md"), "What is longer, and why"))
    return {module.strip("`"): reason for module, reason in rows}


def faults(lengths: dict[str, int], exceptions: Iterable[str]) -> list[str]:
    """Return what is longer without a reason, and which reasons nothing needs any more."""
    longer = {name for name, n_lines in lengths.items() if n_lines > MAX_LINES}
    unexplained = [f"{name} has {lengths[name]} lines" for name in sorted(longer.difference(exceptions))]
    return unexplained + [f"{name} is no exception" for name in sorted(set(exceptions) - longer)]


def test_no_module_is_longer_than_300_lines_but_those_with_a_reason() -> None:
    assert faults(lengths(), exceptions()) == []


def test_every_exception_has_a_reason() -> None:
    assert all(re.search(r"\w+ \w+", reason) for reason in exceptions().values())


@pytest.mark.parametrize(
    ("lengths", "exceptions", "found"),
    [
        ({"a.py": 300}, [], []),
        ({"a.py": 301}, [], ["a.py has 301 lines"]),
        ({"a.py": 301}, ["a.py"], []),
        ({"a.py": 300}, ["a.py"], ["a.py is no exception"]),
        ({}, ["gone.py"], ["gone.py is no exception"]),
    ],
)
def test_what_is_too_long_and_what_no_longer_is_are_found(
    lengths: dict[str, int], exceptions: list[str], found: list[str]
) -> None:
    assert faults(lengths, exceptions) == found


def test_the_modules_of_python_and_of_javascript_are_counted() -> None:
    assert {"py/glassnet/session.py", "py/glassnet/page/host.py", "tools/site.py", "js/protocol.js"} <= set(
        lengths()
    )
