"""The rules of who may import whom: each is seen to fail once, and a few that have to pass do."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


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
