"""What is added to a copy of the source, to see in how few files it can be done."""

import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent


@dataclass(frozen=True)
class Insertion:
    """A text that is put into a file, or is a new one."""

    file: str
    text: str
    after: str | None = None  # what is in the file once; None: at its end


ADDITIONS = {
    "setting": [  # declared, and used: by an optimizer
        Insertion(
            "py/glassnet/config.py",
            """    warmth: float = setting(
        0.5,
        Number(0.0, 1.0, step=0.1),
        "Warmth",
        "How warm it is.",
        belongs_to="optimizer",
    )
""",
            after="""has not fallen for so many epochs; empty means never.",
        group="Stop",
    )
""",
        ),
        Insertion(
            "py/glassnet/optimizers.py",
            '''

class Warm(SGD):
    """Plain descent, a little warmer."""

    def __init__(self, parameters: Array, *, learning_rate: float, warmth: float = 0.5) -> None:
        super().__init__(parameters, learning_rate=learning_rate * warmth)
        self.warmth = warmth


OPTIMIZERS["warm"] = OptimizerEntry("Warm", "Warmer.", Warm)
''',
        ),
    ],
    "optimizer": [
        Insertion(
            "py/glassnet/optimizers.py",
            '''

class Brisk(SGD):
    """Two steps for one."""

    def step(self, gradient: Array) -> None:
        self.parameters -= 2.0 * self.learning_rate * gradient


OPTIMIZERS["brisk"] = OptimizerEntry("Brisk", "Takes two steps for one.", Brisk)
''',
        )
    ],
    "command that asks": [
        Insertion(
            "py/glassnet/page/commands.py",
            '''

@command("asks")
def count_parameters(bridge: Bridge, params: Params) -> dict[str, Any]:
    """Answer with the number of weights and biases."""
    mapping("count_parameters", params, ())
    return {"n_parameters": bridge.session.network.parameters.size}
''',
        ),
        Insertion(
            "js/protocol.js",
            " * @property {{params: {}, result: {n_parameters: number}}} count_parameters\n",
            after=" * @property {{params: {}, result: Standing & Moved}} undo\n",
        ),
    ],
    "command that changes": [
        Insertion(
            "py/glassnet/page/commands.py",
            '''

@command("changes", "the doubling")
def double_weights(bridge: Bridge, params: Params) -> dict[str, Any]:
    """Make every weight and bias twice as large."""
    mapping("double_weights", params, ())
    bridge.session.network.parameters *= 2.0
    bridge.announce_parameter()
    return bridge.status()
''',
        ),
        Insertion(
            "js/protocol.js",
            " * @property {{params: {}, result: Standing}} double_weights\n",
            after=" * @property {{params: {}, result: Standing & Moved}} undo\n",
        ),
    ],
    "panel": [
        Insertion(
            "js/ui/count.js",
            """/** How many steps there have been. */

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
""",
        ),
        Insertion(
            "js/model/panels.js",
            '  count: { title: "Steps so far", hint: "Counts them.", help: "Their number." },\n',
            after="export const PANELS = {\n",
        ),
        Insertion("js/panels.js", "  count: createCount,\n", after="  confusion: createConfusion,\n"),
        Insertion(
            "js/panels.js",
            'import { createCount } from "./ui/count.js";\n',
            after='import { createConfusion } from "./ui/confusion.js";\n',
        ),
    ],
}


def copy_source(names: Iterable[str], folder: Path) -> None:
    """Copy files and folders of the source."""
    for name in names:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copyfile(ROOT / name, folder / name)


def make_all_additions(folder: Path) -> dict[str, int]:
    """Make all additions to a copy of the source; return how many files each has touched."""
    for what, insertions in ADDITIONS.items():
        for each in insertions:
            _insert(what, each, folder / each.file)
    return {what: len({each.file for each in insertions}) for what, insertions in ADDITIONS.items()}


def _insert(what: str, insertion: Insertion, path: Path) -> None:
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    after = text if insertion.after is None else insertion.after
    assert insertion.after is None or text.count(after) == 1, (what, insertion.file, after)
    path.write_text(text.replace(after, after + insertion.text) if text else insertion.text, encoding="utf-8")
