"""How a setting is declared: one field of a dataclass, whose metadata say all that is known of it.

    noise: float = setting(0.0, Number(0.0, 3.0, step=0.05), "Noise", "How far the samples are scattered.")

Checks, the page's control, its place in a link, and the documents' tables are made from it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any, ClassVar

from glassnet.checks import Limits, choice, integer, number


@dataclass(frozen=True)
class Scale:
    """Steps of a control that go 1, 2, 3, 5 × 10ᵏ from `low` to `high`; an empty one begins at `first`."""

    low: float
    high: float
    first: float


@dataclass(frozen=True)
class Number:
    """A number from `low` to `high`, or None where `null` says what that stands for.

    `step` is that of the control: so much, or along a scale.
    """

    name: ClassVar[str] = "number"

    low: float
    high: float
    null: str | None = None
    step: float | Scale | None = None

    @property
    def limits(self) -> Limits:
        """The smallest and the largest."""
        return self.low, self.high

    def check(self, name: str, value: object) -> float | None:
        """Return the value, or raise ConfigError."""
        return None if value is None and self.null is not None else number(name, value, self.limits)


@dataclass(frozen=True)
class Integer(Number):
    """A whole number."""

    name = "integer"

    def check(self, name: str, value: object) -> int | None:
        """Return the value, or raise ConfigError."""
        return None if value is None and self.null is not None else integer(name, value, self.limits)


@dataclass(frozen=True)
class Choice:
    """A name of a registry, which the catalog has as `of`."""

    name: ClassVar[str] = "choice"

    of: str
    registry: Mapping[str, Any]

    def check(self, name: str, value: object) -> str:
        """Return the value, or raise ConfigError."""
        return choice(name, value, self.registry)


@dataclass(frozen=True)
class Several:
    """A list that only its whole part can judge; `name` says which, to its control and in a link."""

    name: str

    def check(self, name: str, value: object) -> object:
        """Return the value as it is."""
        return value


@dataclass(frozen=True)
class Field:
    """A setting."""

    kind: Number | Choice | Several
    label: str
    hint: str  # a sentence or two
    group: str | None = ""  # of those behind More; "": its part's own; None: it is on the first page
    key: str = ""  # in a link; "": as `name`
    belongs_to: str | None = None  # the setting of whose choices only those have it that say so
    name: str = ""
    part: str | None = None  # of the configuration; None: the configuration itself

    def as_dict(self) -> dict[str, Any]:
        """Return it as plain values, as `js/protocol.js` describes them."""
        kind = self.kind
        plain: dict[str, Any] = {
            "name": self.name,
            "part": self.part,
            "key": self.key,
            "kind": kind.name,
            "label": self.label,
            "hint": self.hint,
            "group": self.group,
            "belongs_to": self.belongs_to,
        }
        if isinstance(kind, Choice):
            return plain | {"choices": kind.of}
        if isinstance(kind, Number):
            limits = {"min": kind.low, "max": kind.high}
            step = vars(kind.step) if isinstance(kind.step, Scale) else kind.step
            return plain | {"limits": limits, "null": kind.null, "step": step}
        return plain


def setting(default: Any, kind: Number | Choice | Several, label: str, hint: str, /, **more: Any) -> Any:
    """Return a field of a dataclass that declares a setting; `more` as `Field` has it."""
    return field(default=default, metadata={"setting": Field(kind, label, hint, **more)})


def settings_of(record: type, part: str | None, group: str) -> tuple[Field, ...]:
    """Return the settings that a dataclass declares; those that name no group are of `group`."""
    return tuple(
        replace(
            declared,
            name=each.name,
            part=part,
            key=declared.key or each.name,
            group=group if declared.group == "" else declared.group,
        )
        for each in fields(record)
        if isinstance(declared := each.metadata.get("setting"), Field)
    )


def checked(record: Any, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return those of the values that are settings of a dataclass, or raise ConfigError."""
    return {
        each.name: each.metadata["setting"].kind.check(each.name, values[each.name])
        for each in fields(record)
        if each.name in values and "setting" in each.metadata
    }
