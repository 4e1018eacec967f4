"""Takes the next step of a session, which is a copy, by the code in force, and keeps what it computes.

The phases after the backward pass are observed where the code hands the gradient on: `step_gradient`,
`penalty_gradient`, `clip` and the optimizer's `step` are wrapped on the copy. What the code does not
have is said, and never guessed.
"""

import contextlib
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from glassnet.live.step.lines import Key, LineFinder
from glassnet.live.step.record import (
    Array,
    Update,
)


class Observer:
    """What the step hands from phase to phase, copied on the way."""

    def __init__(self, session: Any) -> None:
        self._session = session
        self.lines = LineFinder(session)
        self.X: Any = None
        self.Y: Any = None
        self.returned: Any = None  # by step_gradient
        self.made: dict[Key, Any] = {}  # copies of what the backward pass has written in place
        self.penalty: Any = None
        self.clipped: tuple[Any, Any] | None = None  # what clip was given and has returned
        self.gradient: Any = None  # of the optimizer
        self.update: Update | None = None

    @contextlib.contextmanager
    def observing(self) -> Iterator[None]:
        """Observe the session in the block."""
        session = self._session
        network, optimizer = session.network, session.optimizer
        wrapped = [
            (vars(session), "next_batch", self._batch(session.next_batch)),
            (vars(network), "step_gradient", self._step_gradient(network.step_gradient)),
            (vars(optimizer), "step", self._step(optimizer.step)),
        ]
        names = getattr(type(session).train, "__globals__", {})  # of the session's module, as it is in force
        for name, wrap in (("penalty_gradient", self._penalty), ("clip", self._clip)):
            if name in names:
                wrapped.append((names, name, wrap(names[name])))
        kept = [(owner, name, owner.get(name)) for owner, name, _ in wrapped]
        try:
            for owner, name, function in wrapped:
                owner[name] = function
            with self.lines.looking():
                yield
        finally:
            for owner, name, function in kept:
                if function is None:
                    del owner[name]
                else:
                    owner[name] = function

    def _batch(self, next_batch: Callable[..., Any]) -> Callable[..., Any]:
        def wrapped(*args: Any, **options: Any) -> Any:
            self.lines.note_caller("batch")
            return next_batch(*args, **options)

        return wrapped

    def _step_gradient(self, step_gradient: Callable[..., Any]) -> Callable[..., Any]:
        def wrapped(*args: Any, **options: Any) -> Any:
            self.lines.note_caller("batch")
            if len(args) > 1:
                self.X, self.Y = args[:2]
            returned = step_gradient(*args, **options)
            self.returned = np.array(returned, dtype=float)
            for index, layer in enumerate(self._session.network.layers, start=1):
                for name in ("d_weights", "d_biases"):
                    self.made[name, index] = np.array(getattr(layer, name), dtype=float)
            return returned

        return wrapped

    def _penalty(self, penalty_gradient: Callable[..., Any]) -> Callable[..., Any]:
        def wrapped(*args: Any, **options: Any) -> Any:
            self.lines.note_caller("penalty")
            returned = penalty_gradient(*args, **options)
            self.penalty = np.array(returned, dtype=float)
            return returned

        return wrapped

    def _clip(self, clip: Callable[..., Any]) -> Callable[..., Any]:
        def wrapped(*args: Any, **options: Any) -> Any:
            self.lines.note_caller("clipping")
            given = np.array(args[0], dtype=float) if args else None
            returned = clip(*args, **options)
            self.clipped = given, np.array(returned, dtype=float)
            return returned

        return wrapped

    def _step(self, step: Callable[..., Any]) -> Callable[..., Any]:
        def wrapped(*args: Any, **options: Any) -> Any:
            optimizer = self._session.optimizer
            gradient = args[0] if args else options.get("gradient")
            self.gradient = None if gradient is None else np.array(gradient, dtype=float)
            before = memory_of(optimizer)
            with self.lines.updating():
                returned = step(*args, **options)
            self.lines.stop()
            self.update = self._updated(optimizer, before)
            return returned

        return wrapped

    def _updated(self, optimizer: Any, before: dict[str, Array]) -> Update:
        training = self._session.config.training
        return Update(
            name=training.optimizer,
            rule=type(optimizer).__name__,
            constants={name: getattr(optimizer, name, value) for name, value in _options(training).items()},
            learning_rate=float(optimizer.learning_rate),
            n_steps=int(optimizer.n_steps),
            memory_before=before,
            memory_after=memory_of(optimizer),
        )


def _options(training: Any) -> dict[str, float]:
    """Return the constants that rules of optimizers have, by name, as they are set."""
    names = ("momentum", "alpha", "beta1", "beta2", "epsilon", "weight_decay")
    return {name: getattr(training, name) for name in names if hasattr(training, name)}


def memory_of(optimizer: Any) -> dict[str, Array]:
    """Return copies of the vectors that an optimizer remembers, by name."""
    return {name: np.array(getattr(optimizer, name), dtype=float) for name in optimizer.memory}
