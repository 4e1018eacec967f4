"""The bridge: the original's six endpoints and ours, malformed calls, events and their arrays."""

import ctypes
import json
import math
from typing import Any

import numpy as np
import pytest

from glassnet.config import Config, ConfigError
from glassnet.page.commands import COMMANDS
from glassnet.page.events import costly_view
from glassnet.page.initial import initial_events
from glassnet.page.replies import carried_out, failed
from glassnet.page.view_pace import RATE, VIEW_SHARE
from glassnet.page.views import VIEW_SIZES
from glassnet.page.wire import Wire, to_json
from tests.one_run import OneRun

SHARE = VIEW_SHARE / RATE  # s that a view may cost each time


@pytest.fixture
def bridge() -> OneRun:
    bridge = OneRun({"seed": 2})
    bridge.take_events()
    return bridge


def call(bridge: OneRun, name: str, **params: Any) -> dict[str, Any]:
    reply = json.loads(bridge.command(name, json.dumps(params)))
    assert reply["ok"], reply
    return dict(reply["result"])


def read(array: dict[str, Any]) -> np.ndarray:
    """Copy an array out of memory, as the worker does."""
    dtype = np.dtype(array["dtype"])
    return np.frombuffer(ctypes.string_at(array["address"], array["length"] * dtype.itemsize), dtype)


def test_the_originals_six_endpoints_answer(bridge: OneRun) -> None:
    assert call(bridge, "create_network", layer_sizes=[2, 3, 1])["layer_sizes"] == [2, 3, 1]
    data = call(bridge, "generate_data", dataset="xor", n_samples=50)
    assert np.shape(data["X"]) == (2, 50) and np.shape(data["Y"]) == (1, 50)
    assert call(bridge, "start_training")["step"] == 0
    assert call(bridge, "stop_training")["status"] == "stopped"
    state = call(bridge, "get_network_state")
    assert [np.shape(weights) for weights in state["weights"]] == [(3, 2), (1, 3)]
    outputs = call(bridge, "predict", inputs=[[0.5], [-1]])["outputs"]
    hidden = 1 / (1 + np.exp(-(np.array(state["weights"][0]) @ [0.5, -1] + state["biases"][0])))
    expected = 1 / (1 + np.exp(-(np.array(state["weights"][1]) @ hidden + state["biases"][1])))
    np.testing.assert_allclose(outputs, [expected], rtol=1e-12)


MALFORMED: list[tuple[str, str, str]] = [
    ("create_network", '{"layer_sizes": [2, NaN, 1]}', "layer_sizes[1]"),
    ("create_network", '{"layer_sizes": {}}', "layer_sizes"),
    ("create_network", '{"seed": 1e400}', "seed"),
    ("create_network", '{"units": 3}', "units"),
    ("generate_data", '{"dataset": "cats"}', "dataset"),
    ("generate_data", '{"n_samples": 1000000000}', "n_samples"),
    ("start_training", '{"now": true}', "now"),
    ("stop_training", "[]", "stop_training"),
    ("get_network_state", "null", "get_network_state"),
    ("step", '{"n_steps": 0}', "n_steps"),
    ("step", '{"n_steps": 1e9}', "n_steps"),
    ("step", '{"n_steps": "many"}', "n_steps"),
    ("set_training", '{"learning_rate": NaN}', "learning_rate"),
    ("set_training", '{"learning_rate": Infinity}', "learning_rate"),
    ("set_training", '{"seed": 1}', "seed"),
    ("set_views", '{"sample": 200}', "sample"),
    ("set_views", '{"sample": -1}', "sample"),
    ("set_views", '{"sample": true}', "sample"),
    ("set_views", '{"grid": 1}', "grid"),
    ("set_views", '{"probe": [1]}', "probe"),
    ("set_views", '{"probe": [0, NaN]}', "probe"),
    ("set_views", '{"probe": [0, 6.5]}', "probe"),
    ("set_views", '{"probe": [true, 0]}', "probe"),
    ("set_views", '{"probe": "00"}', "probe"),
    ("set_views", '{"point": [1, 2, 3]}', "point"),
    ("set_views", '{"point": [1, -6.01]}', "point"),
    ("set_views", '{"gradient": 1}', "gradient"),
    ("set_views", '{"loss_surface": {"size": 41.0}}', "loss_surface.size"),
    ("set_views", '{"loss_surface": {"size": [41]}}', "loss_surface.size"),
    ("probe", "{}", "point"),
    ("probe", '{"point": null}', "point"),
    ("probe", '{"point": [0, 7]}', "point"),
    ("configure", "{}", "config"),
    ("configure", '{"config": 3}', "config"),
    ("reset", '{"seed": -1}', "seed"),
    ("predict", "{}", "inputs"),
    ("predict", '{"inputs": null}', "inputs"),
    ("predict", '{"inputs": [1, 2]}', "inputs"),
    ("predict", '{"inputs": [[1], [2], [3]]}', "inputs"),
    ("predict", '{"inputs": [[1, 2], [3]]}', "inputs"),
    ("predict", '{"inputs": [[], []]}', "inputs"),
    ("predict", '{"inputs": [["1"], [2]]}', "inputs[0][0]"),
    ("predict", '{"inputs": [[1], [NaN]]}', "inputs[1][0]"),
    ("predict", '{"inputs": [[1], [1e301]]}', "inputs[1][0]"),
    ("predict", '{"inputs": [[true], [1]]}', "inputs[0][0]"),
]


