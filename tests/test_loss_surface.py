"""The surface of the loss: real losses over a plane of parameters, in slices; nothing is changed by it."""

import json
from typing import Any

import numpy as np
import pytest

from glassnet import NeuralNetwork, TrainingSession
from glassnet.page import loss_work
from glassnet.page.loss_plane import Plane, most_moved
from glassnet.page.loss_surface import SIZES
from glassnet.page.parameter_path import MAX_NUMBERS, MAX_POINTS, thinned
from glassnet.page.turns import Moment
from tests.one_run import OneRun
from tests.test_bridge import read

FOREVER = 1e9  # s
CONFIG = {"network": {"layer_sizes": [2, 5, 1], "loss": "binary_cross_entropy"}, "training": {"l2": 0.01}}


def opened(config: Any = None, n_steps: int = 300, **asked: Any) -> OneRun:
    """Return a run that was trained in several slices, with the surface open."""
    run = OneRun(CONFIG if config is None else config)
    for n in (1, 2, 4, 8, *[25] * ((n_steps - 15) // 25)):
        run.train(n)
    run.host.finish_views("a")
    run.ask("set_views", loss_surface=asked)
    return run


def told(run: OneRun) -> Any:
    """Return the surface in the next state, as the worker reads it."""
    part = json.loads(run.host.take_state("a"))["loss_surface"]
    if part is None:
        return None
    part["losses"] = read(part["losses"]).reshape(part["size"], part["size"])
    part["path"] = read(part["path"]).reshape(5, -1)
    return part


def complete(run: OneRun) -> Any:
    while run.host.look("a", FOREVER) == "more":
        pass
    return told(run)


def plane_of(run: OneRun, surface: Any) -> Plane:
    """Return the plane that a surface is said to be over, made by hand."""
    session, path = run.session, np.stack(run.host.runs["a"]._path())
    middle = session.network.parameters.copy()
    if surface["parameters"]:
        directions = np.eye(middle.size)[surface["parameters"]]
    else:
        directions = np.linalg.svd(path - middle)[2][:2]
        signs = [np.sign(along[np.abs(along).argmax()]) for along in directions @ (path - middle).T]
        directions = directions * np.array(signs)[:, np.newaxis] * [[-1.0], [1.0]]
    return Plane(middle, directions, tuple(surface["half_widths"]), None)


def brute_force(run: OneRun, parameters: Any, samples: str = "train") -> float:
    """Return the loss of a network that has these parameters for its own."""
    session = run.session
    network = session.config.network
    other = NeuralNetwork(
        network.layer_sizes,
        activations=network.activations,
        output_activation=network.output_activation,
        loss=network.loss,
        rng=0,
    )
    other.parameters[:] = parameters
    if samples == "test":
        return other.loss(session.test_inputs, session.test_samples[1])
    return other.loss(session.train_inputs, session.train_samples[1])


def test_loss_at_is_the_loss_of_a_network_with_these_parameters_and_touches_none_of_its_own() -> None:
    session = TrainingSession(CONFIG)
    session.train(40)
    network, (X, Y) = session.network, (session.train_inputs, session.train_samples[1])
    own, held = network.parameters.copy(), [layer.z.copy() for layer in network.layers]
    assert network.loss_at(own, X, Y) == network.loss(X, Y)
    there = network.loss_at(own + 0.5, X, Y)
    assert np.array_equal(network.parameters, own)
    assert all(np.array_equal(layer.z, z) for layer, z in zip(network.layers, held, strict=True))
    network.parameters[:] = own + 0.5
    assert network.loss(X, Y) == there


@pytest.mark.parametrize("samples", ["train", "test"])
@pytest.mark.parametrize("directions", ["path", [3, 11]])
def test_the_middle_is_the_loss_in_force_to_the_last_bit_and_every_other_one_brute_force(
    directions: Any, samples: str
) -> None:
    run = opened(directions=directions, samples=samples)
    surface = complete(run)
    state = run.session.state()
    assert surface["loss"] == state[f"{samples}_loss"]  # the numbers of the page, without the penalty
    assert surface["size"] == 41 and surface["step"] == run.session.step
    assert surface["losses"][20, 20] == np.float32(surface["loss"])
    plane = plane_of(run, surface)
    xs, ys = plane.axes(41)
    assert xs[20] == ys[20] == 0.0 and [xs[-1], ys[-1]] == surface["half_widths"]
    edges = [(0, 0), (0, 40), (40, 0), (40, 40), (0, 20), (20, 40)]
    for row, column in [*edges, *np.random.default_rng(1).integers(0, 41, (20, 2)).tolist()]:
        expected = brute_force(run, plane.at(xs[column], ys[row]), samples)
        assert surface["losses"][row, column] == pytest.approx(expected, rel=1e-6)


def test_the_middle_of_a_bridge_in_its_first_state_is_the_loss_too() -> None:
    surface = complete(opened(n_steps=0))
    assert surface["size"] == 41


@pytest.mark.parametrize("directions", ["path", [0, 1]])
def test_every_point_of_the_path_has_its_own_loss_that_of_the_plane_below_it_and_its_distance(
    directions: Any,
) -> None:
    run = opened(directions=directions)
    surface = complete(run)
    plane, path = plane_of(run, surface), run.host.runs["a"]._path()
    assert surface["path"].shape[1] == len(path) > 10
    whole = held = 0.0
    for parameters, (x, y, loss, loss_below, distance) in zip(path, surface["path"].T, strict=True):
        way = parameters - plane.middle
        foot = plane.directions @ way
        np.testing.assert_allclose([x, y], foot, rtol=1e-5, atol=1e-5)
        assert loss == pytest.approx(brute_force(run, parameters), rel=1e-6)
        assert loss_below == pytest.approx(brute_force(run, plane.at(*foot)), rel=1e-6)
        assert distance == pytest.approx(np.linalg.norm(way - foot @ plane.directions), rel=1e-4, abs=1e-6)
        whole, held = whole + way @ way, held + foot @ foot
    assert sum(surface["shares"]) == pytest.approx(held / whole)
    assert max(abs(surface["path"][0])) < surface["half_widths"][0]
    assert max(abs(surface["path"][1])) < surface["half_widths"][1]


def test_the_two_main_directions_hold_more_of_the_path_than_any_two_parameters() -> None:
    by_path = complete(opened())
    by_parameters = complete(opened(directions=by_path["moved"]))
    assert by_path["parameters"] is None and by_parameters["values"] is not None
    first, second = by_path["shares"]
    assert 1.0 >= first + second > sum(by_parameters["shares"]) and first > second > 0.0
    assert by_parameters["parameters"] == by_path["moved"]


def test_without_two_directions_of_a_path_the_surface_is_over_two_parameters() -> None:
    run = OneRun(CONFIG)
    run.ask("set_views", loss_surface={})
    surface = complete(run)
    assert surface["parameters"] == [0, 1] and surface["shares"] is None
    assert surface["loss"] == run.session.state()["train_loss"] and surface["path"].size == 0


def test_slices_give_the_same_as_all_at_once_and_coarse_grids_come_first(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(loss_work, "PATIENCE", 0.0)
    at_once, sliced = complete(opened()), opened()
    sizes, state = [], "more"
    while state != "rest":
        state = sliced.host.look("a", 0.0)  # a loss at a time
        if state == "news":
            surface = told(sliced)
            sizes.append(surface["size"])
    assert sizes == list(SIZES)
    for name in ("losses", "path"):
        assert np.array_equal(surface[name], at_once[name])
    assert surface["loss"] == at_once["loss"] and surface["shares"] == at_once["shares"]


def test_looking_changes_neither_the_run_nor_its_journal() -> None:
    looking, blind = opened(), opened()
    blind.ask("set_views", loss_surface=None)
    entries = looking.past()
    for _ in range(30):
        looking.host.look("a", 0.0)
        looking.train(7)
        blind.train(7)
        told(looking)
    assert looking.session.snapshot()[0] == blind.session.snapshot()[0]
    assert np.array_equal(looking.session.snapshot()[1], blind.session.snapshot()[1])
    assert looking.past()["entries"] == entries["entries"]


def test_the_surface_is_by_the_code_in_force_and_the_path_goes_on_through_an_edit() -> None:
    run = opened()
    n_before = len(run.host.runs["a"]._path())
    original = "return float(np.sum(np.logaddexp(0.0, z) - Y * z)) / Y.shape[1]"
    text = run.text("losses.py")
    assert original in text
    run.ask("edit_code", files={"losses.py": text.replace(original, original + " * 3.0")})
    before = brute_force(run, run.session.network.parameters)
    surface = complete(run)
    assert surface["loss"] == run.session.state()["train_loss"] == pytest.approx(3.0 * before)
    assert surface["path"].shape[1] >= n_before


def test_the_newest_request_wins_and_nothing_queues() -> None:
    run = opened()
    run.host.look("a", 0.0)
    run.ask("set_views", loss_surface={"directions": [2, 4], "size": 11})
    run.host.look("a", 0.0)
    run.ask("set_views", loss_surface={"directions": [5, 6], "samples": "test", "extent": 2, "size": 21})
    surface = complete(run)
    assert (surface["parameters"], surface["samples"], surface["size"]) == ([5, 6], "test", 21)
    assert told(run) is None and run.host.look("a", FOREVER) == "rest"


def test_a_parameter_set_by_hand_makes_another_surface_and_so_does_a_step() -> None:
    run = opened(directions=[0, 1])
    complete(run)
    run.ask("set_parameter", index=0, value=1.5)
    surface = complete(run)
    assert surface["values"][0] == 1.5 and surface["loss"] == run.session.state()["train_loss"]
    run.train(1)
    run.host.finish_views("a")
    assert complete(run)["loss"] == run.session.state()["train_loss"]


def test_while_training_a_surface_is_finished_before_the_next_is_begun() -> None:
    run = opened()
    seen = []
    for _ in range(2000):
        run.train(1)
        if run.host.look("a", 0.0) == "news":
            seen.append(told(run))
    assert len(seen) > 2 and all(surface["size"] in SIZES for surface in seen)
    assert len({surface["step"] for surface in seen}) == len(seen)


def test_losses_that_are_no_numbers_are_holes() -> None:
    run = opened(
        {"network": {"layer_sizes": [2, 3, 1], "activations": "linear", "output_activation": "linear"}}
    )
    run.ask("set_parameter", index=0, value=1e6)
    run.session.network.parameters[:] = 1e100
    surface = complete(run)
    assert surface["loss"] is None and not np.isfinite(surface["losses"]).any()
    run.session.network.parameters[3] = np.nan
    run.host.runs["a"].bridge.announce_parameter()
    surface = complete(run)
    assert surface["loss"] is None and np.isnan(surface["losses"]).all() and surface["shares"] is None
    assert all(np.isfinite(surface["half_widths"]))


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"directions": [0, 0]}, "loss_surface.directions"),
        ({"directions": [0, 99]}, "loss_surface.directions"),
        ({"directions": "gradient"}, "loss_surface.directions"),
        ({"samples": "all"}, "loss_surface.samples"),
        ({"extent": 0}, "loss_surface.extent"),
        ({"size": 20}, "loss_surface.size"),
        ({"colour": 1}, "colour"),
        (7, "loss_surface"),
    ],
)
def test_a_request_that_makes_no_sense_is_refused(asked: Any, field: str) -> None:
    run = OneRun(CONFIG)
    reply = json.loads(run.command("set_views", json.dumps({"loss_surface": asked})))
    assert not reply["ok"] and reply["error"]["field"] == field


