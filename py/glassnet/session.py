"""A training session: one configuration, its samples, its network and how far training has come.

Usable from a notebook without a browser:

    session = TrainingSession({"data": {"dataset": "xor"}})
    session.train(1000)
    session.state()["test_accuracy"]
"""

import json
import math
from collections.abc import Mapping, Sequence
from copy import copy
from typing import Any, Self, TypeAlias

import numpy as np
from numpy.typing import NDArray

from glassnet.arrays import AnyArray, Array
from glassnet.config import Config, TrainingConfig, finite
from glassnet.datasets import DATASETS, target_range, to_classes, to_targets
from glassnet.features import apply_features
from glassnet.history import History
from glassnet.losses import LOSSES
from glassnet.network import NeuralNetwork
from glassnet.optimizers import OPTIMIZERS, Optimizer
from glassnet.penalties import clip, penalty, penalty_gradient
from glassnet.schedules import SCHEDULES

# Five streams of random numbers: changing the number of samples does not change the first weights.
TRAIN_STREAM, TEST_STREAM, WEIGHT_STREAM, SHUFFLE_STREAM, DROPOUT_STREAM = range(5)
SEEDS = ("data_seed", "data_seed", "weight_seed", "order_seed", "order_seed")  # of each stream
PLATEAU = 1e-4  # a loss that falls by a smaller share than this has not fallen
SURE = 700.0  # a pre-activation whose sigmoid and softmax are 0 or 1 to the last digit
SOUND = 1e4  # parameters larger than this are on their way out of the finite numbers
MAX_WAYMARKS = 16  # states kept between there and a divergence

Metrics: TypeAlias = tuple[float, float, float, float]
Snapshot: TypeAlias = tuple[str, Array]
Capture: TypeAlias = tuple[dict[str, Any], list[Array], tuple[History, Any]]  # of the history, its mark


