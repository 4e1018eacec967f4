"""What is on the screen is enough: a script that knows nothing else recomputes the network's output."""

import math
from collections.abc import Callable

from tests.browser.glass import Glass

Open = Callable[..., Glass]
N_NETWORKS = 100

# Everything is read as text, from the weight table and the inspector.
READ_NETWORKS = """async (n_networks) => {
    const frame = () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    const number = (element) => Number(element.textContent.trim().replaceAll("−", "-"));
    const canvas = document.querySelector("#scene canvas");
    const press = (key) => canvas.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
    const until = async (test) => { while (!test()) await frame(); };
    const networks = [];
    await glassnet.request("set_training", { speed: null });
    for (let index = 0; index < n_networks; index++) {
        const hidden = index % 2 ? [2 + (index % 5)] : [2 + (index % 3), 3];
        const activations = ["tanh", "sigmoid", "relu"][index % 3];
        const config = { layer_sizes: [2, ...hidden, 1], activations, seed: index };
        await glassnet.request("create_network", config);
        await glassnet.request("step", { n_steps: 20 + index });
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
        const n_terms = hidden.at(-1) + 1;
        await until(() => document.querySelectorAll("#inspector tr[data-parameter]").length === n_terms);
        const select = document.getElementById("weights-layer");
        const layers = [];
        for (let layer = 1; layer <= hidden.length + 1; layer++) {
            select.value = layer;
            select.dispatchEvent(new Event("change", { bubbles: true }));
            await until(() => {
                const cells = [...document.querySelectorAll("#weights td")];
                return cells.length && cells.every((cell) => !cell.textContent.includes("…"));
            });
            await frame();
            const rows = [...document.querySelectorAll("#weights tbody tr")];
            layers.push(rows.map((row) => [...row.querySelectorAll("td")].map(number)));
        }
        const output = number(document.querySelector("#inspector [data-sum=activation]"));
        networks.push({ activations, inputs, layers, output });
    }
    return networks;
}"""

ACTIVATIONS: dict[str, Callable[[float], float]] = {
    "tanh": math.tanh,
    "sigmoid": lambda z: 1 / (1 + math.exp(-z)),
    "relu": lambda z: max(z, 0.0),
}


def test_the_output_of_a_hundred_networks_is_recomputed_from_the_screen(open_page: Open) -> None:
    glass = open_page(viewport={"width": 800, "height": 500}, reduced_motion="reduce")
    glass.expect_ready()
    glass.page.locator("#weights > summary").click()
    networks = glass.page.evaluate(READ_NETWORKS, N_NETWORKS)
    assert len(networks) == N_NETWORKS
    for network in networks:
        layer_values = network["inputs"]
        for index, rows in enumerate(network["layers"]):
            is_last = index == len(network["layers"]) - 1
            activation = ACTIVATIONS["sigmoid" if is_last else network["activations"]]
            # a row: the weights of a unit, then its bias
            layer_values = [
                activation(sum(w * a for w, a in zip(row, [*layer_values, 1.0], strict=True))) for row in rows
            ]
        (output,) = layer_values
        assert abs(output - network["output"]) <= 1e-5, network