@pytest.mark.parametrize(("name", "params", "field"), MALFORMED)
def test_a_malformed_call_is_refused_plainly_and_changes_nothing(
    bridge: OneRun, name: str, params: str, field: str
) -> None:
    before = call(bridge, "get_network_state")
    reply = json.loads(bridge.command(name, params))
    assert reply["ok"] is False
    error = reply["error"]
    assert (error["code"], error["field"]) == ("invalid", field)
    assert error["rule"] and error["message"]
    assert "value" in error
    assert call(bridge, "get_network_state") == before
    assert bridge.events() == []


def test_an_unknown_command_and_broken_json_are_refused(bridge: OneRun) -> None:
    assert json.loads(bridge.command("delete_all", "{}"))["error"]["code"] == "unknown_command"
    assert json.loads(bridge.command("__init__", "{}"))["error"]["code"] == "unknown_command"
    assert json.loads(bridge.command("step", "{"))["error"]["code"] == "python"


def test_predict_takes_many_samples_at_once_and_no_more_than_its_limit(bridge: OneRun) -> None:
    assert np.shape(call(bridge, "predict", inputs=[[0.1] * 5000, [0.2] * 5000])["outputs"]) == (
        1,
        5000,
    )
    reply = json.loads(bridge.command("predict", json.dumps({"inputs": [[0] * 100_001] * 2})))
    assert reply["error"]["field"] == "inputs"


def test_a_new_network_keeps_the_dataset_and_new_data_keep_the_network(bridge: OneRun) -> None:
    call(bridge, "generate_data", dataset="spiral")
    call(bridge, "create_network", layer_sizes=[2, 5, 5, 1], activations="tanh")
    config = call(bridge, "get_network_state")["config"]
    assert config["data"]["dataset"] == "spiral"
    call(bridge, "generate_data", dataset="xor")
    config = call(bridge, "get_network_state")["config"]
    assert config["network"]["layer_sizes"] == [2, 5, 5, 1]


def test_every_start_over_raises_the_run_id_and_sends_topology_and_dataset(bridge: OneRun) -> None:
    run_id = call(bridge, "stop_training")["run_id"]
    for name, params in [
        ("create_network", {"layer_sizes": [2, 3, 1]}),
        ("generate_data", {"dataset": "linear"}),
        ("configure", {"config": {"seed": 9}}),
        ("reset", {}),
    ]:
        assert call(bridge, name, **params)["run_id"] > run_id
        run_id = call(bridge, "stop_training")["run_id"]
        events = bridge.events()
        assert [event["type"] for event in events] == ["topology", "dataset"]
        assert {event["run_id"] for event in events} == {run_id}


