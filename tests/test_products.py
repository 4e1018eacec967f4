"""The fast products are the products: the form for large layers in the browser gives the same."""

import numpy as np
import pytest

from glassnet import NeuralNetwork, products


@pytest.mark.parametrize("product", [products.MATMUL, products.EINSUM])
def test_products_equal_their_plain_form(product: products.Product) -> None:
    rng = np.random.default_rng(0)
    W, a, d = rng.normal(size=(5, 3)), rng.normal(size=(3, 7)), rng.normal(size=(5, 7))
    forward, d_weights, d_activations = np.empty((5, 7)), np.empty((5, 3)), np.empty((3, 7))
    product.forward(W, a, forward)
    product.d_weights(d, a, d_weights)
    product.d_activations(W, d, d_activations)
    np.testing.assert_allclose(forward, W @ a)
    np.testing.assert_allclose(d_weights, d @ a.T)
    np.testing.assert_allclose(d_activations, W.T @ d)


def test_large_layers_use_einsum_in_the_browser_only(monkeypatch: pytest.MonkeyPatch) -> None:
    assert products.product_for(256, 256, 32) is products.MATMUL
    monkeypatch.setattr(products.sys, "platform", "emscripten")
    assert products.product_for(256, 256, 32) is products.EINSUM
    assert products.product_for(8, 8, 32) is products.MATMUL


def test_a_network_gives_the_same_gradient_either_way(monkeypatch: pytest.MonkeyPatch) -> None:
    X, Y = np.random.default_rng(1).normal(size=(2, 40)), np.ones((1, 40))
    plain = NeuralNetwork([2, 96, 96, 1], rng=0).gradient(X, Y)
    monkeypatch.setattr(products.sys, "platform", "emscripten")
    np.testing.assert_allclose(
        NeuralNetwork([2, 96, 96, 1], rng=0).gradient(X, Y), plain, rtol=1e-12, atol=1e-15
    )
