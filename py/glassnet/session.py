"""A training session: one configuration, its samples, its network and how far training has come.

Usable from a notebook without a browser:

    session = TrainingSession({"data": {"dataset": "xor"}})
    session.train(1000)
    session.state()["test_accuracy"]
"""

import math
from collections.abc import Mapping, Sequence
from copy import copy
from typing import Any, Self

import numpy as np

from glassnet.arrays import AnyArray, Array
from glassnet.config import Config, TrainingConfig
from glassnet.datasets import DATASETS, Samples, target_range, to_targets
from glassnet.features import apply_features
from glassnet.history import History
from glassnet.losses import LOSSES
from glassnet.metrics import Metrics, baseline_accuracy, baseline_loss, confusion, measure
from glassnet.network import NeuralNetwork
from glassnet.optimizers import OPTIMIZERS, Optimizer
from glassnet.penalties import clip, penalty, penalty_gradient
from glassnet.schedules import SCHEDULES
from glassnet.snapshot import Restorable
from glassnet.stopping import Progress, find_stop_reason

# Five streams of random numbers: changing the number of samples does not change the first weights.
TRAIN_STREAM, TEST_STREAM, WEIGHT_STREAM, SHUFFLE_STREAM, DROPOUT_STREAM = range(5)
SEEDS = ("data_seed", "data_seed", "weight_seed", "order_seed", "order_seed")  # of each stream


