"""Optimizers, by name: each updates one flat parameter vector in place, with PyTorch's update rule.

`step(gradient)` may be called with any gradient of the parameters' shape; `learning_rate` may be
assigned between steps. What an optimizer remembers are the vectors that `memory` names, and the
count `n_steps`: together with the parameters they are all that a snapshot needs.
"""

from dataclasses import dataclass
from inspect import signature
from typing import ClassVar

import numpy as np

from glassnet.arrays import Array


class Optimizer:
    """What all optimizers share: the parameters, the learning rate and a memory that begins at zero."""

    memory: ClassVar[tuple[str, ...]] = ()  # names of vectors; optimizers with the same may take them over

    def __init__(self, parameters: Array, *, learning_rate: float) -> None:
        """Prepare to update `parameters`, `(n_parameters,)`, in place."""
        self.parameters = parameters
        self.learning_rate = learning_rate
        self.n_steps = 0
        for name in self.memory:
            setattr(self, name, np.zeros_like(parameters))

    def step(self, gradient: Array) -> None:
        """Update the parameters in place, one step down `gradient`."""
        raise NotImplementedError

    @property
    def buffers(self) -> list[Array]:
        """The vectors that it remembers, in the order of `memory`."""
        return [getattr(self, name) for name in self.memory]

    def take_over(self, other: "Optimizer") -> None:
        """Go on with what `other` remembers, where it means the same here."""
        if self.memory == other.memory:
            self.n_steps = other.n_steps
            for name in self.memory:
                setattr(self, name, getattr(other, name))


class SGD(Optimizer):
    """Plain gradient descent: p -= lr g."""

    def step(self, gradient: Array) -> None:
        """Update the parameters in place, one step down `gradient`."""
        self.parameters -= self.learning_rate * gradient


class Momentum(Optimizer):
    """Heavy ball: v = μ v + g, p -= lr v (Polyak 1964; Sutskever et al. 2013 in PyTorch's form)."""

    memory = ("velocity",)
    velocity: Array

    def __init__(self, parameters: Array, *, learning_rate: float, momentum: float = 0.9) -> None:
        """Prepare to update `parameters` in place; `momentum` is the share of v that is kept."""
        super().__init__(parameters, learning_rate=learning_rate)
        self.momentum = momentum

    def step(self, gradient: Array) -> None:
        """Update the parameters in place, one step down `gradient`."""
        self.velocity = self.momentum * self.velocity + gradient
        self.parameters -= self.learning_rate * self.velocity


class Nesterov(Momentum):
    """Momentum that looks ahead: v = μ v + g, p -= lr (g + μ v)."""

    def step(self, gradient: Array) -> None:
        """Update the parameters in place, one step down `gradient`."""
        self.velocity = self.momentum * self.velocity + gradient
        ahead = gradient + self.momentum * self.velocity
        self.parameters -= self.learning_rate * ahead


class RMSprop(Optimizer):
    """Divides by the recent size of the gradient: s = α s + (1 - α) g², p -= lr g / (√s + ε)."""

    memory = ("s",)
    s: Array

    def __init__(
        self, parameters: Array, *, learning_rate: float, alpha: float = 0.99, epsilon: float = 1e-8
    ) -> None:
        """Prepare to update `parameters` in place; `alpha` is the share of s that is kept."""
        super().__init__(parameters, learning_rate=learning_rate)
        self.alpha, self.epsilon = alpha, epsilon

    def step(self, gradient: Array) -> None:
        """Update the parameters in place, one step down `gradient`."""
        self.s = self.alpha * self.s + (1.0 - self.alpha) * gradient**2
        update = gradient / (np.sqrt(self.s) + self.epsilon)
        self.parameters -= self.learning_rate * update


class Adam(Optimizer):
    """Momentum over RMSprop: m is a mean of g and v one of g² (arXiv 1412.6980).

    Both are corrected for their start at zero.
    """

    memory = ("m", "v")
    m: Array
    v: Array

    def __init__(
        self,
        parameters: Array,
        *,
        learning_rate: float,
        beta1: float = 0.9,
        beta2: float = 0.999,
        epsilon: float = 1e-8,
    ) -> None:
        """Prepare to update `parameters` in place; the betas are the shares of the means kept."""
        super().__init__(parameters, learning_rate=learning_rate)
        self.beta1, self.beta2, self.epsilon = beta1, beta2, epsilon

    def step(self, gradient: Array) -> None:
        """Update the parameters in place, one step down `gradient`."""
        self.n_steps += 1
        self.m = self.beta1 * self.m + (1.0 - self.beta1) * gradient
        self.v = self.beta2 * self.v + (1.0 - self.beta2) * gradient**2
        m = self.m / (1.0 - self.beta1**self.n_steps)
        v = self.v / (1.0 - self.beta2**self.n_steps)
        size = np.sqrt(v) + self.epsilon
        self.parameters -= self.learning_rate * m / size


class AdamW(Adam):
    """Adam that also shrinks every parameter by lr × weight decay (arXiv 1711.05101)."""

    def __init__(
        self,
        parameters: Array,
        *,
        learning_rate: float,
        beta1: float = 0.9,
        beta2: float = 0.999,
        epsilon: float = 1e-8,
        weight_decay: float = 0.01,
    ) -> None:
        """Prepare to update `parameters` in place; the first three constants are Adam's."""
        super().__init__(parameters, learning_rate=learning_rate, beta1=beta1, beta2=beta2, epsilon=epsilon)
        self.weight_decay = weight_decay

    def step(self, gradient: Array) -> None:
        """Update the parameters in place, one step down `gradient`."""
        self.parameters *= 1.0 - self.learning_rate * self.weight_decay
        super().step(gradient)


@dataclass(frozen=True)
class OptimizerEntry:
    """A registry entry: calling it makes the optimizer."""

    label: str
    description: str
    make: type[Optimizer]

    def __call__(self, parameters: Array, *, learning_rate: float, **options: float) -> Optimizer:
        """Return a new optimizer of `parameters`, `(n_parameters,)`, which it updates in place."""
        return self.make(parameters, learning_rate=learning_rate, **options)

    @property
    def options(self) -> dict[str, float]:
        """The constants of its rule, with the values that they have when nothing else is asked for."""
        parameters = signature(self.make).parameters.values()
        return {each.name: each.default for each in parameters if each.default is not each.empty}


OPTIMIZERS: dict[str, OptimizerEntry] = {
    "sgd": OptimizerEntry("SGD", "Takes each step straight down the gradient.", SGD),
    "momentum": OptimizerEntry("Momentum", "Keeps a share of its last speed, like a heavy ball.", Momentum),
    "nesterov": OptimizerEntry(
        "Nesterov", "Momentum that brakes before a rise instead of after it.", Nesterov
    ),
    "rmsprop": OptimizerEntry("RMSprop", "Gives every parameter a step of about the same size.", RMSprop),
    "adam": OptimizerEntry("Adam", "Momentum and RMSprop together; a good first choice.", Adam),
    "adamw": OptimizerEntry("AdamW", "Adam that also pulls every parameter gently towards zero.", AdamW),
}
