"""The bytes of the site: as files, and as a host sends them."""

from __future__ import annotations

import gzip
import json
import subprocess
from collections.abc import Iterable
from pathlib import Path

from benchmarks.lab import Lab
from benchmarks.table import Row, Table
from tools.node import NODE

# Hosts compress these; archives and packs go as they are.
COMPRESSED = {".html", ".css", ".js", ".mjs", ".json", ".wasm", ".svg", ".txt"}
MEGA = 1e6
# Node has brotli, Python has not.
BROTLI = """
const { readFileSync } = require("node:fs");
const { brotliCompressSync, constants } = require("node:zlib");
const params = { [constants.BROTLI_PARAM_QUALITY]: 5 };
const size = (path) => brotliCompressSync(readFileSync(path), { params }).length;
console.log(process.argv.slice(1).reduce((sum, path) => sum + size(path), 0));
"""


def run(lab: Lab) -> Table:
    """Sum up the built site and the naive baseline."""
    files = json.loads((lab.site / "manifest.json").read_text())["files"]
    ours = [lab.site / name for name in files]
    python = [path for path in ours if "pyodide" in path.parts]
    page = [path for path in ours if path not in python]
    naive = list((lab.site.parent / "pyodide").iterdir())
    rows = [
        Row("page", sizes(page)),
        Row("Python and NumPy", sizes(python)),
        Row("site", sizes(ours)),
        Row("Pyodide and NumPy as published", sizes(naive)),
    ]
    share = rows[2].figures["brotli"] / rows[3].figures["brotli"]
    rows.append(Row("site to Pyodide and NumPy alone, brotli", {}, share))
    note = "MB; gzip (level 6) and brotli (level 5) as hosts use them, and archives sent as they are."
    return Table("Bytes", rows, notes=[note])


def sizes(paths: Iterable[Path]) -> dict[str, float]:
    """Return MB of the files, raw and as a host with gzip or brotli sends them."""
    files = list(paths)
    compressed = [path for path in files if path.suffix in COMPRESSED]
    raw = sum(path.stat().st_size for path in files)
    as_they_are = raw - sum(path.stat().st_size for path in compressed)
    gzipped = sum(len(gzip.compress(path.read_bytes(), 6)) for path in compressed)
    command: list[str | Path] = [NODE, "-e", BROTLI, *compressed]
    brotli = int(subprocess.run(command, capture_output=True, check=True, text=True).stdout)
    return {
        "raw": raw / MEGA,
        "gzip": (as_they_are + gzipped) / MEGA,
        "brotli": (as_they_are + brotli) / MEGA,
    }