def test_offsets_of_the_topology_find_every_weight_and_bias(bridge: OneRun) -> None:
    call(bridge, "create_network", layer_sizes=[2, 3, 4, 1])
    topology = bridge.events()[0]
    parameters = read(json.loads(bridge.take_state())["parameters"])
    network, sizes = bridge.session.network, topology["layer_sizes"]
    assert topology["n_parameters"] == parameters.size
    for layer, n_out in enumerate(sizes[1:]):
        for to in range(n_out):
            assert parameters[topology["bias_offsets"][layer] + to] == np.float32(
                network.biases[layer][to, 0]
            )
            for origin in range(sizes[layer]):
                index = topology["weight_offsets"][layer] + to * sizes[layer] + origin
                assert parameters[index] == np.float32(network.weights[layer][to, origin])


def test_state_shows_the_chosen_sample_or_the_mean(bridge: OneRun) -> None:
    X = bridge.session.train_samples[0]
    layers = bridge.session.network.forward(X)
    call(bridge, "set_views", sample=17)
    shown = read(json.loads(bridge.take_state())["activations"])
    np.testing.assert_allclose(shown, np.concatenate([layer[:, 17] for layer in layers]), rtol=1e-6)
    call(bridge, "set_views", sample=None)
    mean = read(json.loads(bridge.take_state())["activations"])
    np.testing.assert_allclose(mean, np.concatenate([layer.mean(axis=1) for layer in layers]), rtol=1e-6)


def test_a_probe_is_told_with_its_place_and_is_the_networks_own_answer(bridge: OneRun) -> None:
    assert json.loads(bridge.take_state())["probe"] is None
    features = ["x1", "x2", "x1_x2"]
    call(bridge, "create_network", layer_sizes=[3, 7, 1], features=features, activations="tanh")
    bridge.session.network.parameters[:] *= 4.0
    for point in ([0.1, -2.7], [6, -6.0]):
        call(bridge, "set_views", probe=point)
        probe = json.loads(bridge.take_state())["probe"]
        assert probe["point"] == point
        expected = call(bridge, "predict", inputs=[[point[0]], [point[1]]])["outputs"]
        assert [[output] for output in probe["outputs"]] == expected
    bridge.train(3)  # and it goes on live
    assert json.loads(bridge.take_state())["probe"]["outputs"] != probe["outputs"]
    call(bridge, "set_views", probe=None)
    assert json.loads(bridge.take_state())["probe"] is None


def test_another_place_of_the_probe_makes_nothing_due_that_costs_much(bridge: OneRun) -> None:
    call(bridge, "set_views", unit_grids=True, distributions=True, space=[2, 3], layer_space=[1, None])

    def costly() -> list[bool]:
        state = json.loads(bridge.take_state())
        return [bool(state[name]) for name in (*VIEW_SIZES, "history")]

    assert all(costly())
    call(bridge, "set_views", point=[1, 2])
    assert not any(costly())
    views = call(bridge, "set_views", probe=[1, 2])
    assert not any(costly())
    call(bridge, "set_views", **views | {"probe": [2, 2], "sample": 4})
    assert all(costly())


def test_a_probe_that_is_not_finite_is_null(bridge: OneRun) -> None:
    network = {"layer_sizes": [2, 8, 1], "activations": "linear", "output_activation": "linear"}
    call(bridge, "configure", config={"network": network, "training": {"learning_rate": 100}})
    call(bridge, "set_views", probe=[1, 1])
    bridge.train(5000)
    assert json.loads(bridge.take_state())["probe"]["outputs"] == [None]


def test_grid_and_history_come_when_they_have_changed_and_are_wanted(bridge: OneRun) -> None:
    first = json.loads(bridge.take_state())
    assert first["grid"] and first["history"]
    again = json.loads(bridge.take_state())
    assert again["grid"] is None and again["history"] is None
    bridge.train(7)
    bridge.finish_views()
    later = json.loads(bridge.take_state())
    assert later["grid"] and later["history"]["length"] == 12
    call(bridge, "set_views", grid=False)
    bridge.train(7)
    bridge.finish_views()
    assert json.loads(bridge.take_state())["grid"] is None


