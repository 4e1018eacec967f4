"""Assembles dist/ in a folder of its own and swaps it in when it is complete."""

from __future__ import annotations

import hashlib
import json
import os
import posixpath
import re
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from tools.console import BuildError, run, say
from tools.environment import CACHE, ROOT, build_lock
from tools.node import ensure_node_modules, esbuild
from tools.page import integrity, published_page, read_import_map, with_version
from tools.vendor import vendor_style, write_vendor_into

DIST = ROOT / "dist"
_STAMP = CACHE / "site.stamp"
_INPUTS = (
    "index.html",
    "manifest.webmanifest",
    "style.css",
    "style",
    "assets",
    "js",
    "py",
    "tools",
    "build.py",
    "LICENSE",
)
_ENTRIES = ("js/main.js", "js/worker/worker.js")
_FIRST_SCRIPTS = (  # ahead of the modules
    "js/public-api.js",
    "js/worker-start.js",
    "js/site-files.js",
    "js/boot-check.js",
)
_SEALS = ("manifest.json", "sw.js")
_CONFIGURATION = ("pyproject.toml", "requirements.txt", "package-lock.json")


def build_site() -> Path:
    """Bring dist/ up to date with the sources and return its path."""
    with build_lock():
        fingerprint = _fingerprint()
        if not _is_current(fingerprint):
            started = time.monotonic()
            ensure_node_modules(dev=False)
            say("Building dist/")
            _remove_leftovers()
            with tempfile.TemporaryDirectory(dir=CACHE, prefix="build-") as scratch:
                site = Path(scratch, "dist")
                site.mkdir()
                _write_site_into(site)
                _swap_in(site, Path(scratch, "previous"))
            _STAMP.write_text(fingerprint)
            say(f"Built dist/ in {time.monotonic() - started:.1f} s")
    return DIST


def _fingerprint() -> str:
    """Return a hash of everything that dist/ is made from."""
    digest = hashlib.sha256(sys.version.encode())
    for name in (*_INPUTS, *_CONFIGURATION):
        path = ROOT / name
        for file in [path] if path.is_file() else _files(path):
            digest.update(f"{file.relative_to(ROOT)}\0".encode())
            digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def _files(directory: Path) -> list[Path]:
    """Return the files below `directory`, in order, without caches and hidden ones."""
    found = []
    for folder, folders, names in directory.walk():
        folders[:] = [name for name in folders if not name.startswith((".", "__pycache__"))]
        found += [folder / name for name in names if not name.startswith(".")]
    return sorted(found)


def _is_current(fingerprint: str) -> bool:
    """Tell whether dist/ was built from these inputs and is still whole."""
    try:
        files = json.loads((DIST / "manifest.json").read_text())["files"]
        whole = all((DIST / name).stat().st_size == file["bytes"] for name, file in files.items())
        return whole and _STAMP.read_text() == fingerprint
    except (OSError, ValueError, KeyError):
        return False


def _page_style() -> str:
    """Return the texts of all files that style.css imports, in order."""
    names = re.findall(r'@import "\./(style/\w+\.css)";', _source("style.css").read_text())
    return "\n".join(_source(name).read_text() for name in names)


def _write_site_into(site: Path) -> None:
    html = _source("index.html").read_text()
    imports = read_import_map(html)
    _write_scripts_into(site / "js")
    style = vendor_style() + _page_style()
    (site / "style.css").write_text(esbuild("--loader=css", "--minify", "--charset=utf8", source=style))
    shutil.copyfile(_source("manifest.webmanifest"), site / "manifest.webmanifest")
    texts = (html, *((site / name).read_text() for name in ("style.css", "manifest.webmanifest")))
    _copy_assets("".join(texts), site)
    (site / "vendor").mkdir()
    write_vendor_into(site / "vendor")
    (site / "initial.json").write_text(_initial_state())
    for name, target in imports.items():
        if not (site / target).is_file():
            raise BuildError(f"index.html maps {name!r} to {target}, which is not built.")
    # Those that take longest first: over HTTP/1.1 a browser has six connections.
    modules = sorted(page_modules(site, imports), key=lambda module: "/vendor/" not in module)
    first = {name: _minified(name) for name in _FIRST_SCRIPTS}
    page = published_page(html, first=first, modules=modules)
    version = version_of(page, site)
    (site / "index.html").write_text(with_version(page, version))
    seal(site, version)


