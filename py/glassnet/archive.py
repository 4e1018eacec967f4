"""An .npz file in memory: written as NumPy reads it, and read by one who trusts nothing in it.

What the file declares is checked before anything is unpacked, and nothing is ever unpickled. Knows
nothing of runs.
"""

import math
import zipfile
from collections.abc import Mapping
from io import BytesIO
from typing import Any

import numpy as np

from glassnet.arrays import AnyArray
from glassnet.checks import ConfigError

_npy: Any = np.lib.format  # NumPy gives it no types
MAX_BYTES = 128_000_000  # of a file, packed and unpacked
MAX_PARTS = 100
MAX_RATIO, SMALL = 500, 1_000_000  # a part of more bytes that unpacks to so many times its size is a trap
PARTS = zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED


class FileError(ConfigError):
    """A file that is not read; its text is a sentence that says why."""

    def __init__(self, rule: str) -> None:
        """`rule` goes on after “The file”."""
        super().__init__("file", rule, None)

    def __str__(self) -> str:
        return f"The file {self.rule}"


def packed(arrays: Mapping[str, AnyArray]) -> bytes:
    """Return the .npz file of arrays; the same arrays give the same bytes. Texts are compressed."""
    content = BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, array in arrays.items():
            part = zipfile.ZipInfo(f"{name}.npy")
            part.compress_type = zipfile.ZIP_DEFLATED if array.dtype.kind == "U" else zipfile.ZIP_STORED
            with archive.open(part, "w") as stream:
                _npy.write_array(stream, array, version=(1, 0), allow_pickle=False)
    return content.getvalue()


class Archive:
    """An .npz file whose declared sizes are sound; each part is unpacked when it is asked for."""

    def __init__(self, content: bytes) -> None:
        """Look at the directory of the file. Raises FileError."""
        if len(content) > MAX_BYTES:
            raise FileError(f"is too large: it has more than {MAX_BYTES // 1_000_000} MB")
        if not content.startswith(b"PK"):
            raise FileError("is of another format: a saved run is an .npz file" if content else "is empty")
        try:
            self._zip = zipfile.ZipFile(BytesIO(content))
            parts = self._zip.infolist()
        except Exception:  # whatever zipfile raises for a directory that is cut or wrong
            raise FileError("is damaged: its directory is cut off or wrong") from None
        if len(parts) > MAX_PARTS:
            raise FileError(f"is no saved run: it has {len(parts):,} parts")
        unpacked = sum(part.file_size for part in parts)
        if unpacked > MAX_BYTES:
            raise FileError(f"is too large: it would unpack to {unpacked / 1e6:,.0f} MB")
        for part in parts:
            if part.file_size > max(SMALL, MAX_RATIO * part.compress_size):
                raise FileError("is a trap: a few bytes of it would unpack to a great many")
            if part.compress_type not in PARTS or part.flag_bits & 1:
                raise FileError("is no saved run: its parts are packed in another way")
        self.names = [part.filename.removesuffix(".npy") for part in parts]
        if len(set(self.names)) < len(self.names):
            raise FileError("is damaged: it has a part twice")

    def array(self, name: str, dtype: str, shape: tuple[int | None, ...]) -> AnyArray:
        """Return a part, which must be of this type and shape; None: any length. Raises FileError."""
        content, start, is_by_column, found, lengths = self._part(name)
        wanted = np.dtype(dtype)
        if found != wanted:
            raise FileError(f"is damaged: its part {name} has {found} in place of {wanted}")
        if len(lengths) != len(shape) or any(
            length != wish for length, wish in zip(lengths, shape, strict=True) if wish is not None
        ):
            raise FileError(f"is damaged: its part {name} has the shape {lengths} in place of {shape}")
        if len(content) - start != math.prod(lengths) * wanted.itemsize:
            raise FileError(f"is damaged: its part {name} is not as long as it says")
        values = np.frombuffer(content, wanted, offset=start)
        return (values.reshape(lengths[::-1]).T if is_by_column else values.reshape(lengths)).copy()

    def text(self, name: str) -> str:
        """Return a part that is one text. Raises FileError."""
        content, start, _, found, lengths = self._part(name)
        if found.kind != "U" or lengths != () or len(content) - start != found.itemsize:
            raise FileError(f"is damaged: its part {name} is no text")
        try:
            return str(np.frombuffer(content, found, offset=start)[0])
        except ValueError:
            raise FileError(f"is damaged: its part {name} is no text") from None

    def _part(self, name: str) -> tuple[bytes, int, bool, np.dtype, tuple[int, ...]]:  # type: ignore[type-arg]
        """Return bytes, where the numbers begin, whether they go by columns, their type and shape."""
        if name not in self.names:
            raise FileError(f"is damaged: its part {name} is missing")
        try:
            content = self._zip.read(f"{name}.npy")  # never more than it has declared
        except Exception:  # whatever zipfile and zlib raise
            raise FileError(f"is damaged: its part {name} cannot be unpacked") from None
        stream = BytesIO(content)
        try:
            if _npy.read_magic(stream) != (1, 0):
                raise ValueError("another version")
            lengths, is_by_column, dtype = _npy.read_array_header_1_0(stream)
        except Exception:  # NumPy takes the head for Python's text, which may be anything
            raise FileError(f"is damaged: its part {name} is no array") from None
        if dtype.hasobject:
            raise FileError(f"is refused: its part {name} is pickled, which could run code when it is read")
        if any(length < 0 for length in lengths):
            raise FileError(f"is damaged: its part {name} has the shape {lengths}")
        return content, stream.tell(), is_by_column, dtype, lengths
