"""Live code: an edit goes on with the run, a broken one changes nothing."""

import json
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from glassnet.commands import COMMANDS
from glassnet.host import CODE_COMMANDS, Host, find_function
from glassnet.sources import EDITABLE, loaded, original, put_back

STEP = "np.subtract(self.parameters, self._update, self.parameters)"
CONFIG = {
    "seed": 3,
    "network": {"layer_sizes": [2, 6, 1], "activations": "tanh"},
    "training": {"optimizer": "sgd", "learning_rate": 0.1},
}


@pytest.fixture
def host() -> Iterator[Host]:
    modules = loaded()
    host = Host(json.dumps(CONFIG), json.dumps({"grid": True}))
    host.take_events()
    yield host
    put_back(modules)  # leave no edited code to the next test


def ask(host: Host, command: str, **params: Any) -> Any:
    reply = json.loads(host.command(command, json.dumps(params)))
    assert reply["ok"], reply
    return reply["result"]


def refused(host: Host, **files: str) -> dict[str, Any]:
    texts = {f"{name}.py": text for name, text in files.items()}
    reply = json.loads(host.command("edit_code", json.dumps({"files": texts})))
    assert not reply["ok"], reply
    error: dict[str, Any] = reply["error"]
    return error


def loss(host: Host) -> float:
    return float(host.session.state()["train_loss"])


def test_whoever_asks_for_a_command_that_there_is_not_is_told_all_that_there_are(host: Host) -> None:
    error = json.loads(host.command("train", "{}"))["error"]
    assert error["code"] == "unknown_command"
    named = error["message"].removesuffix(".").partition("there are ")[2].split(", ")
    assert named == [*COMMANDS, *CODE_COMMANDS]
    assert len(set(named)) == len(named)


def test_a_changed_sign_climbs_and_the_old_text_descends_again(host: Host) -> None:
    host.train(300)
    before, step = loss(host), host.session.step
    weights = host.session.network.parameters.copy()
    text = original("optimizers.py")
    climbing = text.replace(STEP, STEP.replace("subtract", "add"), 1)
    answer = ask(host, "edit_code", files={"optimizers.py": climbing})
    assert answer == {"edited": ["optimizers.py"], "step": step, "restarted": None}
    assert (host.session.network.parameters == weights).all()
    assert host.session.history.table().shape[1] > 5
    host.train(30)
    worse = loss(host)
    assert worse > before
    assert ask(host, "edit_code", files={"optimizers.py": text})["edited"] == []
    host.train(200)
    assert loss(host) < worse
    assert host.session.step == step + 230


def test_the_original_texts_change_nothing_to_the_bit(host: Host) -> None:
    other = Host(json.dumps(CONFIG), "{}")
    host.train(50)
    ask(host, "edit_code", files={name: original(name) + "\n" for name in EDITABLE})
    host.train(50)
    other.train(100)
    assert (host.session.network.parameters == other.session.network.parameters).all()


def test_undo_goes_back_behind_an_edit(host: Host) -> None:
    ask(host, "set_parameter", index=0, value=5.0)
    ask(host, "edit_code", files={"losses.py": original("losses.py") + "\n"})
    ask(host, "undo")
    assert host.session.network.parameters[0] == 5.0
    ask(host, "undo")
    assert host.session.network.parameters[0] != 5.0
    ask(host, "redo")
    assert host.session.network.parameters[0] == 5.0
    assert ask(host, "redo")["edited"] == ["losses.py"]


def test_undo_brings_back_the_code_and_the_run_and_redo_what_has_become_of_it(host: Host) -> None:
    host.train(100)
    before = host.session.snapshot()
    text = original("optimizers.py").replace(STEP, STEP.replace("subtract", "add"), 1)
    ask(host, "edit_code", files={"optimizers.py": text})
    host.train(40)
    ask(host, "set_training", learning_rate=0.01)
    after = host.session.snapshot()
    host.take_events()
    answer = ask(host, "undo")
    assert (answer["step"], answer["edited"], answer["undo"], answer["redo"]) == (100, [], None, "the code")
    events = {event["type"]: event for event in json.loads(host.take_events())}
    assert events["code"]["files"] == {}
    assert events["topology"]["edits"]["redo"] == "the code"
    assert events["topology"]["run_id"] == events["dataset"]["run_id"] == host.session.run_id
    assert same_run(host.session.snapshot(), before)
    assert ask(host, "check_replay")["changes"] == []
    host.train(50)
    assert ask(host, "check_replay")["ok"]
    answer = ask(host, "redo")
    assert (answer["step"], answer["edited"], answer["undo"]) == (140, ["optimizers.py"], "the code")
    assert same_run(host.session.snapshot(), after)
    assert host.text("optimizers.py") == text
    assert ask(host, "undo")["step"] == 150


