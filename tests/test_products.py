"""The fast products are the products: the form for large layers in the browser gives the same."""

from typing import Literal

import numpy as np
import pytest

from glassnet import NeuralNetwork, products


@pytest.mark.parametrize("order", ["C", "F"])
def test_einsum_equals_the_plain_product(order: Literal["C", "F"]) -> None:
    rng = np.random.default_rng(0)
    W, X, out = rng.normal(size=(5, 3)), rng.normal(size=(3, 7)), np.empty((5, 7), order=order)
    products.einsum(W, X, out)
    np.testing.assert_allclose(out, W @ X)
    products.einsum(X.T, W.T, out.T)
    np.testing.assert_allclose(out, W @ X)


def test_large_layers_use_einsum_in_the_browser_only(monkeypatch: pytest.MonkeyPatch) -> None:
    assert products.product_for(256, 256, 32) is np.matmul
    monkeypatch.setattr(products.sys, "platform", "emscripten")
    assert products.product_for(256, 256, 32) is products.einsum
    assert products.product_for(8, 8, 32) is np.matmul


@pytest.mark.parametrize("order", ["C", "F"])
def test_a_column_times_a_row_is_the_plain_product(order: Literal["C", "F"]) -> None:
    rng = np.random.default_rng(0)
    column, row, out = rng.normal(size=(5, 1)), rng.normal(size=(1, 7)), np.empty((5, 7), order=order)
    products.product_for(5, 1, 7)(column, row, out)
    np.testing.assert_array_equal(out, column @ row)


def test_a_network_gives_the_same_gradient_either_way(monkeypatch: pytest.MonkeyPatch) -> None:
    X, Y = np.random.default_rng(1).normal(size=(2, 40)), np.ones((1, 40))
    plain = NeuralNetwork([2, 96, 96, 1], rng=0).gradient(X, Y)
    monkeypatch.setattr(products.sys, "platform", "emscripten")
    np.testing.assert_allclose(
        NeuralNetwork([2, 96, 96, 1], rng=0).gradient(X, Y), plain, rtol=1e-12, atol=1e-15
    )