def test_of_a_network_with_fewer_parameters_the_surface_is_over_the_path() -> None:
    run = opened(directions=[0, 20])
    run.ask("create_network", layer_sizes=[2, 1, 1])
    assert run.ask("set_views")["loss_surface"]["directions"] == "path"


# ------------------------------------------------------------------ the path


def test_the_path_begins_with_the_run_and_goes_back_with_undo() -> None:
    run = opened()
    one, first = run.host.runs["a"], TrainingSession(CONFIG).network.parameters
    assert np.array_equal(one._path()[0], first)
    n_before = len(one._path())
    run.ask("set_parameter", index=0, value=9.0)
    run.train(30)
    assert len(one._path()) > n_before and one._path()[-1][0] != 9.0
    run.ask("undo")
    assert len(one._path()) == n_before
    run.ask("reset")
    run.train(3)
    assert np.array_equal(one._path()[0], first) and len(one._path()) <= 3
    run.ask("undo")
    assert np.array_equal(one._path()[-1], one.session.network.parameters)  # of the run before: keyframes


def test_of_what_another_worker_has_trained_the_path_has_the_keyframes() -> None:
    run = opened()
    run.host.take_keyframe("a")
    again = OneRun(CONFIG, journal=run.past())
    again.train(20)
    path = again.host.runs["a"]._path()
    assert len(path) >= 2 and np.array_equal(path[-1], again.session.network.parameters)


