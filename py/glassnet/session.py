"""A training session: one configuration, its samples, its network and how far training has come.

Usable from a notebook without a browser:

    session = TrainingSession({"data": {"dataset": "xor"}})
    session.train(1000)
    session.state()["test_accuracy"]
"""

import json
from collections.abc import Mapping
from typing import Any, Self

import numpy as np

from glassnet.arrays import Array
from glassnet.config import Config
from glassnet.datasets import DATASETS
from glassnet.history import History
from glassnet.network import NeuralNetwork
from glassnet.optimizers import OPTIMIZERS

# One seed, four streams: changing the number of samples does not change the first weights.
TRAIN_STREAM, TEST_STREAM, WEIGHT_STREAM, SHUFFLE_STREAM = range(4)

type Metrics = tuple[float, float, float, float]


class TrainingSession:
    """Trains a network on a dataset, step by step, the same way for the same configuration."""

    def __init__(self, config: Config | Mapping[str, Any] | None = None) -> None:
        """Start a run; `config` may be partial, as `Config.parse` takes it. Raises ConfigError."""
        self.run_id = 0
        self.configure(config if isinstance(config, Config) else Config.parse(config or {}))

    def configure(self, config: Config) -> None:
        """Start over with another configuration."""
        dataset = DATASETS[config.data.dataset]
        n_samples, noise = config.data.n_samples, config.data.noise
        self.config = config
        self.train_samples = dataset(n_samples, noise=noise, rng=self._rng(TRAIN_STREAM))
        self.test_samples = dataset(n_samples, noise=noise, rng=self._rng(TEST_STREAM))
        self.reset()

    def reset(self) -> None:
        """Start over with the same configuration: the same samples, weights and order."""
        network = self.config.network
        self.run_id += 1
        self.network = NeuralNetwork(
            network.layer_sizes,
            activations=network.activations,
            output_activation=network.output_activation,
            loss=network.loss,
            initializer=network.initializer,
            rng=self._rng(WEIGHT_STREAM),
        )
        self._make_optimizer()
        self._shuffle_rng = self._rng(SHUFFLE_STREAM)
        self._order = self._shuffle_rng.permutation(self.config.data.n_samples)
        self._position = 0
        self._batches: dict[int, tuple[Array, Array]] = {}
        self.step = self.epoch = 0
        self.diverged = False
        self.history = History()
        self.history.record(self.epoch, self.step, self.metrics())

    def set_training(self, changes: Mapping[str, Any]) -> None:
        """Change the training settings from the next step on, without starting over.

        A new optimizer starts with empty buffers. Raises ConfigError and then changes nothing.
        """
        old, self.config = self.config, self.config.updated({"training": changes})
        if self.config.training.optimizer != old.training.optimizer:
            self._make_optimizer()
        self.optimizer.learning_rate = self.config.training.learning_rate

    def train(self, n_steps: int) -> None:
        """Take `n_steps` steps, each one update by one batch; stop early when the run diverges.

        An epoch takes all training samples once, in an order drawn anew for each epoch.
        """
        if self.diverged:
            return
        X, Y = self.train_samples
        n_samples, batch_size = X.shape[1], self.config.training.batch_size
        gradient, update = self.network.gradient, self.optimizer.step
        with np.errstate(over="ignore", invalid="ignore"):  # a run that diverges is found and reported
            for _ in range(n_steps):
                start, end = self._position, min(self._position + batch_size, n_samples)
                batch_X, batch_Y = self._batch(end - start)
                chosen = self._order[start:end]
                X.take(chosen, axis=1, out=batch_X, mode="clip")  # "clip" spares NumPy a copy
                Y.take(chosen, axis=1, out=batch_Y, mode="clip")
                update(gradient(batch_X, batch_Y))
                self.step += 1
                self._position = end
                if end == n_samples and not self._end_epoch():
                    return
            self.diverged = not self._is_finite()

    @property
    def steps_per_epoch(self) -> int:
        """The steps in which all training samples are taken once."""
        return -(-self.config.data.n_samples // self.config.training.batch_size)

    def _end_epoch(self) -> bool:
        """Count the epoch and shuffle for the next; return whether the run may go on."""
        self.epoch += 1
        self._position = 0
        self._order = self._shuffle_rng.permutation(len(self._order))
        self.diverged = not self._is_finite()
        if not self.diverged and self.history.wants(self.epoch):
            self.history.record(self.epoch, self.step, self.metrics())
        return not self.diverged

    def _is_finite(self) -> bool:
        """Return whether all parameters are still finite numbers."""
        return bool(np.isfinite(np.add.reduce(self.network.parameters)))

    def metrics(self) -> Metrics:
        """Return train loss, test loss, train accuracy, test accuracy, over all samples of each."""
        train_loss, train_accuracy = self._evaluate(*self.train_samples)
        test_loss, test_accuracy = self._evaluate(*self.test_samples)
        return train_loss, test_loss, train_accuracy, test_accuracy

    def _evaluate(self, X: Array, Y: Array) -> tuple[float, float]:
        """Return loss and accuracy; an output belongs to class 1 from the middle of its labels on."""
        loss, outputs = self.network.evaluate(X, Y)
        correct = np.count_nonzero((outputs >= 0.5) == (Y >= 0.5))
        return loss, correct / Y.size

    def baseline_accuracy(self) -> float:
        """Return the test accuracy of always answering the training samples' more frequent label."""
        majority = self.train_samples[1].mean() >= 0.5
        test_share = float(self.test_samples[1].mean())
        return test_share if majority else 1.0 - test_share

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
            "parameters": self.network.parameters.copy(),
        }

    def snapshot(self) -> tuple[str, Array]:
        """Return JSON text and a flat vector that together restore this very run."""
        history = self.history.table()
        meta = {
            "config": self.config.as_dict(),
            "run_id": self.run_id,
            "step": self.step,
            "epoch": self.epoch,
            "position": self._position,
            "diverged": self.diverged,
            "optimizer_steps": self.optimizer.n_steps,
            "shuffle": self._shuffle_rng.bit_generator.state,
            "stride": self.history.stride,
        }
        parts = [
            self.network.parameters,
            *self.optimizer.buffers,
            self._order.astype(np.float64),
            history.ravel(),
        ]
        return json.dumps(meta), np.concatenate(parts)

    @classmethod
    def restored(cls, meta_text: str, values: Array) -> Self:
        """Return the session that a snapshot was taken of, bit for bit, under the next run id."""
        meta = json.loads(meta_text)
        session = cls(meta["config"])
        session.run_id = meta["run_id"] + 1
        session.step, session.epoch = meta["step"], meta["epoch"]
        session.diverged, session._position = meta["diverged"], meta["position"]
        session.optimizer.n_steps = meta["optimizer_steps"]
        session._shuffle_rng.bit_generator.state = meta["shuffle"]
        n_parameters, n_samples = session.network.parameters.size, session.config.data.n_samples
        vectors = [session.network.parameters, *session.optimizer.buffers]
        for index, vector in enumerate(vectors):
            vector[...] = values[index * n_parameters : (index + 1) * n_parameters]
        rest = values[len(vectors) * n_parameters :]
        session._order = rest[:n_samples].astype(np.intp)
        session.history = History(rest[n_samples:].reshape(History.N_ROWS, -1), meta["stride"])
        return session

    def _make_optimizer(self) -> None:
        """Replace the optimizer by a fresh one of the configured kind."""
        training = self.config.training
        make = OPTIMIZERS[training.optimizer]
        self.optimizer = make(self.network.parameters, learning_rate=training.learning_rate)

    def _batch(self, size: int) -> tuple[Array, Array]:
        """Return arrays for a batch, `(n_inputs, size)` and `(n_outputs, size)`, used again and again."""
        batch = self._batches.get(size)
        if batch is None:
            X, Y = self.train_samples
            batch = self._batches[size] = np.empty((X.shape[0], size)), np.empty((Y.shape[0], size))
        return batch

    def _rng(self, stream: int) -> np.random.Generator:
        """Return a fresh generator of one of the seed's independent streams."""
        return np.random.default_rng([self.config.seed, stream])
