"""What is measured over samples, never over a batch: loss, accuracy, confusion, and what is to be beaten."""

import math
from typing import NamedTuple

import numpy as np

from glassnet.arrays import Array
from glassnet.datasets import Range, Samples, Task, to_classes
from glassnet.losses import Loss
from glassnet.network import NeuralNetwork

SURE = 700.0  # a pre-activation whose sigmoid and softmax are 0 or 1 to the last digit


class Metrics(NamedTuple):
    """Losses, without the penalty, and accuracies, which are NaN for regression."""

    train_loss: float
    test_loss: float
    train_accuracy: float
    test_accuracy: float


def measure(network: NeuralNetwork, train: Samples, test: Samples, task: Task, ends: Range) -> Metrics:
    """Return losses and accuracies over all training samples and all test samples."""
    train_loss, train_accuracy = evaluate(network, train, task, ends)
    test_loss, test_accuracy = evaluate(network, test, task, ends)
    return Metrics(train_loss, test_loss, train_accuracy, test_accuracy)


def evaluate(network: NeuralNetwork, samples: Samples, task: Task, ends: Range) -> tuple[float, float]:
    """Return loss and accuracy, which is NaN for regression and where an output is no number.

    `samples` are inputs and targets; the targets of classes lie at the `ends` of a target range.
    """
    inputs, Y = samples
    loss, outputs = network.evaluate(inputs, Y)
    if task == "regression" or not np.isfinite(outputs).all():
        return loss, math.nan
    correct = np.count_nonzero(to_classes(outputs, ends) == to_classes(Y, ends))
    return loss, int(correct) / Y.shape[1]


def confusion(network: NeuralNetwork, train: Samples, test: Samples, task: Task, ends: Range) -> Array | None:
    """Return how often each class was taken for each, `(2, n_classes, n_classes)`: train, test.

    None for regression.
    """
    if task == "regression":
        return None
    return np.stack([_confusion(network, samples, ends) for samples in (train, test)])


def _confusion(network: NeuralNetwork, samples: Samples, ends: Range) -> Array:
    """Return a table: rows are the true class, columns the predicted one.

    An output that is no number predicts none and is not counted.
    """
    inputs, Y = samples
    outputs = network.predict(inputs)
    answered = np.isfinite(outputs).all(axis=0)
    true, predicted = to_classes(Y[:, answered], ends), to_classes(outputs[:, answered], ends)
    n_classes = max(2, len(Y))
    counts = np.bincount(true * n_classes + predicted, minlength=n_classes * n_classes)
    return counts.reshape(n_classes, n_classes).astype(np.float64)


def baseline_accuracy(train_Y: Array, test_Y: Array, task: Task, ends: Range) -> float:
    """Return the test accuracy of always answering the training samples' most frequent label.

    NaN for regression.
    """
    if task == "regression":
        return math.nan
    low, high = ends
    share, test_share = ((Y.mean(axis=1) - low) / (high - low) for Y in (train_Y, test_Y))
    if len(share) == 1:
        return float(test_share[0] if share[0] >= 0.5 else 1.0 - test_share[0])
    return float(test_share[share.argmax()])


def baseline_loss(train_Y: Array, test_Y: Array, loss: Loss) -> float:
    """Return the test loss of always answering the training samples' mean target."""
    answer = np.broadcast_to(train_Y.mean(axis=1, keepdims=True), test_Y.shape)
    with np.errstate(divide="ignore", invalid="ignore"):
        odds = answer / (1.0 - answer) if loss.output_activation == "sigmoid" else answer
        z = np.clip(np.log(odds), -SURE, SURE)  # of a class that is in no sample, or in all
        return loss.value(answer, z, test_Y)
