"""The rules of who may import whom: each is seen to fail once, and a few that have to pass do."""

import shutil
import subprocess
import sys
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


def complaints_of_biome(folder: Path, file: str, address: str) -> str:
    """Return what Biome says of an import in a JavaScript file of this path."""
    shutil.copyfile(ROOT / "biome.json", folder / "biome.json")
    path = folder / file
    path.parent.mkdir(parents=True)
    path.write_text(f'import {{ one }} from "{address}";\n\none();\n')
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
    ],
)
def test_an_import_between_rooms_that_keeps_them_is_not(tmp_path: Path, file: str, address: str) -> None:
    assert "noRestrictedImports" not in complaints_of_biome(tmp_path, file, address)
