"""Malformed commands, by a seeded generator: each breaks at least one rule, as a page or a script might."""

import json
import random
from collections.abc import Callable
from typing import Any

from glassnet.config import FIELDS
from glassnet.fields import Choice, Number
from glassnet.live.commands import CODE_COMMANDS
from glassnet.page.commands import COMMANDS
from glassnet.page.host import RUN_COMMANDS
from glassnet.page.run import MOVES
from glassnet.page.views import VIEWS

type Command = tuple[str, str]  # its name, and its parameters as JSON text
type Make = Callable[[random.Random], Any]

NAMES = [*COMMANDS, *MOVES, *RUN_COMMANDS, *CODE_COMMANDS]
# What no parameter of any command may be.
JUNK: list[Make] = [
    lambda rng: {"x": rng.random()},
    lambda rng: {"": {"a": [None]}},
    lambda rng: [[[rng.randint(0, 9)]]],
    lambda rng: [{}],
    lambda rng: rng.choice(
        ["no such", "", "\x00", "\ud800", "𝒳" * 50, "0,03", "None!", "__class__", "x" * 3000]
    ),
    lambda rng: [rng.choice(["", "no such"])] * rng.randint(1, 40),
    lambda rng: rng.choice([float("nan"), float("inf"), float("-inf")]),
    lambda rng: -rng.randint(1, 10**9) - 0.5,
    lambda rng: 10 ** rng.choice([30, 300, 400]) + 1,
]
NO_OBJECT: list[Make] = [
    lambda rng: None,
    lambda rng: [],
    lambda rng: [{}],
    lambda rng: rng.choice([True, False]),
    lambda rng: rng.randint(-5, 5),
    lambda rng: "params",
]
DEEP: list[Callable[[int], str]] = [
    lambda depth: "[" * depth + "]" * depth,
    lambda depth: '{"a":' * depth + "1" + "}" * depth,
]
# Parameters that are no setting, with values that they may not have.
OWN: dict[str, dict[str, list[Any]]] = {
    "configure": {"config": [3, "x", [], {"network": 3}, {"data": {"n_samples": "9"}}, {"training": [1]}]},
    "new_weights": {"seed": [-1, 0.5, True, "1"]},
    "set_parameter": {"index": [-1, 10**6, 0.5, True, "0"], "value": [None, True, "1", 1e9, [1]]},
    "set_parameters": {"parameters": [None, "", "!", "AAAA", [0.5], 3, "A" * 32, "/" * 10_000]},
    "freeze": {"indices": [[], [-1], [0.5], [10**6], 3, [True]], "frozen": [None, 1, "true"]},
    "step": {"n_steps": [0, -1, 1.5, True, "1", 10**9, None]},
    "predict": {
        "inputs": [[], [1, 2], [[1], ["2"]], [[1], [2], [3]], [[1, 2], [3]], [[], []], None, [[True], [1]]]
    },
    "probe": {"point": [None, [], [1], [1, 7], [True, 0], ["1", "2"], 3]},
    "go_to": {"entry": [0, -1, 99, 1.5, True, "1", None], "step": [-1, 10**9, 0.5, True, "1", None]},
    "fork": {"as": [None, "", "a", "A", "1", "toolonganame", 3, ["b"]]},
    "edit_code": {
        "files": [None, {}, [], "x", {"no.py": "x"}, {"losses.py": 3}, {"losses.py": "#" * 200_001}]
    },
    "export_run": {"format": [None, "pdf", 3, [], True]},
    "export_onnx": {"precision": [None, "half", 3, [], True]},
    "record_step": {"sample": [-1, 10**6, 0.5, True, "1", [1]]},
    "explain": {"quantity": [None, "no such", 3, [], "Z"]},
    "break_code": {"name": [None, "no such", 3, []]},
    "get_hint": {"name": [None, "no such", 3, []], "of": [None, "page", 3, []]},
    "create_network": {
        "layer_sizes": [None, [], [2], [2, 0, 1], [2, 65, 1], [3, 1], [2, 3], [2, 1.5, 1], [2, True, 1], 3],
        "activations": [None, 3, ["tanh"] * 9, "softmax", ["none"]],
        "features": [None, [], ["x1", "x1"], ["x3"], "x1", [["x1"]]],
    },
    "set_views": {
        "sample": [-1, 10**6, 0.5, True],
        "unit": [-1, 0, 10**6, True],
        "space": [[0], [0, -1], [0, 10**6], [True, 0], 3],
        "layer_space": [
            [0],
            [9, None],
            [1, []],
            [1, [0, 0]],
            [1, [99]],
            [1.5, None],
            [1, None, 0],
            [1, None, [9, None]],
        ],
        "loss_surface": [
            {"size": 12},
            {"size": 41.0},
            {"samples": "all"},
            {"extent": 0},
            {"directions": [0, 0]},
        ],
        "probe": [[0, 7], [1], 3],
    },
}
SEEDS = {name: [-1, 0.5, True, "1", 2**32] for name in ("seed", "data_seed", "weight_seed", "order_seed")}


def _wrong_settings(part: str) -> dict[str, list[Any]]:
    """Return values that the settings of a part of the configuration may not have."""
    wrong: dict[str, list[Any]] = {}
    for each in FIELDS:
        if each.part == part and isinstance(each.kind, Number):
            low, high = each.kind.limits
            wrong[each.name] = [
                low - 1,
                high * 1.001 + 1,
                True,
                f"{low}",
                [low],
                *([] if each.kind.null else [None]),
            ]
        elif each.part == part and isinstance(each.kind, Choice):
            wrong[each.name] = [None, 3, True, "no such", [next(iter(each.kind.registry))]]
    return wrong


def _wrong(name: str) -> dict[str, list[Any]]:
    """Return the parameters of a command, with values that they may not have."""
    wrong = dict(OWN.get(name, {}))
    if name in ("create_network", "generate_data", "set_training"):
        part = {"create_network": "network", "generate_data": "data", "set_training": "training"}[name]
        wrong |= {field: values for field, values in _wrong_settings(part).items() if field not in wrong}
    if name in ("create_network", "generate_data", "reset"):
        wrong |= SEEDS
    if name == "set_views":
        wrong |= {view: [3, "yes", [], {}] for view in VIEWS if view not in wrong}
    return wrong


WRONG = {name: _wrong(name) for name in NAMES}


def malformed(rng: random.Random) -> Command:
    """Return the next malformed command."""
    name = rng.choice(NAMES)
    kind = rng.choice(["name", "no object", "unknown", "deep", *["value", "junk"] * 4])
    if kind == "name":
        return rng.choice(
            ["", "no_such", "__init__", "step ", "STEP", "\ud800", "x" * 500, name + "\n"]
        ), "{}"
    if kind == "no object":
        return name, json.dumps(rng.choice(NO_OBJECT)(rng))
    if kind == "deep":
        return name, rng.choice(DEEP)(rng.randint(101, 5000))
    if kind == "unknown" or not WRONG[name]:
        key = rng.choice(["", "x", "params", "__class__", "\ud800", "seed "])
        return name, json.dumps({key: rng.choice(JUNK)(rng)})
    field = rng.choice(list(WRONG[name]))
    value = rng.choice(WRONG[name][field]) if kind == "value" else rng.choice(JUNK)(rng)
    return name, json.dumps({field: value})
