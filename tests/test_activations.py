"""Activations: values against independent formulas, derivatives against central differences."""

import warnings
from decimal import Decimal, getcontext

import numpy as np
import pytest

from glassnet import ACTIVATIONS

Z = np.array([[-3.2, -1.1, -0.3, 0.2, 0.9, 2.7], [2.0, -0.7, 0.4, -2.5, 1.6, -0.1]])


def test_sigmoid_is_exact_and_silent_for_huge_inputs() -> None:
    getcontext().prec = 60
    z = np.array([[-1e4, -745.0, -700.0, -40.0, -1.0, 0.0, 1.0, 40.0, 700.0, 1e4]])
    expected = [float(1 / (1 + (-Decimal(value)).exp())) for value in z[0]]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        a = ACTIVATIONS["sigmoid"](z)
    # Below 1e-307 the true values are subnormal numbers, where relative precision means nothing.
    np.testing.assert_allclose(a[0], expected, rtol=5e-16, atol=1e-307)


def test_each_activation_has_the_values_of_its_formula() -> None:
    expected = {
        "sigmoid": 1 / (1 + np.exp(-Z)),
        "tanh": np.sinh(Z) / np.cosh(Z),
        "relu": np.where(Z > 0, Z, 0),
        "leaky_relu": np.where(Z > 0, Z, 0.01 * Z),
        "elu": np.where(Z > 0, Z, np.exp(Z) - 1),
        "gelu": 0.5 * Z * (1 + np.tanh(np.sqrt(2 / np.pi) * (Z + 0.044715 * Z**3))),
        "linear": Z,
        "softmax": np.exp(Z) / np.exp(Z).sum(axis=0),
    }
    assert set(expected) == set(ACTIVATIONS)
    for name, values in expected.items():
        np.testing.assert_allclose(ACTIVATIONS[name](Z), values, rtol=1e-14, err_msg=name)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_backward_multiplies_by_the_derivative(name: str) -> None:
    activation, h = ACTIVATIONS[name], 1e-6
    d_a = np.random.default_rng(1).normal(size=Z.shape)
    numeric = np.empty_like(Z)
    for index in np.ndindex(Z.shape):
        step = np.zeros_like(Z)
        step[index] = h
        numeric[index] = (d_a * (activation(Z + step) - activation(Z - step))).sum() / (2 * h)
    a = activation(Z)
    d_z = activation.d_z(d_a, a) if activation.d_z else d_a * activation.derivative(Z, a)
    np.testing.assert_allclose(d_z, numeric, rtol=1e-6, atol=1e-9)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_an_activation_leaves_what_it_is_given_alone_and_returns_an_array_of_its_own(name: str) -> None:
    activation, z = ACTIVATIONS[name], Z.copy()
    a = activation(z)
    kept = a.copy()
    slope = activation.derivative(z, a)
    assert not any(np.shares_memory(*pair) for pair in ((z, a), (a, slope), (z, slope)))
    np.testing.assert_array_equal(z, Z)
    np.testing.assert_array_equal(a, kept)


def test_softmax_survives_huge_inputs() -> None:
    a = ACTIVATIONS["softmax"](np.array([[1e4, -1e4], [1e4 - 1, 1e4]]))
    np.testing.assert_allclose(a.sum(axis=0), 1.0)
    assert np.isfinite(a).all()