def test_several_edits_are_taken_back_one_by_one(host: Host) -> None:
    texts = [original("losses.py") + f"\n# {number}\n" for number in range(3)]
    for text in texts:
        ask(host, "edit_code", files={"losses.py": text})
        host.train(5)
    ask(host, "reset")
    assert ask(host, "undo")["step"] == 15
    seen = []
    for _ in texts:
        seen.append(host.text("losses.py"))
        ask(host, "undo")
    assert seen == texts[::-1]
    assert host.files == {}
    assert host.session.step == 0


def test_an_edit_that_starts_over_is_taken_back_with_the_weights_before(host: Host) -> None:
    host.train(50)
    weights = host.session.network.parameters.copy()
    session = (
        original("session.py")
        .replace(
            "            network.layer_sizes,",
            "            (network.layer_sizes[0], 3, *network.layer_sizes[1:]),",
        )
        .replace("activations=network.activations,", "activations=('tanh', *network.activations),")
    )
    answer = ask(host, "edit_code", files={"session.py": session})
    assert answer["restarted"]
    assert host.session.step == 0
    ask(host, "undo")
    assert (host.session.network.parameters == weights).all()
    assert host.session.step == 50


def same_run(one: Any, other: Any) -> bool:
    """Tell whether two snapshots are of the same place of the same run, under whatever id."""
    metas = [json.loads(meta) | {"run_id": 0} for meta, _ in (one, other)]
    return metas[0] == metas[1] and bool((one[1] == other[1]).all())


def test_a_syntax_error_is_told_by_its_line_and_nothing_runs(host: Host) -> None:
    text = original("losses.py")
    error = refused(host, losses=text + "\ndef broken(:\n")
    assert (error["code"], error["file"], error["ran"]) == ("code", "losses.py", False)
    assert error["line"] == text.count("\n") + 2
    assert "invalid syntax" in error["message"]


@pytest.mark.parametrize(
    ("name", "old", "new", "message"),
    [
        ("losses", "np.subtract(a, Y, out)", "np.subtract(a, Y[:, :1, None], out)", "ValueError"),
        ("losses", "np.subtract(a, Y, out)", "out[...] = np.nan", "no longer finite"),
        ("activations", "np.tanh(z, out)", "raise SystemExit(3)", "exit"),
        ("optimizers", "import numpy as np", "import numpy as np\nnp.add = np.subtract", "numpy.add"),
        ("optimizers", "import numpy as np", "import numpy as np\nimport builtins\ndel builtins.len", "len"),
        ("datasets", "import numpy as np", "import numpy as np\nimport no_such_module", "no_such_module"),
    ],
)
def test_a_broken_edit_leaves_everything_as_it_was(
    host: Host, name: str, old: str, new: str, message: str
) -> None:
    host.train(20)
    weights, step = host.session.network.parameters.copy(), host.session.step
    text = original(f"{name}.py")
    assert old in text
    error = refused(host, **{name: text.replace(old, new)})
    assert message in error["message"]
    assert error["ran"]
    assert host.files == {}
    assert (host.session.network.parameters == weights).all()
    host.train(10)
    assert host.session.step == step + 10


def test_the_line_that_makes_a_nan_is_named(host: Host) -> None:
    text = original("losses.py").replace("np.subtract(a, Y, out)", "out[...] = np.log(-1.0 - a * a)", 1)
    error = refused(host, losses=text)
    assert "no longer finite" in error["message"]
    assert error["file"] == "losses.py"
    assert "np.log" in text.splitlines()[error["line"] - 1]


def test_an_error_later_ends_training_and_tells_file_and_line(host: Host) -> None:
    text = original("optimizers.py")
    later = text.replace(
        STEP, f"self.n_steps += 1\n        assert self.n_steps < 60, 'enough'\n        {STEP}", 1
    )
    ask(host, "edit_code", files={"optimizers.py": later})
    host.take_events()
    assert not host.train(200)
    (error,) = [event["error"] for event in json.loads(host.take_events()) if event["type"] == "error"]
    assert error["message"] == "AssertionError: enough"
    assert (error["file"], error["ran"]) == ("optimizers.py", True)
    assert "assert" in later.splitlines()[error["line"] - 1]


