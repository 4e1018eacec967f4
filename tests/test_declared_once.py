"""A setting of the training and an optimizer are each declared in one file, and everything else follows."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from glassnet.config import FIELDS

ROOT = Path(__file__).parent.parent

SETTING = """    warmth: float = setting(
        0.5,
        Number(0.0, 1.0, step=0.1),
        "Warmth",
        "How warm it is.",
        belongs_to="optimizer",
    )

    def updated(self"""
OPTIMIZER = '''

class Warm(SGD):
    """Plain descent, a little warmer."""

    def __init__(self, parameters: Array, *, learning_rate: float, warmth: float = 0.5) -> None:
        super().__init__(parameters, learning_rate=learning_rate * warmth)
        self.warmth = warmth


OPTIMIZERS["warm"] = OptimizerEntry("Warm", "Warmer.", Warm)
'''
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
}))
"""


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Return what a package says that has one setting and one optimizer more, each in one file."""
    folder = tmp_path_factory.mktemp("py")
    shutil.copytree(ROOT / "py/glassnet", folder / "glassnet", ignore=shutil.ignore_patterns("__pycache__"))
    config, optimizers = (folder / "glassnet" / name for name in ("config.py", "optimizers.py"))
    head, class_, rest = config.read_text(encoding="utf-8").partition("class TrainingConfig")
    config.write_text(head + class_ + rest.replace("    def updated(self", SETTING, 1), encoding="utf-8")
    optimizers.write_text(optimizers.read_text(encoding="utf-8") + OPTIMIZER, encoding="utf-8")
    command = [sys.executable, "-c", PROGRAM]
    environment = {**os.environ, "PYTHONPATH": str(folder)}
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))


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
    assert told["warmth"] == [0.5, 0.25, 0.25]


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
