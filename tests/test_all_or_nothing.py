"""A change that fails leaves everything as it was: run, samples, past, views and events."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, NoReturn

import numpy as np
import pytest

from glassnet import DATASETS, Config, ConfigError, TrainingSession, penalties, schedules
from glassnet import session as session_module
from glassnet.datasets import Dataset
from glassnet.features import FEATURES
from glassnet.initializers import BIAS_INITIALIZERS, INITIALIZERS
from glassnet.network import NeuralNetwork
from glassnet.optimizers import OPTIMIZERS
from glassnet.page.run import MOVES
from glassnet.page.way import arrived
from tests.one_run import OneRun


class EditedCodeError(Exception):
    """What somebody's edited code raises."""


def fail(*args: Any, **options: Any) -> NoReturn:
    raise EditedCodeError


def fails_later(n_samples: int, rng: np.random.Generator) -> NoReturn:
    raise EditedCodeError


# What fails, and a configuration that needs it.
FAILURES: dict[str, tuple[Callable[[pytest.MonkeyPatch], None], dict[str, Any]]] = {
    "dataset": (
        lambda patch: patch.setitem(DATASETS, "xor", Dataset("Mine", "", fails_later)),  # type: ignore[arg-type]
        {"data": {"dataset": "xor"}},
    ),
    "labels": (
        lambda patch: patch.setitem(DATASETS, "xor", replace(DATASETS["plane"], task="binary")),
        {"data": {"dataset": "xor"}},
    ),
    "test samples": (
        lambda patch: patch.setitem(DATASETS, "xor", replace(DATASETS["xor"], draw=draws_only(200))),
        {"data": {"dataset": "xor", "train_share": 0.8}},
    ),
    "class names": (
        lambda patch: patch.setattr(Dataset, "class_names", fail),
        {"data": {"dataset": "xor"}},
    ),
    "feature": (
        lambda patch: patch.setitem(FEATURES, "sin_x1", replace(FEATURES["sin_x1"], function=fail)),
        {"network": {"features": ["x1", "sin_x1"]}},
    ),
    "initializer": (
        lambda patch: patch.setitem(INITIALIZERS, "he", replace(INITIALIZERS["he"], draw=fail)),
        {"network": {"initializer": "he"}},
    ),
    "bias initializer": (
        lambda patch: patch.setitem(
            BIAS_INITIALIZERS, "uniform", replace(BIAS_INITIALIZERS["uniform"], draw=fail)
        ),
        {"network": {"bias_initializer": "uniform"}},
    ),
    "network": (
        lambda patch: patch.setattr(session_module, "NeuralNetwork", fail),
        {"network": {"layer_sizes": [2, 3, 1]}},
    ),
    "optimizer": (
        lambda patch: patch.setitem(OPTIMIZERS, "adam", replace(OPTIMIZERS["adam"], make=fail)),
        {"training": {"optimizer": "adam"}},
    ),
    "metrics": (
        lambda patch: patch.setattr(NeuralNetwork, "evaluate", fail),
        {"network": {"layer_sizes": [2, 3, 1]}},
    ),
}


def draws_only(n: int) -> Callable[[int, np.random.Generator], Any]:
    def draw(n_samples: int, rng: np.random.Generator) -> Any:
        if n_samples != n:
            raise EditedCodeError
        return DATASETS["linear"].draw(n_samples, rng)

    return draw


def everything(session: TrainingSession) -> tuple[dict[str, Any], tuple[str, list[float]]]:
    """Return what a session holds, and copies of what changes in place."""
    meta, values = session.snapshot()
    return dict(vars(session)), (meta, values.tolist())


def is_as_it_was(session: TrainingSession, before: tuple[dict[str, Any], tuple[str, list[float]]]) -> bool:
    held, copied = everything(session)
    same = held.keys() == before[0].keys() and all(held[name] is before[0][name] for name in held)
    return same and copied == before[1]


@pytest.fixture
def bridge() -> OneRun:
    """Return a run with a past: something to undo, and something to redo."""
    bridge = OneRun({"seed": 2}, {"sample": 150, "unit": 3})
    assert json.loads(bridge.command("create_network", '{"layer_sizes": [2, 5, 1]}'))["ok"]
    assert json.loads(bridge.command("reset", '{"seed": 4}'))["ok"]
    bridge.train(20)
    assert json.loads(bridge.command("undo", "{}"))["ok"]
    bridge.train(30)
    bridge.take_events()
    return bridge


def expect_refused_whole(bridge: OneRun, name: str, params: Mapping[str, Any], code: str = "python") -> None:
    """Send a command that has to fail, and check that nothing of the bridge is another."""
    session, views, edits, before = bridge.session, bridge.views, bridge.edits(), everything(bridge.session)
    assert bridge.host.runs["a"].now.step == session.step  # the journal knows
    past = bridge.journal.as_plain(), list(bridge.journal.keyframes)
    reply = json.loads(bridge.command(name, json.dumps(params)))
    assert not reply["ok"], reply
    assert reply["error"]["code"] == code
    assert bridge.session is session and is_as_it_was(session, before)
    assert bridge.views is views and bridge.edits() == edits
    assert (bridge.journal.as_plain(), list(bridge.journal.keyframes)) == past
    assert bridge.events() == []