def test_prints_come_as_events_and_too_many_end_the_edit(host: Host) -> None:
    text = original("optimizers.py")
    ask(host, "edit_code", files={"optimizers.py": text.replace(STEP, f"print('hello')\n        {STEP}", 1)})
    host.train(1)
    logs = [event["text"] for event in json.loads(host.take_events()) if event["type"] == "log"]
    assert "hello" in logs[0]
    flood = text.replace(STEP, f"print('x\\n' * 20_000)\n        {STEP}", 1)
    assert "10,000 lines" in refused(host, optimizers=flood)["message"]


def test_what_has_no_line_end_is_printed_too(host: Host) -> None:
    text = original("optimizers.py").replace(STEP, f"print('dot', end='')\n        {STEP}", 1)
    ask(host, "edit_code", files={"optimizers.py": text})
    host.train(1)
    assert "dot" in json.dumps([event for event in json.loads(host.take_events()) if event["type"] == "log"])


def test_an_emptied_file_is_shown_empty(host: Host) -> None:
    ask(host, "edit_code", files={"products.py": original("products.py")})
    host._files["features.py"] = ""
    assert host.text("features.py") == ""


@pytest.mark.parametrize(
    "statement",
    [
        "__import__('sys').modules['glassnet.host'].Host.train = None",
        "__import__('sys').modules['glassnet.guards'].code_error = None",
        "__import__('sys').setrecursionlimit(5000)",
    ],
)
def test_the_editor_itself_cannot_be_edited(host: Host, statement: str) -> None:
    limit = sys.getrecursionlimit()
    error = refused(
        host, optimizers=original("optimizers.py").replace(STEP, f"{statement}\n        {STEP}", 1)
    )
    sys.setrecursionlimit(limit)
    assert "which is not its own" in error["message"]
    host.train(10)


def test_an_entry_added_to_a_registry_is_in_the_catalog(host: Host) -> None:
    text = original("activations.py")
    entry = '\nACTIVATIONS["sine"] = Activation("Sine", "Waves.", lambda z, out: np.sin(z, out), '
    entry += "lambda z, a, out: np.cos(z, out), (-1.0, 1.0))\n"
    ask(host, "edit_code", files={"activations.py": text + entry})
    catalogs = [event["catalog"] for event in json.loads(host.take_events()) if event["type"] == "catalog"]
    assert "sine" in [choice["name"] for choice in catalogs[-1]["activations"]]
    ask(host, "create_network", activations="sine")
    host.train(30)


def test_the_functions_that_matter_are_found_in_the_text(host: Host) -> None:
    code = ask(host, "get_code")
    assert [file["name"] for file in code["files"]] == list(EDITABLE)
    texts = {file["name"]: file["text"].splitlines() for file in code["files"]}
    assert len(code["functions"]) == 6
    for function in code["functions"]:
        first = texts[function["file"]][function["start"] - 1]
        assert f"def {function['name'].rpartition('.')[2]}(" in first
        shown = texts[function["file"]][function["start"] - 1 : function["end"]]
        assert function["original"] == "\n".join(shown)


def test_a_comment_below_a_function_belongs_to_it() -> None:
    text = "class A:\n    def f(self):\n        return 1\n\n        # more\n\n"
    text += "    # not its own\n    def g(self): ...\n"
    assert find_function(text, "A.f") == (2, 5)
    assert find_function(text, "A.g") == (8, 8)


def test_a_function_keeps_its_original_when_it_is_edited_and_a_new_one_has_none(host: Host) -> None:
    text = original("activations.py")
    entry = "\n\ndef mine(z, out):\n    np.sin(z, out)\n\n\ndef slope(z, a, out):\n    np.cos(z, out)\n\n\n"
    entry += 'ACTIVATIONS["mine"] = Activation("Mine", "Waves.", mine, slope, (-1.0, 1.0))\n'
    ask(
        host, "edit_code", files={"activations.py": text.replace("np.tanh(z, out)", "np.sin(z, out)") + entry}
    )

    def activation() -> dict[str, Any]:
        functions = ask(host, "get_code")["functions"]
        (found,) = [function for function in functions if function["title"] == "Activation"]
        return dict(found)

    assert "np.tanh(z, out)" in activation()["original"]
    ask(host, "create_network", activations="mine")
    assert (activation()["name"], activation()["original"]) == ("mine", None)
