"""Who is to blame when something fails with edited code in force, what is told, and what is still there."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from glassnet.live import guards
from glassnet.live.guards import MAX_EVENT_LINES, MAX_TRACEBACK, Fingerprint, Log
from glassnet.live.sources import loaded, original, put_back, split_lines
from glassnet.page.views import VIEW_SIZES
from tests.one_run import OneRun
from tests.test_host import STEP, ask, refused

ROOT = Path(__file__).parent.parent
CONFIG = {
    "seed": 3,
    "data": {"n_samples": 60},
    "network": {"layer_sizes": [2, 4, 1], "activations": "tanh"},
    "training": {"optimizer": "sgd", "learning_rate": 0.1},
}
MAKE = """    def __init__(self, parameters, *, learning_rate):
        if {condition}:
            raise ValueError("no")
        super().__init__(parameters, learning_rate=learning_rate)

    def step(self, gradient: Array) -> None:
"""
HEAD = "    def step(self, gradient: Array) -> None:\n"


@pytest.fixture
def host() -> Iterator[OneRun]:
    modules = loaded()
    host = OneRun(CONFIG, {"grid": True})
    host.train(5)
    host.take_events()
    yield host
    put_back(modules)


def with_step(statement: str) -> str:
    return original("optimizers.py").replace(STEP, f"{statement}\n        {STEP}", 1)


def with_sgd(condition: str) -> str:
    text = original("optimizers.py")
    at = text.index("class SGD")
    return text[:at] + text[at:].replace(HEAD, MAKE.format(condition=condition), 1)


def answer(host: OneRun, command: str, **params: Any) -> dict[str, Any]:
    reply: dict[str, Any] = json.loads(host.command(command, json.dumps(params)))
    return reply


# ---------------------------------------------------------------------- blame


def test_what_fails_in_edited_code_later_is_told_as_its_failure(host: OneRun) -> None:
    ask(host, "edit_code", files={"optimizers.py": with_step("if len(gradient) == 0 or self.n_steps: 1 / 0")})
    host.session.optimizer.n_steps = 1
    host.take_events()
    assert not host.train(5)
    (error,) = [event["error"] for event in host.events() if event["type"] == "error"]
    assert (error["code"], error["file"], error["ran"]) == ("code", "optimizers.py", True)


@pytest.mark.parametrize("what", ["bridge.train", "_record_path", "journal.advance"])
def test_what_fails_with_us_is_not_called_a_failure_of_the_edit(
    what: str, host: OneRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise AttributeError("ours")

    ask(host, "edit_code", files={"optimizers.py": with_step("pass")})
    host.take_events()
    owner: Any = host.host.runs["a"]
    *path, name = what.split(".")
    for part in path:
        owner = getattr(owner, part)
    with monkeypatch.context() as patch:
        patch.setattr(owner, name, fails)
        if what == "journal.advance":
            error = answer(host, "reset")["error"]
        else:
            assert not host.train(5)
            (error,) = [event["error"] for event in host.events() if event["type"] == "error"]
            assert error["ran"] is False
    assert (error["code"], error["message"]) == ("python", "AttributeError: ours")
    assert host.files
    step = host.session.step
    host.train(5)
    assert host.session.step == step + 5


@pytest.mark.parametrize(
    "command", ["get_code", "trace_step", "record_step", "check_gradient", "check_replay", "export_run"]
)
def test_a_command_about_code_that_fails_with_us_blames_nobody(
    command: str, host: OneRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(host, "edit_code", files={"optimizers.py": with_step("pass")})
    from glassnet.live import commands

    def fails(*_: object) -> None:
        raise AttributeError("ours")

    entry = commands.CODE_COMMANDS[command]
    monkeypatch.setitem(commands.CODE_COMMANDS, command, entry._replace(act=fails))
    error = answer(host, command)["error"]
    assert (error["code"], error["message"]) == ("python", "AttributeError: ours")
    assert host.files


def test_a_command_about_code_that_fails_in_edited_code_names_it(host: OneRun) -> None:
    text = with_step("if __import__('sys').gettrace() and self.n_steps: raise ValueError('traced')")
    ask(host, "edit_code", files={"optimizers.py": text})
    host.session.optimizer.n_steps = 1
    error = answer(host, "trace_step")["error"]
    assert (error["code"], error["file"], error["message"]) == ("code", "optimizers.py", "ValueError: traced")


def test_a_command_that_fails_in_edited_code_says_where_and_that_all_is_as_it_was(host: OneRun) -> None:
    text = original("activations.py")
    entry = '\nACTIVATIONS["mine"] = Activation("M", "M.", lambda z: z if z.shape[1] < 50 else 1 / 0, '
    entry += "relu_derivative, (0, 1))\n"
    ask(host, "edit_code", files={"activations.py": text + entry})
    before = ask(host, "get_network_state")
    error = answer(host, "create_network", activations="mine")["error"]
    line = text.count("\n") + 2
    assert error["message"] == (
        f"ZeroDivisionError: division by zero (activations.py, line {line}). Everything is as it was before."
    )
    assert ask(host, "get_network_state") == before


def test_an_interrupted_command_is_told_and_changes_nothing(host: OneRun) -> None:
    text = original("activations.py")
    entry = "\ndef mine(z):\n    if z.shape[1] > 50:\n        raise KeyboardInterrupt\n    return z\n"
    entry += '\nACTIVATIONS["mine"] = Activation("M", "M.", mine, relu_derivative, (0, 1))\n'
    ask(host, "edit_code", files={"activations.py": text + entry})
    before = ask(host, "get_network_state")
    error = answer(host, "create_network", activations="mine")["error"]
    assert error["message"] == "It did not finish in time and was stopped."
    assert (error["code"], error["file"]) == ("code", "activations.py")
    assert ask(host, "get_network_state") == before


# ---------------------------------------------------------------------- made again


def test_a_setting_with_which_an_optimizer_could_not_be_made_is_refused(host: OneRun) -> None:
    ask(host, "edit_code", files={"optimizers.py": with_sgd("learning_rate > 0.3")})
    host.take_events()
    error = answer(host, "set_training", learning_rate=0.5)["error"]
    assert "ValueError: no (optimizers.py, line" in error["message"]
    assert host.events() == []
    assert ask(host, "get_network_state")["config"]["training"]["learning_rate"] == 0.1
    for command in ("reset", "new_weights", "undo", "redo"):
        ask(host, command)
    host.train(5)
    ask(host, "edit_code", files={"optimizers.py": original("optimizers.py")})
    assert OneRun(journal=host.past()).session.step == host.session.step


def test_an_optimizer_that_cannot_be_made_at_all_is_never_in_force(host: OneRun) -> None:
    error = refused(host, optimizers=with_sgd("True"))
    assert (error["message"], error["file"]) == ("ValueError: no", "optimizers.py")
    ask(host, "reset")


def test_a_loss_that_cannot_be_made_is_never_in_force(host: OneRun) -> None:
    old = "    output_activation: str | None = None\n"
    new = f"{old}\n    def __post_init__(self): raise ValueError('no')\n"
    text = original("losses.py")
    assert old in text
    error = refused(host, losses=text.replace(old, new, 1))
    assert (error["message"], error["file"]) == ("ValueError: no", "losses.py")
    ask(host, "reset")


@pytest.mark.parametrize("fails", [{"keeps": True}, {"keeps": False}, None])
def test_a_run_whose_code_cannot_be_made_any_more_comes_back_without_it(
    host: OneRun, fails: dict[str, bool] | None
) -> None:
    """Old and new texts are in the past, as when somebody has put the old text back."""
    ask(host, "edit_code", files={"optimizers.py": with_sgd("False")})
    host.train(5)
    ask(host, "edit_code", files={"optimizers.py": original("optimizers.py")})
    host.train(5)
    past = host.past()
    for entry in past["entries"]:
        if entry["code"]:
            entry["code"]["optimizers.py"] = with_sgd("True")
    for keyframe in list(past["keyframes"]):
        if keyframe["entry"] == past["now"][0]:
            past["keyframes"].remove(keyframe)
    other = OneRun(CONFIG, journal=past, failed=fails)
    assert other.files == {}
    other.train(5)
    ask(other, "reset")


# ---------------------------------------------------------------------- states that cannot be computed


UNSEEN: dict[str, tuple[str, str, str, dict[str, Any]]] = {
    "outputs of another network": (
        "    def predict(self, X: Array) -> Array:\n",
        "len(self.parameters) == 29",
        "create_network",
        {"layer_sizes": [2, 7, 1]},
    ),
    "units of another network": (
        "    def forward(self, X: Array) -> list[Array]:\n",
        "len(self.parameters) == 29",
        "create_network",
        {"layer_sizes": [2, 7, 1]},
    ),
    "units over the plane": (
        "    def forward(self, X: Array) -> list[Array]:\n",
        f"X.shape[1] == {VIEW_SIZES['unit_grids'][0] ** 2}",
        "set_views",
        {"unit_grids": True},
    ),
}


@pytest.mark.parametrize("what", UNSEEN)
def test_a_state_that_cannot_be_computed_is_the_commands_error(host: OneRun, what: str) -> None:
    head, condition, command, params = UNSEEN[what]
    text = original("network.py")
    assert head in text
    edited = text.replace(head, f"{head}        if {condition}:\n            raise ValueError('unseen')\n", 1)
    ask(host, "edit_code", files={"network.py": edited})
    host.take_events()
    before, views = ask(host, "get_network_state"), host.views
    error = answer(host, command, **params)["error"]
    assert "unseen (network.py, line" in error["message"]
    assert (ask(host, "get_network_state"), host.views) == (before, views)
    assert host.events() == []
    json.loads(host.take_state())


# ---------------------------------------------------------------------- NumPy's own parts


LATER = (
    "np.fft.fft(gradient)",
    "np.polynomial.Polynomial([1.0, 2.0])(gradient)",
    "np.testing.assert_allclose(1.0, 1.0)",
    "np.ctypeslib",
    "__import__('json.tool').tool",
    "__import__('numpy.lib.recfunctions')",
)


def test_a_package_that_is_loaded_when_it_is_first_used_is_nobodys_fault() -> None:
    """In a process in which nobody has used it before, and with another failure behind it."""
    script = f"""if True:
        import json
        from tests.test_code_blame import CONFIG, LATER, with_step
        from tests.one_run import OneRun
        host = OneRun(CONFIG)
        for statement in {LATER!r}:
            for text in (with_step(statement), with_step(statement + "; 1 / 0"), with_step(statement)):
                params = json.dumps({{"files": {{"optimizers.py": text}}}})
                reply = json.loads(host.command("edit_code", params))
                print(reply["ok"] or reply["error"]["message"])
                host.train(3)
        print(host.session.step, [event for event in host.events() if event["type"] == "error"])
    """
    paths = {"PYTHONPATH": os.pathsep.join(("py", "."))}
    run = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False, cwd=ROOT, env=paths
    )
    *answers, last = run.stdout.strip().split("\n")
    assert answers == ["True", "ZeroDivisionError: division by zero", "True"] * len(LATER), (
        run.stdout + run.stderr
    )
    assert last == f"{9 * len(LATER)} []"


def test_a_name_that_is_put_into_a_package_is_found_and_taken_out() -> None:
    import numpy as np

    fingerprint = Fingerprint([])
    for name, value in (("mine", 1), ("fft2", guards), ("sys", sys)):
        vars(np)[name] = value
        assert fingerprint.difference() == f"numpy.{name}"
        fingerprint.repair()
        assert fingerprint.difference() is None


# ---------------------------------------------------------------------- lines


@pytest.mark.parametrize("end", ["\f", "\x0b", "\x1c", "\u2028", "\u2029", "\x85"])
def test_lines_are_those_that_python_counts(host: OneRun, end: str) -> None:
    head = f"# one{end}line\n'''two{end}lines{end}'''\n"
    error = refused(host, losses=head + original("losses.py") + "\n1 / 0\n")
    assert error["line"] == (head + original("losses.py")).count("\n") + 2
    assert "    1 / 0" in error["traceback"]
    ask(host, "edit_code", files={"losses.py": head + original("losses.py")})
    functions = {function["title"]: function for function in ask(host, "get_code")["functions"]}
    first = (head + original("losses.py")).split("\n")[functions["Loss"]["start"] - 1]
    assert first.startswith("def mse(")
    assert functions["Loss"]["original"].startswith("def mse(")


def test_lines_end_as_in_any_system() -> None:
    assert split_lines("a\r\nb\rc\n\nd\fe\u2028f") == ["a", "b", "c", "", "d\fe\u2028f"]
    assert split_lines("a\r\nb\n", keepends=True) == ["a\r\n", "b\n"]
    assert split_lines("") == []


@pytest.mark.parametrize(
    ("statement", "says"),
    [
        ("x = '\\d'", "invalid escape sequence '\\d'."),
        ("x = 1 is 1", "\"is\" with 'int' literal"),
        ("assert (1, 'always')", "assertion is always true"),
        ("x = 1if 1 else 2", "invalid decimal literal"),
    ],
)
def test_what_python_finds_odd_is_told_by_its_line_and_printed_nowhere(
    host: OneRun, statement: str, says: str, capfd: pytest.CaptureFixture[str]
) -> None:
    text = original("losses.py") + f"\n{statement}\n"
    note = ask(host, "edit_code", files={"losses.py": text})["note"]
    line = original("losses.py").count("\n") + 2
    assert f"losses.py, line {line}: " in note and says in note
    host.train(3)
    ask(host, "get_code")
    ask(host, "undo")
    ask(host, "redo")
    captured = capfd.readouterr()
    assert captured.out == captured.err == ""
    assert [event for event in host.events() if event["type"] == "log"] == []


def test_what_is_odd_in_several_places_is_counted(host: OneRun) -> None:
    text = original("losses.py") + "\nx = '\\d'\ny = '\\w'\n"
    assert (
        "There is more like it: 2 places in all." in ask(host, "edit_code", files={"losses.py": text})["note"]
    )


@pytest.mark.parametrize("n_lines", [MAX_EVENT_LINES - 1, MAX_EVENT_LINES, MAX_EVENT_LINES + 1, 5_000])
def test_lines_that_are_left_out_are_counted(n_lines: int) -> None:
    log = Log()
    for number in range(n_lines):
        print(number, file=log)
    lines = log.take().split("\n")
    left_out = max(n_lines - MAX_EVENT_LINES, 0)
    assert lines[:3] == ["0", "1", "2"]
    assert len(lines) == min(n_lines, MAX_EVENT_LINES) + (left_out > 0)
    if left_out:
        assert lines[-1] == f"… and {left_out:,} more line{'s' if left_out > 1 else ''}, left out"
    assert log.take() == ""


def test_a_line_that_is_cut_says_so() -> None:
    log = Log()
    print("x" * 10_000, file=log)
    print("y" * 10_000, end="", file=log)
    assert log.take().split("\n") == ["x" * MAX_TRACEBACK + "… (cut)", "y" * MAX_TRACEBACK + "… (cut)"]
