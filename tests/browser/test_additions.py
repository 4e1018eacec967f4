"""A setting, an optimizer, a command and a panel, added to a copy of the tree in as few files as promised.

Everything else about them follows in the page; tests/test_declared_once.py shows that it does in Python.
"""

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import ROOT
from tests.browser.glass import Glass
from tests.test_declared_once import OPTIMIZER, SETTING
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
LINKED = (".venv", ".cache", "node_modules")

COMMAND = '''

@command("changes", "the doubling")
def double_weights(bridge: Bridge, params: Params) -> dict[str, Any]:
    """Make every weight and bias twice as large."""
    mapping("double_weights", params, ())
    bridge.session.network.parameters *= 2.0
    bridge.announce_parameter()
    return bridge.status()
'''
PANEL = """/** How many steps there have been. */

import { followDetails } from "../kit/details.js";
import { make, updateText } from "../kit/dom.js";

/** @import {AppState} from "../model/state.js" */
/** @import {ViewSettings} from "../model/view.js" */

/** @param {HTMLDetailsElement} element @param {{onView: (partial: Partial<ViewSettings>) => void}} options */
export function createCount(element, { onView }) {
  const details = followDetails(element, "count", onView);
  const text = make("p");
  element.append(text);
  return {
    /** @param {AppState} state */
    render(state) {
      if (details.update(state.view)) updateText(text, `${state.network.step} steps so far`);
    },
  };
}
"""


class Tree:
    """A copy of the source in which files are changed, and counted."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.touched: dict[str, list[str]] = {}
        for name in COPIED:
            copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copyfile
            copy(ROOT / name, folder / name)
        for name in LINKED:
            (folder / name).symlink_to(ROOT / name)

    def change(self, what: str, file: str, before: str, after: str) -> None:
        """Replace a text, which is there once, in a file."""
        path = self.folder / file
        text = path.read_text(encoding="utf-8")
        assert text.count(before) == 1, (file, before)
        path.write_text(text.replace(before, after), encoding="utf-8")
        self.touched.setdefault(what, []).append(file)

    def append(self, what: str, file: str, text: str) -> None:
        """Add to the end of a file, which may be a new one."""
        with (self.folder / file).open("a", encoding="utf-8") as stream:
            stream.write(text)
        self.touched.setdefault(what, []).append(file)

    def files(self, what: str) -> int:
        return len(set(self.touched[what]))


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Tree:
    tree = Tree(tmp_path_factory.mktemp("tree"))
    config = "py/glassnet/config.py"
    text = (ROOT / config).read_text(encoding="utf-8")
    begin = text.index("    def updated(self", text.index("class TrainingConfig"))
    after = text[begin : begin + 400]
    tree.change("setting", config, after, SETTING + after.removeprefix("    def updated(self"))
    tree.append("setting", "py/glassnet/optimizers.py", OPTIMIZER)
    tree.append("command", "py/glassnet/page/commands.py", COMMAND)
    tree.change(
        "command",
        "js/protocol.js",
        " * @property {{params: {}, result: Standing & Moved}} undo\n",
        " * @property {{params: {}, result: Standing & Moved}} undo\n"
        " * @property {{params: {}, result: Standing}} double_weights\n",
    )
    tree.append("panel", "js/ui/count.js", PANEL)
    tree.change(
        "panel",
        "js/model/panels.js",
        "export const PANELS = {\n",
        "export const PANELS = {\n"
        '  count: { title: "Steps so far", hint: "Counts them.", help: "Their number." },\n',
    )
    tree.change(
        "panel",
        "js/panels.js",
        "  confusion: createConfusion,\n",
        "  confusion: createConfusion,\n  count: createCount,\n",
    )
    tree.change(
        "panel",
        "js/panels.js",
        'import { createConfusion } from "./ui/confusion.js";\n',
        'import { createConfusion } from "./ui/confusion.js";\n'
        'import { createCount } from "./ui/count.js";\n',
    )
    return tree


@pytest.fixture(scope="module")
def its_site(tree: Tree) -> Iterator[str]:
    subprocess.run([sys.executable, "build.py"], cwd=tree.folder, check=True, capture_output=True)
    with make_server(tree.folder / "dist") as server:
        yield server.url


def test_as_few_files_are_touched_as_promised(tree: Tree) -> None:
    assert {what: tree.files(what) for what in tree.touched} == {"setting": 2, "command": 2, "panel": 3}
    assert (
        tree.touched["setting"].count("py/glassnet/optimizers.py") == 1
    )  # an optimizer without a setting: one


def test_what_is_added_fits_the_types(tree: Tree) -> None:
    shutil.copyfile(ROOT / "tsconfig.json", tree.folder / "tsconfig.json")
    command = [str(NODE), str(NODE_MODULES / "typescript/bin/tsc"), "-p", "tsconfig.json"]
    done = subprocess.run(command, cwd=tree.folder, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout


def test_the_page_offers_it_all(open_page: Open, its_site: str) -> None:
    glass = open_page(f"{its_site}#optimizer=warm&warmth=0.25&view=count")
    glass.expect_ready()
    # The setting and the optimizer: controls, link, refusal in the words of the control.
    glass.open_more()
    expect(glass.select("Optimizer")).to_have_value("warm")
    expect(glass.number("Warmth")).to_have_value("0.25")
    glass.set_number("Warmth", 7)
    expect(glass.page.get_by_text("Warmth must be a number from 0 to 1, but is 7.")).to_be_visible()
    # The panel: heading, hint, word in a link, help.
    panel = glass.page.locator("[data-panel=count]")
    expect(panel).to_contain_text("0 steps so far")
    expect(glass.description(panel.locator("summary"))).to_have_text("Counts them.")
    glass.request("step", {"n_steps": 3})
    expect(panel).to_contain_text("3 steps so far")
    # The command: its effect, and undo by name.
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
    expect(help_text).to_contain_text("count, confusion, distributions")
