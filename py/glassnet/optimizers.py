"""Optimizers, by name: each updates one flat parameter vector in place, with PyTorch's update rule.

`step(gradient)` may be called with any gradient of the parameters' shape; `learning_rate` may be
assigned between steps. `buffers` are the vectors that an optimizer remembers, `n_steps` its count:
together with the parameters they are all that a snapshot needs.
"""

from dataclasses import dataclass

import numpy as np

from glassnet.arrays import Array, scalar


class Optimizer:
    """What all optimizers share: the parameters, a scratch vector and the buffers."""

    n_buffers = 0
    remembers = ""  # what the buffers mean: optimizers that remember the same may take them over

    def __init__(self, parameters: Array, *, learning_rate: float) -> None:
        """Prepare to update `parameters`, `(n_parameters,)`, in place."""
        self.parameters = parameters
        self.learning_rate = learning_rate
        self.n_steps = 0
        self.buffers = [np.zeros_like(parameters) for _ in range(self.n_buffers)]
        self._update = np.empty_like(parameters)

    def step(self, gradient: Array) -> None:
        """Update the parameters in place, one step down `gradient`."""
        raise NotImplementedError

    def take_over(self, other: "Optimizer") -> None:
        """Go on with what `other` remembers, where it means the same here."""
        if self.remembers == other.remembers:
            self.n_steps, self.buffers = other.n_steps, other.buffers


class SGD(Optimizer):
    """Plain gradient descent: p -= lr g."""

    def step(self, gradient: Array) -> None:
        """Update the parameters in place, one step down `gradient`."""
        np.multiply(gradient, scalar(self.learning_rate), self._update)
        np.subtract(self.parameters, self._update, self.parameters)


class Momentum(Optimizer):
    """Heavy ball: v = μ v + g, p -= lr v (Polyak 1964; Sutskever et al. 2013 in PyTorch's form)."""

    n_buffers = 1
    remembers = "velocity"

    def __init__(self, parameters: Array, *, learning_rate: float, momentum: float = 0.9) -> None:
        """Prepare to update `parameters` in place; `momentum` is the share of v that is kept."""
        super().__init__(parameters, learning_rate=learning_rate)
        self.momentum = momentum

    def step(self, gradient: Array) -> None:
        """Update the parameters in place, one step down `gradient`."""
        (velocity,) = self.buffers
        np.multiply(velocity, scalar(self.momentum), velocity)
        np.add(velocity, gradient, velocity)
        np.multiply(velocity, scalar(self.learning_rate), self._update)
        np.subtract(self.parameters, self._update, self.parameters)


class Nesterov(Momentum):
    """Momentum that looks ahead: v = μ v + g, p -= lr (g + μ v)."""

    def step(self, gradient: Array) -> None:
        """Update the parameters in place, one step down `gradient`."""
        (velocity,) = self.buffers
        np.multiply(velocity, scalar(self.momentum), velocity)
        np.add(velocity, gradient, velocity)
        np.multiply(velocity, scalar(self.momentum), self._update)
        np.add(self._update, gradient, self._update)
        np.multiply(self._update, scalar(self.learning_rate), self._update)
        np.subtract(self.parameters, self._update, self.parameters)


class RMSprop(Optimizer):
    """Divides by the recent size of the gradient: s = α s + (1 - α) g², p -= lr g / (√s + ε)."""

    n_buffers = 1
    remembers = "mean square"

    def __init__(
        self, parameters: Array, *, learning_rate: float, alpha: float = 0.99, eps: float = 1e-8
    ) -> None:
        """Prepare to update `parameters` in place; `alpha` is the share of s that is kept."""
        super().__init__(parameters, learning_rate=learning_rate)
        self.alpha, self.eps = alpha, eps

    def step(self, gradient: Array) -> None:
        """Update the parameters in place, one step down `gradient`."""
        (mean_square,) = self.buffers
        _update_mean(mean_square, gradient * gradient, self.alpha)
        np.sqrt(mean_square, self._update)
        np.add(self._update, scalar(self.eps), self._update)
        np.divide(gradient, self._update, self._update)
        np.multiply(self._update, scalar(self.learning_rate), self._update)
        np.subtract(self.parameters, self._update, self.parameters)


