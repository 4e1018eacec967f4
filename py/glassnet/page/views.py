"""What may be looked at: each view is declared once, with how its value is checked and what is computed."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any, TypeGuard

from glassnet.checks import ConfigError, mapping, number
from glassnet.datasets import DOMAIN
from glassnet.page.layer_space import LayerSpace, checked_layer_space, layer_space, layer_space_there
from glassnet.page.loss_surface import EXTENTS, LOSS_FIELDS, SIZES, LossRequest
from glassnet.page.observe import (
    Look,
    Point,
    distributions,
    float32,
    gradient,
    hidden_space,
    output_grid,
    outputs_at,
    sample_outputs,
    unit_grids,
    unit_sum,
)
from glassnet.session import TrainingSession


@dataclass(frozen=True)
class View:
    """One view: how its value is checked and carried over to another run, and what is computed for it.

    A view that is computed has a `part` of the state event. A costly one comes now and then, in one
    of its `sizes`: points along each axis of the plane, between which the page smooths. Its
    `rest_sizes` are finer ones, for when nothing trains. One that is made
    `in_slices` comes when there is time for it (Bridge.look).
    """

    check: Callable[[str, object, TrainingSession], Any]  # the value, or ConfigError
    fit: Callable[[Any, TrainingSession], Any] = lambda value, session: value
    observe: Callable[[Look, Any], Any] | None = None  # of an open view, with its value
    part: str | None = None  # None: the view's name
    sizes: tuple[int, ...] = ()  # none: it is cheap
    rest_sizes: tuple[int, ...] = ()
    is_calm: bool = False  # whether the page draws it ten times a second
    in_slices: bool = False


def _flag(name: str, value: object, session: TrainingSession) -> bool:
    """Return a checked switch."""
    if not isinstance(value, bool):
        raise ConfigError(name, "must be true or false", value)
    return value


def _sample(name: str, value: object, session: TrainingSession) -> int | None:
    """Return a checked index of a training sample, or None."""
    return _index(name, value, 0, session.config.data.n_samples - 1)


def _unit(name: str, value: object, session: TrainingSession) -> int | None:
    """Return a checked index of a unit that computes something, or None."""
    sizes = session.network.layer_sizes
    return _index(name, value, sizes[0], sum(sizes) - 1)


def _index(name: str, value: object, low: int, high: int) -> int | None:
    if value is None or _is_index(value, low, high):
        return value
    raise ConfigError(name, f"must be null or a whole number from {low} to {high}", value)


def _is_index(value: object, low: int, high: int) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool) and low <= value <= high


def _unit_pair(name: str, value: object, session: TrainingSession) -> tuple[int, int] | None:
    """Return two checked indices of units, or None."""
    high = sum(session.network.layer_sizes) - 1
    if value is None:
        return None
    if isinstance(value, list | tuple) and len(value) == 2:
        one, other = value
        if _is_index(one, 0, high) and _is_index(other, 0, high):
            return one, other
    raise ConfigError(name, f"must be null or a list of two whole numbers from 0 to {high}", value)


def _point(name: str, value: object, session: TrainingSession) -> Point | None:
    """Return a checked point of the plane, or None."""
    return None if value is None else checked_point(name, value, "null or ")


def checked_point(name: str, value: object, alternative: str = "") -> Point:
    """Return a point of the plane, or raise ConfigError, which tells of the alternative to one."""
    low, high = DOMAIN
    if isinstance(value, list | tuple) and len(value) == 2 and all(map(_is_place, value)):
        return float(value[0]), float(value[1])
    raise ConfigError(name, f"must be {alternative}a list of two numbers from {low:g} to {high:g}", value)


def _is_place(value: object) -> bool:
    """Return whether a value is a coordinate of the plane."""
    return isinstance(value, int | float) and not isinstance(value, bool) and DOMAIN[0] <= value <= DOMAIN[1]


def _loss_request(name: str, value: object, session: TrainingSession) -> LossRequest | None:
    """Return a checked request for the surface of the loss, with what it leaves out, or None."""
    if value is None:
        return None
    given = mapping(name, asdict(value) if isinstance(value, LossRequest) else value, LOSS_FIELDS)
    asked = LossRequest(**given)
    pair = asked.directions if asked.directions == "path" else _parameter_pair(asked.directions, session)
    if pair is None:
        rule = "must be 'path' or a list of two different indices of parameters"
        raise ConfigError(f"{name}.directions", rule, asked.directions)
    if asked.samples not in ("train", "test"):
        raise ConfigError(f"{name}.samples", "must be 'train' or 'test'", asked.samples)
    if not isinstance(asked.size, int) or asked.size not in SIZES:
        raise ConfigError(f"{name}.size", f"must be one of {', '.join(map(str, SIZES))}", asked.size)
    return replace(asked, directions=pair, extent=number(f"{name}.extent", asked.extent, EXTENTS))


def _parameter_pair(value: object, session: TrainingSession) -> tuple[int, int] | None:
    """Return two different parameters, None if they are not."""
    high = session.network.parameters.size - 1
    if isinstance(value, list | tuple) and len(value) == 2:
        one, other = value
        if _is_index(one, 0, high) and _is_index(other, 0, high) and one != other:
            return one, other
    return None


def _loss_request_there(asked: LossRequest | None, session: TrainingSession) -> LossRequest | None:
    """Return a request that fits another run, which may have fewer parameters."""
    if asked is None or asked.directions == "path" or _parameter_pair(asked.directions, session):
        return asked
    return replace(asked, directions="path")


def _sample_there(sample: int | None, session: TrainingSession) -> int | None:
    return sample if (sample or 0) < session.config.data.n_samples else 0


def _unit_there(unit: int | None, session: TrainingSession) -> int | None:
    sizes = session.network.layer_sizes
    return unit if unit is not None and sizes[0] <= unit < sum(sizes) else None


def _units_there(units: tuple[int, int] | None, session: TrainingSession) -> tuple[int, int] | None:
    return units if units is not None and max(units) < sum(session.network.layer_sizes) else None


def _view(first: object, *args: Any, **more: Any) -> Any:
    """Declare a view, with the value that it has at first."""
    return field(default=first, metadata={"view": View(*args, **more)})


@dataclass(frozen=True)
class Views:
    """What the page shows and so wants to be told; nothing else is computed.

    `sample` is the training sample whose activations are shown, None their mean over all; `point` is
    a point of the plane that is shown instead. `unit` is the one whose sum is written out, an index of
    all units; `space` are two units whose activations are to span a plane; `layer_space` are the axes
    of a layer's space, given as its number and up to three of its units or None, and perhaps those of
    another layer; `probe` is another point of the plane, whose outputs are told. `loss_surface` says
    over which plane of parameters the loss is, and how finely (LossRequest).
    """

    grid: bool = _view(
        True,
        _flag,
        observe=lambda look, _: float32(output_grid(look.session, look.size)),
        sizes=(16, 24, 32, 48),
        rest_sizes=(64, 96, 128, 160),
    )
    sample_outputs: bool = _view(
        True, _flag, observe=lambda look, _: float32(sample_outputs(look.session)), sizes=(1,)
    )
    sample: int | None = _view(0, _sample, fit=_sample_there)
    point: tuple[float, float] | None = _view(None, _point)
    unit_grids: bool = _view(
        False,
        _flag,
        observe=lambda look, _: float32(unit_grids(look.session, look.size)),
        sizes=(12, 16, 24),
    )
    confusion: bool = _view(False, _flag, observe=lambda look, _: look.session.confusion())
    distributions: bool = _view(
        False, _flag, observe=lambda look, _: distributions(look.session), sizes=(1,), is_calm=True
    )
    unit: int | None = _view(
        None,
        _unit,
        fit=_unit_there,
        observe=lambda look, unit: unit_sum(look.session, look.layers, unit),
        part="unit_sum",
    )
    space: tuple[int, int] | None = _view(
        None,
        _unit_pair,
        fit=_units_there,
        observe=lambda look, units: hidden_space(look.session, units, look.size),
        sizes=(12, 16, 24),
        is_calm=True,
    )
    layer_space: LayerSpace | None = _view(
        None,
        checked_layer_space,
        fit=layer_space_there,
        observe=lambda look, space: layer_space(look.session, space, look.size),
        sizes=(13, 21, 41),
    )
    probe: tuple[float, float] | None = _view(
        None, _point, observe=lambda look, point: outputs_at(look.session, point)
    )
    gradient: bool = _view(False, _flag, observe=lambda look, _: gradient(look.session))
    loss_surface: LossRequest | None = _view(None, _loss_request, fit=_loss_request_there, in_slices=True)

    def updated(self, changes: object, session: TrainingSession) -> "Views":
        """Return a copy with the changed fields, or raise ConfigError. Another sample ends the point."""
        changes = mapping("views", changes, VIEWS)
        checked = {name: VIEWS[name].check(name, value, session) for name, value in changes.items()}
        point = None if "sample" in checked else self.point
        return replace(self, **{"point": point, **checked})

    def fitting(self, changes: Mapping[str, Any], session: TrainingSession) -> "Views":
        """Return a copy with those of the changed fields that fit a run; they may have been of another."""
        views = self
        for name, value in changes.items():
            with suppress(ConfigError):
                views = views.updated({name: value}, session)
        return views

    def fitted(self, session: TrainingSession) -> "Views":
        """Return a copy for another run: a sample or unit that is not there is not shown."""
        return replace(self, **{name: view.fit(getattr(self, name), session) for name, view in VIEWS.items()})

    def observed(self, name: str, look: Look) -> Any:
        """Return a view's part of a state event; None while it is closed."""
        value, observe = getattr(self, name), VIEWS[name].observe
        return None if observe is None or value is None or value is False else observe(look, value)


VIEWS: dict[str, View] = {each.name: each.metadata["view"] for each in fields(Views)}
VIEW_SIZES = {name: view.sizes for name, view in VIEWS.items() if view.sizes}  # of those that cost much
REST_SIZES = {name: view.rest_sizes for name, view in VIEWS.items() if view.rest_sizes}
CALM_VIEWS = tuple(name for name, view in VIEWS.items() if view.is_calm)
