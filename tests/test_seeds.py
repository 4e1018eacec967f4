"""Samples, first weights and order have a seed of their own each, or the one seed of the run."""

import json
from typing import Any

import numpy as np
import pytest

from glassnet import Config, ConfigError, TrainingSession
from glassnet.checks import LIMITS
from glassnet.config import OWN_SEEDS
from tests.one_run import OneRun
from tests.test_bridge import call

PARTS = ("samples", "weights", "order", "dropout")


def parts(**seeds: int | None) -> dict[str, Any]:
    """Return what is drawn at random in a run."""
    session = TrainingSession({"network": {"bias_initializer": "uniform"}, **seeds})
    return {
        "samples": np.concatenate([session.train_samples[0], session.test_samples[0]], axis=1).tolist(),
        "weights": session.network.parameters.tolist(),
        "order": session._order.tolist(),
        "dropout": session._dropout_rng.random(5).tolist(),
    }


@pytest.mark.parametrize(
    ("name", "changed"),
    [("data_seed", {"samples"}), ("weight_seed", {"weights"}), ("order_seed", {"order", "dropout"})],
)
def test_each_seed_draws_its_own_part_and_leaves_the_others(name: str, changed: set[str]) -> None:
    before, after = parts(seed=3), parts(seed=3, **{name: 8})
    assert {part for part in PARTS if before[part] != after[part]} == changed
    whole = parts(seed=8)
    assert all(after[part] == whole[part] for part in changed)  # the very streams of that seed


def test_the_first_seed_alone_means_it_for_all_three() -> None:
    assert parts(seed=5) == parts(seed=0, data_seed=5, weight_seed=5, order_seed=5)
    assert Config().as_dict()["data_seed"] is None


@pytest.mark.parametrize(
    ("config", "train_loss", "test_loss"),
    [
        ({}, 0.2537779851773819, 0.25098452695573675),
        ({"seed": 5, "training": {"dropout": 0.3}}, 0.25135808448326513, 0.2518149517795593),
    ],
)
def test_the_runs_of_one_seed_stay_what_they_were(
    config: dict[str, Any], train_loss: float, test_loss: float
) -> None:
    """Links and exercises name seeds: a change of the random calls would change what they show."""
    session = TrainingSession(config)
    session.train(70)
    state = session.state()
    assert state["train_loss"] == pytest.approx(train_loss, rel=1e-9)
    assert state["test_loss"] == pytest.approx(test_loss, rel=1e-9)


def test_another_seed_clears_those_that_are_not_given_with_it() -> None:
    own = Config.parse({"data_seed": 4, "weight_seed": 5, "order_seed": 6})
    assert own.updated({"training": {"l1": 0.1}}).weight_seed == 5
    assert own.updated({"seed": 7}) == Config(seed=7)
    assert own.updated({"seed": 7, "weight_seed": 1}) == Config(seed=7, weight_seed=1)
    assert own.updated({"weight_seed": None}).weight_seed is None
    assert Config.parse(own.as_dict()) == own


@pytest.mark.parametrize("name", OWN_SEEDS)
@pytest.mark.parametrize("value", [-1, 2**32, 1.0, True, "7"])
def test_a_bad_seed_is_refused_by_its_name(name: str, value: object) -> None:
    with pytest.raises(ConfigError, match=f"^{name} must be a whole number"):
        Config.parse({name: value})


@pytest.fixture
def bridge() -> OneRun:
    bridge = OneRun({"seed": 2})
    bridge.take_events()
    return bridge


def test_new_weights_start_the_same_samples_in_the_same_order_with_other_weights(bridge: OneRun) -> None:
    bridge.train(40)
    session, trained = bridge.session, bridge.session.network.parameters.copy()
    samples, order = session.train_samples[0].copy(), TrainingSession(session.config)._order
    answer = call(bridge, "new_weights")
    assert (answer["weight_seed"], answer["step"], answer["status"]) == (3, 0, "stopped")
    now = bridge.session
    assert now.run_id > session.run_id
    assert (now.train_samples[0] == samples).all() and (now._order == order).all()
    fresh = TrainingSession({"seed": 2}).network.parameters
    assert (now.network.parameters != fresh).any()
    assert (now.network.parameters == TrainingSession({"seed": 3}).network.parameters).all()
    assert [event["type"] for event in bridge.events()] == ["topology", "dataset"]
    assert call(bridge, "new_weights")["weight_seed"] == 4
    assert call(bridge, "undo")["redo"] == "the new weights"
    call(bridge, "undo")
    assert (bridge.session.step, bridge.session.config.weight_seed) == (40, None)
    assert (bridge.session.network.parameters == trained).all()


def test_new_weights_take_a_seed_and_refuse_what_is_none(bridge: OneRun) -> None:
    assert call(bridge, "new_weights", seed=11)["weight_seed"] == 11
    assert bridge.session.config == Config.parse({"seed": 2, "weight_seed": 11})
    for params in ({"seed": -1}, {"seed": None}, {"weight_seed": 3}):
        reply = json.loads(bridge.command("new_weights", json.dumps(params)))
        assert (reply["error"]["code"], reply["error"]["field"]) == ("invalid", next(iter(params)))
    assert bridge.session.config.weight_seed == 11


def test_after_the_last_seed_comes_the_first(bridge: OneRun) -> None:
    call(bridge, "reset", seed=LIMITS["seed"][1])
    assert call(bridge, "new_weights")["weight_seed"] == 0


def test_the_commands_that_start_over_take_the_own_seeds(bridge: OneRun) -> None:
    weights = bridge.session.network.parameters.copy()
    call(bridge, "generate_data", data_seed=9)
    assert (bridge.session.network.parameters == weights).all()
    assert bridge.session.config == Config(seed=2, data_seed=9)
    call(bridge, "create_network", weight_seed=4)
    call(bridge, "reset", order_seed=5)
    assert bridge.session.config == Config(seed=2, data_seed=9, weight_seed=4, order_seed=5)
    call(bridge, "reset", seed=2)
    assert bridge.session.config == Config(seed=2)
    assert (bridge.session.network.parameters == weights).all()


def test_a_snapshot_keeps_the_seeds(bridge: OneRun) -> None:
    call(bridge, "new_weights", seed=6)
    bridge.train(30)
    restored = TrainingSession.restored(*bridge.session.snapshot())
    assert restored.config.weight_seed == 6
    bridge.train(30)
    restored.train(30)
    assert (restored.network.parameters == bridge.session.network.parameters).all()
