"""js/protocol.js has every command as Python has it: its name, its parameters, and what it answers with."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from glassnet.config import FIELDS
from glassnet.live.commands import CODE_COMMANDS
from glassnet.page.commands import COMMANDS
from glassnet.page.host import RUN_COMMANDS
from glassnet.page.run import MOVES
from tests.one_run import OneRun, text_of

TEXT = (Path(__file__).parent.parent / "js/protocol.js").read_text(encoding="utf-8")
DOCS = (Path(__file__).parent.parent / "docs/commands.md").read_text(encoding="utf-8")
PAIR = re.compile(r"^ \* @property \{\{params: (.*), result: (.*)\}\} (\w+)$", re.MULTILINE)
TYPED = {name: (params, result) for params, result, name in PAIR.findall(TEXT)}
# Something to ask each command for, where it needs something; in an order in which all are carried out.
ASKED: dict[str, dict[str, Any]] = {
    "create_network": {"layer_sizes": [2, 3, 1]},
    "generate_data": {"n_samples": 20},
    "configure": {"config": {}},
    "reset": {},
    "new_weights": {},
    "set_training": {"learning_rate": 0.2},
    "step": {"n_steps": 3},
    "get_network_state": {},
    "predict": {"inputs": [[0.0], [1.0]]},
    "probe": {"point": [1.0, 2.0]},
    "set_parameter": {"index": 0, "value": 0.5},
    "set_parameters": {"parameters": text_of([0.5] * 13)},
    "freeze": {"indices": [0], "frozen": True},
    "undo": {},
    "redo": {},
    "go_to": {},
    "set_views": {},
    "get_code": {},
    "trace_step": {},
    "check_gradient": {},
    "check_replay": {},
    "check_fix": {},
    "export_run": {},
    "export_onnx": {},
    "get_defects": {},
    "break_code": {"name": "wrong_sign"},
    "get_hint": {"name": "wrong_sign"},
    "fork": {"as": "b"},
    "save_run": {},
}


def keys_of(type_text: str) -> set[str]:
    """Return the keys of a type of protocol.js: of an object, of several joined by `&`, or of one by name."""
    wrapped = re.fullmatch(r"Partial<(.*)>", type_text)
    if wrapped:
        return keys_of(wrapped[1])
    if type_text.startswith("{") and closes_at(type_text) == len(type_text) - 1:
        return set(re.findall(r"(\w+)\??: ", without_inner(type_text[1:-1])))
    parts = re.split(r" & (?![^<{]*[>}](?! &|$))", type_text)
    if len(parts) > 1:
        return set().union(*map(keys_of, parts))
    if type_text == "TrainingConfig":
        return {each.name for each in FIELDS if each.part == "training"}
    picked = re.search(rf"@typedef \{{Pick<\w+, (.*)>\}} {type_text}\b", TEXT)
    if picked:
        return set(re.findall(r'"(\w+)"', picked[1]))
    short = re.search(rf"@typedef (\{{\{{.*\}}\}}) {type_text}\b", TEXT)
    if short:
        return keys_of(short[1][1:-1])
    block = re.search(rf"@typedef \{{object\}} {type_text}\b.*?\*/", TEXT, re.DOTALL)
    assert block, type_text
    return set(re.findall(r"@property \{.*?\} \[?(\w+)", block[0]))


def closes_at(text: str) -> int:
    """Return where the first bracket is closed."""
    depth = 0
    for at, character in enumerate(text):
        depth += (character in "{[<(") - (character in "}]>)")
        if depth == 0:
            return at
    return -1


def without_inner(text: str) -> str:
    """Return an object's text without the keys of objects in it."""
    while re.search(r"\{[^{}]*\}", text):
        text = re.sub(r"\{[^{}]*\}", "", text)
    return text


def test_every_command_has_its_types_and_no_other() -> None:
    assert sorted(TYPED) == sorted([*COMMANDS, *MOVES, *RUN_COMMANDS, *CODE_COMMANDS])


@pytest.mark.parametrize("name", [*COMMANDS, *MOVES, *RUN_COMMANDS, *CODE_COMMANDS])
def test_its_parameters_are_those_that_it_takes(name: str) -> None:
    refusal = json.loads(OneRun().command(name, '{"no_such_parameter": 1}'))["error"]
    taken = re.search(r"; it has (.*)", refusal["rule"])
    assert taken, refusal
    assert keys_of(TYPED[name][0]) == (set() if taken[1] == "none" else set(taken[1].split(", ")))


@pytest.mark.parametrize("name", CODE_COMMANDS)
def test_parameters_of_a_command_about_the_code_are_those_of_its_documents(name: str) -> None:
    row = re.search(rf"^\| `{name}` \| (.*?) ?\|", DOCS, re.MULTILINE)
    assert row, name
    documented = {key: star == "*" for key, star in re.findall(r"`(\w+)`(\*?)", row[1])}
    typed = {
        key: mark == "" for key, mark in re.findall(r"(\w+)(\??): ", without_inner(TYPED[name][0][1:-1]))
    }
    assert typed == documented  # with whether each is needed


def test_what_it_answers_with_has_the_keys_of_its_type() -> None:
    run = OneRun()
    for name, params in ASKED.items():
        reply = json.loads(run.command(name, json.dumps(params)))
        assert reply["ok"], (name, reply)
        keys = keys_of(re.sub(r"\}\|\{.*", "}", TYPED[name][1]))  # one of two: they have the same
        optional = {"edited"} if name in MOVES else set()
        assert keys - optional <= set(reply["result"]) <= keys, name
