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
