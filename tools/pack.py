"""The archive that the page unpacks into Python's file system: js/worker/loader.js reads it.

gzip of: the header's length (4 bytes, little-endian), the header, then all contents in the order of
the header's `files`, `[[path, bytes], …]`. The header is JSON; what else is in it is the writer's.
"""

from __future__ import annotations

import gzip
import json
import struct
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import zopfli.gzip

SMALLEST = 10  # beyond gzip's levels


def write_pack_into(path: Path, files: Mapping[str, bytes], *, level: int = 9, **header: Any) -> None:
    """Write `files`, by absolute path, and further fields of the header.

    `level` is that of gzip; SMALLEST is a twentieth smaller than 9, and takes 3 s for a megabyte of files.
    """
    entries = sorted(files.items(), key=_place)
    head = json.dumps({"files": [[name, len(content)] for name, content in entries], **header}).encode()
    data = b"".join([struct.pack("<I", len(head)), head, *(content for _, content in entries)])
    path.write_bytes(_compressed(data, level))


def _compressed(data: bytes, level: int) -> bytes:
    if level == SMALLEST:
        return bytes(zopfli.gzip.compress(data, numiterations=1))
    return gzip.compress(data, level, mtime=0)


def _place(entry: tuple[str, bytes]) -> str:
    """Put bytecode beside its source: what two neighbours share, gzip has to say but once."""
    return entry[0].replace("__pycache__/", "")


def read_pack(path: Path) -> tuple[dict[str, bytes], dict[str, Any]]:
    """Return the files and the rest of the header."""
    data = gzip.decompress(path.read_bytes())
    (length,) = struct.unpack_from("<I", data)
    start = 4 + length
    header = json.loads(data[4:start])
    files = {}
    for name, size in header.pop("files"):
        files[name] = data[start : start + size]
        start += size
    return files, header
