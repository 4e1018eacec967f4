"""The neural network: layers, forward pass, backward pass. Knows no optimizer, dataset or session.

All parameters live in one flat vector, and their gradient in another: per layer the weights in C
order, then the biases. The weight from unit `i` to unit `o` of the next layer is at
`weight_offset + o * n_in + i`, the bias of unit `o` at `bias_offset + o`. A layer has views of both.
"""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from glassnet.activations import ACTIVATIONS, Activation
from glassnet.arrays import Array
from glassnet.initializers import BIAS_INITIALIZERS, INITIALIZERS
from glassnet.losses import LOSSES


class Layer:
    """One layer: its parameters, and what the last pass has computed, each in an array of its own.

    `weights` is `(n_units, n_in)`, `biases` `(n_units, 1)`, `inputs` `(n_in, n_samples)`, all else
    `(n_units, n_samples)`. `d_z` is dL/dz, and so on. An output has no `d_a` where the loss gives `d_z`.
    """

    inputs: Array  # what the layer before gives
    z: Array
    a: Array
    mask: Array | None  # of dropout: what each activation is multiplied by on its way
    d_a: Array
    d_z: Array

    def __init__(self, weights: Array, biases: Array, d_weights: Array, d_biases: Array, f: Activation):
        self.weights, self.biases = weights, biases
        self.d_weights, self.d_biases = d_weights, d_biases
        self.f, self.f_prime, self.f_d_z = f.function, f.derivative, f.d_z


