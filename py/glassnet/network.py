"""The neural network: forward pass, backward pass. Knows no optimizer, dataset or session."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from glassnet.arrays import Array
from glassnet.initializers import BIAS_INITIALIZERS, INITIALIZERS
from glassnet.layers import Layer, make_layers
from glassnet.losses import LOSSES


class NeuralNetwork:
    """A fully connected network, trained by whoever follows its gradient.

    Inputs are `(n_inputs, n_samples)`, outputs and targets `(n_outputs, n_samples)`. All parameters
    are one flat vector; layers have views of it. `layers` hold what the last training step has
    computed: whoever looks at the network leaves them alone.
    """

    def __init__(
        self,
        layer_sizes: Sequence[int],
        *,
        activations: str | Sequence[str] = "sigmoid",
        output_activation: str = "sigmoid",
        loss: str = "mse",
        initializer: str = "xavier",
        bias_initializer: str = "zeros",
        rng: np.random.Generator | int,
    ) -> None:
        """Draw the first weights from `rng`, a generator or a seed, and the first biases after them.

        `activations` is one name for all hidden layers or one name for each. Raises ValueError
        when they do not fit `layer_sizes`, or when the loss belongs to another output activation.
        """
        hidden = [activations] * (len(layer_sizes) - 2) if isinstance(activations, str) else activations
        if len(layer_sizes) < 2 or len(hidden) != len(layer_sizes) - 2:
            raise ValueError(f"{len(hidden)} hidden activations do not fit layer sizes {list(layer_sizes)}")
        self.layer_sizes = list(layer_sizes)
        self.activation_names = [*hidden, output_activation]
        self._loss = LOSSES[loss]
        if self._loss.output_activation not in (None, output_activation):
            raise ValueError(f"loss {loss!r} needs the output activation {self._loss.output_activation!r}")
        self.parameters: Array = np.zeros(sum((n_in + 1) * n_out for n_in, n_out in pairwise(layer_sizes)))
        shape = layer_sizes, self.activation_names
        self.layers, self._step_gradient = make_layers(*shape, self.parameters)
        self._observed, self._observed_gradient = make_layers(*shape, self.parameters)
        self.weights = [layer.weights for layer in self.layers]
        self.biases = [layer.biases for layer in self.layers]
        rng = np.random.default_rng(rng)
        for layer in self.layers:
            n_out, n_in = layer.weights.shape
            layer.weights[...] = INITIALIZERS[initializer].draw(n_out, n_in, rng)
        for layer in self.layers:
            n_out, n_in = layer.weights.shape
            layer.biases += BIAS_INITIALIZERS[bias_initializer].draw(n_out, n_in, rng)

    def _forward(
        self,
        layers: list[Layer],
        X: Array,
        dropout: float = 0.0,
        rng: np.random.Generator | None = None,
    ) -> Layer:
        """Pass `X` forward, layer by layer: z = W a + b and a = f(z).

        `dropout` leaves out hidden activations with that probability; the
        others count 1 / (1 - dropout) times (Srivastava et al. 2014).
        """
        inputs = X
        for layer in layers:
            layer.inputs = inputs  # (n_in, n)
            layer.z = layer.weights @ layer.inputs + layer.biases
            layer.a = layer.f(layer.z)  # (n_units, n), as z
            layer.mask = None
            inputs = layer.a
            if dropout and rng is not None and layer is not layers[-1]:
                kept = rng.random(layer.a.shape) >= dropout
                layer.mask = kept / (1.0 - dropout)
                inputs = layer.a * layer.mask
        return layer

    def _backward(self, layers: list[Layer], Y: Array) -> None:
        """Go back from the loss by the chain rule; d_x is shaped as x."""
        after: Layer | None = None
        for layer in reversed(layers):
            if after is None:
                layer.d_z = self._output_d_z(layer, Y)
            else:
                layer.d_a = after.weights.T @ after.d_z
                if layer.mask is not None:
                    layer.d_a = layer.d_a * layer.mask
                layer.d_z = layer.d_a * layer.f_prime(layer.z, layer.a)
            np.matmul(layer.d_z, layer.inputs.T, out=layer.d_weights)
            layer.d_z.sum(axis=1, keepdims=True, out=layer.d_biases)
            after = layer

    def _output_d_z(self, output: Layer, Y: Array) -> Array:
        """Return dL/dz of the output layer: dL/da f'(z), or what that is on paper."""
        if self._loss.output_activation:
            return self._loss.gradient(output.a, Y)
        output.d_a = self._loss.gradient(output.a, Y)
        if output.f_d_z is not None:
            return output.f_d_z(output.d_a, output.a)
        return output.d_a * output.f_prime(output.z, output.a)

    def step_gradient(self, X: Array, Y: Array, **dropout: Any) -> Array:
        """Return the gradient for a training step, kept in `layers`; the caller silences overflows."""
        self._forward(self.layers, X, **dropout)
        self._backward(self.layers, Y)
        return self._step_gradient

    def step_loss(self, Y: Array) -> float:
        """Return the mean loss of the batch that the last step has taken, before its update."""
        output = self.layers[-1]
        return float(self._loss.value(output.a, output.z, Y))

    @np.errstate(over="ignore")
    def gradient(self, X: Array, Y: Array, **dropout: Any) -> Array:
        """Return the gradient of the mean loss, `(n_parameters,)`; copy it to keep it."""
        self._forward(self._observed, X, **dropout)
        self._backward(self._observed, Y)
        return self._observed_gradient

    @np.errstate(over="ignore")
    def evaluate(self, X: Array, Y: Array, **dropout: Any) -> tuple[float, Array]:
        """Return the mean loss and the outputs, `(n_outputs, n_samples)`, of one forward pass."""
        output = self._forward(self._observed, X, **dropout)
        return float(self._loss.value(output.a, output.z, Y)), output.a

    def loss(self, X: Array, Y: Array, **dropout: Any) -> float:
        """Return the mean loss over the samples; `dropout` and `rng` as in `_forward`."""
        return self.evaluate(X, Y, **dropout)[0]

    def loss_at(self, parameters: Array, X: Array, Y: Array) -> float:
        """Return the mean loss that other parameters would have, `(n_parameters,)`; its own stay."""
        layers, _ = make_layers(self.layer_sizes, self.activation_names, parameters)
        output = self._forward(layers, X)
        return float(self._loss.value(output.a, output.z, Y))

    @np.errstate(over="ignore")
    def passed(self, X: Array) -> list[Layer]:
        """Return all layers but the input, which hold `z` and `a` of `X` until the next call."""
        self._forward(self._observed, X)
        return self._observed

    def forward(self, X: Array) -> list[Array]:
        """Return the activations of every layer, input first, each `(n_units, n_samples)`."""
        return [X, *(layer.a for layer in self.passed(X))]

    def predict(self, X: Array) -> Array:
        """Return the outputs for `X`, `(n_outputs, n_samples)`."""
        return self.forward(X)[-1]
