"""The best possible accuracy against closed forms and against what data show."""

from math import erf, sqrt

import numpy as np
import pytest

from glassnet import DATASETS
from glassnet.estimates import best_accuracy


def estimate(name: str, noise: float, n_classes: int = 3) -> float | None:
    return best_accuracy(DATASETS[name], noise=noise, n_classes=n_classes, rng=np.random.default_rng(1))


@pytest.mark.parametrize("noise", [0.0, 1.0, 2.5])
def test_two_gaussians_have_a_closed_form(noise: float) -> None:
    """Φ(d / 2σ), with the centres d = 4 √2 apart."""
    sigma = np.hypot(DATASETS["gaussians"].spread, noise)
    expected = 0.5 * (1 + erf(4 * sqrt(2) / 2 / sigma / sqrt(2)))
    assert estimate("gaussians", noise) == pytest.approx(expected, abs=0.015)


@pytest.mark.parametrize("name", ["circular", "spiral", "checkerboard", "arms"])
def test_without_noise_the_label_follows_from_the_place(name: str) -> None:
    assert estimate(name, 0.0) == 1.0


@pytest.mark.parametrize("name", ["circular", "spiral", "arms"])
def test_noise_makes_it_worse_and_nearest_neighbours_do_not_beat_it(name: str) -> None:
    little, much = estimate(name, 0.4), estimate(name, 1.2)
    assert little is not None and much is not None and 1.0 > little > much
    dataset, rng = DATASETS[name], np.random.default_rng(2)
    X, Y = dataset(4000, noise=1.2, rng=rng)
    test_X, test_Y = dataset(800, noise=1.2, rng=rng)
    distances = (X[0] - test_X[0][:, None]) ** 2 + (X[1] - test_X[1][:, None]) ** 2
    nearest = np.argpartition(distances, 60, axis=1)[:, :60]
    votes = Y[:, nearest].mean(axis=2)
    if len(Y) == 1:
        right = (votes[0] >= 0.5) == (test_Y[0] >= 0.5)
    else:
        right = votes.argmax(axis=0) == test_Y.argmax(axis=0)
    assert right.mean() == pytest.approx(much, abs=0.04)


def test_regression_has_none() -> None:
    assert estimate("plane", 0.1) is None