def version_of(page: str, site: Path) -> str:
    """Return the version of the site: another one for any other byte of the published `page` or a file."""
    return _digest_of({"index.html": _entry(page.encode()), **_entries(site)})[:12]


def seal(site: Path, version: str) -> None:
    """Write manifest.json, which lists all other files, and sw.js, which keeps what it lists."""
    for name in _SEALS:
        (site / name).unlink(missing_ok=True)
    manifest = json.dumps({"version": version, "files": _entries(site)}, indent=1, sort_keys=True) + "\n"
    (site / "manifest.json").write_bytes(manifest.encode())
    script = _source("js/service-worker.js").read_text()
    (site / "sw.js").write_text(script.replace("{manifest}", integrity(manifest)))


def _write_scripts_into(directory: Path) -> None:
    """Bundle our modules, one file for the page and one for the worker.

    A hundred small files would take half of a start's time, most of it spent in queues of requests.
    """
    options = ["--bundle", "--splitting", "--format=esm", "--target=es2022", "--minify", "--charset=utf8"]
    options += ["--packages=external", "--outbase=js", f"--outdir={directory}"]
    esbuild(*(str(_source(name)) for name in _ENTRIES), *options)


def _minified(name: str) -> str:
    return esbuild("--minify", "--charset=utf8", source=_source(name).read_text()).strip()


def _copy_assets(text: str, site: Path) -> None:
    """Copy the pictures that `text` names; those of the documents stay at home."""
    (site / "assets").mkdir()
    for name in sorted(set(re.findall(r"assets/[\w.-]+", text))):
        shutil.copyfile(_source(name), site / name)


def _source(name: str) -> Path:
    path = ROOT / name
    if not path.exists():
        raise BuildError(f"{name} is missing from the source folder {ROOT}.")
    return path


def _initial_state() -> str:
    """Return the JSON of the first picture, computed by the Python that the page runs."""
    environment = os.environ | {"PYTHONPATH": str(ROOT / "py"), "PYTHONHASHSEED": "0"}
    text = run(
        [sys.executable, "-P", "-m", "glassnet.page.initial"],
        what="Computing initial.json (python -m glassnet.page.initial)",
        env=environment,
    )
    try:
        return json.dumps(json.loads(text), separators=(",", ":"), allow_nan=False)
    except ValueError as error:
        raise BuildError(f"python -m glassnet.page.initial printed no valid JSON: {error}.") from error


def page_modules(site: Path, imports: dict[str, str]) -> list[str]:
    """Return the addresses of all modules that js/main.js imports statically, itself first."""
    with tempfile.TemporaryDirectory() as scratch:
        graph = Path(scratch, "graph.json")
        options = ["--bundle", "--format=esm", "--packages=external", f"--outdir={scratch}"]
        esbuild("js/main.js", *options, f"--metafile={graph}", cwd=site)
        inputs: dict[str, Any] = json.loads(graph.read_text())["inputs"]
    modules, pending = dict[str, None](), ["js/main.js"]
    while pending:
        module = pending.pop(0)
        if module in modules:
            continue
        modules[module] = None
        for imported in inputs.get(module, {"imports": []})["imports"]:
            if imported["kind"] == "import-statement":
                path = imported["path"]
                pending.append(posixpath.normpath(imports.get(path, path)))
    return [f"./{module}" for module in modules]


def _entries(site: Path) -> dict[str, dict[str, str | int]]:
    return {path.relative_to(site).as_posix(): _entry(path.read_bytes()) for path in _files(site)}


def _entry(data: bytes) -> dict[str, str | int]:
    return {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}


def _digest_of(entries: dict[str, dict[str, str | int]]) -> str:
    return hashlib.sha256(json.dumps(entries, sort_keys=True).encode()).hexdigest()


def _remove_leftovers() -> None:
    """Remove what builds that were killed have left; the caller holds the lock."""
    CACHE.mkdir(exist_ok=True)
    for folder in CACHE.glob("build-*"):
        shutil.rmtree(folder)


def _swap_in(site: Path, previous: Path) -> None:
    """Replace dist/ by `site`; a server that is running goes on with the new files."""
    if DIST.exists():
        DIST.rename(previous)
    site.rename(DIST)
