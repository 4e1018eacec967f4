"""Thousands of malformed commands: each is refused with its field and value, and changes nothing."""

import json
import random
from collections.abc import Iterator
from typing import Any

import pytest

from glassnet.live.sources import loaded, original, put_back
from tests.malformed import NAMES, malformed
from tests.one_run import OneRun

N_COMMANDS = 5_000
N_PARTS = 5  # of them, each by a seed of its own


@pytest.fixture(autouse=True)
def original_code() -> Iterator[None]:
    modules = loaded()
    yield
    put_back(modules)


def run_with_a_past(is_edited: bool) -> OneRun:
    """Return a run with something to undo and to redo."""
    host = OneRun({"seed": 2, "network": {"layer_sizes": [2, 4, 1]}}, {"sample": 3, "unit": 4})
    host.train(20)
    host.ask("set_training", learning_rate=0.2)
    if is_edited:
        host.ask("edit_code", files={"losses.py": original("losses.py") + "\n# edited\n"})
    host.train(20)
    host.ask("set_parameter", index=0, value=1.5)
    host.ask("undo")
    host.take_events()
    return host


def held(host: OneRun) -> tuple[Any, ...]:
    """Return what a refused command may not change, as far as it is cheap to tell."""
    session, journal = host.session, host.journal
    values = {name: id(value) for name, value in vars(session).items()}
    ids = (session.run_id, host.bridge.run_id)
    place = (journal.now, *journal.back, *journal.forward, len(journal.entries), len(journal.keyframes))
    return (
        values,
        session.network.parameters.tobytes(),
        ids,
        host.views,
        place,
        host.files,
        list(host.host.runs),
    )


def everything(host: OneRun) -> tuple[Any, ...]:
    """Return all that it may not change."""
    meta, values = host.session.snapshot()
    past = json.dumps(host.journal.as_plain()), list(host.journal.keyframes)
    return held(host), meta, values.tobytes(), past, host.edits(), host.ask("get_network_state")


@pytest.mark.parametrize("part", range(N_PARTS))
def test_malformed_commands_are_refused_plainly_and_change_nothing(part: int) -> None:
    rng = random.Random(f"malformed {part}")
    host = run_with_a_past(is_edited=part % 2 == 1)
    before, all_before = held(host), everything(host)
    for _ in range(N_COMMANDS // N_PARTS):
        name, params = malformed(rng)
        case = (name, params[:300])
        text = host.command(name, params)
        reply = json.loads(text, parse_constant=pytest.fail)
        assert reply["ok"] is False, case
        error = reply["error"]
        assert isinstance(error["message"], str) and 5 < len(error["message"]) < 1500, (case, error)
        assert error["rule"] and "value" in error, (case, error)
        if name in NAMES:
            assert error["code"] == "invalid" and isinstance(error["field"], str), (case, error)
        else:
            assert error["code"] == "unknown_command", (case, error)
        assert held(host) == before, case
        assert host.host.runs["a"].events == [] and host.bridge.events == [], case
    assert everything(host) == all_before
    assert host.events() == []
    host.ask("redo")
    host.ask("undo")
    host.train(5)


def test_the_generator_comes_to_every_command_the_same_way_each_time() -> None:
    made = [[malformed(rng) for _ in range(1000)] for rng in (random.Random(7), random.Random(7))]
    assert made[0] == made[1]
    assert {name for name, _ in made[0]} >= set(NAMES)


@pytest.mark.parametrize("run", ["b", "", "__class__", "\ud800"])
def test_a_run_that_there_is_not_is_named(run: str) -> None:
    error = json.loads(OneRun().host.command(run, "reset", "{}"))["error"]
    assert (error["code"], error["field"], error["value"]) == ("invalid", "run", run)
