"""What the curves keep: no event is lost in what is thinned out."""

import json
import math

import numpy as np
import pytest

from glassnet import TrainingSession
from glassnet.history import RESOLUTION, History

LATE = 40 * RESOLUTION


def recorded(losses: dict[int, float], n_epochs: int) -> History:
    """Record a run with a loss of 1 but in some epochs, looking at each epoch as a session does."""
    history = History()
    for epoch in range(n_epochs):
        loss = losses.get(epoch, 1.0)
        if history.wants(epoch):
            history.record(epoch, epoch, (loss, loss, 0.5, 0.5))
        elif history.stands_out(loss):
            history.note_extreme(epoch, epoch, (loss, loss, 0.5, 0.5))
    return history


@pytest.mark.parametrize("loss", [1e6, 1e-6, math.inf])
def test_an_epoch_that_stands_out_between_two_records_is_kept(loss: float) -> None:
    assert (LATE + 1) not in recorded({}, 2 * LATE).table()[0]
    history = recorded({LATE + 1: loss}, 2 * LATE)
    epochs, losses = history.table()[[0, 2]]
    assert loss == losses[epochs == LATE + 1].item()
    assert (np.diff(epochs) > 0).all()


def test_the_least_and_the_greatest_of_several_are_kept() -> None:
    history = recorded(
        {LATE + 1: 5.0, LATE + 2: 30.0, LATE + 3: 7.0, LATE + 4: 0.02, LATE + 5: 0.1}, 2 * LATE
    )
    kept = set(history.table()[0])
    assert {LATE + 2, LATE + 4} <= kept
    assert not {LATE + 1, LATE + 3, LATE + 5} & kept


def test_what_has_just_stood_out_is_shown_at_once_and_goes_on_from_a_mark() -> None:
    whole = recorded({LATE + 1: 9.0}, LATE + 3)
    assert whole.table()[0, -1] == LATE + 1
    n_records, watch = whole.mark
    other = History(whole.table(n_records), watch)
    for history in (whole, other):
        history.record(2 * LATE, 2 * LATE, (1.0, 1.0, 0.5, 0.5))
    np.testing.assert_array_equal(whole.table(), other.table())
    assert LATE + 1 in other.table()[0]


def test_a_run_keeps_the_one_epoch_in_which_the_loss_jumps() -> None:
    """An epoch with 250,000 times the loss was in no record."""
    network = {"layer_sizes": [2, 3, 1], "output_activation": "linear"}
    session = TrainingSession({"data": {"n_samples": 64}, "network": network})
    n = session.steps_per_epoch
    session.train(n * 1000)
    while session.history.wants(session.epoch + 1) or session.history.last_epoch == session.epoch:
        session.train(n)
    jump, kept = session.epoch, session.network.parameters.copy()
    session.network.parameters *= 1e3
    expected = session.metrics()
    session.train(1)
    session.network.parameters[:] = kept
    session.train(n * 1000 - 1)
    table = session.history.table()
    (at,) = np.flatnonzero(table[0] == jump)
    assert table[1, at] == jump * n
    assert tuple(table[2:, at]) == expected


def test_looking_for_what_stands_out_leaves_the_run_alone_and_snapshots_go_on_with_it() -> None:
    config = {"data": {"n_samples": 64}, "training": {"learning_rate": 2.0, "batch_size": 8}}
    whole, other = TrainingSession(config), TrainingSession(config)
    whole.train(6000)
    for _ in range(60):
        other.train(100)
        other = TrainingSession.restored(*other.snapshot())
    np.testing.assert_array_equal(whole.network.parameters, other.network.parameters)
    np.testing.assert_array_equal(whole.history.table(), other.history.table())


def test_outputs_that_are_no_numbers_have_no_accuracy() -> None:
    """All of them NaN were given 50 %."""
    session = TrainingSession()
    session.network.parameters[:] = np.nan
    assert all(math.isnan(value) for value in session.metrics())
    confusion = session.confusion()
    assert confusion is not None
    assert confusion.sum() == 0


@pytest.mark.parametrize("loss", [math.inf, math.nan])
def test_what_is_kept_of_an_infinite_loss_is_json_and_goes_on_as_it_was(loss: float) -> None:
    history = recorded({LATE + 1: loss}, LATE + 2)
    count, watch = history.mark
    text = json.dumps(watch, allow_nan=False)
    again = History(history.table(count), json.loads(text))
    assert json.dumps(again.mark) == json.dumps(history.mark)
    assert np.array_equal(again.table(), history.table(), equal_nan=True)
