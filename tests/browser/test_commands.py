"""Stories of somebody who drives the page from code: `glassnet.request`, `glassnet.on`, an iframe."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.glass import CommandRefusedError, Glass, expect_soon
from tools.server import make_server

Open = Callable[..., Glass]


def test_the_originals_six_endpoints_answer(open_page: Open) -> None:
    glass = open_page()
    assert glass.request("create_network", {"layer_sizes": [2, 3, 1]})["layer_sizes"] == [2, 3, 1]
    data = glass.request("generate_data", {"dataset": "linear", "n_samples": 40})
    assert [len(data[name]) for name in ("X", "Y")] == [2, 1]
    assert len(data["X"][0]) == 40
    assert glass.request("start_training")["status"] == "training"
    glass.expect_stat_changes("step")
    assert glass.request("stop_training")["status"] == "stopped"
    state = glass.request("get_network_state")
    assert state["step"] > 0
    assert [len(row) for row in state["weights"][0]] == [2, 2, 2]
    (output,) = glass.request("predict", {"inputs": [[0.5], [-1]]})["outputs"]
    assert 0 < output[0] < 1


def test_malformed_calls_are_refused_and_training_goes_on(open_page: Open) -> None:
    glass = open_page()
    glass.expect_ready()
    glass.request("start_training")
    glass.expect_status("training")
    run_id = glass.request("get_network_state")["run_id"]
    malformed = """[
        ["predict", { inputs: [[NaN], [1]] }, "inputs[0][0]"],
        ["predict", { inputs: [[1], [Infinity]] }, "inputs[1][0]"],
        ["predict", { inputs: [[1, 2], [1]] }, "inputs"],
        ["predict", { inputs: "1,2" }, "inputs"],
        ["predict", {}, "inputs"],
        ["predict", [], "predict"],
        ["predict", null, "predict"],
        ["predict", { inputs: [[1], [2]], extra: 1 }, "extra"],
        ["create_network", { layer_sizes: [2, 1e9, 1] }, "layer_sizes[1]"],
        ["create_network", { layer_sizes: [2, 2.5, 1] }, "layer_sizes[1]"],
        ["create_network", { activations: "swish" }, "activations"],
        ["create_network", { activations: () => 1 }, "activations"],
        ["generate_data", { dataset: "__proto__" }, "dataset"],
        ["generate_data", { n_samples: 1e12 }, "n_samples"],
        ["set_training", { learning_rate: -1 }, "learning_rate"],
        ["set_training", { learning_rate: 10n }, "params"],
        ["set_training", { batch_size: [] }, "batch_size"],
        ["step", { n_steps: "all" }, "n_steps"],
        ["reset", { seed: 0.5 }, "seed"],
        ["shutdown", {}, undefined],
        [undefined, {}, undefined],
    ]"""
    script = f"""async () => {{
        const cyclic = {{}};
        cyclic.self = cyclic;
        const cases = [...{malformed}, ["predict", cyclic, "params"]];
        const problems = [];
        for (const [name, params, field] of cases) {{
            try {{
                await glassnet.request(name, params);
                problems.push([String(name), "was accepted"]);
            }} catch (thrown) {{
                const error = thrown.error ?? {{}};
                const complete = error.code && error.message && (!field || error.rule);
                if (!complete || error.field !== field) problems.push([String(name), field, thrown.message]);
            }}
        }}
        return problems;
    }}"""
    assert glass.page.evaluate(script) == []
    after = glass.request("get_network_state")
    assert (after["run_id"], after["status"]) == (run_id, "training")
    glass.expect_stat_changes("step")


def test_a_refusal_names_field_rule_and_value(open_page: Open) -> None:
    glass = open_page()
    with pytest.raises(CommandRefusedError) as caught:
        glass.request("set_training", {"learning_rate": 1000})
    error = caught.value.error
    assert (error["code"], error["field"], error["value"]) == ("invalid", "learning_rate", 1000)
    assert error["rule"] == "must be a number from 1e-06 to 100"


def test_handlers_hear_events_and_may_stop_listening(open_page: Open) -> None:
    glass = open_page()
    glass.expect_ready()
    script = """async () => {
        const heard = [];
        const stop = glassnet.on("topology", ({ layer_sizes }) => heard.push(layer_sizes.join("-")));
        await glassnet.request("create_network", { layer_sizes: [2, 7, 1] });
        stop();
        await glassnet.request("create_network", { layer_sizes: [2, 6, 1] });
        return heard;
    }"""
    assert glass.page.evaluate(script) == ["2-7-1"]
    assert glass.page.evaluate("typeof glassnet.version") == "string"


def test_a_page_that_embeds_ours_calls_it_by_post_message(open_page: Open, site: str, tmp_path: Path) -> None:
    (tmp_path / "host.html").write_text(
        f'<title>Host</title><iframe src="{site}" width="800" height="600"></iframe>'
    )
    with make_server(tmp_path) as server:
        glass = open_page(server.url + "host.html")
        # At once: what comes before the page can work waits for it.
        script = """() => new Promise((resolve) => {
            const replies = [];
            addEventListener("message", ({ data: { id, ok, result, error } }) => {
                replies.push([id, ok, ok ? result.layer_sizes : error.field]);
                if (replies.length === 2) resolve(replies);
            });
            const { contentWindow } = document.querySelector("iframe");
            const send = (message) => contentWindow.postMessage(message, "*");
            send({ id: 1, name: "create_network", params: { layer_sizes: [2, 5, 1] } });
            send({ id: 2, name: "predict", params: {} });
        })"""
        replies = glass.page.evaluate(script)
        page = glass.page.frame_locator("iframe").locator("html")
        expect(page).to_have_attribute("data-status", "ready")
    assert replies == [[1, True, [2, 5, 1]], [2, False, "inputs"]]


def test_another_run_goes_its_own_way_and_one_that_there_is_not_is_refused_by_name(open_page: Open) -> None:
    glass = open_page()
    glass.expect_ready()
    glass.page.evaluate("() => { window.ask = (...asked) => glassnet.request(...asked); }")
    assert glass.page.evaluate("ask('step', { n_steps: 40 })")["step"] == 40
    for name in ("step", "edit_code", "set_views"):
        refused = f"ask('{name}', {{}}, 'zz').catch(({{ error }}) => error)"
        assert glass.page.evaluate(refused)["field"] == "run"
    alone = glass.page.evaluate("ask('step', { n_steps: 20 })")
    fork = glass.page.evaluate("ask('fork', { as: 'b', step: 40 })")
    assert (fork["run"], fork["step"]) == ("b", 40)
    assert glass.page.evaluate("ask('step', { n_steps: 20 }, 'b')")["train_loss"] == alone["train_loss"]
    glass.page.evaluate("ask('start_training', {}, 'b')")
    glass.page.evaluate("ask('close_run', {}, 'b')")
    assert glass.page.evaluate("ask('go_to', { step: 7 })")["step"] == 7  # the worker is alive
    assert glass.page.evaluate("ask('step', { n_steps: 53 })")["train_loss"] == alone["train_loss"]


def test_runs_that_train_in_turn_are_each_as_if_alone(open_page: Open) -> None:
    """Two in one worker and two in two, with other networks and optimizers: equal to the bit."""
    settings = {
        "a": {
            "seed": 3,
            "network": {"layer_sizes": [2, 5, 1]},
            "training": {"optimizer": "adam", "dropout": 0.0},
        },
        "b": {
            "seed": 8,
            "network": {"layer_sizes": [2, 4, 4, 1]},
            "training": {"optimizer": "sgd", "dropout": 0.2},
        },
    }
    ask = """([run, name, params]) => glassnet.request(name, params, run)"""

    def begin(glass: Glass, run: str, name: str) -> None:
        config = {**settings[name], "training": {**settings[name]["training"], "speed": None}}
        glass.page.evaluate(ask, [run, "configure", {"config": config}])

    def step(glass: Glass, run: str, n_steps: int) -> Any:
        glass.page.evaluate(ask, [run, "step", {"n_steps": n_steps}])
        state = glass.page.evaluate(ask, [run, "get_network_state", {}])
        return {key: state[key] for key in ("step", "train_loss", "test_loss", "weights", "biases")}

    one, two, alone = open_page(), open_page(), open_page()
    for glass in (one, two, alone):
        glass.expect_ready()
    expected = {}
    for name in settings:
        begin(alone, "a", name)
        expected[name] = step(alone, "a", 60)
    one.page.evaluate(ask, ["a", "fork", {"as": "b"}])
    for name in settings:
        begin(one, name, name)
    begin(two, "a", "b")
    for _ in range(3):
        in_one = {name: step(one, name, 20) for name in settings}
        in_two = step(two, "a", 20)
    assert in_one == expected
    assert in_two == expected["b"]
    # What is shown is of the first, whatever the other does.
    expect_soon(lambda: one.stat("step") == 60)
    one.request("reset")
    assert step(one, "b", 1)["step"] == 61
    expect_soon(lambda: one.stat("step") == 0)


def test_a_step_is_opened_number_by_number_and_then_taken(open_page: Open, site: str) -> None:
    glass = open_page(f"{site}#dataset=circular&hidden=8&optimizer=adam")
    glass.expect_ready()
    glass.request("step", {"n_steps": 5})
    opened = glass.page.evaluate(
        """async () => {
            const record = await glassnet.request("record_step", {});
            const { a, d_z, after, means, memory_after } = record.arrays;
            return {
                kinds: [a, d_z, after, means.z, memory_after.m].map((each) => each.constructor.name),
                lengths: [a, d_z, after, means.z, memory_after.m].map((each) => each.length),
                n: record.batch.length,
                stations: record.stations.length,
                after: Array.from(after),
            };
        }"""
    )
    assert set(opened["kinds"]) == {"Float64Array"}
    assert opened["lengths"] == [11 * opened["n"]] * 2 + [33, 11, 33]
    assert opened["stations"] == 20
    told = glass.request("explain", {"quantity": "change", "layer": 1, "unit": 0, "input": 0})
    assert told["agrees"]
    assert [each["name"] for each in told["steps"]] == ["m", "v", "m̂", "v̂", "√v̂ + ε"]
    assert glass.request("step", {})["step"] == 6
    state = glass.request("get_network_state")
    parameters = [
        number
        for weights, biases in zip(state["weights"], state["biases"], strict=True)
        for number in [*(weight for row in weights for weight in row), *biases]
    ]
    assert parameters == opened["after"]
    with pytest.raises(CommandRefusedError, match="it has moved on"):
        glass.request("explain", {"quantity": "mean"})