def test_grid_rows_are_x2_and_columns_x1(bridge: OneRun) -> None:
    network = bridge.session.network
    network.parameters[:] = 0
    network.weights[0][0] = [3.0, 0.1]
    network.weights[-1][0, 0] = 1.0
    grid = read(json.loads(bridge.take_state())["grid"]).reshape(160, 160)
    assert grid[0, -1] > grid[0, 0]  # x1 grows along a row
    assert grid[-1, 60] > grid[0, 60]  # x2 grows from row to row


def test_diverged_losses_are_null_and_the_run_is_refused(bridge: OneRun) -> None:
    network = {"layer_sizes": [2, 8, 1], "activations": "linear", "output_activation": "linear"}
    call(bridge, "configure", config={"network": network, "training": {"learning_rate": 100}})
    assert bridge.train(5000) is False
    state = json.loads(bridge.take_state())
    assert state["status"] == "diverged"
    assert state["train_loss"] is None
    reply = json.loads(bridge.command("start_training", "{}"))
    assert reply["error"]["field"] == "run"


def test_a_snapshot_restores_the_run_in_another_bridge(bridge: OneRun) -> None:
    bridge.train(100)
    other = OneRun(views={"sample": 3}, journal=bridge.past())
    for each in (bridge, other):
        each.train(50)
    assert (other.session.network.parameters == bridge.session.network.parameters).all()
    assert other.session.run_id == bridge.session.run_id + 1


def test_views_fall_back_to_a_sample_that_exists(bridge: OneRun) -> None:
    call(bridge, "set_views", sample=150)
    call(bridge, "generate_data", n_samples=100)
    assert json.loads(bridge.take_state())["sample"] == 0


def test_every_command_is_documented() -> None:
    for name, command in COMMANDS.items():
        assert command.run.__doc__, name


def test_initial_events_are_those_of_a_worker_on_the_first_page() -> None:
    catalog, topology, dataset, state = initial_events()
    bridge = OneRun(catalog["catalog"]["defaults"])
    assert Config.parse(catalog["catalog"]["defaults"]) == bridge.session.config
    assert topology["layer_sizes"] == bridge.session.network.layer_sizes
    assert (dataset["train_inputs"] == bridge.session.train_samples[0].astype(np.float32).ravel()).all()
    assert (state["parameters"] == bridge.session.network.parameters.astype(np.float32)).all()


def test_costly_views_come_only_while_they_are_open(bridge: OneRun) -> None:
    closed = json.loads(bridge.take_state())
    names = ("unit_grids", "distributions", "confusion", "unit_sum")
    assert [closed[name] for name in names] == [None] * 4
    call(bridge, "set_views", unit_grids=True, distributions=True, confusion=True, unit=3)
    opened = json.loads(bridge.take_state())
    n_units = sum(bridge.session.network.layer_sizes)
    assert read(opened["unit_grids"]).size == n_units * 24 * 24
    assert (
        read(opened["distributions"]["counts"]).size == 3 * (len(bridge.session.network.layer_sizes) - 1) * 24
    )
    assert read(opened["confusion"]).reshape(2, 2, 2).sum(axis=(1, 2)).tolist() == [200, 200]
    assert opened["unit_sum"]["length"] == 3 * 2 + 3


def test_the_written_out_sum_adds_up_to_the_shown_activation(bridge: OneRun) -> None:
    call(bridge, "create_network", layer_sizes=[2, 5, 4, 1], activations="tanh")
    for sample, unit in ((3, 2), (None, 8), (7, 11)):
        call(bridge, "set_views", sample=sample, unit=unit)
        state = json.loads(bridge.take_state())
        values = read(state["unit_sum"])
        n_in = (values.size - 3) // 3
        weights, inputs, products = values[: 3 * n_in].reshape(3, n_in)
        bias, z, activation = values[3 * n_in :]
        assert products == pytest.approx(weights * inputs)
        assert z == pytest.approx(products.sum() + bias)
        assert activation == pytest.approx(read(state["activations"])[unit], rel=1e-6)


