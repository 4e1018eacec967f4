"""A layer's space: its coordinates are those of the forward pass, and its planes those of the next units."""

import json
from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest

from glassnet import TrainingSession
from glassnet.checks import ConfigError
from glassnet.page.layer_space import (
    LayerSpace,
    checked_layer_space,
    layer_space,
    layer_space_there,
    main_directions,
)
from glassnet.page.observe import plane
from tests.one_run import OneRun

SIZE = 9


def trained(layer_sizes: Sequence[int], **network: Any) -> TrainingSession:
    session = TrainingSession({"network": {"layer_sizes": layer_sizes, **network}})
    session.train(200)
    return session


def seen(session: TrainingSession, layer: int, units: tuple[int, ...] | None) -> dict[str, Any]:
    space = layer_space(session, LayerSpace(layer, units), SIZE)
    for name in ("train", "test", "grid"):
        space[name] = space[name].reshape(3, -1)
    return space | {"planes": space["planes"].reshape(-1, 4)}


def activations(session: TrainingSession, layer: int) -> dict[str, Any]:
    features = session.config.network.features
    inputs = {"train": session.train_inputs, "test": session.test_inputs, "grid": plane(SIZE, features)}
    return {name: session.network.forward(X)[layer] for name, X in inputs.items()}


def test_along_units_the_coordinates_are_their_activations() -> None:
    session = trained([2, 5, 4, 1])
    space = seen(session, 2, (3, 0, 1))
    for name, of_layer in activations(session, 2).items():
        np.testing.assert_array_equal(space[name], of_layer[[3, 0, 1]].astype(np.float32))
    assert space["shares"] is None
    outputs = session.network.predict(plane(SIZE, session.config.network.features))
    np.testing.assert_array_equal(space["outputs"], outputs.astype(np.float32).ravel())


def test_with_three_units_the_plane_is_where_the_next_unit_is_zero() -> None:
    session = trained([2, 3, 2, 1])
    space, network = seen(session, 1, (0, 1, 2)), session.network
    z = network.weights[1] @ activations(session, 1)["grid"] + network.biases[1]
    np.testing.assert_allclose(space["planes"][:, :3] @ space["grid"] + space["planes"][:, 3:], z, atol=1e-5)


@pytest.mark.parametrize("units", [None, (5, 1, 3)])
def test_of_a_wider_layer_the_plane_holds_for_what_differs_from_the_mean_along_the_axes_alone(
    units: tuple[int, ...] | None,
) -> None:
    session = trained([2, 6, 3, 1])
    space, network = seen(session, 1, units), session.network
    of_layer = activations(session, 1)["train"]
    mean = of_layer.mean(axis=1, keepdims=True)
    if units is None:
        axes = main_directions(of_layer - mean)[0]
        along = mean + axes.T @ (axes @ (of_layer - mean))
    else:
        along = np.repeat(mean, of_layer.shape[1], axis=1)
        along[list(units)] = of_layer[list(units)]
    z = network.weights[1] @ along + network.biases[1]
    np.testing.assert_allclose(space["planes"][:, :3] @ space["train"] + space["planes"][:, 3:], z, atol=1e-4)


def test_main_directions_hold_the_most_variance_in_falling_order_and_say_how_much() -> None:
    session = trained([2, 8, 1])
    space = seen(session, 1, None)
    of_layer = activations(session, 1)["train"]
    variances = space["train"].astype(np.float64).var(axis=1)
    shares = variances / of_layer.var(axis=1).sum()
    np.testing.assert_allclose(space["shares"], shares, rtol=1e-5)
    assert list(shares) == sorted(shares, reverse=True) and 0.5 < sum(shares) <= 1.0
    eigenvalues = np.linalg.eigvalsh(np.cov(of_layer, bias=True))[::-1]
    np.testing.assert_allclose(variances, eigenvalues[:3], rtol=1e-5)


def test_the_sign_of_a_direction_does_not_depend_on_that_of_the_decomposition() -> None:
    deviations = np.random.default_rng(0).normal(size=(4, 50)) * [[3.0], [2.0], [1.0], [0.5]]
    axes, _ = main_directions(deviations)
    for other in (main_directions(-deviations)[0], main_directions(deviations[:, ::-1])[0]):
        np.testing.assert_allclose(axes, other, atol=1e-12)
    assert all(axis[np.abs(axis).argmax()] > 0 for axis in axes)
    np.testing.assert_allclose(axes @ axes.T, np.eye(3), atol=1e-12)


@pytest.mark.parametrize("n_units", [1, 2])
@pytest.mark.parametrize("has_units", [True, False])
def test_a_layer_of_fewer_units_has_fewer_axes_and_is_flat_along_the_others(
    n_units: int, has_units: bool
) -> None:
    session = trained([2, n_units, 1])
    space = seen(session, 1, tuple(range(n_units)) if has_units else None)
    assert not space["grid"][n_units:].any() and space["grid"][:n_units].any()
    assert not space["planes"][:, n_units:3].any()
    assert has_units or len(space["shares"]) == n_units


def test_the_last_layer_has_no_planes_and_units_that_never_differ_have_no_variance() -> None:
    session = trained([2, 3, 1])
    assert seen(session, 2, (0,))["planes"].size == 0
    session.network.parameters[...] = 0.0
    space = seen(session, 1, None)
    assert space["shares"] == [0.0, 0.0, 0.0] and not space["grid"].any()


def test_what_is_not_finite_breaks_nothing() -> None:
    session = trained([2, 4, 1])
    session.network.parameters[...] = np.nan
    space = seen(session, 1, None)
    assert space["shares"] == [None, None, None] and np.isnan(space["grid"]).all()


@pytest.mark.parametrize(
    "bad",
    [
        *(3, [1], [3, None], [1, []], [1, [0, 0]], [1, [8]], [1, [0, 1, 2, 3]], {"layer": 1}),
        *([1, None, 0], [1, None, [3, None]], [2, None, [1, None, [0, None]]]),
    ],
)
def test_axes_that_there_are_not_are_refused(bad: object) -> None:
    with pytest.raises(ConfigError) as refusal:
        checked_layer_space("layer_space", bad, TrainingSession())
    assert refusal.value.field == "layer_space"


def test_the_page_is_told_of_it_when_it_asks() -> None:
    run = OneRun()
    assert run.ask("set_views", layer_space=[1, [0, 2, 1]])["layer_space"] == [1, [0, 2, 1], None]
    space = json.loads(run.take_state())["layer_space"]
    assert (space["layer"], space["units"], space["grid"]["length"]) == (1, [0, 2, 1], 3 * 41 * 41)
    assert space["before"] is None
    run.ask("create_network", layer_sizes=[2, 2, 1])
    assert run.bridge.views.layer_space is None


def test_the_layer_before_is_told_in_its_own_axes_at_the_same_step() -> None:
    session = trained([2, 5, 3, 1])
    both = layer_space(session, LayerSpace(2, (0, 1), LayerSpace(1, None)), SIZE)
    alone = layer_space(session, LayerSpace(1, None), SIZE)
    assert both["before"].keys() == alone.keys()
    for name in ("train", "test", "grid"):
        np.testing.assert_array_equal(both["before"][name], alone[name])


def test_the_layer_before_is_let_go_with_another_network() -> None:
    space = checked_layer_space("layer_space", [2, None, [1, [4]]], trained([2, 5, 3, 1]))
    assert layer_space_there(space, trained([2, 3, 3, 1])) == LayerSpace(2, None)
