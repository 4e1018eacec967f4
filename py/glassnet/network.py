"""The neural network: parameters, forward pass, gradients. Knows no optimizer, dataset or session.

All parameters live in one flat vector. Per layer it holds the weights in C order, then the biases:
the weight from unit `i` to unit `o` of the next layer is at `weight_offset + o * n_in + i`, the
bias of unit `o` at `bias_offset + o`. `weights` and `biases` are views into it.
"""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from glassnet.activations import ACTIVATIONS
from glassnet.arrays import AnyArray, Array
from glassnet.initializers import INITIALIZERS
from glassnet.losses import LOSSES
from glassnet.products import product_for

MAX_WORKSPACES = 8


class Workspace:
    """The arrays of one forward and backward pass over `n_samples`, made once and used again.

    Per layer after the input: pre-activations `z`, their gradients `d` and a scratch array, each
    `(n_units, n_samples)`; `activations` has the input too. `fed` is what a layer gives to the
    next: its activations, times its `masks` where there is dropout.
    """

    def __init__(self, layer_sizes: Sequence[int], n_samples: int, *, has_dropout: bool) -> None:
        shapes = [(size, n_samples) for size in layer_sizes]
        self.activations: list[Array] = [np.empty(shape) for shape in shapes]
        hidden = shapes[1:-1] if has_dropout else []
        self.masks: list[Array] = [np.empty(shape) for shape in hidden]
        self.fed: list[Array] = self.activations
        if has_dropout:
            self.fed = [self.activations[0], *map(np.empty_like, self.masks), self.activations[-1]]
        self.z: list[Array] = [np.empty(shape) for shape in shapes[1:]]
        self.d: list[Array] = [np.empty(shape) for shape in shapes[1:]]
        self.scratch: list[Array] = [np.empty(shape) for shape in shapes[1:]]
        self.products = [product_for(n_out, n_in, n_samples) for n_in, n_out in pairwise(layer_sizes)]


