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
from glassnet.initializers import BIAS_INITIALIZERS, INITIALIZERS
from glassnet.losses import LOSSES
from glassnet.workspace import LayerParameters, Workspace

MAX_WORKSPACES = 8


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
        self._gradient = np.zeros_like(self.parameters)
        self.weights, self.biases = self._views(self.parameters)
        d_weights, d_biases = self._views(self._gradient)
        self._layers = list(map(LayerParameters, self.weights, self.biases, d_weights, d_biases))
        self._joined_layers = self._join_biases()
        self.is_weight = np.zeros(self.parameters.size, dtype=bool)  # and not a bias
        for weights in self._views(self.is_weight)[0]:
            weights[...] = True
        self._workspaces: dict[tuple[int, bool], Workspace] = {}
        rng = np.random.default_rng(rng)
        for weights in self.weights:
            n_out, n_in = weights.shape
            weights[...] = INITIALIZERS[initializer].draw(n_out, n_in, rng)
        for weights, biases in zip(self.weights, self.biases, strict=True):
            n_out, n_in = weights.shape
            biases += BIAS_INITIALIZERS[bias_initializer].draw(n_out, n_in, rng)

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

    def _join_biases(self) -> list[LayerParameters]:
        """Make arrays for the same numbers with each unit's bias behind its weights."""
        self._rows, self._d_rows = np.zeros_like(self.parameters), np.zeros_like(self.parameters)
        places = self._views(np.arange(self.parameters.size))
        order = [np.hstack(layer) for layer in zip(*places, strict=True)]
        self._place_in_parameters = np.concatenate([layer.ravel() for layer in order])
        self._place_in_rows = np.argsort(self._place_in_parameters)
        ends = np.cumsum([layer.size for layer in order])[:-1]
        parts = zip(order, np.split(self._rows, ends), np.split(self._d_rows, ends), strict=True)
        return [
            LayerParameters(rows.reshape(layer.shape), None, d_rows.reshape(layer.shape), None)
            for layer, rows, d_rows in parts
        ]

    def forward(self, X: Array) -> list[Array]:
        """Return the activations of every layer, input first, each `(n_units, n_samples)`."""
        return [X.copy(), *(layer.a.copy() for layer in self._passed(X).forward)]

    def predict(self, X: Array) -> Array:
        """Return the outputs for `X`, `(n_outputs, n_samples)`."""
        return self._passed(X).forward[-1].a.copy()

    def loss(
        self, X: Array, Y: Array, *, dropout: float = 0.0, rng: np.random.Generator | None = None
    ) -> float:
        """Return the mean loss over the samples; `dropout` as in `gradient`."""
        output = self._passed(X, dropout, rng).forward[-1]
        return self._loss.value(output.a, output.z, Y)

    def evaluate(self, X: Array, Y: Array) -> tuple[float, Array]:
        """Return the mean loss and the outputs, `(n_outputs, n_samples)`, of one forward pass."""
        output = self._passed(X).forward[-1]
        return self._loss.value(output.a, output.z, Y), output.a

    def gradient(
        self, X: Array, Y: Array, *, dropout: float = 0.0, rng: np.random.Generator | None = None
    ) -> Array:
        """Return the gradient of the mean loss, `(n_parameters,)`, laid out as `parameters`.

        With `dropout` each hidden activation is left out with that probability, drawn from `rng`
        per unit and sample; the others count 1 / (1 - dropout) times, so that sums keep their size
        (Srivastava et al. 2014, in the inverted form). The vector is the network's own and is
        overwritten by the next call: copy it to keep it.
        """
        with np.errstate(over="ignore"):
            return self.step_gradient(X, Y, dropout=dropout, rng=rng)

    def step_gradient(
        self, X: Array, Y: Array, *, dropout: float = 0.0, rng: np.random.Generator | None = None
    ) -> Array:
        """Return `gradient`, for a loop that silences NumPy's overflows once around all its steps."""
        workspace = self._workspace(X.shape[1], has_dropout=dropout > 0.0)
        self._forward(workspace, X, dropout, rng)
        self._backward(workspace, Y)
        return self._gradient

    def _passed(self, X: Array, dropout: float = 0.0, rng: np.random.Generator | None = None) -> Workspace:
        """Return the workspace with `X` passed forward."""
        workspace = self._workspace(X.shape[1], has_dropout=dropout > 0.0)
        with np.errstate(over="ignore"):  # see activations.sigmoid
            self._forward(workspace, X, dropout, rng)
        return workspace

    def _forward(
        self, workspace: Workspace, X: Array, dropout: float, rng: np.random.Generator | None
    ) -> None:
        """Fill a workspace: z = W a + b and a = f(z), layer by layer."""
        if workspace.has_always_on:
            self._rows[self._place_in_rows] = self.parameters
        workspace.X[...] = X
        for product, rows, inputs, biases, z, activate, a, mask, outputs in workspace.forward:
            product(rows, inputs, z)  # [W b] [a; 1], or W a
            if biases is not None:
                np.add(z, biases, z)
            activate(z, a)
            if mask is not None and rng is not None:
                np.greater_equal(rng.random(out=mask), dropout, out=mask)
                np.multiply(mask, 1.0 / (1.0 - dropout), mask)
                np.multiply(a, mask, outputs)

    def _backward(self, workspace: Workspace, Y: Array) -> None:
        """Fill the gradient: the chain rule, from the loss back to the first layer."""
        output = workspace.forward[-1]
        self._loss.gradient(output.a, output.z, Y, workspace.backward[0].d)
        for derivative, z, a, slope in workspace.slopes:
            derivative(z, a, slope)
        for d, mask, slope, backward, product, weights_t, d_inputs in workspace.backward:
            if mask is not None:
                np.multiply(d, mask, d)
            if backward is not None:
                backward(d, slope, d)  # dL/dz = dL/da da/dz
            if d_inputs is not None:
                product(weights_t, d, d_inputs)  # the layer before: dL/da = Wᵀ dL/dz
        for product, d, inputs_t, gradient in workspace.gradients:
            product(d, inputs_t, gradient)  # dL/d[W b] = dL/dz [a; 1]ᵀ; or dL/dW = dL/dz aᵀ, dL/db = dL/dz 1
        if workspace.has_always_on:
            self._gradient[self._place_in_parameters] = self._d_rows

    def _workspace(self, n_samples: int, *, has_dropout: bool) -> Workspace:
        """Return the workspace for `n_samples`."""
        key = n_samples, has_dropout
        if key not in self._workspaces:
            if len(self._workspaces) == MAX_WORKSPACES:
                del self._workspaces[next(iter(self._workspaces))]
            is_wide = max(self.layer_sizes) > n_samples
            self._workspaces[key] = Workspace(
                self._layers if is_wide else self._joined_layers,
                [ACTIVATIONS[name] for name in self.activation_names],
                n_samples,
                has_dropout=has_dropout,
                has_output_slope=self._loss.output_activation is None,
            )
        return self._workspaces[key]