class NeuralNetwork:
    """A fully connected network, trained by whoever follows its gradient.

    Inputs are `(n_inputs, n_samples)`, outputs and targets `(n_outputs, n_samples)`. `layers` hold
    what the last training step has computed; whoever looks at the network leaves them alone.
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
        self.layers, self._step_gradient = self._make_layers()
        self._observed, self._observed_gradient = self._make_layers()
        rng = np.random.default_rng(rng)
        for layer in self.layers:
            n_out, n_in = layer.weights.shape
            layer.weights[...] = INITIALIZERS[initializer].draw(n_out, n_in, rng)
        for layer in self.layers:
            n_out, n_in = layer.weights.shape
            layer.biases += BIAS_INITIALIZERS[bias_initializer].draw(n_out, n_in, rng)

    def _make_layers(self) -> tuple[list[Layer], Array]:
        """Return layers with views of the parameters, and of a gradient of their own."""
        layers, gradient, start = [], np.zeros_like(self.parameters), 0
        for (n_in, n_out), name in zip(pairwise(self.layer_sizes), self.activation_names, strict=True):
            middle, end = start + n_out * n_in, start + n_out * (n_in + 1)
            weights, d_weights = (v[start:middle].reshape(n_out, n_in) for v in (self.parameters, gradient))
            biases, d_biases = (v[middle:end].reshape(n_out, 1) for v in (self.parameters, gradient))
            layers.append(Layer(weights, biases, d_weights, d_biases, ACTIVATIONS[name]))
            start = end
        return layers, gradient

    @property
    def weights(self) -> list[Array]:
        """Per layer `(n_out, n_in)`, as views of `parameters`."""
        return [layer.weights for layer in self.layers]

    @property
    def biases(self) -> list[Array]:
        """Per layer `(n_out, 1)`, as views of `parameters`."""
        return [layer.biases for layer in self.layers]

    def _forward(
        self, layers: list[Layer], X: Array, dropout: float = 0.0, rng: np.random.Generator | None = None
    ) -> Layer:
        """Pass `X` forward: z = W a + b and a = f(z), layer by layer. Returns the output layer.

        With `dropout` each hidden activation is left out with that probability, drawn from `rng`
        per unit and sample; the others count 1 / (1 - dropout) times, so that sums keep their size
        (Srivastava et al. 2014, in the inverted form).
        """
        inputs = X
        for layer in layers:
            layer.inputs = inputs  # (n_in, n_samples)
            layer.z = layer.weights @ layer.inputs + layer.biases  # (n_units, n_samples)
            layer.a = layer.f(layer.z)  # (n_units, n_samples)
            layer.mask = None
            inputs = layer.a
            if dropout and rng is not None and layer is not layers[-1]:
                layer.mask = (rng.random(layer.a.shape) >= dropout) / (1.0 - dropout)
                inputs = layer.a * layer.mask
        return layer

    def _backward(self, layers: list[Layer], Y: Array) -> None:
        """Fill d_a, d_z, d_weights, d_biases from the loss back to the first layer: the chain rule."""
        after: Layer | None = None
        for layer in reversed(layers):
            if after is None:
                layer.d_z = self._output_d_z(layer, Y)  # (n_outputs, n_samples)
            else:
                layer.d_a = after.weights.T @ after.d_z  # (n_units, n_samples)
                if layer.mask is not None:
                    layer.d_a = layer.d_a * layer.mask
                layer.d_z = layer.d_a * layer.f_prime(layer.z, layer.a)  # (n_units, n_samples)
            np.matmul(layer.d_z, layer.inputs.T, out=layer.d_weights)  # (n_units, n_in)
            layer.d_z.sum(axis=1, keepdims=True, out=layer.d_biases)  # (n_units, 1)
            after = layer

    def _output_d_z(self, output: Layer, Y: Array) -> Array:
        """Return dL/dz of the output layer: dL/da f'(z), or what that is on paper."""
        if self._loss.output_activation:
            return self._loss.gradient(output.a, Y)
        output.d_a = self._loss.gradient(output.a, Y)
        if output.f_d_z is not None:
            return output.f_d_z(output.d_a, output.a)
        return output.d_a * output.f_prime(output.z, output.a)

    def step_gradient(
        self, X: Array, Y: Array, *, dropout: float = 0.0, rng: np.random.Generator | None = None
    ) -> Array:
        """Return the gradient for a training step; `layers` keep all that it is made of.

        The caller silences NumPy's overflows (see activations.sigmoid) once around all its steps.
        """
        self._forward(self.layers, X, dropout, rng)
        self._backward(self.layers, Y)
        return self._step_gradient

    def step_loss(self, Y: Array) -> float:
        """Return the mean loss of the batch that the last step has taken, before its update."""
        output = self.layers[-1]
        return float(self._loss.value(output.a, output.z, Y))

    @np.errstate(over="ignore")
    def gradient(
        self, X: Array, Y: Array, *, dropout: float = 0.0, rng: np.random.Generator | None = None
    ) -> Array:
        """Return the gradient of the mean loss, `(n_parameters,)`, laid out as `parameters`.

        The vector is the network's own and is overwritten by the next call: copy it to keep it.
        """
        self._forward(self._observed, X, dropout, rng)
        self._backward(self._observed, Y)
        return self._observed_gradient

    @np.errstate(over="ignore")
    def forward(self, X: Array) -> list[Array]:
        """Return the activations of every layer, input first, each `(n_units, n_samples)`."""
        self._forward(self._observed, X)
        return [X, *(layer.a for layer in self._observed)]

    def predict(self, X: Array) -> Array:
        """Return the outputs for `X`, `(n_outputs, n_samples)`."""
        return self.forward(X)[-1]

    def loss(
        self, X: Array, Y: Array, *, dropout: float = 0.0, rng: np.random.Generator | None = None
    ) -> float:
        """Return the mean loss over the samples; `dropout` as in `_forward`."""
        return self.evaluate(X, Y, dropout=dropout, rng=rng)[0]

    @np.errstate(over="ignore")
    def evaluate(
        self, X: Array, Y: Array, *, dropout: float = 0.0, rng: np.random.Generator | None = None
    ) -> tuple[float, Array]:
        """Return the mean loss and the outputs, `(n_outputs, n_samples)`, of one forward pass."""
        output = self._forward(self._observed, X, dropout, rng)
        return float(self._loss.value(output.a, output.z, Y)), output.a
