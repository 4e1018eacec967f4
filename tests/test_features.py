"""Input features: their values, their order and their ranges over the plane."""

import numpy as np
import pytest

from glassnet.datasets import DOMAIN
from glassnet.features import FEATURES, apply_features

X = np.array([[0.5, -2.0, 3.0], [1.5, 4.0, -1.0]])


def test_each_feature_has_the_values_of_its_formula() -> None:
    expected = {
        "x1": [0.5, -2.0, 3.0],
        "x2": [1.5, 4.0, -1.0],
        "x1_squared": [0.25, 4.0, 9.0],
        "x2_squared": [2.25, 16.0, 1.0],
        "x1_x2": [0.75, -8.0, -3.0],
        "sin_x1": np.sin([0.5, -2.0, 3.0]),
        "sin_x2": np.sin([1.5, 4.0, -1.0]),
    }
    assert list(expected) == list(FEATURES)
    features = apply_features(list(expected), X)
    np.testing.assert_allclose(features, list(expected.values()), rtol=1e-15)
    assert features.flags.c_contiguous and features.dtype == np.float64


def test_features_come_in_the_order_of_their_names() -> None:
    np.testing.assert_array_equal(apply_features(("x2", "x1"), X), X[::-1])
    np.testing.assert_array_equal(apply_features(["x2"], X), X[1:])


@pytest.mark.parametrize("names", [("x1", "x2"), ["x1", "x2"]])
def test_the_plane_itself_is_an_array_of_its_own(names: tuple[str, ...] | list[str]) -> None:
    inputs = apply_features(names, X)
    assert (inputs == X).all()
    assert not np.shares_memory(inputs, X)


@pytest.mark.parametrize("name", FEATURES)
def test_range_holds_the_values_over_the_plane_and_no_more(name: str) -> None:
    axis = np.linspace(*DOMAIN, 241)
    values = FEATURES[name].function(np.stack([plane.ravel() for plane in np.meshgrid(axis, axis)]))
    low, high = FEATURES[name].range
    assert low <= values.min() < low + 0.001 and high - 0.001 < values.max() <= high