def test_undo_brings_back_the_network_the_weights_and_the_history(bridge: OneRun) -> None:
    bridge.train(100)
    before = bridge.session.network.parameters.copy()
    call(bridge, "create_network", layer_sizes=[2, 3, 3, 1])
    assert bridge.edits()["undo"] == "the network"
    undone = call(bridge, "undo")
    assert (undone["step"], undone["undo"], undone["redo"]) == (100, None, "the network")
    assert (bridge.session.network.parameters == before).all()
    assert call(bridge, "redo")["step"] == 0
    assert bridge.session.network.layer_sizes == [2, 3, 3, 1]
    refused = json.loads(bridge.command("redo", "{}"))
    assert refused["error"]["field"] == "redo"


def test_dragging_a_parameter_is_one_change_to_undo(bridge: OneRun) -> None:
    first = bridge.session.network.parameters[5]
    for value in (0.1, 0.2, 0.3):
        call(bridge, "set_parameter", index=5, value=value)
    assert bridge.session.network.parameters[5] == 0.3
    call(bridge, "undo")
    assert bridge.session.network.parameters[5] == first
    assert bridge.edits()["undo"] is None


def test_the_value_that_undo_takes_back_is_named_as_the_page_names_it(bridge: OneRun) -> None:
    def named(index: int) -> str:
        call(bridge, "set_parameter", index=index, value=0.5)
        return str(bridge.edits()["undo"])

    call(bridge, "create_network", layer_sizes=[2, 3, 2, 1])
    assert named(4) == "the weight from input x₁ to unit 3 of hidden layer 1"
    assert named(7) == "the bias of unit 2 of hidden layer 1"
    assert named(14) == "the weight from unit 3 of hidden layer 1 to unit 2 of hidden layer 2"
    assert named(19) == "the bias of output ŷ"
    call(bridge, "create_network", features=["x2", "sin_x1"], layer_sizes=[2, 1])
    assert named(1) == "the weight from input sin x₁ to output ŷ"
    call(bridge, "generate_data", dataset="blobs")
    assert named(5) == "the weight from input sin x₁ to output for class 2"


def test_a_frozen_parameter_keeps_its_value_and_thaws_again(bridge: OneRun) -> None:
    call(bridge, "set_parameter", index=0, value=1.25)
    call(bridge, "freeze", indices=[0, 3], frozen=True)
    kept = bridge.session.network.parameters[[0, 3]].copy()
    bridge.train(30)
    assert (bridge.session.network.parameters[[0, 3]] == kept).all()
    call(bridge, "freeze", indices=[0], frozen=False)
    bridge.train(1)
    assert bridge.session.network.parameters[0] != 1.25
    assert bridge.session.network.parameters[3] == kept[1]


def test_a_diverged_run_is_explained_and_goes_back_to_a_sound_state(bridge: OneRun) -> None:
    network = {"layer_sizes": [2, 8, 1], "activations": "linear", "output_activation": "linear"}
    call(bridge, "configure", config={"network": network, "training": {"learning_rate": 100}})
    bridge.take_events()
    bridge.train(3)
    while bridge.train(200):
        pass
    (event,) = bridge.events()
    assert event["type"] == "divergence"
    assert event["quantity"] in (
        "the loss",
        "the gradient",
        "the output",
        "the activations of hidden layer 1",
    )
    assert event["finite_step"] < event["step"] <= bridge.session.step
    answer = call(bridge, "restore_finite")
    assert (answer["status"], answer["step"]) == ("stopped", event["finite_step"])
    assert np.isfinite(bridge.session.network.parameters).all()


def test_the_hidden_space_takes_samples_and_plane_through_two_units(bridge: OneRun) -> None:
    call(bridge, "set_views", space=[3, 2])
    space = json.loads(bridge.take_state())["space"]
    layers = bridge.session.network.forward(bridge.session.train_inputs)
    samples = read(space["samples"]).reshape(2, -1)
    np.testing.assert_allclose(samples, [layers[1][1], layers[1][0]], rtol=1e-6)
    assert read(space["grid"]).size == 2 * 24 * 24
    call(bridge, "create_network", layer_sizes=[2, 1])
    assert bridge.views.space is None
    for bad in ([1], [0, 99], [0, True], "01", {}):
        reply = json.loads(bridge.command("set_views", json.dumps({"space": bad})))
        assert reply["error"]["field"] == "space"


