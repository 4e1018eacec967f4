"""What is on the screen is enough: a script that knows nothing else recomputes the network's output."""

import math
from collections.abc import Callable
from itertools import pairwise
from typing import Any

from tests.browser.glass import Glass, expect_soon

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
        await until(() => document.querySelector("#inspector h2")?.textContent === name);
        inputs.push(number(document.querySelector("#inspector .inspector__value")));
    }
    press("Escape");
    press("p"); // the last unit: the output
    await until(() => document.querySelector("#inspector [data-sum=activation]")?.dataset.value);
    const select = document.querySelector("[data-panel=weights] select");
    const layers = [];
    for (const option of select.options) {
        select.value = option.value;
        select.dispatchEvent(new Event("change", { bubbles: true }));
        await frame();
        const rows = [...document.querySelectorAll("[data-panel=weights] tbody tr")];
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


def expect_to_add_up(glass: Glass, sizes: list[int], name: str, step: int) -> None:
    """Wait until all that is read is of this network after this step, and gives the output."""
    seen: dict[str, Any] = {}

    def adds_up() -> bool:
        seen.update(glass.page.evaluate(READ))
        shape = [(len(rows), *{len(row) - 1 for row in rows}) for rows in seen["layers"]]
        return (
            seen["step"] == step
            and shape == [(n_out, n_in) for n_in, n_out in pairwise(sizes)]
            and abs(recomputed(seen["inputs"], seen["layers"], name) - seen["output"]) <= 1e-5
        )

    expect_soon(adds_up, lambda: f"{name}: {seen}")


def test_the_output_of_a_hundred_networks_is_recomputed_from_the_screen(open_page: Open) -> None:
    glass = open_page(viewport={"width": 800, "height": 500}, reduced_motion="reduce")
    glass.expect_ready()
    glass.page.locator("[data-panel=weights] > summary").click()
    for index in range(N_NETWORKS):
        hidden = [2 + index % 5] if index % 2 else [2 + index % 3, 3]
        sizes, name, step = [2, *hidden, 1], NAMES[index % 3], 20 + index
        glass.request("create_network", {"layer_sizes": sizes, "activations": name, "seed": index})
        glass.train(step)
        expect_to_add_up(glass, sizes, name, step)
