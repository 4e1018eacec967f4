"""The bytes of the site: as files, and as a host sends them."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable
from pathlib import Path

from benchmarks.lab import Lab
from benchmarks.table import Row, Table

# Hosts compress these; archives and packs go as they are.
COMPRESSED = {".html", ".css", ".js", ".mjs", ".json", ".wasm", ".svg", ".txt"}
MEGA = 1e6


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
    return Table("Bytes", rows, notes=["MB; gzip as hosts use it, level 6, and archives sent as they are."])


def sizes(paths: Iterable[Path]) -> dict[str, float]:
    """Return MB of the files, raw and as a host with gzip sends them."""
    raw = sent = 0
    for path in paths:
        data = path.read_bytes()
        raw += len(data)
        sent += len(gzip.compress(data, 6)) if path.suffix in COMPRESSED else len(data)
    return {"raw": raw / MEGA, "gzip": sent / MEGA}
