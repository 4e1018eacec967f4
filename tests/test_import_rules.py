"""The rules of who may import whom: each is seen to fail once, and a few that have to pass do."""

import ast
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from tools.node import node_env, node_tool

ROOT = Path(__file__).parent.parent
BIOME = node_tool("@biomejs/biome/bin/biome")


def complaints(file: str, module: str) -> str:
    """Return what ruff says of an import in a file of this path."""
    command = [
        sys.executable,
        "-P",
        "-m",
        "ruff",
        "check",
        "--select",
        "TID251",
        "--stdin-filename",
        file,
        "-",
    ]
    source = f"import {module}\n"
    return subprocess.run(
        command, cwd=ROOT, input=source, capture_output=True, encoding="utf-8", check=False
    ).stdout


@pytest.mark.parametrize(
    ("file", "module"),
    [
        ("py/glassnet/network.py", "glassnet.page.bridge"),
        ("py/glassnet/network.py", "glassnet.live.sources"),
        ("py/glassnet/network.py", "js"),
        ("py/glassnet/page/bridge.py", "glassnet.live.guards"),
        ("py/glassnet/page/bridge.py", "pyodide"),
        ("py/glassnet/live/export.py", "glassnet.page.commands"),
        ("py/glassnet/live/export.py", "js"),
        ("tools/site.py", "js"),
    ],
)
def test_an_import_that_breaks_a_rule_is_refused(file: str, module: str) -> None:
    assert "TID251" in complaints(file, module)


@pytest.mark.parametrize(
    ("file", "module"),
    [
        ("py/glassnet/session.py", "glassnet.network"),
        ("py/glassnet/page/bridge.py", "glassnet.session"),
        ("py/glassnet/page/host.py", "glassnet.live.sources"),
        ("py/glassnet/live/trial.py", "glassnet.live.excerpts"),
    ],
)
def test_an_import_that_keeps_them_is_not(file: str, module: str) -> None:
    assert "TID251" not in complaints(file, module)


def complaints_of_biome(folder: Path, file: str, address: str, name: str = "one") -> str:
    """Return what Biome says of an import in a JavaScript file of this path."""
    shutil.copyfile(ROOT / "biome.json", folder / "biome.json")
    path = folder / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f'import {{ {name} }} from "{address}";\n\nexport const one = () => {name}();\n')
    command = [*map(str, BIOME), "lint", "--colors=off", file]
    done = subprocess.run(
        command, cwd=folder, env=node_env(), capture_output=True, encoding="utf-8", check=False
    )
    assert "Checked 1 file" in done.stdout + done.stderr
    return done.stdout + done.stderr


@pytest.mark.parametrize(
    ("file", "address"),
    [
        ("js/kit/new.js", "../ui/stats.js"),
        ("js/kit/new.js", "../sync/actions.js"),
        ("js/model/new.js", "../kit/dom.js"),
        ("js/sync/new.js", "../ui/stats.js"),
        ("js/sync/new.js", "../kit/dom.js"),
        ("js/scene/new.js", "../ui/stats.js"),
        ("js/scene/new.js", "../sync/worker-client.js"),
        ("js/charts/new.js", "../ui/stats.js"),
        ("js/charts/new.js", "three"),
        ("js/ui/new.js", "../scene/scene.js"),
        ("js/ui/settings/new.js", "../../worker/post.js"),
        ("js/ui/new.js", "../main.js"),
        ("js/worker/new.js", "three"),
        ("js/worker/new.js", "./image/memory.js"),
        ("js/worker/image/new.js", "../../ui/stats.js"),
    ],
)
def test_an_import_between_rooms_that_breaks_a_rule_is_refused(
    tmp_path: Path, file: str, address: str
) -> None:
    assert "noRestrictedImports" in complaints_of_biome(tmp_path, file, address)


@pytest.mark.parametrize(
    ("file", "address"),
    [
        ("js/kit/new.js", "../model/state.js"),
        ("js/ui/settings/new.js", "../../kit/dom.js"),
        ("js/scene/new.js", "three"),
        ("js/sync/new.js", "../model/store.js"),
        ("js/worker/new.js", "./image/start.js"),
        ("js/worker/image/new.js", "../pack.js"),
    ],
)
def test_an_import_between_rooms_that_keeps_them_is_not(tmp_path: Path, file: str, address: str) -> None:
    assert "noRestrictedImports" not in complaints_of_biome(tmp_path, file, address)


@pytest.mark.parametrize(
    ("back", "is_refused"),
    [
        ('import { one } from "./one.js";\n\nexport const two = () => one;\n', True),
        # Types are comments: nothing is loaded for them, and Biome does not count them.
        ('/** @import { one } from "./one.js" */\n\nexport const two = () => 2;\n', False),
    ],
)
def test_javascript_modules_that_load_each_other_are_refused(
    tmp_path: Path, back: str, is_refused: bool
) -> None:
    (tmp_path / "js/kit").mkdir(parents=True)
    (tmp_path / "js/kit/two.js").write_text(back)
    said = complaints_of_biome(tmp_path, "js/kit/one.js", "./two.js", "two")
    assert ("noImportCycles" in said) == is_refused


def modules_of(folder: Path, package: str) -> dict[str, str]:
    """Return the texts of the modules of a package in a folder, by their dotted names."""
    paths = (folder / package).rglob("*.py")
    names = {path: ".".join(path.relative_to(folder).with_suffix("").parts) for path in paths}
    return {name.removesuffix(".__init__"): path.read_text(encoding="utf-8") for path, name in names.items()}


def imported_by(text: str, modules: Mapping[str, str]) -> Iterator[str]:
    """Yield which of the modules a text imports, wherever in it: in functions and for types as well."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in modules)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                yield from [name for name in (inner, node.module or "") if name in modules][:1]


def circles(modules: Mapping[str, str]) -> list[list[str]]:
    """Return the groups of modules that import each other, by whatever detours."""
    imports = {name: set(imported_by(text, modules)) for name, text in modules.items()}
    reached: dict[str, set[str]] = {}
    for name in modules:
        found, waiting = set[str](), [*imports[name]]
        while waiting:
            other = waiting.pop()
            if other not in found:
                found.add(other)
                waiting += imports[other]
        reached[name] = found
    groups = {
        frozenset({name} | {other for other in reached[name] if name in reached[other]})
        for name in modules
        if name in reached[name]
    }
    return sorted(map(sorted, groups))


@pytest.mark.parametrize("package", ["py/glassnet", "tools"])
def test_no_python_modules_import_each_other(package: str) -> None:
    folder = ROOT / package
    modules = modules_of(folder.parent, folder.name)
    assert len(modules) > 10
    assert circles(modules) == []


@pytest.mark.parametrize(
    "back",
    [
        "import a.one\n",
        "from a.one import x\n",
        "from a import one\n",
        "def f():\n    from a.one import x\n",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from a.one import x\n",
    ],
)
def test_python_modules_that_import_each_other_are_found_however_they_do(back: str) -> None:
    modules = {"a": "", "a.one": "from a.two import x\n", "a.two": "from a import three\n", "a.three": back}
    assert circles(modules) == [["a.one", "a.three", "a.two"]]
    assert circles({**modules, "a.three": "import json\n"}) == []