class Adam(Optimizer):
    """Momentum over RMSprop, with both means corrected for their start at zero (arXiv 1412.6980)."""

    n_buffers = 2
    remembers = "mean and mean square"

    def __init__(
        self,
        parameters: Array,
        *,
        learning_rate: float,
        beta1: float = 0.9,
        beta2: float = 0.999,
        eps: float = 1e-8,
    ) -> None:
        """Prepare to update `parameters` in place; the betas are the shares of the means kept."""
        super().__init__(parameters, learning_rate=learning_rate)
        self.beta1, self.beta2, self.eps = beta1, beta2, eps

    def step(self, gradient: Array) -> None:
        """Update the parameters in place, one step down `gradient`."""
        self.n_steps += 1
        mean, mean_square = self.buffers
        np.multiply(gradient, gradient, self._update)
        _update_mean(mean_square, self._update, self.beta2)
        np.copyto(self._update, gradient)
        _update_mean(mean, self._update, self.beta1)
        np.sqrt(mean_square, self._update)
        np.multiply(self._update, (1.0 - self.beta2**self.n_steps) ** -0.5, self._update)
        np.add(self._update, scalar(self.eps), self._update)
        np.divide(mean, self._update, self._update)
        np.multiply(self._update, self.learning_rate / (1.0 - self.beta1**self.n_steps), self._update)
        np.subtract(self.parameters, self._update, self.parameters)


class AdamW(Adam):
    """Adam that also shrinks every parameter by lr × weight decay (arXiv 1711.05101)."""

    def __init__(self, parameters: Array, *, learning_rate: float, weight_decay: float = 0.01) -> None:
        """Prepare to update `parameters` in place, with Adam's usual betas."""
        super().__init__(parameters, learning_rate=learning_rate)
        self.weight_decay = weight_decay

    def step(self, gradient: Array) -> None:
        """Update the parameters in place, one step down `gradient`."""
        np.multiply(self.parameters, 1.0 - self.learning_rate * self.weight_decay, self.parameters)
        super().step(gradient)


def _update_mean(mean: Array, value: Array, kept: float) -> None:
    """Move `mean` towards `value`, keeping the share `kept`; `value` is used up."""
    np.multiply(mean, scalar(kept), mean)
    np.multiply(value, scalar(1.0 - kept), value)
    np.add(mean, value, mean)


@dataclass(frozen=True)
class OptimizerEntry:
    """A registry entry: calling it makes the optimizer."""

    label: str
    description: str
    make: type[Optimizer]

    def __call__(self, parameters: Array, *, learning_rate: float, **options: float) -> Optimizer:
        """Return a new optimizer of `parameters`, `(n_parameters,)`, which it updates in place."""
        return self.make(parameters, learning_rate=learning_rate, **options)


OPTIMIZERS: dict[str, OptimizerEntry] = {
    "sgd": OptimizerEntry("SGD", "Takes each step straight down the gradient.", SGD),
    "momentum": OptimizerEntry(
        "Momentum", "Keeps nine tenths of its last speed, like a heavy ball.", Momentum
    ),
    "nesterov": OptimizerEntry(
        "Nesterov", "Momentum that brakes before a rise instead of after it.", Nesterov
    ),
    "rmsprop": OptimizerEntry("RMSprop", "Gives every parameter a step of about the same size.", RMSprop),
    "adam": OptimizerEntry("Adam", "Momentum and RMSprop together; a good first choice.", Adam),
    "adamw": OptimizerEntry("AdamW", "Adam that also pulls every parameter gently towards zero.", AdamW),
}