def train_at_cost(bridge: OneRun, monkeypatch: pytest.MonkeyPatch, per_point: dict[str, float]) -> None:
    """Replace the clock by one that only the costly views move on, by so much for a point of theirs."""
    clock = [0.0]

    def slow(name: str, session: Any, views: Any, size: int) -> Any:
        clock[0] += per_point.get(name, 0.0) * size**2
        return costly_view(name, session, views, size)

    monkeypatch.setattr("glassnet.page.bridge.time.perf_counter", lambda: clock[0])
    monkeypatch.setattr("glassnet.page.bridge.costly_view", slow)


def grid_sizes(bridge: OneRun, n_states: int) -> list[int | None]:
    """Return the size of the output grid in states that are all due."""
    sizes: list[int | None] = []
    for _ in range(n_states):
        bridge.train(1)
        bridge.bridge._pace.hurry()
        grid = json.loads(bridge.take_state())["grid"]
        sizes.append(grid and round(grid["length"] ** 0.5))
    return sizes


def test_every_costly_view_is_charged_with_its_own_time_alone(
    bridge: OneRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    call(bridge, "set_views", unit_grids=True)
    train_at_cost(bridge, monkeypatch, {"grid": 1e-9, "unit_grids": 1e-3})
    bridge.train(1)
    first = json.loads(bridge.take_state())
    assert first["grid"] and first["unit_grids"]
    bridge.train(1)
    monkeypatch.setattr("glassnet.page.bridge.time.perf_counter", lambda: 1.0)
    later = json.loads(bridge.take_state())
    assert later["grid"] and later["unit_grids"] is None


def test_a_grid_that_costs_much_is_coarser_while_training_and_fine_at_its_end(
    bridge: OneRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    train_at_cost(bridge, monkeypatch, {"grid": SHARE / 24**2})  # 24² just cost what they may
    assert grid_sizes(bridge, 4) == [48, 24, 24, 24]
    bridge.finish_views()  # of the same step the coarse grid has been shown, and must give way
    assert json.loads(bridge.take_state())["grid"]["length"] == 160**2
    assert json.loads(bridge.take_state())["grid"] is None


def test_at_rest_a_grid_is_as_fine_as_its_cost_allows(
    bridge: OneRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    for rest_size, cost in ((160, 0.03 / 160**2), (96, 0.03 / 127**2), (48, 0.03 / 63**2)):
        call(bridge, "reset")
        train_at_cost(bridge, monkeypatch, {"grid": cost})
        bridge.finish_views()
        assert json.loads(bridge.take_state())["grid"]["length"] == rest_size**2


def test_a_moment_in_passing_is_told_at_once_with_coarse_grids_and_then_with_finer_ones(
    bridge: OneRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    train_at_cost(bridge, monkeypatch, {"grid": SHARE / 30**2})
    assert grid_sizes(bridge, 2) == [48, 24]
    call(bridge, "set_training", learning_rate=0.3)
    bridge.finish_views()
    run_id = json.loads(bridge.take_state())["run_id"]
    bridge.events()
    for entry, step in ((1, 1), (2, 2), (1, 0)):
        call(bridge, "go_to", entry=entry, step=step, in_passing=True)
        [event] = bridge.events()  # the network and the samples are as they were
        coarse = json.loads(bridge.take_state())
        assert (event["type"], coarse["step"]) == ("config", step)
        assert event["config"]["training"]["learning_rate"] == (0.3 if entry == 2 else 0.1)
        assert run_id < event["run_id"] == coarse["run_id"]
        run_id = event["run_id"]
        assert (coarse["grid"]["length"], coarse["is_final"]) == (24**2, False)
        assert bridge.host.finish_views("a")
        fine = json.loads(bridge.take_state())
        assert (fine["grid"]["length"], fine["is_final"]) == (160**2, True)
        assert not bridge.host.finish_views("a")
    call(bridge, "go_to", entry=1, step=2)
    assert json.loads(bridge.take_state())["grid"]["length"] == 160**2


def test_the_outputs_at_the_samples_are_those_that_predict_tells_in_fifty_states(bridge: OneRun) -> None:
    session = bridge.session
    for _ in range(50):
        bridge.train(1)
        bridge.bridge._pace.hurry()
        outputs = read(json.loads(bridge.take_state())["sample_outputs"])
        inputs = np.concatenate([session.train_samples[0], session.test_samples[0]], axis=1)
        predicted = call(bridge, "predict", inputs=inputs.tolist())["outputs"]
        np.testing.assert_array_equal(outputs, np.float32(predicted).ravel())


def test_a_grid_becomes_finer_only_when_there_is_room(
    bridge: OneRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    costs = {"grid": 1.0}
    train_at_cost(bridge, monkeypatch, costs)
    assert grid_sizes(bridge, 2) == [48, 16]
    costs["grid"] = SHARE / 25**2  # 24² would nearly fill the share: at the next change they would not
    assert grid_sizes(bridge, 3) == [16, 16, 16]
    costs["grid"] = SHARE / 60**2
    assert grid_sizes(bridge, 3) == [16, 24, 32]
    costs["grid"] = 1.0  # once: an interruption
    grid_sizes(bridge, 1)
    costs["grid"] = SHARE / 60**2
    assert grid_sizes(bridge, 2) == [48, 48]


def test_what_the_page_draws_ten_times_a_second_is_computed_no_more_often(
    bridge: OneRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    call(bridge, "set_views", distributions=True)
    count = {"grid": 0, "distributions": 0}
    clock = [0.0]
    monkeypatch.setattr("glassnet.page.bridge.time.perf_counter", lambda: clock[0])
    for _ in range(100):  # a second, and nothing costs any of it
        clock[0] += 0.01
        bridge.train(1)
        state = json.loads(bridge.take_state())
        for name in count:
            count[name] += state[name] is not None
    assert count["grid"] == 100
    assert 9 <= count["distributions"] <= 10
    bridge.train(1)
    bridge.finish_views()
    assert json.loads(bridge.take_state())["distributions"]


def topology(bridge: OneRun) -> dict[str, Any]:
    """Return the newest topology event, with its array copied out of memory."""
    event = [event for event in bridge.events() if event["type"] == "topology"][-1]
    previous = event["previous_history"]
    return dict(event) | {"previous_history": None if previous is None else read(previous).copy()}


def history(bridge: OneRun) -> np.ndarray:
    return np.array(bridge.session.history.table().ravel())


def train_epochs(bridge: OneRun, n_epochs: int) -> np.ndarray:
    """Train, and return the history."""
    bridge.train(n_epochs * bridge.session.steps_per_epoch)
    return history(bridge)


def test_run_ids_only_rise_whatever_the_run_comes_from() -> None:
    bridge = OneRun(run_id=40)
    ids = [topology(bridge)["run_id"]]
    assert bridge.session.run_id == ids[0] == 41
    bridge.train(3)
    older = bridge.past()
    for name in ("reset", "undo", "redo", "reset", "undo"):
        answer = call(bridge, name)
        ids.append(topology(bridge)["run_id"])
        assert answer["run_id"] == json.loads(bridge.take_state())["run_id"] == ids[-1]
    assert ids == sorted(set(ids))
    restored = OneRun(journal=older, run_id=ids[-1])
    assert topology(restored)["run_id"] == json.loads(restored.take_state())["run_id"] == ids[-1] + 1


def test_a_run_is_compared_with_the_one_before_the_last_start_over_on_the_same_data(bridge: OneRun) -> None:
    first = train_epochs(bridge, 5)
    call(bridge, "reset", seed=9)
    np.testing.assert_array_equal(topology(bridge)["previous_history"], first)
    call(bridge, "reset", seed=10)  # of a run that was not trained nothing is known
    np.testing.assert_array_equal(topology(bridge)["previous_history"], first)
    second = train_epochs(bridge, 3)
    call(bridge, "create_network", layer_sizes=[2, 3, 1])
    np.testing.assert_array_equal(topology(bridge)["previous_history"], second)
    call(bridge, "generate_data", dataset="linear")
    assert topology(bridge)["previous_history"] is None


def test_undo_and_redo_bring_back_what_a_run_was_compared_with(bridge: OneRun) -> None:
    first = train_epochs(bridge, 4)
    call(bridge, "reset", seed=9)
    began = topology(bridge)["run_id"]
    second = train_epochs(bridge, 6)
    call(bridge, "reset", seed=10)
    train_epochs(bridge, 2)
    call(bridge, "undo")
    undone = topology(bridge)
    assert began < undone["run_id"]
    np.testing.assert_array_equal(undone["previous_history"], first)  # not a copy of itself
    np.testing.assert_array_equal(history(bridge), second)
    call(bridge, "redo")
    np.testing.assert_array_equal(topology(bridge)["previous_history"], second)


def test_a_run_that_goes_on_in_another_bridge_keeps_what_it_is_compared_with(bridge: OneRun) -> None:
    first = train_epochs(bridge, 4)
    call(bridge, "reset", seed=9)
    train_epochs(bridge, 3)
    other = OneRun(journal=bridge.past())
    np.testing.assert_array_equal(topology(other)["previous_history"], first)
    call(other, "set_training", learning_rate=0.5)
    other.train(9)
    again = OneRun(journal=other.past())
    np.testing.assert_array_equal(topology(again)["previous_history"], first)


def test_a_start_over_that_fails_inside_changes_nothing(
    bridge: OneRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    train_epochs(bridge, 2)
    before = call(bridge, "get_network_state")
    session, edits = bridge.session, bridge.edits()

    def fail(*_: object) -> None:
        raise ZeroDivisionError("a mistake in edited code")

    for place in ("glassnet.session.TrainingSession.metrics", "glassnet.page.bridge.dataset_event"):
        with monkeypatch.context() as patch:
            patch.setattr(place, fail)
            reply = json.loads(bridge.command("reset", '{"seed": 8}'))
        assert reply["error"]["code"] == "python"
        assert bridge.session is session
        assert bridge.edits() == edits
        assert bridge.events() == []
        assert call(bridge, "get_network_state") == before


def test_views_of_another_run_are_left_closed_at_the_start() -> None:
    views = {"sample": 5000, "unit": 90, "confusion": True, "space": [0, 80], "probe": [1, 2]}
    shown = OneRun(views=views).views
    assert (shown.sample, shown.unit, shown.space) == (0, None, None)
    assert shown.confusion and shown.probe == (1.0, 2.0)


def test_settings_that_have_changed_since_a_keyframe_come_with_it(bridge: OneRun) -> None:
    past = bridge.past()
    call(bridge, "set_training", optimizer="adam", learning_rate=0.25)
    now = json.loads(json.dumps(bridge.journal.as_plain()))
    other = OneRun(journal={**now, "keyframes": past["keyframes"]})
    assert topology(other)["config"]["training"]["optimizer"] == "adam"
    assert other.session.learning_rate == 0.25


def test_what_is_not_finite_is_null_on_the_wire_wherever_it_is() -> None:
    value = {
        "a": math.nan,
        "b": [1.0, math.inf, {"c": (-math.inf, 2)}],
        "d": np.float32(0.5),
        "e": np.int64(3),
        "f": np.bool_(True),
        "g": np.float64(math.nan),
        "h": np.float32(math.nan),
    }
    wanted = {
        **{"a": None, "b": [1.0, None, {"c": [None, 2]}], "d": 0.5, "e": 3},
        **{"f": True, "g": None, "h": None},
    }
    assert json.loads(to_json(value), parse_constant=pytest.fail) == wanted
    assert json.loads(Wire().text(value), parse_constant=pytest.fail) == wanted
    assert json.loads(carried_out("asks", value), parse_constant=pytest.fail)["result"] == wanted


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf, 10**400, [1, {"a": math.nan}], object()])
def test_a_refused_value_that_json_cannot_carry_is_told_as_text(value: object) -> None:
    error = json.loads(failed(ConfigError("seed", "must be a number", value)), parse_constant=pytest.fail)[
        "error"
    ]
    assert isinstance(error["value"], str) and error["value"]