def test_the_path_is_bounded_and_keeps_its_ends() -> None:
    rng = np.random.default_rng(0)
    for size in (4, 20_000):
        vectors = {Moment(1, step): rng.normal(size=size) for step in range(150)}
        kept = thinned(vectors)
        assert len(kept) == min(MAX_POINTS, MAX_NUMBERS // size)
        assert Moment(1, 0) in kept and Moment(1, 149) in kept
    assert len(thinned({Moment(1, step): np.zeros(400_000) for step in range(9)})) == 3


def test_the_same_path_gives_the_same_directions_however_its_signs_come_out() -> None:
    rng = np.random.default_rng(3)
    path = np.cumsum(rng.normal(size=(30, 12)), axis=0)
    plane = Plane.of_path(path[-1], path, 1.0)
    assert plane is not None
    np.testing.assert_allclose(plane.directions @ plane.directions.T, np.eye(2), atol=1e-12)
    along = plane.directions @ (path - path[-1]).T
    farthest = [each[np.abs(each).argmax()] for each in along]
    assert farthest[0] < 0.0 < farthest[1]
    assert Plane.of_path(path[0], path[:1], 1.0) is None
    assert Plane.of_path(path[0], np.outer([0.0, 1.0, 2.0], path[0]) + path[0], 1.0) is None  # straight
    assert most_moved(path[-1], path) == tuple(sorted(np.argsort(-np.ptp(path, axis=0))[:2].tolist()))
