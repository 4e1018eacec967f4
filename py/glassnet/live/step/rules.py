"""The rules of the optimizers for one parameter, in their own symbols: memory first, the change last.

They say what the package's own optimizers do; whether the code in force still does, the recorded
numbers tell.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import sqrt
from typing import Any

from glassnet.live.step.record import StepRecord, Update
from glassnet.live.step.sums import Sum, given, product


@dataclass(frozen=True)
class One:
    """One parameter in a step: its value `p` and gradient `g`, and what is remembered of it."""

    update: Update
    p: float
    g: float
    change: float
    before: Mapping[str, float]
    after: Mapping[str, float]

    @classmethod
    def of(cls, record: StepRecord, update: Update, index: int) -> "One":
        """Return what the record has of the parameter at `index`."""
        before, after = (
            {name: float(values[index]) for name, values in memory.items()}
            for memory in (update.memory_before, update.memory_after)
        )
        p, change = float(record.before[index]), float(record.change[index])
        g = 0.0 if record.gradient is None else float(record.gradient.ravel()[index])
        return cls(update, p, g, change, before, after)

    def constant(self, name: str) -> float:
        """Return a constant of the rule."""
        return float(self.update.constants[name])

    @property
    def down(self) -> float:
        """Minus the learning rate."""
        return -self.update.learning_rate

    def changed(self, rule: str, *terms: Any) -> Sum:
        """Return how the change is made."""
        return Sum("change", f"change = {rule}", terms, self.change, abs(self.p))


def _sgd(one: One) -> list[Sum]:
    return [one.changed("-lr g", product("-lr g", one.down, one.g))]


def _velocity(one: One) -> Sum:
    mu = one.constant("momentum")
    terms = [product("μ v", mu, one.before["velocity"]), product("g", one.g)]
    return Sum("v", "v = μ v + g", terms, one.after["velocity"])


def _momentum(one: One) -> list[Sum]:
    v = _velocity(one)
    return [v, one.changed("-lr v", product("-lr v", one.down, v.sum))]


def _nesterov(one: One) -> list[Sum]:
    v, mu = _velocity(one), one.constant("momentum")
    ahead = Sum("g + μ v", "looks ahead: g + μ v", [product("g", one.g), product("μ v", mu, v.sum)])
    return [v, ahead, one.changed("-lr (g + μ v)", product("-lr (g + μ v)", one.down, ahead.sum))]


def _rmsprop(one: One) -> list[Sum]:
    alpha, epsilon = one.constant("alpha"), one.constant("epsilon")
    terms = [product("α s", alpha, one.before["s"]), product("(1 - α) g²", 1.0 - alpha, one.g, one.g)]
    s = Sum("s", "s = α s + (1 - α) g²", terms, one.after["s"])
    size = _size("√s + ε", "√s", s.sum, epsilon)
    return [
        s,
        size,
        one.changed("-lr g / (√s + ε)", product("-lr g / (√s + ε)", one.down, one.g, 1 / size.sum)),
    ]


def _size(name: str, root: str, square: float, epsilon: float) -> Sum:
    """Return what is divided by."""
    return Sum(name, f"the size: {name}", [given(root, sqrt(max(square, 0.0))), given("ε", epsilon)])


def _moments(one: One) -> tuple[list[Sum], Any]:
    """Return Adam's memory, corrected, and the term of its change."""
    (beta1, beta2), t = (one.constant(name) for name in ("beta1", "beta2")), one.update.n_steps
    m = Sum(
        "m",
        "m = β₁ m + (1 - β₁) g",
        [product("β₁ m", beta1, one.before["m"]), product("(1 - β₁) g", 1.0 - beta1, one.g)],
        one.after["m"],
    )
    v = Sum(
        "v",
        "v = β₂ v + (1 - β₂) g²",
        [product("β₂ v", beta2, one.before["v"]), product("(1 - β₂) g²", 1.0 - beta2, one.g, one.g)],
        one.after["v"],
    )
    factors = [1.0 / (1.0 - beta**t) for beta in (beta1, beta2)]
    m_hat = Sum("m̂", f"m̂ = m / (1 - β₁ᵗ), t = {t}", [product("m / (1 - β₁ᵗ)", m.sum, factors[0])])
    v_hat = Sum("v̂", f"v̂ = v / (1 - β₂ᵗ), t = {t}", [product("v / (1 - β₂ᵗ)", v.sum, factors[1])])
    size = _size("√v̂ + ε", "√v̂", v_hat.sum, one.constant("epsilon"))
    step = product("-lr m̂ / (√v̂ + ε)", one.down, m_hat.sum, 1.0 / size.sum)
    return [m, v, m_hat, v_hat, size], step


def _adam(one: One) -> list[Sum]:
    before, step = _moments(one)
    return [*before, one.changed("-lr m̂ / (√v̂ + ε)", step)]


def _adamw(one: One) -> list[Sum]:
    before, step = _moments(one)
    decay = product("-lr λ p", one.down, one.constant("weight_decay"), one.p)
    return [*before, one.changed("-lr λ p - lr m̂ / (√v̂ + ε)", decay, step)]


RULES: dict[str, Callable[[One], list[Sum]]] = {
    "sgd": _sgd,
    "momentum": _momentum,
    "nesterov": _nesterov,
    "rmsprop": _rmsprop,
    "adam": _adam,
    "adamw": _adamw,
}


def sums_of(record: StepRecord, update: Update, index: int) -> list[Sum]:
    """Return how a parameter's memory and change are made; of a rule that is not ours, what it did."""
    one = One.of(record, update, index)
    if update.name in RULES:
        try:
            return RULES[update.name](one)
        except (KeyError, ArithmeticError):  # the code remembers something else
            pass
    return own_rule(one)


def own_rule(one: One) -> list[Sum]:
    """Return memory before and after, and the change, by a rule that only the code knows."""
    memory = [
        Sum(
            name,
            f"{name}: before, and what the step adds by the code's own rule",
            [given("before", value), given("added", one.after.get(name, value) - value)],
            one.after.get(name, value),
        )
        for name, value in one.before.items()
    ]
    return [*memory, one.changed("by the code's own rule", given("change", one.change))]
