"""The judge of single values from outside: what breaks a rule is refused, and never made to fit."""

import math
import re
from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

Limits: TypeAlias = tuple[float, float]  # both ends included

LIMITS: dict[str, Limits] = {  # of numbers and lengths that are no setting of their own
    "seed": (0, 2**32 - 1),
    "n_layers": (2, 10),
    "layer_size": (1, 64),
    "n_steps": (1, 1_000_000),
    "value": (-1e6, 1e6),  # of a parameter set by hand
    "branch_name": (1, 60),  # letters
}


MAX_DEPTH = 100  # of lists and objects within each other: much deeper ones bring Python down
_TEXTS = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"', re.DOTALL)
_BRACKETS = re.compile(r"[\[{]+|[\]}]+")


class ConfigError(ValueError):
    """A value from outside that breaks a rule."""

    def __init__(self, field: str, rule: str, value: object, found: str | None = None) -> None:
        """`found` says what breaks the rule, where it is not simply that it is `value`."""
        found = f"is {_shown(value)}" if found is None else found
        super().__init__(f"{field} {rule}" if rule.startswith("is ") else f"{field} {rule}, but {found}")
        self.field, self.rule, self.value = field, rule, value


def _shown(value: object) -> str:
    """Return a value as a message shows it, cut where it is long."""
    text = repr(value)
    return text if len(text) <= 80 else text[:77] + "..."


def number(name: str, value: object, limits: Limits | None = None) -> float:
    """Return `value` if it is a finite number within `limits`, by default those of LIMITS."""
    low, high = limits or LIMITS[name]
    rule = f"must be a number from {low:g} to {high:g}"
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ConfigError(name, rule, value)
    if not low <= value <= high:  # NaN fails this too
        raise ConfigError(name, rule, value)
    return float(value)


def integer(name: str, value: object, limits: Limits | None = None) -> int:
    """Return `value` if it is a whole number within `limits`, by default those of LIMITS."""
    low, high = limits or LIMITS[name]
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        raise ConfigError(name, f"must be a whole number from {low:.0f} to {high:.0f}", value)
    return value


def choice(name: str, value: object, choices: Iterable[str]) -> str:
    """Return `value` if it is one of the names in `choices`."""
    names = list(choices)
    if not isinstance(value, str) or value not in names:
        raise ConfigError(name, f"must be one of {', '.join(names)}", value)
    return value


def mapping(name: str, value: object, allowed: Iterable[str]) -> Mapping[str, Any]:
    """Return `value` if it is a mapping whose keys are all in `allowed`."""
    if not isinstance(value, Mapping):
        raise ConfigError(name, "must be an object", value)
    names = list(allowed)
    for key in value:
        if key not in names:
            raise ConfigError(
                str(key), f"is not a field of {name}; it has {', '.join(names) or 'none'}", value[key]
            )
    return value


def finite(value: float) -> float | None:
    """Return a number as JSON can carry it: None stands for one that is not finite."""
    return value if math.isfinite(value) else None


def depth_of(text: str) -> int:
    """Return how many lists and objects of a JSON text are within each other."""
    depth = deepest = 0
    for run in _BRACKETS.findall(_TEXTS.sub("", text)):
        depth += len(run) if run[0] in "[{" else -len(run)
        deepest = max(deepest, depth)
    return deepest