@pytest.mark.parametrize("what", FAILURES)
def test_a_session_that_cannot_be_configured_goes_on_as_it_was(
    what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = TrainingSession({"seed": 3})
    session.train(20)
    same = TrainingSession.restored(*session.snapshot())
    before = everything(session)
    sabotage, changes = FAILURES[what]
    with monkeypatch.context() as patch:
        sabotage(patch)
        config = session.config.updated(changes)
        if what != "class names":  # which a session does not ask for
            with pytest.raises((EditedCodeError, ConfigError)):
                session.configure(config)
            assert is_as_it_was(session, before)
    session.train(20)
    same.train(20)
    assert (session.network.parameters == same.network.parameters).all()


@pytest.mark.parametrize("what", FAILURES)
def test_a_refused_configuration_leaves_run_past_views_and_events_as_they_were(
    what: str, bridge: OneRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    sabotage, changes = FAILURES[what]
    sabotage(monkeypatch)
    code = "invalid" if what == "labels" else "python"
    expect_refused_whole(bridge, "configure", {"config": changes}, code)
    if "data" in changes:
        expect_refused_whole(bridge, "generate_data", changes["data"], code)
    if "network" in changes:
        expect_refused_whole(bridge, "create_network", changes["network"], code)


def test_a_reset_that_fails_leaves_the_run_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    session = TrainingSession()
    session.train(20)
    before = everything(session)
    monkeypatch.setitem(INITIALIZERS, "xavier", replace(INITIALIZERS["xavier"], draw=fail))
    with pytest.raises(EditedCodeError):
        session.reset()
    assert is_as_it_was(session, before)


def test_an_optimizer_that_cannot_be_made_is_not_named_by_the_settings(
    bridge: OneRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(OPTIMIZERS, "adam", replace(OPTIMIZERS["adam"], make=fail))
    before = everything(bridge.session)
    with pytest.raises(EditedCodeError):
        bridge.session.set_training({"optimizer": "adam", "learning_rate": 0.5})
    assert is_as_it_was(bridge.session, before)
    expect_refused_whole(bridge, "set_training", {"optimizer": "adam", "learning_rate": 0.5})


def test_a_schedule_that_fails_is_not_set(bridge: OneRun, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(schedules.SCHEDULES, "cosine", replace(schedules.SCHEDULES["cosine"], factor=fail))
    expect_refused_whole(bridge, "set_training", {"schedule": "cosine"})
    expect_refused_whole(bridge, "configure", {"config": {"training": {"schedule": "cosine"}}})


def test_what_the_answer_of_a_command_fails_on_has_not_happened(
    bridge: OneRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session_module, "penalty", fail)
    expect_refused_whole(bridge, "reset", {})
    expect_refused_whole(bridge, "set_parameter", {"index": 0, "value": 1.5})
    expect_refused_whole(bridge, "freeze", {"indices": [1], "frozen": True})
    expect_refused_whole(bridge, "new_weights", {})
    assert penalties.penalty is not fail


@pytest.mark.parametrize("name", ["undo", "redo"])
def test_an_undo_that_fails_keeps_what_it_would_have_brought_back(
    name: str, bridge: OneRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setitem(INITIALIZERS, "xavier", replace(INITIALIZERS["xavier"], draw=fail))
        expect_refused_whole(bridge, name, {})
        edits = bridge.edits()
        with pytest.raises(EditedCodeError):
            arrived(MOVES[name](bridge.host.runs["a"], {}))
        assert bridge.edits() == edits
    assert json.loads(bridge.command(name, "{}"))["ok"]


def test_a_run_that_cannot_be_announced_is_not_begun(bridge: OneRun, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(TrainingSession, "baseline_loss", fail)
    session, edits, before = bridge.session, bridge.edits(), everything(bridge.session)
    with pytest.raises(EditedCodeError):
        bridge.bridge.start_over(Config(seed=9))
    assert bridge.session is session and is_as_it_was(session, before)
    assert bridge.edits() == edits
    with pytest.raises(EditedCodeError):
        bridge.bridge.replace_session(session.begun(session.config))
    assert bridge.session is session and is_as_it_was(session, before)


def test_an_interrupt_is_no_half_change_either(bridge: OneRun, monkeypatch: pytest.MonkeyPatch) -> None:
    """The worker interrupts edited code that does not return."""

    def interrupted(*args: Any, **options: Any) -> NoReturn:
        raise KeyboardInterrupt

    monkeypatch.setattr(session_module, "penalty", interrupted)
    session, edits, before = bridge.session, bridge.edits(), everything(bridge.session)
    with pytest.raises(KeyboardInterrupt):
        bridge.command("reset", "{}")
    assert bridge.session is session and is_as_it_was(session, before)
    assert bridge.edits() == edits


def test_a_dataset_that_could_be_chosen_but_not_drawn_is_not_the_runs(bridge: OneRun) -> None:
    """The dataset was named by the configuration, and Start trained the old samples under its name."""
    samples = bridge.session.train_samples
    DATASETS["mine"] = Dataset("Mine", "", lambda n_samples, rng: ([0] * n_samples, [0] * n_samples))
    try:
        expect_refused_whole(bridge, "generate_data", {"dataset": "mine"}, "invalid")
    finally:
        del DATASETS["mine"]
    bridge.train(1)
    assert bridge.session.config.data.dataset == "circular"
    assert bridge.session.train_samples is samples


def test_a_refused_command_is_not_in_the_record_of_the_run() -> None:
    host = OneRun()
    host.train(10)
    assert json.loads(host.command("set_training", '{"learning_rate": 0.2}'))["ok"]
    record = host.changes
    assert record == ["training settings at step 10"]
    for name, params in (("reset", '{"seed": -1}'), ("set_training", '{"l1": -1}'), ("redo", "{}")):
        assert not json.loads(host.command(name, params))["ok"]
        assert host.changes == record
