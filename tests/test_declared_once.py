"""A setting, an optimizer, a command and a panel each take few files, and everything else follows.

tests/browser/test_additions.py shows what follows in the page.
"""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from glassnet.config import FIELDS
from tests.additions import ROOT, copy_source, make_all_additions

FILES = {"setting": 2, "optimizer": 1, "command that asks": 2, "command that changes": 2, "panel": 3}
PROGRAM = """
import json
from glassnet import ConfigError, TrainingSession
from glassnet.config import LIMITS
from glassnet.page.catalog import catalog

session = TrainingSession({"training": {"optimizer": "warm"}})
first = session.optimizer.warmth
session.train(3)
session.set_training({"warmth": 0.25})
restored = TrainingSession.restored(*session.snapshot())
try:
    session.set_training({"warmth": 2.0})
except ConfigError as error:
    refusal = str(error)
offered = catalog()
print(json.dumps({
    "warmth": [first, session.optimizer.warmth, restored.optimizer.warmth],
    "refusal": refusal,
    "limits": LIMITS["warmth"],
    "default": offered["defaults"]["training"]["warmth"],
    "field": next(each for each in offered["fields"] if each["name"] == "warmth"),
    "options": next(each["options"] for each in offered["optimizers"] if each["name"] == "warm"),
    "labels": [each["label"] for each in offered["optimizers"]],
}))
"""
# What a worker's host answers; in the order of the calls.
COMMANDS = """
import json
from tests.one_run import OneRun

run = OneRun()

def weights():
    return run.session.network.parameters.tolist()

def done(name):
    reply = json.loads(run.command(name, "{}"))
    entries = [entry["command"] for entry in run.past()["entries"]]
    return {
        "effect": reply["effect"],
        "result": reply["result"],
        "undo": run.edits()["undo"],
        "entries": entries[1:],
        "changes": run.changes,
        "weights": weights(),
    }

run.train(3)
before = weights()
print(json.dumps({
    "before": before,
    "asked": done("count_parameters"),
    "changed": done("double_weights"),
    "undone": done("undo"),
    "redone": done("redo"),
}))
"""


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, int]]:
    """Return a copy of the source with everything added, and how many files each addition has touched."""
    folder = tmp_path_factory.mktemp("copy")
    copy_source(["py", "js"], folder)
    return folder, make_all_additions(folder)


def run_in(folder: Path, program: str) -> dict[str, Any]:
    """Return the JSON that a program prints by the package of a copy."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(folder / "py"), str(ROOT)])}
    command = [sys.executable, "-c", program]
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))


@pytest.fixture(scope="module")
def told(copy: tuple[Path, dict[str, int]]) -> dict[str, Any]:
    return run_in(copy[0], PROGRAM)


@pytest.fixture(scope="module")
def answered(copy: tuple[Path, dict[str, int]]) -> dict[str, Any]:
    return run_in(copy[0], COMMANDS)


def test_as_few_files_are_touched_as_promised(copy: tuple[Path, dict[str, int]]) -> None:
    assert copy[1] == FILES


def test_a_new_setting_is_checked_sent_and_kept_by_its_declaration_alone(told: dict[str, Any]) -> None:
    assert told["refusal"] == "warmth must be a number from 0 to 1, but is 2.0"
    assert (told["limits"], told["default"]) == ([0.0, 1.0], 0.5)
    assert told["field"] == {
        "name": "warmth",
        "part": "training",
        "key": "warmth",
        "kind": "number",
        "label": "Warmth",
        "hint": "How warm it is.",
        "group": "Training",
        "belongs_to": "optimizer",
        "limits": {"min": 0.0, "max": 1.0},
        "null": None,
        "step": 0.1,
    }


def test_a_new_optimizer_is_offered_with_its_constants_by_its_own_file_alone(told: dict[str, Any]) -> None:
    assert told["options"] == ["warmth"]
    assert told["labels"][-2:] == ["Warm", "Brisk"]
    assert told["warmth"] == [0.5, 0.25, 0.25]


def test_a_new_command_that_asks_is_answered_and_leaves_no_trace(answered: dict[str, Any]) -> None:
    asked = answered["asked"]
    assert (asked["effect"], asked["result"]) == ("asks", {"n_parameters": len(answered["before"])})
    assert (asked["undo"], asked["entries"], asked["changes"]) == (None, [], [])
    assert asked["weights"] == answered["before"]


def test_a_new_command_that_changes_enters_the_record_and_can_be_undone(answered: dict[str, Any]) -> None:
    changed, undone, redone = (answered[name] for name in ("changed", "undone", "redone"))
    assert (changed["effect"], changed["undo"]) == ("changes", "the doubling")
    assert changed["entries"] == ["double_weights"]
    assert changed["changes"] == ["the doubling at step 3"]
    assert changed["weights"] == [2.0 * weight for weight in answered["before"]]
    assert (undone["undo"], undone["changes"], undone["weights"]) == (None, [], answered["before"])
    assert (redone["undo"], redone["weights"]) == ("the doubling", changed["weights"])


@pytest.mark.parametrize("name", [each.name for each in FIELDS if each.belongs_to == "optimizer"])
def test_the_page_knows_an_optimizers_constants_from_the_catalog_alone(name: str) -> None:
    """Their controls, their words in a link and in a refusal are made from it."""
    files = [
        path
        for folder in ("py/glassnet/page", "js/model", "js/sync", "js/ui/settings")
        for path in (ROOT / folder).rglob("*.*")
        if path.suffix in (".py", ".js")
    ]
    assert len(files) > 30
    naming = [path.name for path in files if re.search(rf"\b{name}\b", path.read_text(encoding="utf-8"))]
    assert naming == []
