"""What may be looked at: one declaration makes a view that is checked, carried over and computed."""

from dataclasses import replace

import numpy as np
import pytest

from glassnet import TrainingSession
from glassnet.page import observe
from glassnet.page.events import costly_view, state_event
from glassnet.page.layer_space import LayerSpace
from glassnet.page.views import CALM_VIEWS, REST_SIZES, VIEW_SIZES, VIEWS, Views

OPEN = Views(
    point=(0.5, 3.0),
    unit_grids=True,
    confusion=True,
    distributions=True,
    unit=2,
    space=(2, 3),
    layer_space=LayerSpace(1, (0, 1, 3)),
    probe=(1.0, -2.0),
    gradient=True,
)


@pytest.fixture(scope="module")
def session() -> TrainingSession:
    session = TrainingSession()
    session.train(1)
    return session


def test_every_view_that_is_computed_has_its_part_in_a_state_and_none_while_it_is_closed(
    session: TrainingSession,
) -> None:
    closed = Views(grid=False, sample_outputs=False)
    for name, view in VIEWS.items():
        if view.observe is None:
            continue
        part = view.part or name
        assert state_event(session, closed)[part] is None
        if name in VIEW_SIZES:
            assert state_event(session, OPEN)[part] is None  # it comes when it is due
            assert costly_view(name, session, OPEN, VIEW_SIZES[name][0]) is not None
        else:
            assert state_event(session, OPEN)[part] is not None


def test_only_costly_views_have_sizes_and_may_be_calm() -> None:
    assert set(CALM_VIEWS) <= set(VIEW_SIZES) == {name for name, view in VIEWS.items() if view.sizes}
    assert all(list(sizes) == sorted(sizes) for sizes in VIEW_SIZES.values())
    assert all(min(sizes) > VIEW_SIZES[name][-1] for name, sizes in REST_SIZES.items())


def test_every_open_view_passes_its_own_check_and_stays_with_the_run_that_it_fits(
    session: TrainingSession,
) -> None:
    assert Views().updated({name: getattr(OPEN, name) for name in VIEWS}, session) == OPEN
    assert OPEN.fitted(session) == OPEN


def test_what_does_not_fit_another_run_is_closed_and_the_rest_stays_open(session: TrainingSession) -> None:
    views = replace(OPEN, sample=5000, unit=90, space=(0, 80), layer_space=LayerSpace(1, (0, 1, 4)))
    assert views.fitted(session) == replace(OPEN, sample=0, unit=None, space=None, layer_space=None)


@pytest.mark.parametrize("size", [0.0, 5e-324, 1e-310, 1e-25, 1.0, 1e20, 1e300, 1.7e308])
@pytest.mark.parametrize("kind", ["alike", "both signs", "up to it"])
def test_histograms_count_numbers_of_any_size(size: float, kind: str) -> None:
    session = TrainingSession()
    n = session.network.parameters.size
    values = {"alike": np.full(n, size), "both signs": np.where(np.arange(n) % 2, size, -size)}
    session.network.parameters[:] = values.get(kind, np.linspace(0.0, size, n))
    with np.errstate(all="ignore"):
        found = observe.distributions(session)
    counts = found["counts"].reshape(3, -1, observe.N_BINS)[0]
    ends = found["ranges"].reshape(3, -1, 2)[0]
    is_too_wide = kind == "both signs" and size > 1e308
    assert (counts.sum(axis=1) == ([0, 0] if is_too_wide else [12, 5])).all()
    assert (ends[:, 0] <= ends[:, 1]).all()
