"""Packs Python for the page: what a start needs of the libraries, the rest of them, and glassnet.

Of the libraries a start gets byte-compiled modules only, or an image of the memory in which they
have been imported. Nothing is left out that a program may want; what no start imports comes later,
as source, when the first epoch is over.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import shutil
import sys
import tempfile
import zipfile
from pathlib import Path, PurePosixPath

from tools import bytecode, pack
from tools.bytecode import compile_all
from tools.console import run, say
from tools.environment import CACHE, PYTHON_VERSION, ROOT
from tools.node import NODE, NODE_MODULES
from tools.pack import SMALLEST, write_pack_into
from tools.wheels import numpy_lock, numpy_wheel

LIBRARY = f"/lib/python{PYTHON_VERSION[0]}{PYTHON_VERSION[1]}.zip"
SITE_PACKAGES = f"/lib/python{PYTHON_VERSION[0]}.{PYTHON_VERSION[1]}/site-packages"
_STANDARD_LIBRARY = NODE_MODULES / "pyodide/python_stdlib.zip"
_SCENARIO = (ROOT / "tools/started_modules.mjs", ROOT / "tools/start_scenario.py")
_IMAGE = (
    *(ROOT / "tools/memory_image.mjs", ROOT / "tools/start_scenario.py"),
    *(ROOT / "js/worker/image/linking.js", ROOT / "js/worker/image/memory.js", ROOT / "js/worker/pack.js"),
)
_LIBRARIES = ("extensions.bin", "library.bin", "rest.bin")
_STARTED = "started.json"  # which of our own modules a start imports
_PACKAGE = ROOT / "py/glassnet"
_OWN = f"{SITE_PACKAGES}/glassnet"
_IMPORT = re.compile(r"^\s*(?:import|from)\s.*$", re.MULTILINE)
# Of NumPy's wheel, what no program in the page can use: tests, compiler input, Fortran wrappers.
_UNUSED = re.compile(r"/tests/|^numpy/(f2py|distutils|_pyinstaller)/|conftest\.py$|\.dist-info/|-config\.py$")


def write_packs_into(directory: Path) -> None:
    """Write what a start needs, with and without the memory image, and the packs for later."""
    numpy = numpy_lock()["packages"]["numpy"]
    wheel = numpy_wheel(numpy["file_name"], numpy["sha256"])
    libraries = _libraries(wheel)
    for name in _LIBRARIES:
        shutil.copyfile(libraries / name, directory / name)
    at_start, later = _own_files(frozenset(json.loads((libraries / _STARTED).read_text())))
    write_pack_into(directory / "glassnet.bin", at_start, level=SMALLEST)
    write_pack_into(directory / "glassnet-rest.bin", later)
    _write_image_into(directory)


def _libraries(wheel: Path) -> Path:
    """Return the folder of the packs that depend on what glassnet imports, and on nothing else in it."""
    folder = CACHE / "packs" / _libraries_key(wheel)
    if not all((folder / name).exists() for name in (*_LIBRARIES, _STARTED)):
        say("Packing the parts of Python and NumPy that a start needs")
        folder.mkdir(parents=True, exist_ok=True)
        started = _started_modules(wheel)
        at_start, later = _numpy_files(wheel, started)
        lock = numpy_lock() | {"packages": {}}
        extensions = {path: content for path, content in at_start.items() if path.endswith(".so")}
        modules = {path: content for path, content in at_start.items() if path not in extensions}
        write_pack_into(folder / "extensions.bin", extensions, level=SMALLEST, lock=lock)
        modules[LIBRARY] = _start_library(started)
        write_pack_into(folder / "library.bin", modules, level=SMALLEST)
        write_pack_into(folder / "rest.bin", {LIBRARY: _STANDARD_LIBRARY.read_bytes(), **later})
        own = sorted(path for path in started if path.startswith(_OWN))
        (folder / _STARTED).write_text(json.dumps(own))
    return folder


def _libraries_key(wheel: Path) -> str:
    sources = sorted(_PACKAGE.rglob("*.py"))
    inputs = [sys.version, wheel.parent.name, (NODE_MODULES / "pyodide/package.json").read_text()]
    inputs += [line for path in sources for line in _IMPORT.findall(path.read_text())]
    inputs += [path.read_text() for path in sorted(Path(__file__).parent.glob("*pack*.py"))]
    inputs += [path.read_text() for path in (*_SCENARIO, Path(bytecode.__file__))]
    return hashlib.sha256("\n".join(inputs).encode()).hexdigest()


def _started_modules(wheel: Path) -> frozenset[str]:
    """Return the files of all modules that a start imports, found by starting under Node."""
    command = [NODE, _SCENARIO[0], NODE_MODULES / "pyodide", wheel, _PACKAGE]
    return frozenset(json.loads(run(command, what="Starting Python in Node")))


def _write_image_into(directory: Path) -> None:
    """Write memory.bin, made of the packs that are there."""
    packs = [directory / name for name in ("extensions.bin", "library.bin", "glassnet.bin")]
    key = hashlib.sha256((NODE_MODULES / "pyodide/package.json").read_bytes())
    for path in (*packs, *_IMAGE, Path(pack.__file__)):
        key.update(hashlib.sha256(path.read_bytes()).digest())
    kept = CACHE / "images" / f"{key.hexdigest()}.bin"
    if not kept.exists():
        say("Starting Python once, to copy its memory")
        shutil.rmtree(kept.parent, ignore_errors=True)
        kept.parent.mkdir(parents=True)
        with tempfile.TemporaryDirectory(dir=kept.parent) as scratch:
            command = [NODE, _IMAGE[0], NODE_MODULES / "pyodide", directory, Path(scratch)]
            run(command, what="Starting Python in Node")
            files = {name: Path(scratch, name).read_bytes() for name in ("blocks", "spans")}
            write_pack_into(kept, files, **json.loads(Path(scratch, "header.json").read_text()))
    shutil.copyfile(kept, directory / "memory.bin")


def _start_library(started: frozenset[str]) -> bytes:
    """Return a zip file of the standard library's modules in `started`, byte-compiled."""
    with zipfile.ZipFile(_STANDARD_LIBRARY) as archive:
        names = [name for name in sorted(archive.namelist()) if f"{LIBRARY}/{name}" in started]
        sources = {f"{LIBRARY}/{name}": archive.read(name).decode() for name in names}
    codes = compile_all(sources, is_library=True)
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_STORED) as archive:  # the pack compresses it
        for path, code in codes.items():
            archive.writestr(zipfile.ZipInfo(f"{path.removeprefix(LIBRARY)[1:]}c"), code)
    return content.getvalue()


