"""A setting, optimizers, commands and a panel that are added to a copy of the source are in its page.

tests/test_declared_once.py counts the files that they take, and shows what follows in Python.
"""

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.additions import ROOT, copy_source, make_all_additions
from tests.browser.glass import Glass
from tools.node import NODE, NODE_MODULES
from tools.server import make_server

Open = Callable[..., Glass]

COPIED = (
    *("js", "py", "style", "assets", "tools", "build.py", "index.html", "style.css", "manifest.webmanifest"),
    *(
        "requirements.txt",
        "requirements-test.txt",
        "package.json",
        "package-lock.json",
        ".python-version",
        "LICENSE",
    ),
)
LINKED = (".venv", "node_modules", ".cache/wheels", ".cache/packs")


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the source with everything added."""
    folder = tmp_path_factory.mktemp("tree")
    copy_source(COPIED, folder)
    (folder / ".cache").mkdir()  # a lock and a stamp of its own
    for name in LINKED:
        (folder / name).symlink_to(ROOT / name)
    make_all_additions(folder)
    return folder


@pytest.fixture(scope="module")
def its_site(tree: Path) -> Iterator[str]:
    subprocess.run([sys.executable, "build.py"], cwd=tree, check=True, capture_output=True)
    with make_server(tree / "dist") as server:
        yield server.url


def test_what_is_added_fits_the_types(tree: Path) -> None:
    shutil.copyfile(ROOT / "tsconfig.json", tree / "tsconfig.json")
    command = [str(NODE), str(NODE_MODULES / "typescript/bin/tsc"), "-p", "tsconfig.json"]
    done = subprocess.run(command, cwd=tree, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout


def test_the_page_offers_it_all(open_page: Open, its_site: str) -> None:
    glass = open_page(f"{its_site}#optimizer=warm&warmth=0.25&view=count")
    glass.expect_ready()
    # The setting and the optimizer: controls, link, refusal in the words of the control.
    glass.open_more()
    expect(glass.select("Optimizer")).to_have_value("warm")
    expect(glass.select("Optimizer")).to_contain_text("Brisk")
    expect(glass.number("Warmth")).to_have_value("0.25")
    glass.set_number("Warmth", 7)
    expect(glass.page.get_by_text("Warmth must be a number from 0 to 1, but is 7.")).to_be_visible()
    # The panel: heading, hint, word in a link, help.
    panel = glass.page.locator("[data-panel=count]")
    expect(panel).to_have_attribute("open", "")
    expect(panel).to_contain_text("0 steps so far")
    expect(glass.description(panel.locator("summary"))).to_have_text("Counts them.")
    glass.request("step", {"n_steps": 3})
    expect(panel).to_contain_text("3 steps so far")
    # The commands: an answer; a change, and undo by name.
    assert glass.request("count_parameters") == {"n_parameters": 33}
    before = glass.request("get_network_state")
    glass.request("double_weights")
    after = glass.request("get_network_state")
    assert after["weights"][0][0][0] == 2 * before["weights"][0][0][0]
    expect(glass.description(glass.button("Undo"))).to_contain_text("the doubling")
    glass.button("Undo").click()
    expect(glass.page.get_by_text("Taken back: the doubling.")).to_be_visible()
    assert glass.request("get_network_state")["weights"] == before["weights"]
    glass.page.get_by_role("button", name="How to use").click()
    help_text = glass.page.locator("#help")
    expect(help_text).to_contain_text("Steps so far")
    expect(help_text).to_contain_text("count, data, confusion, distributions")
