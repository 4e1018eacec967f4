"""Learning rate schedules: their values at the ends and between."""

import pytest

from glassnet.schedules import LOWEST, SCHEDULES


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("constant", [1.0, 1.0, 1.0, 1.0]),
        ("step", [1.0, 1.0, 0.5, 0.25]),
        ("cosine", [1.0, 0.505, LOWEST, LOWEST]),
        ("warm_up", [LOWEST, 0.505, 1.0, 1.0]),
    ],
)
def test_factors_at_the_start_half_way_at_the_end_and_at_twice_the_length(
    name: str, values: list[float]
) -> None:
    factor = SCHEDULES[name].factor
    assert [factor(epoch, 10.0) for epoch in (0.0, 5.0, 10.0, 20.0)] == pytest.approx(values)


@pytest.mark.parametrize("name", SCHEDULES)
def test_factors_are_between_0_and_1_from_the_first_step_to_long_after_the_end(name: str) -> None:
    factor = SCHEDULES[name].factor
    for length in (1.0, 7.0, 1000.0):
        assert all(0.0 < factor(length * part / 20, length) <= 1.0 for part in range(100))


def test_steps_come_at_whole_lengths_and_curves_within_an_epoch() -> None:
    assert SCHEDULES["step"].factor(9.999, 10.0) == 1.0
    assert SCHEDULES["cosine"].factor(0.25, 1.0) > SCHEDULES["cosine"].factor(0.5, 1.0)
    assert SCHEDULES["warm_up"].factor(0.25, 1.0) < SCHEDULES["warm_up"].factor(0.5, 1.0)
