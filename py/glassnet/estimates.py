"""What is the best that any network could do on a dataset, given its noise."""

import numpy as np

from glassnet.arrays import Array
from glassnet.datasets import Dataset

N_CLEAN, N_NOISY = 1000, 1000  # samples: a standard error of less than 1 %
NEAREST = 1e-300  # keeps a density that has underflowed out of a division by zero


def best_accuracy(
    dataset: Dataset, *, noise: float, n_classes: int, rng: np.random.Generator
) -> float | None:
    """Return an estimate of the accuracy of the best possible classifier; None for regression.

    Each sample is a clean one, moved by a Gaussian. The density of a class at a place is therefore
    the mean of Gaussians around its clean samples, and the best classifier takes the class with the
    greatest density (Bishop, PRML, section 1.5). It is right as often as the mean, over samples, of
    that class's share in the densities of all. Without any Gaussian the label follows from the
    place, and the best accuracy is 1.
    """
    if dataset.task == "regression":
        return None
    sigma = dataset.sigma(noise)
    if sigma == 0.0:
        return 1.0
    clean, targets = dataset.draw_clean(N_CLEAN, n_classes, rng)
    places, _ = dataset(N_NOISY, noise=noise, n_classes=n_classes, rng=rng)
    classes = targets if len(targets) > 1 else np.concatenate([1.0 - targets, targets])
    distances = _squared_distances(places, clean)
    distances -= distances.min(axis=1, keepdims=True)  # a factor that all classes share
    densities = np.exp(distances / (-2.0 * sigma**2)) @ classes.T
    shares = densities.max(axis=1) / np.maximum(densities.sum(axis=1), NEAREST)
    return float(shares.mean())


def _squared_distances(places: Array, centres: Array) -> Array:
    """Return |place - centre|² of all pairs of columns, `(n_places, n_centres)`."""
    difference = places[:, :, np.newaxis] - centres[:, np.newaxis]
    squared: Array = np.einsum("ijk,ijk->jk", difference, difference)
    return squared
