"""Puts everything that others wrote into dist/vendor, with the licences."""

from __future__ import annotations

import importlib.metadata
import re
import shutil
import zipfile
from pathlib import Path

from tools.console import BuildError
from tools.environment import ROOT
from tools.node import NODE_MODULES, esbuild
from tools.packs import write_packs_into
from tools.wheels import numpy_lock, numpy_wheel

PYODIDE_FILES = ("pyodide.mjs", "pyodide.asm.js", "pyodide.asm.wasm")
# What the code editor uses of CodeMirror: all of its packages are one file in vendor/.
CODEMIRROR = {
    "@codemirror/state": "Compartment EditorState Prec StateEffect StateField RangeSet",
    "@codemirror/view": "Decoration EditorView GutterMarker drawSelection gutter highlightActiveLine "
    "highlightActiveLineGutter highlightSpecialChars keymap lineNumbers",
    "@codemirror/commands": "defaultKeymap history historyKeymap indentWithTab",
    "@codemirror/language": "HighlightStyle bracketMatching indentOnInput indentUnit syntaxHighlighting",
    "@codemirror/lang-python": "python",
    "@codemirror/search": "highlightSelectionMatches search searchKeymap",
    "@codemirror/lint": "lintGutter setDiagnostics",
    "@codemirror/merge": "goToNextChunk unifiedMergeView",
    "@lezer/highlight": "tags",
}
# What the video of a run uses of mediabunny.
MEDIABUNNY = "BufferTarget CanvasSource canEncodeVideo Mp4OutputFormat Output Quality WebMOutputFormat"
# Patterns of uPlot's text, by what they are for, and what takes their place. Its canvas is to be off the
# GPU, as `openCanvas` in js/kit/dom.js opens ours. The first use of Intl in a page takes 15 to 70 ms, which
# the scene would wait for: the charts format their own numbers and have no times.
_UPLOT_CHANGES = {
    "canvas": (r'getContext\("2d"\)', 'getContext("2d",{willReadFrequently:true})'),
    "format of numbers": (
        r"new Intl\.NumberFormat\(([^()]*)\)",
        r"{format:number=>new Intl.NumberFormat(\1).format(number)}",
    ),
    "local time zone": (r"new Intl\.DateTimeFormat\(\)\.resolvedOptions\(\)\.timeZone", "void 0"),
}
_BUNDLE = ("--bundle", "--format=esm", "--target=es2022", "--minify", "--legal-comments=inline")
_THREE_IMPORT = re.compile(r"""\bimport\s*([^"';()]+?)\s*from\s*["']three["']""")
_NAMESPACE = re.compile(r"\*\s*as\s+(\w+)")


def write_vendor_into(directory: Path) -> None:
    """Fill `directory` with Pyodide, NumPy, glassnet, what the page imports of others, and their licences."""
    _write_pyodide_into(directory / "pyodide")
    _write_three_into(directory)
    source = "\n".join(
        f'export {{ {", ".join(names.split())} }} from "{package}";' for package, names in CODEMIRROR.items()
    )
    (directory / "codemirror.js").write_text(esbuild(*_BUNDLE, source=source))
    source = 'export { default } from "uplot";'
    (directory / "uplot.js").write_text(_adapted(esbuild(*_BUNDLE, source=source)))
    source = 'export { zipSync } from "fflate";'
    (directory / "fflate.js").write_text(esbuild(*_BUNDLE, source=source))
    source = f'export {{ {", ".join(MEDIABUNNY.split())} }} from "mediabunny";'
    (directory / "mediabunny.js").write_text(esbuild(*_BUNDLE, source=source))
    _write_licenses_into(directory / "licenses")


def vendor_style() -> str:
    """Return the rules that the page needs of other people's style sheets."""
    return (NODE_MODULES / "uplot/dist/uPlot.min.css").read_text()


def _adapted(uplot: str) -> str:
    """Return the bundled uPlot with changes that it has no options for."""
    for what, (old, new) in _UPLOT_CHANGES.items():
        uplot, count = re.subn(old, new, uplot)
        if count != 1:
            raise BuildError(f"This uPlot has another {what}: look at _UPLOT_CHANGES.")
    return uplot


def _write_pyodide_into(directory: Path) -> None:
    directory.mkdir(parents=True)
    for name in PYODIDE_FILES:
        shutil.copyfile(NODE_MODULES / "pyodide" / name, directory / name)
    write_packs_into(directory)


def _write_three_into(directory: Path) -> None:
    """Bundle of three.js exactly the names that the scene imports."""
    names = set[str]()
    for path in sorted((ROOT / "js/scene").glob("**/*.js")):
        names |= three_imports(path.read_text())
    source = f'export {{ {", ".join(sorted(names))} }} from "three";'
    (directory / "three.js").write_text(esbuild(*_BUNDLE, source=source))


def three_imports(source: str) -> set[str]:
    """Return the names that a module imports from "three"."""
    names = set[str]()
    for clause in _THREE_IMPORT.findall(source):
        if namespace := _NAMESPACE.search(clause):
            alias = re.escape(namespace[1])
            names |= set(re.findall(rf"(?<![\w$.]){alias}\.(\w+)", source))
        elif clause.startswith("{"):
            members = clause.strip("{}").split(",")
            names |= {member.split()[0] for member in members if member.strip()}
        else:
            raise BuildError(f"three.js has no default export: import {clause.strip()}")
    return names


def _write_licenses_into(directory: Path) -> None:
    directory.mkdir()
    shutil.copyfile(NODE_MODULES / "three/LICENSE", directory / "three.txt")
    shutil.copyfile(NODE_MODULES / "uplot/LICENSE", directory / "uPlot.txt")
    shutil.copyfile(NODE_MODULES / "fflate/LICENSE", directory / "fflate.txt")
    shutil.copyfile(NODE_MODULES / "mediabunny/LICENSE", directory / "mediabunny.txt")
    shutil.copyfile(NODE_MODULES / "@codemirror/state/LICENSE", directory / "CodeMirror.txt")
    # npm's pyodide has no licence file; pyodide-build is of the same authors and licence.
    # The Python Software Foundation's own text comes with typing_extensions.
    for name, package in (("Pyodide", "pyodide-build"), ("CPython", "typing_extensions")):
        (directory / f"{name}.txt").write_text(_license_of(package))
    numpy = numpy_lock()["packages"]["numpy"]
    with zipfile.ZipFile(numpy_wheel(numpy["file_name"], numpy["sha256"])) as wheel:
        member = next(name for name in wheel.namelist() if name.endswith(".dist-info/LICENSE.txt"))
        (directory / "NumPy.txt").write_bytes(wheel.read(member))
    shutil.copyfile(ROOT / "LICENSE", directory / "Glassnet.txt")


def _license_of(package: str) -> str:
    for file in importlib.metadata.files(package) or []:
        if file.name.startswith("LICENSE") and ".dist-info" in str(file):
            return file.read_text()
    raise BuildError(f"The package {package} has no licence file.")
