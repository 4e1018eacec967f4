"""A run as a program that one hands in, or as a notebook: of the code in force just what it uses.

Functions, classes and methods are taken from the text in force, as it was edited. Around them stands
what the page does with them: settings, registries of what is used, the loop over the steps. The
program needs CPython and NumPy and nothing of us. It trains as far as the run in the page had come
and prints by how much its losses differ from the page's.
"""

import json
import textwrap
from collections.abc import Callable, Iterable
from typing import Any

from glassnet.live.excerpts import WIDTH
from glassnet.live.export_code import CannotExportError, RunCode
from glassnet.live.export_parts import about_the_rest, parts_of, title

__all__ = ["CannotExportError", "export_run"]

MAX_LINES = 300  # of a program; a longer one does without docstrings and empty lines

WHY = (
    "exp, tanh and matrix products differ in the last digit from machine to machine, so two runs agree "
    "closely at first and may part later."
)


def export_run(session: Any, text: Callable[[str], str], changes: str, form: str) -> dict[str, str]:
    """Return name and text of a program ("py") or a notebook ("ipynb").

    `text(name)` is the source in force; `changes` says what was done to the run on its way, and is
    empty when configuration and seed alone make it.
    """
    code = RunCode(session, text)
    note = f"Changed on the way, so it need not be the same: {changes}." if changes else WHY
    about = [f"A run of Glassnet: {title(code)}.", about_the_rest(code), note]
    parts = parts_of(code)
    whole = _script(about, parts)
    if whole.count("\n") > MAX_LINES:
        code.is_brief = True
        parts = parts_of(code)
        whole = _script(about, parts)
    if form == "py":
        return {"name": "run.py", "text": whole}
    return {"name": "run.ipynb", "text": _notebook([each for each in about if each], parts)}


def _script(about: list[str], parts: Iterable[str]) -> str:
    """Return the text of a program."""
    needs = "Needs Python 3.11 and NumPy 1.26, or newer"
    rest = " ".join(each for each in (needs + ".", *about[1:]) if each)
    paragraphs = [textwrap.fill(each, WIDTH) for each in (about[0], rest)]
    head = '"""' + "\n\n".join(paragraphs) + '\n"""'
    return "\n\n".join([head, *map(str.strip, parts)]) + "\n"


def _notebook(about: Iterable[str], parts: Iterable[str]) -> str:
    head = f"# {next(iter(about))}\n\n" + "\n\n".join(
        [*list(about)[1:], "Needs NumPy, and matplotlib for the plot."]
    )
    cells = [_cell("markdown", head), *(_cell("code", part.strip()) for part in parts)]
    notebook = {
        "cells": cells,
        "metadata": {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return json.dumps(notebook, indent=1, ensure_ascii=False)


def _cell(kind: str, source: str) -> dict[str, Any]:
    cell: dict[str, Any] = {"cell_type": kind, "metadata": {}, "source": source.splitlines(keepends=True)}
    return cell | {"execution_count": None, "outputs": []} if kind == "code" else cell
