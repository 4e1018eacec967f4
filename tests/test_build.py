"""Behaviour of the build, the page that it publishes, and the server. Needs no network."""

import ast
import base64
import hashlib
import http.client
import importlib
import json
import marshal
import re
import sys
from email.message import Message
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from tools import environment, packs, server, site, wheels
from tools.arguments import parse_arguments
from tools.bytecode import compile_all, compiled
from tools.console import BuildError
from tools.pack import SMALLEST, read_pack, write_pack_into
from tools.page import published_page, read_import_map, with_version
from tools.vendor import three_imports

ROOT = Path(__file__).parent.parent
MAP = '{"imports": {"three": "./vendor/three.js"}}'
PAGE = f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<link rel="stylesheet" href="./style.css">
<script src="./js/a.js"></script>
    <script src="./js/b.js"></script>
<script type="importmap">{MAP}</script>
</head>
<body><a href="https://example.org/">elsewhere</a></body>
</html>
"""
FIRST = {"js/a.js": "one();", "js/b.js": "two();"}


class TestPage:
    def test_the_import_map_is_read(self) -> None:
        assert read_import_map(PAGE) == {"three": "./vendor/three.js"}

    def test_the_policy_allows_exactly_this_import_map(self) -> None:
        page = published_page(PAGE, first=FIRST, modules=[])
        # Worked out with: printf '%s' MAP | openssl dgst -sha256 -binary | base64
        assert "'sha256-ItIkqwUDsSu2ovDSwbcO4SZQRHOStnU/aSXd0YwHTfc='" in page
        assert "default-src 'none'" in page

    def test_the_first_scripts_come_with_the_page(self) -> None:
        page = published_page(PAGE, first=FIRST, modules=[])
        assert "<script>one();\ntwo();</script>" in page
        # Worked out with: printf 'one();\ntwo();' | openssl dgst -sha256 -binary | base64
        assert "'sha256-7CDB+2v1waloJ/wCG5+ZyHN2RhiqGEmQUOljJG2k2x0='" in page
        with pytest.raises(BuildError, match=r"js/b\.js"):
            published_page(PAGE, first={**FIRST, "js/b.js": "'</script>'"}, modules=[])
        with pytest.raises(BuildError, match="exactly one"):
            published_page(PAGE, first={"js/c.js": ""}, modules=[])

    def test_modules_are_preloaded_after_the_import_map(self) -> None:
        page = with_version(published_page(PAGE, first=FIRST, modules=["./js/main.js"]), "abc")
        assert '<html data-version="abc" lang="en">' in page
        module = page.index('<link rel="modulepreload" href="./js/main.js">')
        assert page.index("importmap") < module < page.index("</head>")

    @pytest.mark.parametrize(
        ("fault", "named"),
        [
            ("<script>alert(1)</script>", "an inline <script>"),
            ('<script type="importmap">{}</script>', "an inline <script>"),
            ("<style>p {}</style>", "<style>"),
            ('<p style="color: red">', "the attribute style= of <p>"),
            ('<button onclick="f()">', "the attribute onclick= of <button>"),
            ('<img src="/logo.png">', "/logo.png"),
            ('<script src="https://example.org/x.js"></script>', "https://example.org/x.js"),
            ('<a href="javascript:f()">', "javascript:f()"),
        ],
    )
    def test_what_the_policy_or_a_sub_path_would_break_is_refused(self, fault: str, named: str) -> None:
        with pytest.raises(BuildError, match=re.escape(named)) as caught:
            read_import_map(PAGE.replace("<body>", f"<body>{fault}"))
        assert "line 10" in str(caught.value)

    def test_a_page_without_import_map_is_refused(self) -> None:
        with pytest.raises(BuildError, match="importmap"):
            read_import_map("<html><head></head></html>")


class TestSeal:
    def test_what_comes_with_the_page_is_a_part_of_the_version(self, tmp_path: Path) -> None:
        pages = [
            published_page(PAGE, first=FIRST | other, modules=[]) for other in ({}, {"js/b.js": "three();"})
        ]
        (tmp_path / "style.css").write_text("p {}")
        versions = {site.version_of(page, tmp_path) for page in pages}
        (tmp_path / "style.css").write_text("p{}")
        assert len(versions | {site.version_of(pages[0], tmp_path)}) == 3

    def test_the_service_worker_knows_the_manifest_and_the_manifest_all_other_files(
        self, tmp_path: Path
    ) -> None:
        (tmp_path / "index.html").write_text("<p>Hello</p>")
        site.seal(tmp_path, "before")
        site.seal(tmp_path, "1")  # what an earlier one has written is not listed
        data = (tmp_path / "manifest.json").read_bytes()
        manifest = json.loads(data)
        assert manifest["version"] == "1"
        assert list(manifest["files"]) == ["index.html"]
        assert manifest["files"]["index.html"]["sha256"] == hashlib.sha256(b"<p>Hello</p>").hexdigest()
        expected = base64.b64encode(hashlib.sha256(data).digest()).decode()
        assert f'"sha256-{expected}"' in (tmp_path / "sw.js").read_text()


class TestThreeImports:
    def test_names_are_found_over_several_lines_and_without_their_aliases(self) -> None:
        source = 'import {\n  Scene,\n  Mesh as M,\n} from "three";\nimport {other} from "./x.js";'
        assert three_imports(source) == {"Scene", "Mesh"}

    def test_minified_imports_are_found(self) -> None:
        assert three_imports('import{Ray as e,Plane}from"three";var a=1;') == {"Ray", "Plane"}

    def test_of_a_namespace_only_the_used_names_count(self) -> None:
        source = 'import * as THREE from "three";\nnew THREE.Scene(); other.THREE.Nothing;'
        assert three_imports(source) == {"Scene"}

    def test_types_and_addons_are_not_imports(self) -> None:
        source = '/** @type {import("three").Vector2} */\nimport { A } from "three/addons/a.js";'
        assert three_imports(source) == set()

    def test_a_default_import_is_refused(self) -> None:
        with pytest.raises(BuildError, match="no default export"):
            three_imports('import THREE from "three";')


class TestNumpyWheel:
    content = b"the wheel"
    sha256 = hashlib.sha256(content).hexdigest()

    @pytest.fixture(autouse=True)
    def _cache(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(wheels, "ROOT", tmp_path)
        monkeypatch.setattr(wheels, "CACHE", tmp_path / ".cache")
        monkeypatch.setattr(wheels, "_fetch_from_cdn", lambda *_: None)
        monkeypatch.setattr(wheels, "_fetch_from_carrier", lambda _: self.content)

    def test_it_is_fetched_once(self, monkeypatch: pytest.MonkeyPatch) -> None:
        path = wheels.numpy_wheel("numpy.whl", self.sha256)
        assert path.read_bytes() == self.content
        monkeypatch.setattr(wheels, "_fetch_from_carrier", lambda _: pytest.fail("fetched twice"))
        assert wheels.numpy_wheel("numpy.whl", self.sha256) == path

    def test_a_damaged_file_in_the_cache_is_replaced(self) -> None:
        path = wheels.numpy_wheel("numpy.whl", self.sha256)
        path.write_bytes(b"half")
        assert wheels.numpy_wheel("numpy.whl", self.sha256).read_bytes() == self.content

    def test_a_wrong_hash_is_refused_and_nothing_is_kept(self, tmp_path: Path) -> None:
        with pytest.raises(BuildError, match="Hash mismatch"):
            wheels.numpy_wheel("numpy.whl", "0" * 64)
        assert not list(tmp_path.rglob("*.whl"))


class TestServer:
    @pytest.fixture
    def folder(self, tmp_path: Path) -> Path:
        folder = tmp_path / "dist"
        (folder / "js").mkdir(parents=True)
        (folder / "index.html").write_text("<p>Hello</p>")
        for name in ("a.mjs", "a.js", "a.wasm", "a.whl", "a.json", "a.webmanifest"):
            (folder / name).write_text("{}")
        (tmp_path / "secret").write_text("outside")
        return folder

    @staticmethod
    def get(url: str, headers: dict[str, str] | None = None) -> tuple[int, Message, bytes]:
        """Return status, headers and body, without following redirects."""
        address = urlsplit(url)
        connection = http.client.HTTPConnection(address.netloc, timeout=10)
        try:
            connection.request("GET", address.path, headers=headers or {})
            response = connection.getresponse()
            return response.status, response.headers, response.read()
        finally:
            connection.close()

    @pytest.mark.parametrize(
        ("name", "mime_type"),
        [
            ("", "text/html; charset=utf-8"),
            ("a.js", "text/javascript; charset=utf-8"),
            ("a.mjs", "text/javascript; charset=utf-8"),
            ("a.wasm", "application/wasm"),
            ("a.json", "application/json"),
            ("a.webmanifest", "application/manifest+json"),
            ("a.whl", "application/octet-stream"),
        ],
    )
    @pytest.mark.parametrize("prefix", ["/", "/glassnet/"])
    def test_files_have_their_types_under_any_path(
        self, folder: Path, prefix: str, name: str, mime_type: str
    ) -> None:
        with server.make_server(folder, prefix=prefix) as running:
            assert running.url.endswith(prefix)
            status, headers, body = self.get(running.url + name)
        assert (status, headers["Content-Type"]) == (200, mime_type)
        assert body

    def test_an_unchanged_file_is_not_sent_again(self, folder: Path) -> None:
        with server.make_server(folder) as running:
            _, headers, _ = self.get(running.url)
            assert headers["Cache-Control"] == "no-cache"
            known = {"If-Modified-Since": headers["Last-Modified"]}
            assert self.get(running.url, known)[0] == 304

    @pytest.mark.parametrize("path", ["js/", "nothing.js", "../secret", "%2e%2e/secret"])
    def test_folders_missing_files_and_files_outside_are_not_found(self, folder: Path, path: str) -> None:
        with server.make_server(folder) as running:
            assert self.get(running.url + path)[0] == 404

    def test_outside_the_prefix_there_is_nothing(self, folder: Path) -> None:
        with server.make_server(folder, prefix="/glassnet/") as running:
            root = running.url.removesuffix("glassnet/")
            assert self.get(root + "index.html")[0] == 404
            status, headers, _ = self.get(root + "glassnet")
        assert (status, headers["Location"]) == (301, "/glassnet/")

    def test_a_busy_port_is_named(self, folder: Path) -> None:
        with server.make_server(folder) as running:
            port = running.server_port
            with pytest.raises(BuildError, match=f"Port {port} cannot be used"):
                server.serve(folder, port=port, open_browser=False)


class TestPack:
    def test_what_is_written_is_read_back(self, tmp_path: Path) -> None:
        files = {"/lib/b.so": bytes(range(256)), "/lib/a.py": "π".encode(), "/lib/empty": b""}
        write_pack_into(tmp_path / "a.bin", files, lock={"info": 1})
        assert read_pack(tmp_path / "a.bin") == (files, {"lock": {"info": 1}})

    def test_the_smallest_pack_is_smaller_and_reads_the_same(self, tmp_path: Path) -> None:
        files = {"/lib/a.py": Path(__file__).read_bytes()}
        write_pack_into(tmp_path / "a.bin", files)
        write_pack_into(tmp_path / "b.bin", files, level=SMALLEST)
        assert read_pack(tmp_path / "b.bin") == read_pack(tmp_path / "a.bin")
        assert (tmp_path / "b.bin").stat().st_size < (tmp_path / "a.bin").stat().st_size

    def test_the_same_files_in_another_order_give_the_same_bytes(self, tmp_path: Path) -> None:
        files = {"/a": b"1", "/b": b"2"}
        write_pack_into(tmp_path / "a.bin", files)
        write_pack_into(tmp_path / "b.bin", dict(reversed(files.items())))
        assert (tmp_path / "a.bin").read_bytes() == (tmp_path / "b.bin").read_bytes()


class TestBytecode:
    SOURCE = '"""Module."""\n\ndef f():\n    """Say."""\n    return {"a", "b", "c"}, f.__doc__\n'

    def run(self, code: bytes) -> dict[str, Any]:
        namespace: dict[str, Any] = {}
        exec(marshal.loads(code[16:]), namespace)
        return namespace

    def test_two_compilations_give_the_same_bytes(self) -> None:
        sources = {f"/lib/{path.name}": path.read_text() for path in (ROOT / "py/glassnet").rglob("*.py")}
        for is_library in (True, False):
            assert compile_all(sources, is_library=is_library) == compile_all(sources, is_library=is_library)

    def test_a_library_loses_its_docstrings_and_nothing_else_does(self) -> None:
        library = self.run(compiled(self.SOURCE, "/lib/a.py", is_library=True))
        assert library["f"]() == ({"a", "b", "c"}, "")
        own = self.run(compiled(self.SOURCE, "/lib/a.py", is_library=False))
        assert own["f"]() == ({"a", "b", "c"}, "Say.")

    def test_the_docstrings_that_numpy_adds_go_from_a_library(self) -> None:
        calls = []
        source = (
            'add_newdoc("a", ("b", """\n    Say.\n    """.replace("x", "y")))\nadd_newdoc_for("c", "d")\n'
        )
        names = {name: lambda *values: calls.append(values) for name in ("add_newdoc", "add_newdoc_for")}
        exec(marshal.loads(compiled(source, "/lib/a.py", is_library=True)[16:]), names)
        assert calls == [("a", ("b", "")), ("c", "d")]

    def test_our_own_is_compiled_again_when_its_source_changes(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        cached = tmp_path / "__pycache__" / f"packed_module.{sys.implementation.cache_tag}.pyc"
        cached.parent.mkdir()
        (tmp_path / "packed_module.py").write_text("a = 1\n")
        cached.write_bytes(compiled("a = 2\n", str(tmp_path / "packed_module.py"), is_library=False))
        monkeypatch.syspath_prepend(tmp_path)
        assert importlib.import_module("packed_module").a == 1

    def test_a_lambda_of_ours_is_told_by_its_line(self) -> None:
        for path in (ROOT / "py/glassnet").rglob("*.py"):
            nodes = ast.walk(ast.parse(path.read_text()))
            lines = [node.lineno for node in nodes if isinstance(node, ast.Lambda)]
            assert len(lines) == len(set(lines)), path  # there are no columns to tell two of a line apart

    def test_the_sources_are_packed_as_they_are(self) -> None:
        started = f"{packs._OWN}/session.py"
        at_start, later = packs._own_files(frozenset([started]))
        assert [path for path in at_start if path.endswith(".py")] == [started]
        files = at_start | later
        sources = {path: content for path, content in files.items() if path.endswith(".py")}
        assert len(sources) == len(list((ROOT / "py/glassnet").rglob("*.py"))) == len(files) / 2
        for path, content in sources.items():
            assert content == (ROOT / "py/glassnet" / path.partition("/glassnet/")[2]).read_bytes()


class TestFingerprint:
    @pytest.fixture(autouse=True)
    def _sources(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        (tmp_path / "py/__pycache__").mkdir(parents=True)
        (tmp_path / "py/a.py").write_text("a = 1")
        monkeypatch.setattr(site, "ROOT", tmp_path)

    def test_a_changed_or_renamed_source_changes_it(self, tmp_path: Path) -> None:
        prints = {site._fingerprint()}
        (tmp_path / "py/a.py").write_text("a = 2")
        prints.add(site._fingerprint())
        (tmp_path / "py/a.py").rename(tmp_path / "py/b.py")
        prints.add(site._fingerprint())
        assert len(prints) == 3

    def test_caches_do_not_change_it(self, tmp_path: Path) -> None:
        before = site._fingerprint()
        (tmp_path / "py/__pycache__/a.pyc").write_text("")
        (tmp_path / "py/.hidden").write_text("")
        assert site._fingerprint() == before


class TestStart:
    def test_a_wrong_python_is_told_where_to_get_the_right_one(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sys, "version_info", (3, 11, 7))
        with pytest.raises(BuildError) as caught:
            environment._check_python(["serve", "--no-open"])
        text = str(caught.value)
        assert "pyenv install 3.13" in text
        assert "uv run --no-project --python 3.13 build.py serve --no-open" in text

    @pytest.mark.parametrize(
        "name", ["build.py", "tools/arguments.py", "tools/console.py", "tools/environment.py"]
    )
    def test_what_runs_before_the_environment_parses_on_old_pythons(self, name: str) -> None:
        tree = ast.parse((ROOT / name).read_text(), feature_version=(3, 8))
        assert "from __future__ import annotations" in ast.unparse(tree)

    def test_without_command_it_builds(self) -> None:
        assert parse_arguments([]).command == "build"

    @pytest.mark.parametrize("port", ["70000", "-1", "x", "1.5"])
    def test_a_port_that_is_none_is_refused(self, port: str) -> None:
        with pytest.raises(SystemExit):
            parse_arguments(["serve", f"--port={port}"])


class TestPins:
    @pytest.mark.parametrize("name", ["requirements.txt", "requirements-test.txt"])
    def test_every_requirement_has_an_exact_version(self, name: str) -> None:
        lines = (ROOT / name).read_text().splitlines()
        pins = [line for line in lines if line and not line.startswith(("#", "-r "))]
        assert pins
        assert [pin for pin in pins if not re.fullmatch(r"[\w.-]+==[\w.]+", pin)] == []

    def test_the_npm_lock_names_no_registry(self) -> None:
        assert '"resolved"' not in (ROOT / "package-lock.json").read_text()
