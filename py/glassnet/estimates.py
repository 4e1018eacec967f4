"""What is the best that any network could do on a dataset, given its noise."""

import numpy as np

from glassnet.arrays import Array
from glassnet.datasets import Dataset

N_CLEAN, N_NOISY = 2000, 1000  # samples
N_BLOCKS = 10  # parts of the noisy samples: a part's densities stay in the processor's cache


def best_accuracy(
    dataset: Dataset, *, noise: float, n_classes: int, rng: np.random.Generator
) -> float | None:
    """Return an estimate of the accuracy of the best possible classifier; None for regression.

    Each sample is a clean one, moved by a Gaussian. The density of a class at a place is therefore
    the mean of Gaussians around its clean samples, and the best classifier takes the class with the
    greatest density (Bishop, PRML, section 1.5). It is right as often as the mean, over samples, of
    that class's share in the densities of all. Without any Gaussian the label follows from the
    place, and the best accuracy is 1.

    Standard error and bias are below 0.007 each for every dataset, measured over 30 seeds against
    an integral over the plane. Counting how often the same classifier is right on the same samples
    would do too, with mostly two to three times the standard error.
    """
    if dataset.task == "regression":
        return None
    sigma = dataset.sigma(noise)
    if sigma == 0.0:
        return 1.0
    clean, targets = dataset.draw_clean(N_CLEAN, n_classes, rng)
    places, _ = dataset(N_NOISY, noise=noise, n_classes=n_classes, rng=rng)
    classes = targets if len(targets) > 1 else np.concatenate([1.0 - targets, targets])
    blocks = np.split(places, N_BLOCKS, axis=1)
    return float(np.mean([_greatest_share(block, clean, classes, sigma) for block in blocks]))


def _greatest_share(places: Array, clean: Array, classes: Array, sigma: float) -> float:
    """Return the mean over `places`, `(2, n_places)`, of the greatest class's share in the densities.

    `classes`, `(n_classes, n_clean)`, is 1 where a sample of `clean`, `(2, n_clean)`, has the class.
    """
    distances = (places[0][:, np.newaxis] - clean[0]) ** 2 + (places[1][:, np.newaxis] - clean[1]) ** 2
    # Densities relative to the nearest clean sample's: the share is the same, and none is 0 / 0.
    distances -= distances.min(axis=1, keepdims=True)
    densities = np.exp(distances / (-2.0 * sigma**2)) @ classes.T  # (n_places, n_classes)
    return float(np.mean(densities.max(axis=1) / densities.sum(axis=1)))
