"""Datasets, by name: functions that draw samples of a plane and their targets.

To add one, write a function like those below and give it a line in `DATASETS`; the page then
offers it. The plane is `DOMAIN` wide on both axes. Two classes have one label of 0 or 1, more
have one label each (one-hot), regression has one target from -1 to 1. What a network learns are
`to_targets` of the labels.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from glassnet.arrays import Array
from glassnet.sample_checks import checked_samples

DOMAIN = (-6.0, 6.0)
RADIUS = 5.0
SPIRAL_TURNS = 1.75
ARM_TURNS = 0.75

Samples: TypeAlias = tuple[Array, Array]
Task: TypeAlias = Literal["binary", "multiclass", "regression"]
Range: TypeAlias = tuple[float, float]


@dataclass(frozen=True)
class Dataset:
    """One source of samples with targets.

    `draw(n_samples, rng)`, or `draw(n_samples, rng, n_classes)` of a dataset with `has_n_classes`,
    returns `X` and `Y` without noise, as arrays or lists of numbers. `spread` is a standard deviation
    of the positions that the dataset has of its own, in addition to the noise.
    """

    label: str
    description: str
    draw: Callable[..., Samples]
    task: Task = "binary"
    has_n_classes: bool = False
    spread: float = 0.0

    def __call__(
        self,
        n_samples: int = 200,
        *,
        noise: float = 0.0,
        n_classes: int = 3,
        rng: np.random.Generator | int,
    ) -> Samples:
        """Return `X`, `(n_inputs, n_samples)`, and `Y`, `(n_outputs, n_samples)`.

        `noise` is a standard deviation: of classes in units of the plane, by which samples are
        moved after they have got their labels, of regression that of the targets. `rng` is a
        generator or a seed. Raises ConfigError when `draw` returns anything else than samples.
        """
        rng = np.random.default_rng(rng)
        X, Y = self.draw_clean(n_samples, n_classes, rng)
        if self.task == "regression":
            return X, Y + noise * rng.standard_normal(Y.shape)
        return X + self.sigma(noise) * rng.standard_normal(X.shape), Y

    def draw_clean(self, n_samples: int, n_classes: int, rng: np.random.Generator) -> Samples:
        """Return `X` and `Y` without noise and spread; raises ConfigError as a call does."""
        drawn = self.draw(n_samples, rng, n_classes) if self.has_n_classes else self.draw(n_samples, rng)
        has_labels = self.task != "regression"
        return checked_samples(self.label, drawn, n_samples, self.n_outputs(n_classes), has_labels=has_labels)

    def sigma(self, noise: float) -> float:
        """Return the standard deviation of the positions around the clean ones."""
        return float(np.hypot(self.spread, noise))

    def n_outputs(self, n_classes: int) -> int:
        """Return the number of targets of a sample."""
        return n_classes if self.task == "multiclass" else 1

    def class_names(self, n_classes: int) -> list[str]:
        """Return the names of the classes; regression has none."""
        counts: dict[Task, int] = {"binary": 2, "multiclass": n_classes, "regression": 0}
        return [str(index) for index in range(counts[self.task])]


def target_range(task: Task, output_activation: str) -> Range:
    """Return what targets lie between; those of classes are at the ends of what tanh can answer."""
    return (-1.0, 1.0) if task == "regression" or output_activation == "tanh" else (0.0, 1.0)


def to_targets(Y: Array, task: Task, ends: Range) -> Array:
    """Return what a network learns to answer: labels 0 and 1 at the ends of a target range."""
    low, high = ends
    return Y if task == "regression" else low + (high - low) * Y


def to_classes(values: Array, ends: Range) -> NDArray[np.intp]:
    """Return the classes that outputs or targets `(n_outputs, n_samples)` stand for, `(n_samples,)`.

    A single output stands for class 1 from the middle of the target range on.
    """
    several = len(values) > 1
    classes: NDArray[np.intp] = values.argmax(axis=0) if several else values[0] >= sum(ends) / 2.0
    return classes.astype(np.intp)


def circular(n_samples: int, rng: np.random.Generator) -> Samples:
    """Draw a disc of label 1 in a ring of label 0, half of the samples each."""
    label = np.arange(n_samples) % 2
    radius = np.where(label == 1, rng.uniform(0.0, 0.5, n_samples), rng.uniform(0.7, 1.0, n_samples)) * RADIUS
    return _polar(radius, rng.uniform(0.0, 2.0 * np.pi, n_samples)), _row(label)


def linear(n_samples: int, rng: np.random.Generator) -> Samples:
    """Draw a square whose label is 1 above the falling diagonal, x1 + x2 > 0."""
    X = rng.uniform(-RADIUS, RADIUS, (2, n_samples))
    return X, _row(X[0] + X[1] > 0.0)


def xor(n_samples: int, rng: np.random.Generator) -> Samples:
    """Draw four squares, with gaps along the axes; the label is 1 where the signs of x1, x2 differ."""
    X = rng.uniform(-RADIUS, RADIUS, (2, n_samples))
    X += np.copysign(0.3, X)
    return X, _row(X[0] * X[1] < 0.0)


def spiral(n_samples: int, rng: np.random.Generator) -> Samples:
    """Draw two interleaved arms of 1.75 turns, half of the samples each; the label is the arm.

    Each sample has a stretch of its arm of its own, so that the arms have no gaps.
    """
    index = np.arange(n_samples)
    label = index % 2
    along = (index // 2 + rng.uniform(0.0, 1.0, n_samples)) / ((n_samples + 1) // 2)
    return _polar(along * RADIUS, (along * SPIRAL_TURNS * 2.0 + label) * np.pi), _row(label)


def gaussians(n_samples: int, rng: np.random.Generator) -> Samples:
    """Draw the centres of two Gaussians on the rising diagonal, half of the samples each."""
    label = np.arange(n_samples) % 2
    return np.stack([4.0 * label - 2.0, 4.0 * label - 2.0]), _row(label)


def moons(n_samples: int, rng: np.random.Generator) -> Samples:
    """Draw two half circles that reach into each other, half of the samples each."""
    label = np.arange(n_samples) % 2
    angle = rng.uniform(0.0, np.pi, n_samples)
    x1 = np.where(label == 1, 1.5 - 3.0 * np.cos(angle), 3.0 * np.cos(angle) - 1.5)
    x2 = np.where(label == 1, 0.75 - 3.0 * np.sin(angle), 3.0 * np.sin(angle) - 0.75)
    return np.stack([x1, x2]), _row(label)


def rings(n_samples: int, rng: np.random.Generator) -> Samples:
    """Draw a disc and two rings around it; the label is 1, 0, 1 from the inside out."""
    ring = np.arange(n_samples) % 3
    radius = np.choose(ring, [0.6, 2.6, 4.6]) + rng.uniform(-0.5, 0.5, n_samples)
    return _polar(np.abs(radius), rng.uniform(0.0, 2.0 * np.pi, n_samples)), _row(ring != 1)


def checkerboard(n_samples: int, rng: np.random.Generator) -> Samples:
    """Draw a board of four by four fields, with gaps between them; the label is the field's colour."""
    column, row = rng.integers(0, 4, (2, n_samples))
    inside = rng.uniform(-1.0, 1.0, (2, n_samples))
    return 2.5 * np.stack([column, row]) - 3.75 + inside, _row((column + row) % 2)


