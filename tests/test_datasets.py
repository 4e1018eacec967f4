"""Datasets: shapes, seeds, labels that follow from the position, noise."""

import numpy as np
import pytest

from glassnet import DATASETS
from glassnet.datasets import DOMAIN, Dataset


@pytest.mark.parametrize("name", DATASETS)
@pytest.mark.parametrize("n_samples", [10, 11, 200])
def test_shapes_labels_and_domain(name: str, n_samples: int) -> None:
    X, Y = DATASETS[name](n_samples, rng=0)
    assert X.shape == (2, n_samples)
    assert Y.shape == (1, n_samples)
    assert set(np.unique(Y)) == {0.0, 1.0}
    assert (DOMAIN[0] <= X).all() and (DOMAIN[1] >= X).all()


@pytest.mark.parametrize("name", DATASETS)
def test_same_seed_gives_the_same_samples(name: str) -> None:
    first, same, other = (DATASETS[name](50, noise=0.2, rng=seed) for seed in (3, 3, 4))
    assert (first[0] == same[0]).all() and (first[1] == same[1]).all()
    assert (first[0] != other[0]).any()


@pytest.mark.parametrize("name", DATASETS)
def test_noise_moves_samples_by_its_standard_deviation_and_keeps_labels(name: str) -> None:
    X, Y = DATASETS[name](2000, rng=1)
    noisy_X, noisy_Y = DATASETS[name](2000, noise=0.5, rng=1)
    assert (noisy_Y == Y).all()
    assert (noisy_X - X).std() == pytest.approx(0.5, rel=0.05)


def test_labels_follow_from_the_position() -> None:
    X, Y = DATASETS["circular"](200, rng=2)
    assert ((np.hypot(*X) < 3.0) == (Y[0] == 1)).all()
    X, Y = DATASETS["linear"](200, rng=2)
    assert ((X.sum(axis=0) > 0) == (Y[0] == 1)).all()
    X, Y = DATASETS["xor"](200, rng=2)
    assert ((np.sign(X[0]) != np.sign(X[1])) == (Y[0] == 1)).all()


def test_spiral_arms_are_found_by_their_nearest_neighbours() -> None:
    X, Y = DATASETS["spiral"](400, rng=2)
    distance = np.linalg.norm(X[:, :, None] - X[:, None, :], axis=0) + np.diag(np.full(400, np.inf))
    assert (Y[0] == Y[0, distance.argmin(axis=1)]).mean() > 0.97


def test_a_dataset_of_one_function_is_ready_for_the_registry() -> None:
    def stripes(n_samples: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        X = rng.uniform(-5, 5, (2, n_samples))
        return X, (np.floor(X[:1]) % 2)

    X, Y = Dataset("Stripes", "Vertical stripes.", stripes)(30, rng=0)
    assert X.shape == (2, 30) and Y.shape == (1, 30)