class NeuralNetwork:
    """A fully connected network, trained by whoever follows its gradient.

    Inputs are `(n_inputs, n_samples)`, outputs and targets `(n_outputs, n_samples)`.
    """

    def __init__(
        self,
        layer_sizes: Sequence[int],
        *,
        activations: str | Sequence[str] = "sigmoid",
        output_activation: str = "sigmoid",
        loss: str = "mse",
        initializer: str = "xavier",
        rng: np.random.Generator | int,
    ) -> None:
        """Draw the first weights from `rng`, a generator or a seed; biases start at zero.

        `activations` is one name for all hidden layers or one name for each. Raises ValueError
        when they do not fit `layer_sizes`, or when the loss belongs to another output activation.
        """
        hidden = [activations] * (len(layer_sizes) - 2) if isinstance(activations, str) else activations
        if len(layer_sizes) < 2 or len(hidden) != len(layer_sizes) - 2:
            raise ValueError(f"{len(hidden)} hidden activations do not fit layer sizes {list(layer_sizes)}")
        self.layer_sizes = list(layer_sizes)
        self.activation_names = [*hidden, output_activation]
        self._activations = [ACTIVATIONS[name] for name in self.activation_names]
        self._loss = LOSSES[loss]
        if self._loss.output_activation not in (None, output_activation):
            raise ValueError(f"loss {loss!r} needs the output activation {self._loss.output_activation!r}")
        self.parameters: Array = np.zeros(sum((n_in + 1) * n_out for n_in, n_out in pairwise(layer_sizes)))
        self._gradient = np.zeros_like(self.parameters)
        self.weights, self.biases = self._views(self.parameters)
        self._d_weights, self._d_biases = self._views(self._gradient)
        self.is_weight = np.zeros(self.parameters.size, dtype=bool)  # and not a bias
        for weights in self._views(self.is_weight)[0]:
            weights[...] = True
        self._workspaces: dict[tuple[int, bool], Workspace] = {}
        rng = np.random.default_rng(rng)
        for weights in self.weights:
            n_out, n_in = weights.shape
            weights[...] = INITIALIZERS[initializer].draw(n_out, n_in, rng)

    def _views(self, vector: AnyArray) -> tuple[list[AnyArray], list[AnyArray]]:
        """Return views of a flat vector: per layer `(n_out, n_in)`, and per layer `(n_out, 1)`."""
        weights: list[AnyArray] = []
        biases: list[AnyArray] = []
        start = 0
        for n_in, n_out in pairwise(self.layer_sizes):
            middle, end = start + n_out * n_in, start + n_out * (n_in + 1)
            weights.append(vector[start:middle].reshape(n_out, n_in))
            biases.append(vector[middle:end].reshape(n_out, 1))
            start = end
        return weights, biases

    def forward(self, X: Array) -> list[Array]:
        """Return the activations of every layer, input first, each `(n_units, n_samples)`."""
        return [activation.copy() for activation in self._forward(X).activations]

    def predict(self, X: Array) -> Array:
        """Return the outputs for `X`, `(n_outputs, n_samples)`."""
        return self._forward(X).activations[-1].copy()

    def loss(
        self, X: Array, Y: Array, *, dropout: float = 0.0, rng: np.random.Generator | None = None
    ) -> float:
        """Return the mean loss over the samples; `dropout` as in `gradient`."""
        workspace = self._forward(X, dropout, rng)
        return self._loss.value(workspace.activations[-1], workspace.z[-1], Y)

    def evaluate(self, X: Array, Y: Array) -> tuple[float, Array]:
        """Return the mean loss and the outputs, `(n_outputs, n_samples)`, of one forward pass."""
        workspace = self._forward(X)
        outputs = workspace.activations[-1]
        return self._loss.value(outputs, workspace.z[-1], Y), outputs

    def gradient(
        self, X: Array, Y: Array, *, dropout: float = 0.0, rng: np.random.Generator | None = None
    ) -> Array:
        """Return the gradient of the mean loss, `(n_parameters,)`, laid out as `parameters`.

        With `dropout` each hidden activation is left out with that probability, drawn from `rng`
        per unit and sample; the others count 1 / (1 - dropout) times, so that sums keep their size
        (Srivastava et al. 2014, in the inverted form). The vector is the network's own and is
        overwritten by the next call: copy it to keep it.
        """
        self._backward(self._forward(X, dropout, rng), Y)
        return self._gradient

    def _forward(self, X: Array, dropout: float = 0.0, rng: np.random.Generator | None = None) -> Workspace:
        """Fill a workspace: z = W a + b and a = f(z), layer by layer."""
        workspace = self._workspace(X, has_dropout=dropout > 0.0)
        activations, fed = workspace.activations, workspace.fed
        with np.errstate(over="ignore"):  # see activations.sigmoid
            for layer, z in enumerate(workspace.z):
                product = workspace.products[layer]
                product.forward(self.weights[layer], fed[layer], z)
                np.add(z, self.biases[layer], z)
                self._activations[layer].forward(z, activations[layer + 1])
                if rng is not None and layer < len(workspace.masks):
                    mask = workspace.masks[layer]
                    np.greater_equal(rng.random(out=mask), dropout, out=mask)
                    np.multiply(mask, 1.0 / (1.0 - dropout), mask)
                    np.multiply(activations[layer + 1], mask, fed[layer + 1])
        return workspace

    def _backward(self, workspace: Workspace, Y: Array) -> None:
        """Fill the gradient: the chain rule, from the loss back to the first layer."""
        activations, z, d, scratch = workspace.activations, workspace.z, workspace.d, workspace.scratch
        last = len(z) - 1
        self._loss.gradient(activations[-1], z[last], Y, d[last])
        for layer in range(last, -1, -1):
            if layer < last or self._loss.output_activation is None:
                self._activations[layer].backward(d[layer], z[layer], activations[layer + 1], scratch[layer])
            product = workspace.products[layer]
            product.d_weights(d[layer], workspace.fed[layer], self._d_weights[layer])
            np.add.reduce(d[layer], axis=1, out=self._d_biases[layer], keepdims=True)
            if layer:
                product.d_activations(self.weights[layer], d[layer], d[layer - 1])
                if workspace.masks:
                    np.multiply(d[layer - 1], workspace.masks[layer - 1], d[layer - 1])

    def _workspace(self, X: Array, *, has_dropout: bool) -> Workspace:
        """Return the workspace for as many samples as `X` has, with `X` as its input."""
        key = X.shape[1], has_dropout
        workspace = self._workspaces.get(key)
        if workspace is None:
            if len(self._workspaces) == MAX_WORKSPACES:
                del self._workspaces[next(iter(self._workspaces))]
            workspace = self._workspaces[key] = Workspace(
                self.layer_sizes, X.shape[1], has_dropout=has_dropout
            )
        workspace.activations[0] = workspace.fed[0] = X
        return workspace
