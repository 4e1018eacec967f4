"""The record of one real step: all that it has computed, each quantity once, and nothing done to it.

Of a batch larger than MAX_KEPT some samples are kept whole, and of the others what sums need of them.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from itertools import pairwise
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from glassnet.live.step.lines import Key, Place

MAX_KEPT = 256  # samples

Array: TypeAlias = NDArray[np.float64]


@dataclass(frozen=True)
class Samples:
    """The batch: training samples by their index, -1 for one that is none of them."""

    batch: list[int]
    turn: list[int]  # those that come next in the order of the epoch
    places: list[int]  # in the batch, of those that are kept

    @property
    def kept(self) -> list[int]:
        """The training samples that are kept."""
        return [self.batch[place] for place in self.places]

    @property
    def left_out(self) -> str | None:
        """What there is not of the whole batch, as a sentence."""
        if self.n_left_out == 0:
            return None
        return (
            f"Of the {len(self.batch):,} samples of the batch {len(self.places)} are kept whole; "
            f"of the other {self.n_left_out:,} only what they add to sums and means."
        )

    @property
    def n_left_out(self) -> int:
        """Samples of the batch of which only sums are kept."""
        return len(self.batch) - len(self.places)


@dataclass(frozen=True)
class LayerRecord:
    """What a step has computed in a layer: `(n, n_kept)` each, and None where the code has none.

    `sums` are of all samples of the batch, `(n,)`; `others` what those that are left out add to
    d_weights and d_biases.
    """

    activation: str
    weights: Array  # before the step, as are the biases
    biases: Array
    inputs: Array | None
    z: Array | None
    a: Array | None
    mask: Array | None
    slope: Array | None  # f'(z), of an activation whose units do not depend on each other
    d_a: Array | None
    d_z: Array | None
    d_weights: Array | None
    d_biases: Array | None
    sums: Mapping[str, Array]
    others: Mapping[str, Array]


@dataclass(frozen=True)
class Update:
    """What the optimizer was given and what it did; vectors are `(n_parameters,)`."""

    name: str  # in the catalog
    rule: str  # its class
    constants: Mapping[str, float]
    learning_rate: float
    n_steps: int  # with this one
    memory_before: Mapping[str, Array]
    memory_after: Mapping[str, Array]


@dataclass(frozen=True)
class CodeInForce:
    """What of the code it takes to judge the record: activations by layer, the loss, how a run begins."""

    functions: Sequence[Callable[[Array], Array]]
    loss: Callable[[Array, Array, Array], float]
    make: Callable[[Any], Any]
    config: Mapping[str, Any]


@dataclass(frozen=True)
class StepRecord:
    """A step: its stations' numbers, the lines that compute them, and what the code does not have."""

    step: int
    layer_sizes: list[int]
    loss: str
    samples: Samples
    layers: list[LayerRecord]
    targets: Array | None  # (n_outputs, n_kept)
    losses: Array | None  # (n_kept,)
    other_losses: float  # their sum, of the samples that are left out
    mean: float | None
    d_parameters: Array | None  # (n_parameters,), as all below
    penalty: Array | None
    before_clipping: Array | None
    clipping: float | None  # the factor; 1: the gradient is short enough, or there is no limit
    gradient: Array | None  # as the optimizer gets it
    update: Update | None
    before: Array
    after: Array
    frozen: frozenset[int]
    training: Mapping[str, Any]  # the settings
    epoch: float  # before the step, with the part of it that was taken
    share: float | None  # of the slope of a sample's own loss that d_z of the outputs is; 1 / n of the mean
    code: CodeInForce
    lines: Mapping[Key, Place]
    missing: Mapping[Key, str]  # sentences

    @property
    def n(self) -> int:
        """The samples of the batch."""
        return len(self.samples.batch)

    @property
    def change(self) -> Array:
        """What the step adds to each parameter."""
        return self.after - self.before

    @property
    def n_bytes(self) -> int:
        """The memory that the record takes, each array counted once."""
        return sum({id(array): array.nbytes for array in _arrays(self)}.values())

    def parameter(self, layer: int, unit: int, source: int | None) -> int:
        """Return the index of a weight, or with `source` None of a bias, in the flat vector."""
        sizes = self.layer_sizes
        start = sum((n_in + 1) * n_out for n_in, n_out in pairwise(sizes[:layer]))
        if source is None:
            return start + sizes[layer] * sizes[layer - 1] + unit
        return start + unit * sizes[layer - 1] + source

    def layer_of(self, values: Array, layer: int) -> tuple[Array, Array]:
        """Return what a flat vector has for the weights and the biases of a layer, as matrices."""
        n_in, n_out = self.layer_sizes[layer - 1 : layer + 1]
        start, middle = self.parameter(layer, 0, 0), self.parameter(layer, 0, None)
        return values[start:middle].reshape(n_out, n_in), values[middle : middle + n_out].reshape(n_out, 1)


def kept_places(n_samples: int, chosen: Sequence[int] = ()) -> list[int]:
    """Return which places of a batch are kept: all, or some evenly apart and the chosen ones."""
    if n_samples <= MAX_KEPT:
        return list(range(n_samples))
    some = np.linspace(0, n_samples - 1, MAX_KEPT - len(chosen)).astype(int).tolist()
    return sorted({*some, *chosen})


def _arrays(value: Any) -> Iterator[Array]:
    """Yield every array in a record."""
    if isinstance(value, np.ndarray):
        yield value
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from _arrays(item)
    elif isinstance(value, list):
        for item in value:
            yield from _arrays(item)
    elif is_dataclass(value):
        for field in fields(value):
            yield from _arrays(getattr(value, field.name))