def _numpy_files(wheel: Path, started: frozenset[str]) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """Return the files of NumPy for the start, byte-compiled, and those for later."""
    with zipfile.ZipFile(wheel) as archive:
        names = [name for name in sorted(archive.namelist()) if name.endswith((".py", ".so"))]
        files = {f"{SITE_PACKAGES}/{name}": archive.read(name) for name in names if not _UNUSED.search(name)}
    later = {path: content for path, content in files.items() if path not in started}
    sources = {
        path: content.decode() for path, content in files.items() if path in started and path.endswith(".py")
    }
    codes = compile_all(sources, is_library=True)
    at_start = {f"{path}c": code for path, code in codes.items()}
    at_start |= {path: files[path] for path in started & files.keys() if path.endswith(".so")}
    return at_start, later


def _own_files(started: frozenset[str]) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """Return py/glassnet for the start and for later: sources, and bytecode where Python looks for it."""
    paths = sorted(_PACKAGE.rglob("*.py"))
    sources = {f"{_OWN}/{path.relative_to(_PACKAGE).as_posix()}": path.read_text() for path in paths}
    at_start, later = dict[str, bytes](), dict[str, bytes]()
    tag = f"cpython-{PYTHON_VERSION[0]}{PYTHON_VERSION[1]}"
    for path, code in compile_all(sources, is_library=False).items():
        module = PurePosixPath(path)
        files = at_start if path in started else later
        files[path] = sources[path].encode()
        files[f"{module.parent}/__pycache__/{module.stem}.{tag}.pyc"] = code
    return at_start, later
