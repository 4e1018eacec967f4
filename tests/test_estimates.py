"""The best possible accuracy against closed forms, and against sums over a fine grid of the plane."""

from collections.abc import Callable
from math import erf, sqrt

import numpy as np
import pytest

from glassnet import DATASETS
from glassnet.datasets import Dataset
from glassnet.estimates import best_accuracy

CLASSES = [name for name, dataset in DATASETS.items() if dataset.task != "regression"]
TOLERANCE = 0.02  # three standard errors


def estimate(name: str, noise: float, n_classes: int = 3) -> float:
    accuracy = best_accuracy(DATASETS[name], noise=noise, n_classes=n_classes, rng=np.random.default_rng(1))
    assert accuracy is not None
    return accuracy


def on_a_grid(name: str, noise: float, n_classes: int = 3) -> float:
    """Return the integral over the plane of the greatest class's density: no samples but clean ones."""
    dataset, half = DATASETS[name], 14.0
    sigma = dataset.sigma(noise)
    clean, targets = dataset.draw_clean(12_000, n_classes, np.random.default_rng(2))
    classes = targets if len(targets) > 1 else np.concatenate([1 - targets, targets])
    axis, step = np.linspace(-half, half, 200, retstep=True)
    along_x1, along_x2 = (np.exp(-((axis[:, None] - place) ** 2) / (2 * sigma**2)) for place in clean)
    densities = [along_x1[:, label == 1] @ along_x2[:, label == 1].T for label in classes]
    scale = step**2 / (2 * np.pi * sigma**2 * clean.shape[1])
    assert np.sum(densities) * scale == pytest.approx(1.0, abs=1e-3)  # the grid is large and fine enough
    return float(np.max(densities, axis=0).sum() * scale)


@pytest.mark.parametrize("noise", [0.0, 1.0, 2.5])
@pytest.mark.parametrize(("name", "distance"), [("gaussians", 4 * sqrt(2)), ("blobs", 7.0)])
def test_two_gaussians_have_a_closed_form(name: str, distance: float, noise: float) -> None:
    """Φ(d / 2σ), with the centres d apart."""
    sigma = np.hypot(DATASETS[name].spread, noise)
    expected = 0.5 * (1 + erf(distance / 2 / sigma / sqrt(2)))
    assert estimate(name, noise, n_classes=2) == pytest.approx(expected, abs=TOLERANCE)


@pytest.mark.parametrize("name", [name for name in CLASSES if DATASETS[name].spread == 0.0])
def test_without_noise_the_label_follows_from_the_place(name: str) -> None:
    assert estimate(name, 0.0) == 1.0


@pytest.mark.parametrize("noise", [0.3, 0.8, 2.0])
@pytest.mark.parametrize("name", CLASSES)
def test_it_is_the_integral_over_the_plane(name: str, noise: float) -> None:
    assert estimate(name, noise) == pytest.approx(on_a_grid(name, noise), abs=TOLERANCE)


@pytest.mark.parametrize("name", CLASSES)
def test_more_noise_never_makes_it_better(name: str) -> None:
    accuracies = [estimate(name, noise) for noise in (0.0, 0.1, 0.4, 0.8, 1.5, 3.0)]
    assert (np.diff(accuracies) < 0.01).all()
    assert accuracies[-1] < accuracies[0] - 0.1


@pytest.mark.parametrize("noise", [1e-6, 1e-3, 0.01])
def test_hardly_any_noise_makes_hardly_any_difference(noise: float) -> None:
    assert estimate("spiral", noise) == pytest.approx(1.0, abs=1e-3)


@pytest.mark.parametrize("name", ["circular", "spiral", "arms"])
def test_nearest_neighbours_come_close_and_do_not_beat_it(name: str) -> None:
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
    assert right.mean() == pytest.approx(estimate(name, 1.2), abs=0.04)


@pytest.mark.parametrize("n_classes", [2, 6])
def test_more_classes_are_harder_to_tell_apart(n_classes: int) -> None:
    assert estimate("arms", 1.0, n_classes) == pytest.approx(on_a_grid("arms", 1.0, n_classes), abs=TOLERANCE)
    assert estimate("arms", 1.0, 6) < estimate("arms", 1.0, 2) - 0.1


def test_regression_has_none() -> None:
    assert best_accuracy(DATASETS["plane"], noise=0.1, n_classes=3, rng=np.random.default_rng(1)) is None


def of_labels(label: Callable[[np.ndarray, np.random.Generator], np.ndarray]) -> Dataset:
    """Return a dataset of a square's places whose labels are `label(X, rng)`; no spread is declared."""

    def draw(n_samples: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        X = rng.uniform(-5, 5, (2, n_samples))
        return X, label(X, rng)

    return Dataset("Mine", "One's own.", draw)


def two_labels_on_a_place(n_samples: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    index = np.arange(n_samples)
    return np.stack([index // 2 % 3 - 1, np.zeros(n_samples)]), (index % 2)[np.newaxis]


@pytest.mark.parametrize("noise", [0.0, 0.1])
def test_labels_that_share_a_place_cannot_be_told_apart(noise: float) -> None:
    dataset = Dataset("Mine", "One's own.", two_labels_on_a_place)
    accuracy = best_accuracy(dataset, noise=noise, n_classes=3, rng=np.random.default_rng(1))
    assert accuracy == pytest.approx(0.5, abs=TOLERANCE)


def test_one_place_with_one_label_in_four_is_right_three_times_of_four() -> None:
    def draw(n_samples: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        return np.zeros((2, n_samples)), (np.arange(n_samples) % 4 == 0)[np.newaxis]

    accuracy = best_accuracy(Dataset("Mine", "", draw), noise=0.0, n_classes=3, rng=np.random.default_rng(1))
    assert accuracy == pytest.approx(0.75, abs=1e-9)


@pytest.mark.parametrize("noise", [0.0, 0.02])
def test_it_is_not_known_where_labels_vary_on_their_own(noise: float) -> None:
    """A fifth of the labels is wrong at random, which no estimate from single places can see."""
    dataset = of_labels(lambda X, rng: (X[:1] > 0) ^ (rng.random((1, X.shape[1])) < 0.2))
    assert best_accuracy(dataset, noise=noise, n_classes=3, rng=np.random.default_rng(1)) is None


@pytest.mark.parametrize("share", [0.02, 0.5])
def test_rare_classes_count_by_how_rare_they_are(share: float) -> None:
    dataset = of_labels(lambda X, rng: X[:1] > 5 - 10 * share)
    accuracy = best_accuracy(dataset, noise=1.0, n_classes=3, rng=np.random.default_rng(1))
    edge, x = 5 - 10 * share, np.linspace(-12, 12, 4001)
    cdf = np.vectorize(lambda z: 0.5 * (1 + erf(z / sqrt(2))))
    low, high = (cdf(x - a) - cdf(x - b) for a, b in ((-5, edge), (edge, 5)))
    assert accuracy == pytest.approx(np.maximum(low, high).sum() * (x[1] - x[0]) / 10, abs=TOLERANCE)