class TrainingSession(Restorable):
    """Trains a network on a dataset, step by step, the same way for the same configuration."""

    def __init__(self, config: Config | Mapping[str, Any] | None = None) -> None:
        """Start a run; `config` may be partial, as `Config.parse` takes it. Raises ConfigError."""
        self.run_id = 0
        self._draw_samples(config if isinstance(config, Config) else Config.parse(config or {}))
        self._start()

    def begun(self, config: Config) -> Self:
        """Return the run that a configuration begins, under the next run id; this one stays as it is."""
        session = copy(self)
        session._draw_samples(config)
        session._start()
        return session

    def configure(self, config: Config) -> None:
        """Start over with another configuration; if anything is raised, the old run goes on."""
        vars(self).update(vars(self.begun(config)))

    def reset(self) -> None:
        """Start over with the same configuration: the same samples, weights and order."""
        session = copy(self)
        session._start()
        vars(self).update(vars(session))

    def _draw_samples(self, config: Config) -> None:
        """Take a configuration and draw its samples: places of the plane, and targets."""
        data = config.data
        self.config = config
        self.dataset = DATASETS[data.dataset]
        self.target_range = target_range(self.dataset.task, config.network.output_activation)
        self.train_samples = self._draw(data.n_samples, TRAIN_STREAM)
        self.test_samples = self._draw(data.n_test_samples, TEST_STREAM)
        self.train_inputs = apply_features(config.network.features, self.train_samples[0])
        self.test_inputs = apply_features(config.network.features, self.test_samples[0])

    def _draw(self, n_samples: int, stream: int) -> Samples:
        """Return samples with what the network is to answer."""
        data = self.config.data
        X, Y = self.dataset(n_samples, noise=data.noise, n_classes=data.n_classes, rng=self._rng(stream))
        return X, to_targets(Y, self.dataset.task, self.target_range)

    def _start(self) -> None:
        """Begin a run of the samples. Everything that changes in a run is made anew."""
        network = self.config.network
        self.run_id += 1
        self.network = NeuralNetwork(
            network.layer_sizes,
            activations=network.activations,
            output_activation=network.output_activation,
            loss=network.loss,
            initializer=network.initializer,
            bias_initializer=network.bias_initializer,
            rng=self._rng(WEIGHT_STREAM),
        )
        self.optimizer = self._make_optimizer(self.config)
        self.frozen = np.zeros(self.network.parameters.size, dtype=bool)
        self._shuffle_rng = self._rng(SHUFFLE_STREAM)
        self._dropout_rng = self._rng(DROPOUT_STREAM)
        self._begin_epoch()
        self.step = self.epoch = 0
        self.diverged = False
        self.stop_reason: str | None = None
        self._progress = Progress()
        self.history = History.begun(self.metrics())
        self._begin_trail()

    def set_training(self, changes: Mapping[str, Any]) -> None:
        """Change the training settings from the next step on, without starting over.

        An optimizer that is another takes over what the old one remembers where it means the same.
        Whatever is raised, ConfigError as a rule, nothing has changed then.
        """
        config, optimizer = self.config.updated({"training": changes}), self.optimizer
        if _rule(config.training) != _rule(self.config.training):
            optimizer = self._make_optimizer(config)
            optimizer.take_over(self.optimizer)
        self.config, self.optimizer = config, optimizer
        self._restart_trail()

    def set_parameter(self, index: int, value: float) -> None:
        """Give one weight or bias another value; training goes on from it."""
        self.network.parameters[index] = value
        self._restart_trail()

    def set_parameters(self, values: Array) -> None:
        """Give all weights and biases other values; a run that has not begun begins with them."""
        self.network.parameters[:] = values
        if self.step == 0:
            self.history = History.begun(self.metrics())
        self._restart_trail()

    def freeze(self, indices: Sequence[int], frozen: bool) -> None:
        """Make training leave these parameters alone, or change them again."""
        self.frozen[indices] = frozen
        self._restart_trail()

    def train(self, n_steps: int) -> None:
        """Take `n_steps` steps, each one update by one batch.

        Stops early when the run diverges or a stop condition is met. An epoch takes all training
        samples once, in an order drawn anew for each epoch.
        """
        if self.diverged:
            return
        self.stop_reason = None
        self._extend_trail()
        self._frozen = np.flatnonzero(self.frozen)
        with np.errstate(over="ignore", invalid="ignore"):  # a run that diverges is found and reported
            for _ in range(n_steps):
                if self._position == 0 and self.history.last_epoch != self.epoch:
                    self._take_watched_step()
                else:
                    self._take_step()
                if self._position == len(self._order) and not self._end_epoch():
                    return
            self.diverged = not self._is_finite()

    def _take_step(self) -> None:
        """Take one step: a batch, the gradient of its loss, an update."""
        X, Y = self.batch = self.next_batch()
        gradient = self._gradient(X, Y)
        self.optimizer.learning_rate = self.learning_rate
        if self._frozen.size:
            self._update_all_but_frozen(gradient)
        else:
            self.optimizer.step(gradient)
        self.step += 1
        self._position += X.shape[1]

    def _take_watched_step(self) -> None:
        """Take the first step of an epoch, and keep the one before it in the curves if it stands out there.

        The loss of its batch estimates that of the epoch before; where it stands out, that is computed.
        """
        parameters = self.network.parameters.copy()
        self._take_step()
        if self.history.stands_out(self.network.step_loss(self.batch[1])):
            now = self.network.parameters.copy()
            self.network.parameters[:] = parameters
            self.history.note_extreme(self.epoch, self.step - 1, self.metrics())
            self.network.parameters[:] = now

    def _update_all_but_frozen(self, gradient: Array) -> None:
        """Let the optimizer update the parameters, and put the frozen ones back."""
        kept = self.network.parameters[self._frozen]
        gradient[self._frozen] = 0.0
        self.optimizer.step(gradient)
        self.network.parameters[self._frozen] = kept

    def next_batch(self) -> Samples:
        """Return the inputs and targets of the next step, which are views of the session's own arrays."""
        X, Y = self._shuffled
        batch = slice(self._position, self._position + self.config.training.batch_size)
        return X[:, batch], Y[:, batch]

    def _shuffle(self, order: AnyArray, position: int = 0) -> None:
        """Put the training samples in this order for the epoch, each sample's numbers side by side."""
        self._order, self._position = order, position
        self._shuffled = self.train_inputs.T[order].T, self.train_samples[1].T[order].T

    def _begin_epoch(self) -> None:
        """Draw the order in which the next epoch takes the training samples."""
        self._shuffle(self._shuffle_rng.permutation(self.train_inputs.shape[1]))

    def _gradient(self, X: Array, Y: Array) -> Array:
        """Return the gradient that a step follows: of loss and penalties, with dropout, clipped."""
        training = self.config.training
        if training.dropout:
            gradient = self.network.step_gradient(X, Y, dropout=training.dropout, rng=self._dropout_rng)
        else:
            gradient = self.network.step_gradient(X, Y)
        if training.l1 or training.l2:
            gradient += penalty_gradient(self.network, l1=training.l1, l2=training.l2)
        if training.clip_norm is not None:
            gradient = clip(gradient, training.clip_norm)
        return gradient

    @property
    def learning_rate(self) -> float:
        """The learning rate of the next step, after the schedule."""
        training = self.config.training
        if training.schedule == "constant":
            return training.learning_rate
        epoch = self.epoch + self._position / len(self._order)
        factor = SCHEDULES[training.schedule].factor(epoch, training.schedule_epochs)
        return training.learning_rate * factor

    @property
    def steps_per_epoch(self) -> int:
        """The steps in which all training samples are taken once."""
        return -(-self.config.data.n_samples // self.config.training.batch_size)

    def _end_epoch(self) -> bool:
        """Count the epoch and shuffle for the next; return whether the run may go on."""
        self.epoch += 1
        self._begin_epoch()
        self.diverged = not self._is_finite()
        if self.diverged:
            return False
        if self.history.wants(self.epoch):
            self.history.record(self.epoch, self.step, self.metrics())
        samples = self.train_inputs, self.train_samples[1]
        self.stop_reason, self._progress = find_stop_reason(
            self.config.training, self.epoch, self.network, samples, self._progress
        )
        return self.stop_reason is None

    def _is_finite(self) -> bool:
        """Return whether all parameters are still finite numbers."""
        return math.isfinite(np.add.reduce(self.network.parameters))

    def metrics(self) -> Metrics:
        """Return losses and accuracies over all samples, training and test."""
        return measure(self.network, *self._sets(), self.dataset.task, self.target_range)

    def _sets(self) -> tuple[Samples, Samples]:
        """Return inputs and targets of the training samples, and of the test samples."""
        return (self.train_inputs, self.train_samples[1]), (self.test_inputs, self.test_samples[1])

    def confusion(self) -> Array | None:
        """Return how often each class was taken for each: train, test. None for regression."""
        return confusion(self.network, *self._sets(), self.dataset.task, self.target_range)

    def baseline_accuracy(self) -> float:
        """Return the accuracy that takes no network, NaN for regression."""
        train_Y, test_Y = self.train_samples[1], self.test_samples[1]
        return baseline_accuracy(train_Y, test_Y, self.dataset.task, self.target_range)

    def baseline_loss(self) -> float:
        """Return the loss that takes no network."""
        return baseline_loss(self.train_samples[1], self.test_samples[1], LOSSES[self.config.network.loss])

    def penalty(self) -> float:
        """Return what the weights cost by L1 and L2, which the losses do not contain."""
        training = self.config.training
        return penalty(self.network, l1=training.l1, l2=training.l2)

    def state(self) -> dict[str, Any]:
        """Return where training stands: counters, metrics over all samples, and the parameters."""
        return {
            "run_id": self.run_id,
            "status": "diverged" if self.diverged else "stopped",
            "step": self.step,
            "epoch": self.epoch,
            **self.metrics()._asdict(),
            "penalty": self.penalty(),
            "learning_rate": self.learning_rate,
            "stop_reason": self.stop_reason,
            "parameters": self.network.parameters.copy(),
        }

    def _make_optimizer(self, config: Config) -> Optimizer:
        """Return a fresh optimizer of the configured kind."""
        (name, options), rate = _rule(config.training), config.training.learning_rate
        return OPTIMIZERS[name](self.network.parameters, learning_rate=rate, **options)

    def _rng(self, stream: int) -> np.random.Generator:
        """Return a fresh generator of one of the independent streams."""
        return np.random.default_rng([self.config.seed_of(SEEDS[stream]), stream])


def _rule(training: TrainingConfig) -> tuple[str, dict[str, float]]:
    return training.optimizer, training.options(OPTIMIZERS[training.optimizer].options)
