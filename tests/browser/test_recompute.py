"""What is on the screen is enough: a script that knows nothing else recomputes the network's output."""

import math
import time
from collections.abc import Callable
from itertools import pairwise
from typing import Any

from tests.browser.glass import LOAD_MS, Glass

Open = Callable[..., Glass]
N_NETWORKS = 100
NAMES = ["tanh", "sigmoid", "relu"]

# Everything is read as text, from the weight table and the inspector.
READ = """async () => {
    const frame = () => new Promise(requestAnimationFrame);
    const until = async (test) => { while (!test()) await frame(); };
    const number = (element) => Number(element.textContent.trim().replaceAll("−", "-"));
    const canvas = document.querySelector("#scene canvas");
    const press = (key) => canvas.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
    press("Escape");
    const inputs = [];
    for (const name of ["Input x₁", "Input x₂"]) {
        press("n");
        await until(() => document.getElementById("inspector-title")?.textContent === name);
        inputs.push(number(document.querySelector("#inspector .inspector__value")));
    }
    press("Escape");
    press("p"); // the last unit: the output
    await until(() => document.querySelector("#inspector [data-sum=activation]")?.dataset.value);
    const select = document.getElementById("weights-layer");
    const layers = [];
    for (const option of select.options) {
        select.value = option.value;
        select.dispatchEvent(new Event("change", { bubbles: true }));
        await frame();
        const rows = [...document.querySelectorAll("#weights tbody tr")];
        layers.push(rows.map((row) => [...row.querySelectorAll("td")].map(number)));
    }
    const output = number(document.querySelector("#inspector [data-sum=activation]"));
    const step = Number(document.querySelector("[data-stat=step]").dataset.value);
    return { inputs, layers, output, step };
}"""

ACTIVATIONS: dict[str, Callable[[float], float]] = {
    "tanh": math.tanh,
    "sigmoid": lambda z: 1 / (1 + math.exp(-z)),
    "relu": lambda z: max(z, 0.0),
}


def recomputed(inputs: list[float], layers: list[list[list[float]]], name: str) -> float:
    """Return the output; a row of a layer holds the weights of a unit, then its bias."""
    values = inputs
    for layer in layers:
        activation = ACTIVATIONS["sigmoid" if layer is layers[-1] else name]
        values = [activation(sum(w * a for w, a in zip(row, [*values, 1.0], strict=True))) for row in layer]
    (output,) = values
    return output


def adds_up(seen: dict[str, Any], sizes: list[int], name: str, step: int) -> bool:
    """Tell whether all of it is of this network after this step, and gives the output."""
    inputs, layers, output = seen["inputs"], seen["layers"], seen["output"]
    shape = [(len(rows), *{len(row) - 1 for row in rows}) for rows in layers]
    return (
        seen["step"] == step
        and shape == [(n_out, n_in) for n_in, n_out in pairwise(sizes)]
        and abs(recomputed(inputs, layers, name) - output) <= 1e-5
    )


def test_the_output_of_a_hundred_networks_is_recomputed_from_the_screen(open_page: Open) -> None:
    glass = open_page(viewport={"width": 800, "height": 500}, reduced_motion="reduce")
    glass.expect_ready()
    glass.page.locator("#weights > summary").click()
    for index in range(N_NETWORKS):
        hidden = [2 + index % 5] if index % 2 else [2 + index % 3, 3]
        sizes, name, step = [2, *hidden, 1], NAMES[index % 3], 20 + index
        glass.request("create_network", {"layer_sizes": sizes, "activations": name, "seed": index})
        glass.train(step)
        deadline = time.monotonic() + LOAD_MS / 1000
        # Panels that cannot all be drawn in one frame take their turns.
        while not adds_up(seen := glass.page.evaluate(READ), sizes, name, step):
            assert time.monotonic() < deadline, (name, seen)
