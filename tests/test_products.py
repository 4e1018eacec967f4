"""The fast products are the products: the form for large layers in the browser gives the same."""

from typing import Literal

import numpy as np
import pytest

from glassnet import LOSSES, NeuralNetwork, TrainingSession, products


@pytest.mark.parametrize("order", ["C", "F"])
def test_einsum_equals_the_plain_product(order: Literal["C", "F"]) -> None:
    rng = np.random.default_rng(0)
    W, X, out = rng.normal(size=(5, 3)), rng.normal(size=(3, 7)), np.empty((5, 7), order=order)
    products.einsum(W, X, out)
    np.testing.assert_allclose(out, W @ X)
    products.einsum(X.T, W.T, out.T)
    np.testing.assert_allclose(out, W @ X)
    products.einsum_by_rows(W.T.copy().T, X, out)
    np.testing.assert_allclose(out, W @ X)
    products.einsum_by_columns(W, X, out)
    np.testing.assert_allclose(out, W @ X)


@pytest.mark.parametrize("order", ["C", "F"])
def test_a_column_times_a_row_is_the_plain_product(order: Literal["C", "F"]) -> None:
    rng = np.random.default_rng(0)
    column, row, out = rng.normal(size=(5, 1)), rng.normal(size=(1, 7)), np.empty((5, 7), order=order)
    products.product_for(column, row)(column, row, out)
    np.testing.assert_array_equal(out, column @ row)


def test_large_layers_use_einsum_in_the_browser_only(monkeypatch: pytest.MonkeyPatch) -> None:
    W, X = np.ones((256, 256)), np.ones((256, 32))
    assert products.product_for(W, X) is np.matmul
    monkeypatch.setattr(products.sys, "platform", "emscripten")
    assert products.product_for(W, X) is products.einsum
    assert products.product_for(W[:8, :8], X[:8]) is np.matmul
    by_samples = np.asfortranarray(X)
    assert products.product_for(W, by_samples) is products.einsum
    assert products.product_for(W.T, by_samples) is products.einsum_by_rows
    assert products.product_for(by_samples, X.T.copy()) is products.einsum
    assert products.product_for(W[:, :2], by_samples[:2].copy("F")) is products.einsum_by_columns
    assert products.product_for(W[:8, :2], by_samples[:2].copy("F")) is np.matmul


def test_a_network_gives_the_same_gradient_either_way(monkeypatch: pytest.MonkeyPatch) -> None:
    X, Y = np.random.default_rng(1).normal(size=(2, 40)), np.ones((1, 40))
    plain = NeuralNetwork([2, 96, 96, 1], rng=0).gradient(X, Y)
    monkeypatch.setattr(products.sys, "platform", "emscripten")
    np.testing.assert_allclose(
        NeuralNetwork([2, 96, 96, 1], rng=0).gradient(X, Y), plain, rtol=1e-12, atol=1e-15
    )


@pytest.mark.parametrize("loss", LOSSES)
def test_nothing_else_in_training_uses_einsum(loss: str, monkeypatch: pytest.MonkeyPatch) -> None:
    output = LOSSES[loss].output_activation or "sigmoid"
    network = {"layer_sizes": [2, 8, 3], "output_activation": output, "loss": loss}
    session = TrainingSession({"data": {"dataset": "blobs", "n_classes": 3}, "network": network})

    def refused(*operands: object, **options: object) -> None:
        raise AssertionError("einsum is for the products of large layers")

    monkeypatch.setattr(np, "einsum", refused)
    session.train(2 * session.steps_per_epoch)
    session.state()
    session.baseline_loss()
