"""What is asked of a record, and the sums that answer it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from glassnet.live.step.record import Array, LayerRecord, StepRecord
from glassnet.live.step.sums import Sum, Term, given, product


@dataclass(frozen=True)
class Asked:
    """Which number: a unit by its place in its layer, a weight from `source` (None: the bias), a sample."""

    record: StepRecord
    quantity: str
    layer: int = 0
    unit: int = 0
    source: int | None = None
    sample: int | None = None
    functions: Mapping[str, Callable[[Array], Array]] | None = None  # activations as they came, by name

    @property
    def own(self) -> LayerRecord:
        """The layer that it is of."""
        return self.record.layers[self.layer - 1]

    @property
    def place(self) -> int:
        """Where the sample is among those that are kept."""
        assert self.sample is not None
        return self.record.samples.kept.index(self.sample)

    @property
    def is_output(self) -> bool:
        """Whether it is of the last layer."""
        return self.layer == len(self.record.layers)

    @property
    def index(self) -> int:
        """The parameter's index in the flat vector."""
        return self.record.parameter(self.layer, self.unit, self.source)

    def of(self, what: str) -> str:
        """Return of which samples the number is."""
        return f"{what} {self.record.n}" if self.sample is None else f"sample {self.sample}"


@dataclass(frozen=True)
class Explanation:
    """The sums that make a number, itself the last, and what it is of."""

    of: str
    sums: list[Sum]
    note: str | None = None


def there(values: Array | None) -> Array:
    """Return numbers that a station has, since it is not missing."""
    assert values is not None
    return values


def unit_name(record: StepRecord, layer: int, unit: int) -> str:
    """Return what a unit is called, by its place in a layer."""
    if layer == 0:
        return f"input {unit + 1}"
    return f"output {unit + 1}" if layer == len(record.layers) else f"unit {unit + 1}"


def per_sample(
    record: StepRecord, values: Array, make: Callable[[str, int], Term], others: float
) -> list[Term]:
    """Return a term for each sample that is kept, and one for all the others."""
    terms = [make(f"sample {sample}", at) for at, sample in enumerate(record.samples.kept[: len(values)])]
    n_others = record.samples.n_left_out
    return [*terms, given(f"the other {n_others:,} samples", others)] if n_others else terms


def mean_of(asked: Asked, name: str, values: Array, total: float) -> Explanation:
    """Return how the mean over the batch is made of its samples; `values` are of those that are kept."""
    n = asked.record.n
    others = (total - float(values.sum())) / n
    terms = per_sample(asked.record, values, lambda label, at: product(label, 1.0 / n, values[at]), others)
    return Explanation(asked.of("mean of"), [Sum(name, f"mean of {name} = Σ {name} / n", terms, total / n)])
