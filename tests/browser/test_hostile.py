"""Edits that mean harm: each ends in a clear message, and the run goes on from before it."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.browser.glass import CommandRefusedError, Glass
from tests.hostile_edits import STATEMENTS, hostile_text

CONFIG = {
    "seed": 5,
    "data": {"dataset": "circular", "n_samples": 60},
    "network": {"layer_sizes": [2, 4, 1], "activations": "tanh"},
    "training": {"optimizer": "sgd", "learning_rate": 0.05, "speed": None},
}


LATER_MS = 20_000  # in which an edit that has been let in fails


@pytest.fixture
def expected_errors() -> list[str]:
    # What Pyodide says when it has been brought down, and Chromium of what the policy forbids.
    return ["Pyodide", "fatal", "Stack (most recent", "Error:", "Content Security Policy", "  at ", "File "]


def message_of(glass: Glass, text: str) -> str:
    """Return what an edit of optimizers.py is answered with, at once or when it fails later."""
    glass.page.evaluate("window.failures = []")
    try:
        glass.request("edit_code", {"files": {"optimizers.py": text}})
    except CommandRefusedError as error:
        if error.error["code"] != "code":
            raise
        return str(error)
    script = """async (ms) => {
        for (const end = performance.now() + ms; performance.now() < end; ) {
            if (failures.length) return failures[0];
            await new Promise((resolve) => setTimeout(resolve, 20));
        }
    }"""
    return str(glass.page.evaluate(script, LATER_MS))


def test_every_hostile_edit_ends_in_a_message_and_the_run_goes_on(open_page: Callable[..., Glass]) -> None:
    glass = open_page()
    glass.expect_ready()
    # `void`: what `on` returns would be called, and that ends the listening.
    glass.page.evaluate("void glassnet.on('error', ({ error }) => window.failures?.push(error.message))")
    glass.request("configure", {"config": CONFIG})
    glass.request("start_training")
    messages: dict[str, str] = {}
    for name, statement in STATEMENTS.items():
        before: dict[str, Any] = glass.request("get_network_state")
        messages[name] = message_of(glass, hostile_text(statement))
        print(f"{name}: {messages[name]}")  # shown when the test fails
        glass.expect_status("training")
        after = glass.request("get_network_state")
        assert after["step"] >= before["step"], name
        assert after["train_loss"] is not None, name
        assert after["train_loss"] <= before["train_loss"] + 0.05, name
        glass.expect_stat_changes("step")  # it goes on
    assert len(messages) >= 30
    for name, message in messages.items():
        assert len(message) > 12, (name, message)
    assert "before it could answer" not in " ".join(messages.values())
    code = glass.request("get_code")
    assert all(file["text"] == file["original"] for file in code["files"])
