"""Sums as they are shown: terms that are products of factors, and whether they make the number recorded."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

CLOSE = 1e-12  # relative to the sizes of all that enters a sum


class Term(NamedTuple):
    """What is added: the product of its factors, or what its label says, where it has none."""

    label: str
    factors: list[float]
    value: float


def product(label: str, *factors: float) -> Term:
    """Return the term of these factors."""
    numbers = [float(factor) for factor in factors]
    return Term(label, numbers, math.prod(numbers))


def given(label: str, value: float) -> Term:
    """Return a term that is a number of its own."""
    return Term(label, [], float(value))


@dataclass(frozen=True)
class Sum:
    """How a number is made: `result` is recorded, or else what the terms make.

    `scale` is the size of what was taken off before, as where a change is a small difference.
    """

    name: str
    rule: str  # in symbols
    terms: Sequence[Term]
    result: float | None = None
    scale: float = 0.0

    @property
    def sum(self) -> float:
        """The sum of the terms."""
        values = self._values
        try:
            return math.fsum(values)
        except (OverflowError, ValueError):  # it leaves the finite numbers, as a run that diverges does
            return sum(values)

    @property
    def _values(self) -> list[float]:
        return [term.value for term in self.terms]

    @property
    def agrees(self) -> bool:
        """Whether the terms make the result, but for rounding."""
        if self.result is None:
            return True
        if not (math.isfinite(self.sum) and math.isfinite(self.result)):
            return math.isfinite(self.sum) == math.isfinite(self.result)
        size = sum(map(abs, self._values)) + abs(self.result) + self.scale
        return abs(self.sum - self.result) <= CLOSE * size

    def plain(self) -> dict[str, Any]:
        """Return it as js/protocol.js has it."""
        return {
            "name": self.name,
            "rule": self.rule,
            "terms": [term._asdict() for term in self.terms],
            "sum": self.sum,
            "result": self.sum if self.result is None else self.result,
            "agrees": self.agrees,
        }