def blobs(n_samples: int, rng: np.random.Generator, n_classes: int) -> Samples:
    """Draw the centres of Gaussians on a circle, one per class."""
    label = np.arange(n_samples) % n_classes
    return _polar(np.full(n_samples, 3.5), 2.0 * np.pi * label / n_classes), _one_hot(label, n_classes)


def arms(n_samples: int, rng: np.random.Generator, n_classes: int) -> Samples:
    """Draw a spiral with one arm of three quarters of a turn per class."""
    index = np.arange(n_samples)
    label = index % n_classes
    along = (index // n_classes + rng.uniform(0.0, 1.0, n_samples)) / (-(-n_samples // n_classes))
    angle = 2.0 * np.pi * (along * ARM_TURNS + label / n_classes)
    return _polar(0.3 + along * (RADIUS - 0.3), angle), _one_hot(label, n_classes)


def plane(n_samples: int, rng: np.random.Generator) -> Samples:
    """Draw a square whose target rises evenly along the diagonal, (x1 + x2) / 10."""
    X = rng.uniform(-RADIUS, RADIUS, (2, n_samples))
    return X, X.sum(axis=0, keepdims=True) / (2.0 * RADIUS)


def multi_gaussian(n_samples: int, rng: np.random.Generator) -> Samples:
    """Draw a square with three hills and three hollows, Gaussians of standard deviation 1."""
    X = rng.uniform(-RADIUS, RADIUS, (2, n_samples))
    centres = np.array([[-3.5, 2.5], [0.0, 2.5], [3.5, 2.5], [-3.5, -2.5], [0.0, -2.5], [3.5, -2.5]])
    signs = np.array([1.0, -1.0, 1.0, -1.0, 1.0, -1.0])
    distances = (X[0] - centres[:, :1]) ** 2 + (X[1] - centres[:, 1:]) ** 2
    return X, np.einsum("i,ij->j", signs, np.exp(-distances / 2.0))[np.newaxis]


def saddle(n_samples: int, rng: np.random.Generator) -> Samples:
    """Draw a square whose target is x1 x2 / 25: up in two corners, down in the other two."""
    X = rng.uniform(-RADIUS, RADIUS, (2, n_samples))
    return X, X[:1] * X[1:] / RADIUS**2


def _polar(radius: Array, angle: Array) -> Array:
    """Return the points `(2, n_samples)` at a radius and an angle in radians, measured from x2."""
    return np.stack([radius * np.sin(angle), radius * np.cos(angle)])


def _row(label: NDArray[np.generic]) -> Array:
    """Return labels as targets, `(1, n_samples)`."""
    return label.astype(np.float64)[np.newaxis]


def _one_hot(label: NDArray[np.integer], n_classes: int) -> Array:
    """Return labels as targets, `(n_classes, n_samples)`: 1 for the sample's class, 0 otherwise."""
    return np.eye(n_classes)[:, label]


DATASETS: dict[str, Dataset] = {
    "circular": Dataset("Circular", "A disc inside a ring: the boundary has to close on itself.", circular),
    "linear": Dataset("Linear", "Two halves of a square: one straight line separates them.", linear),
    "xor": Dataset("XOR", "Opposite corners share a label: no single line can separate them.", xor),
    "spiral": Dataset(
        "Spiral", "Two arms wound around each other: the hardest of the two-class sets.", spiral
    ),
    "gaussians": Dataset(
        "Two Gaussians",
        "Two round clouds that touch: even the best boundary is wrong now and then.",
        gaussians,
        spread=1.2,
    ),
    "moons": Dataset(
        "Moons", "Two half circles that reach into each other: the boundary has to bend.", moons
    ),
    "rings": Dataset("Rings", "A disc and two rings: the boundary needs two closed lines.", rings),
    "checkerboard": Dataset(
        "Checkerboard", "Sixteen fields in two colours: many small regions to tell apart.", checkerboard
    ),
    "blobs": Dataset(
        "Blobs",
        "A round cloud per class: straight lines between them are enough.",
        blobs,
        "multiclass",
        has_n_classes=True,
        spread=0.7,
    ),
    "arms": Dataset(
        "Spiral arms",
        "A curved arm per class: the boundaries have to curve with them.",
        arms,
        "multiclass",
        has_n_classes=True,
    ),
    "plane": Dataset("Plane", "A target that rises evenly: a linear unit can learn it.", plane, "regression"),
    "multi_gaussian": Dataset(
        "Several Gaussians",
        "Three hills and three hollows: the surface has to bend up and down.",
        multi_gaussian,
        "regression",
    ),
    "saddle": Dataset(
        "Saddle",
        "A target that is the product of the inputs: up in two corners, down in two.",
        saddle,
        "regression",
    ),
}
