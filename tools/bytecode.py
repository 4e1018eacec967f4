"""Byte-compiles Python for the page: the same sources give the same bytes on every machine.

Run as a program it answers JSON on standard input with JSON; `compile_all` does that in a process of
its own, because what is compiled depends on interpreter options and on the seed of hashes.
"""

from __future__ import annotations

import ast
import base64
import importlib.util
import json
import marshal
import os
import struct
import sys
from collections.abc import Mapping

from tools.console import run

# How a module's code is tied to its source (PEP 552).
NEVER_CHECKED, CHECKED = 0b01, 0b11


def compile_all(sources: Mapping[str, str], *, is_library: bool) -> dict[str, bytes]:
    """Return the bytecode of each source, by the path that it has in the page, without column tables.

    A library is read by nobody there: docstrings go, also those that NumPy gives its compiled functions,
    and its source is never asked for. What is not a library keeps them, and is compiled again when its
    source changes.
    """
    answer = run(
        [sys.executable, "-X", "no_debug_ranges", "-m", "tools.bytecode"],
        what="Byte-compiling Python",
        env=os.environ | {"PYTHONHASHSEED": "0"},
        stdin=json.dumps({"sources": dict(sources), "is_library": is_library}),
    )
    return {path: base64.b64decode(code) for path, code in json.loads(answer).items()}


def compiled(source: str, path: str, *, is_library: bool) -> bytes:
    """Return the content of a .pyc file, tied to its source by hash and not by time."""
    tree = ast.parse(source, path)
    if is_library:
        _empty_docstrings(tree)
    code = compile(tree, path, "exec", dont_inherit=True, optimize=0)
    kind = NEVER_CHECKED if is_library else CHECKED
    header = (
        importlib.util.MAGIC_NUMBER + struct.pack("<I", kind) + importlib.util.source_hash(source.encode())
    )
    return header + marshal.dumps(code)


def _empty_docstrings(tree: ast.Module) -> None:
    """Make docstrings empty; they stay texts, because NumPy looks at some of its own."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            match node.body:
                case [ast.Expr(value=ast.Constant(value=str()) as text), *_]:
                    text.value = ""
        if isinstance(node, ast.Call) and ast.unparse(node.func).startswith("add_newdoc"):
            for part in ast.walk(node):
                if isinstance(part, ast.Constant) and isinstance(part.value, str) and "\n" in part.value:
                    part.value = ""


if __name__ == "__main__":
    request = json.load(sys.stdin)
    answers = {
        path: base64.b64encode(compiled(source, path, is_library=request["is_library"])).decode()
        for path, source in request["sources"].items()
    }
    json.dump(answers, sys.stdout)
