"""The built site in Firefox and in WebKit, Safari's engine, where Debian's packages of them are installed."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.browser.conftest import DIST
from tests.browser.engines import Engine, open_firefox, open_webkit
from tests.browser.glass import Glass
from tests.browser.test_offline import WAIT_UNTIL_KEPT
from tools.server import make_server

Open = Callable[..., Glass]
Broken = Callable[[], tuple[str, Path]]

ENGINES = {
    "firefox": (open_firefox, "Debian's firefox-esr"),
    "webkit": (open_webkit, "Debian's webkit2gtk-driver and xvfb"),
}
RUN = """(async () => {
    const runs = [];
    for (const activation of ["sigmoid", "tanh", "gelu", "elu"]) {
        const network = { layer_sizes: [2, 8, 8, 1], activations: activation };
        const training = { optimizer: "adam", speed: null };
        await glassnet.request("configure", { config: { network, training } });
        await glassnet.request("step", { n_steps: 200 });
        const { weights, biases, train_loss, test_loss } = await glassnet.request("get_network_state", {});
        runs.push([weights, biases, train_loss, test_loss]);
    }
    return runs;
})()"""
# As a visit does that has brought the image (js/sync/offline.js).
NOTE_IMAGE = """(async () => {
    localStorage.setItem("glassnet.image", document.documentElement.dataset.version);
})()"""
# Press a button, and wait for what the page then says of itself.
PRESS = """(async () => {{
    await glassnet.request("get_network_state", {{}});
    const root = document.documentElement;
    const buttons = [...document.querySelectorAll("button")];
    buttons.find((button) => button.textContent.trim() === "{name}").click();
    while (root.dataset.status !== "{status}") await new Promise((resolve) => setTimeout(resolve, 20));
    return Number(document.querySelector("[data-stat=step]").dataset.value);
}})()"""
# Wait until a step is seen.
STEPPED = """(async () => {
    const step = document.querySelector("[data-stat=step]");
    while (step.dataset.value === "0") await new Promise((resolve) => setTimeout(resolve, 20));
})()"""
# Wait until a link's hidden size is in force.
LINKED = """(async () => {{
    const sizes = async () => (await glassnet.request("get_network_state", {{}})).layer_sizes.join("-");
    while (await sizes() !== "{sizes}") await new Promise((resolve) => setTimeout(resolve, 50));
}})()"""
EDIT = """(async () => {
    const { files } = await glassnet.request("get_code", {});
    const { text } = files.find(({ name }) => name === "optimizers.py");
    const edited = text.replace("class SGD", "# edited\\nclass SGD");
    return glassnet.request("edit_code", { files: { "optimizers.py": edited } });
})()"""


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    open_engine, packages = ENGINES[request.param]
    with open_engine() as engine:
        if engine is None:
            pytest.skip(f"needs {packages}")
        yield engine
        assert engine.complaints == []


def test_it_starts_from_the_memory_image_and_computes_chromiums_numbers(
    engine: Engine, open_page: Open, broken_site: Broken
) -> None:
    address, folder = broken_site()
    engine.goto(address)
    engine.evaluate(NOTE_IMAGE)
    (folder / "vendor/pyodide/library.bin").unlink()  # what a start without the image needs
    engine.goto(f"{address}?again")
    glass = open_page(address)
    glass.expect_ready()
    assert engine.evaluate(RUN) == glass.page.evaluate(RUN)


def test_it_trains_takes_an_edit_and_a_link_and_goes_on_without_a_network(
    engine: Engine, tmp_path: Path
) -> None:
    with make_server(_copy(tmp_path), prefix="/glass/") as server:
        address = server.url
        engine.goto(f"{address}#dataset=xor&hidden=3&seed=5")
        engine.evaluate(LINKED.format(sizes="2-3-1"))
        engine.evaluate(PRESS.format(name="Start training", status="training"))
        engine.evaluate(STEPPED)
        assert engine.evaluate(PRESS.format(name="Stop training", status="stopped")) > 0
        assert engine.evaluate(EDIT)["edited"] == ["optimizers.py"]
        engine.evaluate(f"({WAIT_UNTIL_KEPT})()")
    engine.goto(f"{address}?again#dataset=spiral&hidden=4")
    engine.evaluate(LINKED.format(sizes="2-4-1"))
    stepped: dict[str, Any] = engine.evaluate('glassnet.request("step", { n_steps: 2 })')
    assert stepped["step"] == 2


def _copy(folder: Path) -> Path:
    """Copy the site, so that nothing else is at its address."""
    return Path(shutil.copytree(DIST, folder / "site"))
