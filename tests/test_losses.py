"""Losses: values worked out by hand."""

import math

import numpy as np
import pytest

from glassnet import LOSSES


def test_mse_is_the_unhalved_sum_over_outputs_averaged_over_samples() -> None:
    a, Y = np.array([[1.0, 0.0], [0.5, 2.0]]), np.array([[0.0, 0.0], [0.0, 1.0]])
    assert LOSSES["mse"].value(a, a, Y) == pytest.approx(((1 + 0.25) + (0 + 1)) / 2)


def test_binary_cross_entropy_stays_exact_where_the_output_rounds_to_one() -> None:
    z, Y = np.array([[800.0, -800.0]]), np.array([[0.0, 0.0]])
    assert LOSSES["binary_cross_entropy"].value(np.array([[1.0, 0.0]]), z, Y) == pytest.approx(400.0)


def test_cross_entropy_is_minus_log_of_the_right_class() -> None:
    z = np.log(np.array([[1.0, 2.0], [3.0, 2.0]]))
    Y = np.array([[1.0, 0.0], [0.0, 1.0]])
    expected = -(math.log(0.25) + math.log(0.5)) / 2
    assert LOSSES["cross_entropy"].value(z, z, Y) == pytest.approx(expected)


def test_huber_is_squared_inside_one_and_straight_outside() -> None:
    a, Y = np.array([[0.5, -3.0]]), np.zeros((1, 2))
    assert LOSSES["huber"].value(a, a, Y) == pytest.approx((0.125 + 2.5) / 2)


def test_the_half_squared_error_is_half_of_the_squared_error() -> None:
    a, Y = np.array([[1.0, 0.0]]), np.array([[0.0, 3.0]])
    assert LOSSES["half_mse"].value(a, a, Y) == pytest.approx((0.5 + 4.5) / 2)
