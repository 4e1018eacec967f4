"""When a run stops by itself: after so many epochs, at a loss, or where the loss no longer falls."""

import math
from typing import NamedTuple

from glassnet.config import TrainingConfig
from glassnet.datasets import Samples
from glassnet.network import NeuralNetwork

PLATEAU = 1e-4  # a loss that falls by a smaller share than this has not fallen


class Progress(NamedTuple):
    """The train losses by which it is known: at the end of the last epoch, and the best."""

    last_loss: float = math.inf
    best_loss: float = math.inf
    best_epoch: int = 0


def find_stop_reason(
    training: TrainingConfig, epoch: int, network: NeuralNetwork, samples: Samples, progress: Progress
) -> tuple[str | None, Progress]:
    """Return the stop condition that the end of an epoch meets, None if there is none, and the progress.

    `samples` are the training inputs and targets; their loss is computed only where it is needed.
    """
    if epoch == training.stop_epoch:
        return "epoch", progress
    if training.stop_loss is None and training.stop_plateau is None:
        return None, progress
    loss, last_loss = network.loss(*samples), progress.last_loss
    progress = progress._replace(last_loss=loss)
    if training.stop_loss is not None and loss <= training.stop_loss < last_loss:
        return "loss", progress
    if loss < progress.best_loss * (1.0 - PLATEAU):
        return None, Progress(loss, loss, epoch)
    if training.stop_plateau is not None and epoch - progress.best_epoch >= training.stop_plateau:
        return "plateau", Progress(loss, loss, epoch)  # for whoever goes on
    return None, progress