class TrainingSession:
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
        X, Y = self._draw(data.n_samples, TRAIN_STREAM)
        self.train_samples = X, Y
        self.test_samples = self._draw(data.n_test_samples, TEST_STREAM)
        self.train_inputs = apply_features(config.network.features, X)
        self.test_inputs = apply_features(config.network.features, self.test_samples[0])

    def _draw(self, n_samples: int, stream: int) -> tuple[Array, Array]:
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
        self._last_loss = self._best_loss = math.inf
        self._best_epoch = 0
        self.history = History()
        self.history.record(self.epoch, self.step, self.metrics())
        self._sound = self._capture()
        self._waymarks: tuple[Capture, ...] = (self._sound,)

    def set_training(self, changes: Mapping[str, Any]) -> None:
        """Change the training settings from the next step on, without starting over.

        A new optimizer, or one with other constants, takes over what the old one remembers where it
        means the same, and starts empty otherwise. Whatever is raised, ConfigError as a rule, nothing
        has changed then.
        """
        config, optimizer = self.config.updated({"training": changes}), self.optimizer
        if _rule(config.training) != _rule(self.config.training):
            optimizer = self._make_optimizer(config)
            optimizer.take_over(self.optimizer)
        self.config, self.optimizer = config, optimizer
        self._waymarks = (self._capture(),)

    def set_parameter(self, index: int, value: float) -> None:
        """Give one weight or bias another value; training goes on from it."""
        self.network.parameters[index] = value
        self._waymarks = (self._capture(),)

    def freeze(self, indices: Sequence[int], frozen: bool) -> None:
        """Make training leave these parameters alone, or change them again."""
        self.frozen[indices] = frozen
        self._waymarks = (self._capture(),)

    def train(self, n_steps: int) -> None:
        """Take `n_steps` steps, each one update by one batch.

        Stops early when the run diverges or a stop condition is met. An epoch takes all training
        samples once, in an order drawn anew for each epoch.
        """
        if self.diverged:
            return
        self.stop_reason = None
        self._leave_waymark()
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

        The loss of the first batch, which the step computes anyway, is an estimate of the loss with
        which the epoch before has ended. Where it stands out, that is computed.
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

    def _leave_waymark(self) -> None:
        """Keep the state, if it is sound to go back to, or else as one of few on the way to a divergence."""
        state = self._capture()
        if np.abs(self.network.parameters).max() < SOUND:
            self._sound = state
            self._waymarks = (state,)
            return
        self._waymarks = (*self._waymarks, state)
        if len(self._waymarks) > MAX_WAYMARKS:
            self._waymarks = self._waymarks[::2]  # each second one: they stay evenly far apart

    def next_batch(self) -> tuple[Array, Array]:
        """Return the inputs and targets of the next step, `(n_inputs, n)` and `(n_outputs, n)`.

        They are views of the session's own arrays.
        """
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
        self.stop_reason = self._find_stop_reason()
        return self.stop_reason is None

    def _find_stop_reason(self) -> str | None:
        """Return the stop condition that the end of this epoch meets, None while there is none."""
        training = self.config.training
        if self.epoch == training.stop_epoch:
            return "epoch"
        if training.stop_loss is None and training.stop_plateau is None:
            return None
        last, self._last_loss = self._last_loss, self.network.loss(self.train_inputs, self.train_samples[1])
        if training.stop_loss is not None and self._last_loss <= training.stop_loss < last:
            return "loss"
        if self._last_loss < self._best_loss * (1.0 - PLATEAU):
            self._best_loss, self._best_epoch = self._last_loss, self.epoch
        elif training.stop_plateau is not None and self.epoch - self._best_epoch >= training.stop_plateau:
            self._best_loss, self._best_epoch = self._last_loss, self.epoch  # for whoever goes on
            return "plateau"
        return None

    def _is_finite(self) -> bool:
        """Return whether all parameters are still finite numbers."""
        return math.isfinite(np.add.reduce(self.network.parameters))

    def metrics(self) -> Metrics:
        """Return train loss, test loss, train accuracy, test accuracy, over all samples of each.

        The losses are without the penalty. For regression the accuracies are NaN.
        """
        train_loss, train_accuracy = self._evaluate(self.train_inputs, self.train_samples[1])
        test_loss, test_accuracy = self._evaluate(self.test_inputs, self.test_samples[1])
        return train_loss, test_loss, train_accuracy, test_accuracy

    def _evaluate(self, inputs: Array, Y: Array) -> tuple[float, float]:
        """Return loss and accuracy, which is NaN for regression and where an output is no number."""
        loss, outputs = self.network.evaluate(inputs, Y)
        if self.dataset.task == "regression" or not np.isfinite(outputs).all():
            return loss, math.nan
        correct = np.count_nonzero(self.classes(outputs) == self.classes(Y))
        return loss, int(correct) / Y.shape[1]

    def classes(self, values: Array) -> NDArray[np.intp]:
        """Return the classes that outputs or targets, `(n_outputs, n_samples)`, stand for."""
        return to_classes(values, self.target_range)

    def confusion(self) -> Array | None:
        """Return how often each class was taken for each, `(2, n_classes, n_classes)`: train, test.

        Rows are the true class, columns the predicted one. An output that is no number predicts none
        and is not counted. None for regression.
        """
        if self.dataset.task == "regression":
            return None
        tables = []
        for inputs, Y in (
            (self.train_inputs, self.train_samples[1]),
            (self.test_inputs, self.test_samples[1]),
        ):
            outputs = self.network.predict(inputs)
            answered = np.isfinite(outputs).all(axis=0)
            true, predicted = self.classes(Y[:, answered]), self.classes(outputs[:, answered])
            n_classes = max(2, len(Y))
            counts = np.bincount(true * n_classes + predicted, minlength=n_classes * n_classes)
            tables.append(counts.reshape(n_classes, n_classes).astype(np.float64))
        return np.stack(tables)

    def baseline_accuracy(self) -> float:
        """Return the test accuracy of always answering the training samples' most frequent label.

        NaN for regression.
        """
        if self.dataset.task == "regression":
            return math.nan
        low, high = self.target_range
        share, test_share = (
            (Y.mean(axis=1) - low) / (high - low) for _, Y in (self.train_samples, self.test_samples)
        )
        if len(share) == 1:
            return float(test_share[0] if share[0] >= 0.5 else 1.0 - test_share[0])
        return float(test_share[share.argmax()])

    def baseline_loss(self) -> float:
        """Return the test loss of always answering the training samples' mean target."""
        test_Y = self.test_samples[1]
        answer = np.broadcast_to(self.train_samples[1].mean(axis=1, keepdims=True), test_Y.shape)
        loss = LOSSES[self.config.network.loss]
        with np.errstate(divide="ignore", invalid="ignore"):
            odds = answer / (1.0 - answer) if loss.output_activation == "sigmoid" else answer
            z = np.clip(np.log(odds), -SURE, SURE)  # of a class that is in no sample, or in all
            return loss.value(answer, z, test_Y)

    def penalty(self) -> float:
        """Return what the weights cost by L1 and L2, which the losses do not contain."""
        training = self.config.training
        return penalty(self.network, l1=training.l1, l2=training.l2)

    def state(self) -> dict[str, Any]:
        """Return where training stands: counters, metrics over all samples, and the parameters."""
        train_loss, test_loss, train_accuracy, test_accuracy = self.metrics()
        return {
            "run_id": self.run_id,
            "status": "diverged" if self.diverged else "stopped",
            "step": self.step,
            "epoch": self.epoch,
            "train_loss": train_loss,
            "test_loss": test_loss,
            "train_accuracy": train_accuracy,
            "test_accuracy": test_accuracy,
            "penalty": self.penalty(),
            "learning_rate": self.learning_rate,
            "stop_reason": self.stop_reason,
            "parameters": self.network.parameters.copy(),
        }

    def snapshot(self) -> Snapshot:
        """Return JSON text and a flat vector that together restore this very run."""
        return _packed(self._capture())

    def checkpoint(self) -> Snapshot:
        """Return a snapshot of the last state with sound parameters, where a diverged run can go back to."""
        return _packed(self._sound)

    @property
    def sound_step(self) -> int:
        """The step of the checkpoint."""
        return int(self._sound[0]["step"])

    def waymarks(self) -> list[Snapshot]:
        """Return snapshots on the way from the last sound state, with nothing but training between them."""
        return [_packed(state) for state in self._waymarks]

    def _capture(self) -> Capture:
        """Return copies of all that changes in a run; cheap enough for every call of `train`."""
        meta = {
            "config": self.config,
            "run_id": self.run_id,
            "step": self.step,
            "epoch": self.epoch,
            "position": self._position,
            "diverged": self.diverged,
            "optimizer_steps": self.optimizer.n_steps,
            "memory": self.optimizer.memory,
            "n_parameters": self.network.parameters.size,
            "n_order": len(self._order),
            "shuffle": self._shuffle_rng.bit_generator.state,
            "dropout": self._dropout_rng.bit_generator.state,
            "frozen": np.flatnonzero(self.frozen),
            "losses": [finite(self._last_loss), finite(self._best_loss), self._best_epoch],
        }
        parts = [self.network.parameters, *self.optimizer.buffers, self._order]
        return meta, [part.astype(np.float64) for part in parts], (self.history, self.history.mark)

    @classmethod
    def restored(cls, meta_text: str, values: Array) -> Self:
        """Return the session that a snapshot was taken of, bit for bit, under the next run id."""
        meta = json.loads(meta_text)
        session = cls(meta["config"])
        session.run_id = meta["run_id"] + 1
        session.step, session.epoch = meta["step"], meta["epoch"]
        session.diverged = meta["diverged"]
        session._shuffle_rng.bit_generator.state = meta["shuffle"]
        session._dropout_rng.bit_generator.state = meta["dropout"]
        session.frozen[meta["frozen"]] = True
        last, best, session._best_epoch = meta["losses"]
        session._last_loss, session._best_loss = (math.inf if x is None else x for x in (last, best))
        rest = values
        for vector in session._vectors(meta):
            vector[...], rest = rest[: vector.size], rest[vector.size :]
        n_order = meta["n_order"]
        session._shuffle(rest[:n_order].astype(np.intp), meta["position"])
        session.history = History(rest[n_order:].reshape(History.N_ROWS, -1), meta["watch"])
        session._sound = session._capture()
        session._waymarks = (session._sound,)
        return session

    def _vectors(self, meta: Mapping[str, Any]) -> list[Array]:
        """Return the vectors that a snapshot fills: the parameters, and the memory of its optimizer.

        Of an optimizer that remembers something else, by other code, there are spare ones. Raises
        ValueError for another number of parameters.
        """
        parameters, optimizer = self.network.parameters, self.optimizer
        if meta["n_parameters"] != parameters.size:
            raise ValueError(f"{meta['n_parameters']:,} parameters instead of {parameters.size:,}")
        if list(meta["memory"]) != list(optimizer.memory):
            return [parameters, *(np.empty_like(parameters) for _ in meta["memory"])]
        optimizer.n_steps = meta["optimizer_steps"]
        return [parameters, *optimizer.buffers]

    def _make_optimizer(self, config: Config) -> Optimizer:
        """Return a fresh optimizer of the configured kind."""
        name, options = _rule(config.training)
        learning_rate = config.training.learning_rate
        return OPTIMIZERS[name](self.network.parameters, learning_rate=learning_rate, **options)

    def _rng(self, stream: int) -> np.random.Generator:
        """Return a fresh generator of one of the independent streams."""
        return np.random.default_rng([self.config.seed_of(SEEDS[stream]), stream])


def _rule(training: TrainingConfig) -> tuple[str, dict[str, float]]:
    """Return the optimizer's name and those of its constants that are settings."""
    return training.optimizer, training.options(OPTIMIZERS[training.optimizer].options)


def _packed(captured: Capture) -> Snapshot:
    """Return a capture as JSON text and one flat vector."""
    meta, parts, (history, (n_records, watch)) = captured
    plain = {**meta, "config": meta["config"].as_dict(), "frozen": meta["frozen"].tolist(), "watch": watch}
    return json.dumps(plain), np.concatenate([*parts, history.table(n_records).ravel()])
