"""A storm of faults, in random order; `python3 build.py storm` has a longer one."""

import os
from collections.abc import Callable

import pytest

from tests.browser.glass import Glass
from tests.browser.storm import NOISE, Storm

N_FAULTS = int(os.environ.get("GLASSNET_FAULTS", "40"))
SEED = int(os.environ.get("GLASSNET_SEED", "1"))
# The twin needs no picture.
NO_PICTURE = """const getContext = HTMLCanvasElement.prototype.getContext;
HTMLCanvasElement.prototype.getContext = function (kind, ...rest) {
    return kind === "webgl2" ? null : getContext.call(this, kind, ...rest);
};"""


@pytest.fixture
def expected_errors() -> list[str]:
    return NOISE


def test_after_each_fault_of_a_storm_the_page_is_what_it_should_be(
    open_page: Callable[..., Glass], site: str
) -> None:
    glass, twin = open_page(), open_page(go=False)
    twin.page.add_init_script(NO_PICTURE)
    twin.page.goto(site)
    glass.expect_ready()
    twin.expect_ready()
    Storm(glass, twin, SEED).strike(N_FAULTS)
