"""Live code: an edit goes on with the run, a broken one changes nothing."""

import json
import linecache
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from glassnet import ACTIVATIONS, LOSSES, OPTIMIZERS
from glassnet.live.commands import CODE_COMMANDS
from glassnet.live.edits import text_of
from glassnet.live.functions import find_function
from glassnet.live.sources import EDITABLE, loaded, original, put_back
from glassnet.page.commands import COMMANDS
from glassnet.page.host import MOVES, RUN_COMMANDS, make_host
from tests.one_run import OneRun

STEP = "self.parameters -= self.learning_rate * gradient"
CONFIG = {
    "seed": 3,
    "network": {"layer_sizes": [2, 6, 1], "activations": "tanh"},
    "training": {"optimizer": "sgd", "learning_rate": 0.1},
}


@pytest.fixture
def host() -> Iterator[OneRun]:
    modules = loaded()
    host = OneRun(CONFIG, {"grid": True})
    host.take_events()
    yield host
    put_back(modules)  # leave no edited code to the next test


def ask(host: OneRun, command: str, **params: Any) -> Any:
    reply = json.loads(host.command(command, json.dumps(params)))
    assert reply["ok"], reply
    return reply["result"]


def refused(host: OneRun, **files: str) -> dict[str, Any]:
    texts = {f"{name}.py": text for name, text in files.items()}
    reply = json.loads(host.command("edit_code", json.dumps({"files": texts})))
    assert not reply["ok"], reply
    error: dict[str, Any] = reply["error"]
    return error


def loss(host: OneRun) -> float:
    return float(host.session.state()["train_loss"])


def test_whoever_asks_for_a_command_that_there_is_not_is_told_all_that_there_are(host: OneRun) -> None:
    error = json.loads(host.command("train", "{}"))["error"]
    assert error["code"] == "unknown_command"
    named = error["message"].removesuffix(".").partition("there are ")[2].split(", ")
    assert named == [*COMMANDS, *MOVES, *RUN_COMMANDS, *CODE_COMMANDS]
    assert len(set(named)) == len(named)


def test_a_changed_sign_climbs_and_the_old_text_descends_again(host: OneRun) -> None:
    host.train(300)
    before, step = loss(host), host.session.step
    weights = host.session.network.parameters.copy()
    text = original("optimizers.py")
    climbing = text.replace(STEP, STEP.replace("-=", "+="), 1)
    answer = ask(host, "edit_code", files={"optimizers.py": climbing})
    assert answer == {"edited": ["optimizers.py"], "step": step, "restarted": None, "note": None}
    assert (host.session.network.parameters == weights).all()
    assert host.session.history.table().shape[1] > 5
    host.train(30)
    worse = loss(host)
    assert worse > before
    assert ask(host, "edit_code", files={"optimizers.py": text})["edited"] == []
    host.train(200)
    assert loss(host) < worse
    assert host.session.step == step + 230


def test_the_original_texts_change_nothing_to_the_bit(host: OneRun) -> None:
    other = OneRun(CONFIG)
    host.train(50)
    ask(host, "edit_code", files={name: original(name) + "\n" for name in EDITABLE})
    host.train(50)
    other.train(100)
    assert (host.session.network.parameters == other.session.network.parameters).all()


def test_undo_goes_back_behind_an_edit(host: OneRun) -> None:
    ask(host, "set_parameter", index=0, value=5.0)
    ask(host, "edit_code", files={"losses.py": original("losses.py") + "\n"})
    ask(host, "undo")
    assert host.session.network.parameters[0] == 5.0
    ask(host, "undo")
    assert host.session.network.parameters[0] != 5.0
    ask(host, "redo")
    assert host.session.network.parameters[0] == 5.0
    assert ask(host, "redo")["edited"] == ["losses.py"]


def test_undo_brings_back_the_code_and_the_run_and_redo_what_has_become_of_it(host: OneRun) -> None:
    host.train(100)
    before = host.session.snapshot()
    text = original("optimizers.py").replace(STEP, STEP.replace("-=", "+="), 1)
    ask(host, "edit_code", files={"optimizers.py": text})
    host.train(40)
    ask(host, "set_training", learning_rate=0.01)
    after = host.session.snapshot()
    host.take_events()
    assert ask(host, "undo")["step"] == 140  # the learning rate
    answer = ask(host, "undo")
    assert (answer["step"], answer["edited"], answer["undo"], answer["redo"]) == (100, [], None, "the code")
    events = {event["type"]: event for event in host.events()}
    assert events["code"]["files"] == {}
    assert events["topology"]["edits"]["redo"] == "the code"
    assert events["topology"]["run_id"] == events["dataset"]["run_id"] == host.session.run_id
    assert same_run(host.session.snapshot(), before)
    assert ask(host, "check_replay")["changes"] == []
    host.train(50)
    assert ask(host, "check_replay")["ok"]
    answer = ask(host, "redo")
    assert (answer["step"], answer["edited"], answer["undo"]) == (140, ["optimizers.py"], "the code")
    ask(host, "redo")
    assert same_run(host.session.snapshot(), after)
    assert host.text("optimizers.py") == text
    ask(host, "undo")
    assert ask(host, "undo")["step"] == 150


def test_several_edits_are_taken_back_one_by_one(host: OneRun) -> None:
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


def test_an_edit_that_starts_over_is_taken_back_with_the_weights_before(host: OneRun) -> None:
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


def test_what_an_accuracy_is_may_be_edited_and_an_export_says_that_it_is_left_out(host: OneRun) -> None:
    text = original("metrics.py")
    correct = "np.count_nonzero(to_classes(outputs, ends) == to_classes(Y, ends))"
    assert correct in text
    answer = ask(host, "edit_code", files={"metrics.py": text.replace(correct, "0")})
    assert answer["note"] is None
    assert host.session.state()["train_accuracy"] == host.session.state()["test_accuracy"] == 0.0
    program = " ".join(ask(host, "export_run")["text"].split())
    assert "Also edited in the page, and not part of this program: evaluate." in program


def test_what_the_baseline_is_may_be_edited(host: OneRun) -> None:
    old = "        return float(test_share[0] if share[0] >= 0.5 else 1.0 - test_share[0])\n"
    text = original("metrics.py")
    assert old in text
    answer = ask(host, "edit_code", files={"metrics.py": text.replace(old, "        return 0.25\n")})
    assert answer["note"] is None
    assert told(host)["dataset"]["baseline_accuracy"] == 0.25


def test_a_run_stops_where_the_edited_condition_says(host: OneRun) -> None:
    old = "    if epoch == training.stop_epoch:\n"
    text = original("stopping.py")
    assert old in text
    ask(host, "edit_code", files={"stopping.py": text.replace(old, "    if epoch == 2:\n")})
    host.train(1000)
    assert (host.session.epoch, host.session.stop_reason) == (2, "epoch")


def test_a_syntax_error_is_told_by_its_line_and_nothing_runs(host: OneRun) -> None:
    text = original("losses.py")
    error = refused(host, losses=text + "\ndef broken(:\n")
    assert (error["code"], error["file"], error["ran"]) == ("code", "losses.py", False)
    assert error["line"] == text.count("\n") + 2
    assert "invalid syntax" in error["message"]


@pytest.mark.parametrize(
    ("name", "old", "new", "message"),
    [
        ("losses", "(2.0 / Y.shape[1]) * (a - Y)", "a @ Y", "ValueError"),
        ("losses", "(2.0 / Y.shape[1]) * (a - Y)", "np.nan * a", "no longer finite"),
        ("activations", "return np.tanh(z)", "raise SystemExit(3)", "exit"),
        ("optimizers", "import numpy as np", "import numpy as np\nnp.add = np.subtract", "numpy.add"),
        ("optimizers", "import numpy as np", "import numpy as np\nimport builtins\ndel builtins.len", "len"),
        ("datasets", "import numpy as np", "import numpy as np\nimport no_such_module", "no_such_module"),
    ],
)
def test_a_broken_edit_leaves_everything_as_it_was(
    host: OneRun, name: str, old: str, new: str, message: str
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


def test_the_line_that_makes_a_nan_is_named(host: OneRun) -> None:
    text = original("losses.py").replace("(2.0 / Y.shape[1]) * (a - Y)", "np.log(-1.0 - a * a)", 1)
    error = refused(host, losses=text)
    assert "no longer finite" in error["message"]
    assert error["file"] == "losses.py"
    assert "np.log" in text.splitlines()[error["line"] - 1]


def test_an_error_later_ends_training_and_tells_file_and_line(host: OneRun) -> None:
    text = original("optimizers.py")
    later = text.replace(
        STEP, f"self.n_steps += 1\n        assert self.n_steps < 60, 'enough'\n        {STEP}", 1
    )
    ask(host, "edit_code", files={"optimizers.py": later})
    host.take_events()
    assert not host.train(200)
    (error,) = [event["error"] for event in host.events() if event["type"] == "error"]
    assert error["message"] == "AssertionError: enough"
    assert (error["file"], error["ran"]) == ("optimizers.py", True)
    assert "assert" in later.splitlines()[error["line"] - 1]


def test_prints_come_as_events_and_too_many_end_the_edit(host: OneRun) -> None:
    text = original("optimizers.py")
    ask(host, "edit_code", files={"optimizers.py": text.replace(STEP, f"print('hello')\n        {STEP}", 1)})
    host.train(1)
    logs = [event["text"] for event in host.events() if event["type"] == "log"]
    assert "hello" in logs[0]
    flood = text.replace(STEP, f"print('x\\n' * 20_000)\n        {STEP}", 1)
    assert "10,000 lines" in refused(host, optimizers=flood)["message"]


def test_what_has_no_line_end_is_printed_too(host: OneRun) -> None:
    text = original("optimizers.py").replace(STEP, f"print('dot', end='')\n        {STEP}", 1)
    ask(host, "edit_code", files={"optimizers.py": text})
    host.train(1)
    assert "dot" in json.dumps([event for event in host.events() if event["type"] == "log"])


def test_an_emptied_file_is_shown_empty() -> None:
    assert text_of({"features.py": ""}, "features.py") == ""
    assert text_of({"features.py": ""}, "losses.py") == original("losses.py")


@pytest.mark.parametrize(
    "statement",
    [
        "__import__('sys').modules['glassnet.page.host'].Host.train = None",
        "__import__('sys').modules['glassnet.live.guards'].code_error = None",
        "__import__('sys').setrecursionlimit(5000)",
    ],
)
def test_the_editor_itself_cannot_be_edited(host: OneRun, statement: str) -> None:
    limit = sys.getrecursionlimit()
    error = refused(
        host, optimizers=original("optimizers.py").replace(STEP, f"{statement}\n        {STEP}", 1)
    )
    sys.setrecursionlimit(limit)
    assert "which is not its own" in error["message"]
    host.train(10)


def test_an_entry_added_to_a_registry_is_in_the_catalog(host: OneRun) -> None:
    text = original("activations.py")
    entry = '\nACTIVATIONS["sine"] = Activation("Sine", "Waves.", lambda z: np.sin(z), '
    entry += "lambda z, a: np.cos(z), (-1.0, 1.0))\n"
    ask(host, "edit_code", files={"activations.py": text + entry})
    catalogs = [event["catalog"] for event in host.events() if event["type"] == "catalog"]
    assert "sine" in [choice["name"] for choice in catalogs[-1]["activations"]]
    ask(host, "create_network", activations="sine")
    host.train(30)


def test_the_functions_that_matter_are_found_in_the_text(host: OneRun) -> None:
    code = ask(host, "get_code")
    assert [file["name"] for file in code["files"]] == list(EDITABLE)
    texts = {file["name"]: file["text"].splitlines() for file in code["files"]}
    assert len(code["functions"]) == 6
    for function in code["functions"]:
        first = texts[function["file"]][function["start"] - 1]
        assert f"def {function['name'].rpartition('.')[2]}(" in first
        shown = texts[function["file"]][function["start"] - 1 : function["end"]]
        assert function["original"] == "\n".join(shown)


WIDTH = 76  # characters that the code panel shows beside the scene in a window of 1440 px


@pytest.mark.parametrize("activation", [name for name, entry in ACTIVATIONS.items() if not entry.output_only])
def test_the_functions_that_matter_fit_the_panel(host: OneRun, activation: str) -> None:
    assert_functions_fit(host, network={"activations": activation})


@pytest.mark.parametrize("loss", LOSSES)
def test_every_loss_fits_the_panel(host: OneRun, loss: str) -> None:
    assert_functions_fit(host, data={"dataset": "blobs"}, network={"loss": loss})


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_every_optimizer_fits_the_panel(host: OneRun, optimizer: str) -> None:
    assert_functions_fit(host, training={"optimizer": optimizer})


def assert_functions_fit(host: OneRun, **config: dict[str, Any]) -> None:
    ask(host, "configure", config=config)
    for function in ask(host, "get_code")["functions"]:
        lines = function["original"].splitlines()
        assert [line for line in lines if len(line) > WIDTH] == [], function["name"]


def test_a_comment_below_a_function_belongs_to_it() -> None:
    text = "class A:\n    def f(self):\n        return 1\n\n        # more\n\n"
    text += "    # not its own\n    def g(self): ...\n"
    assert find_function(text, "A.f") == (2, 5)
    assert find_function(text, "A.g") == (8, 8)


def test_a_function_keeps_its_original_when_it_is_edited_and_a_new_one_has_none(host: OneRun) -> None:
    text = original("activations.py")
    entry = "\n\ndef mine(z):\n    return np.sin(z)\n\n\ndef slope(z, a):\n    return np.cos(z)\n\n\n"
    entry += 'ACTIVATIONS["mine"] = Activation("Mine", "Waves.", mine, slope, (-1.0, 1.0))\n'
    ask(host, "edit_code", files={"activations.py": text.replace("np.tanh(z)", "np.sin(z)") + entry})

    def activation() -> dict[str, Any]:
        functions = ask(host, "get_code")["functions"]
        (found,) = [function for function in functions if function["title"] == "Activation"]
        return dict(found)

    assert "np.tanh(z)" in activation()["original"]
    ask(host, "create_network", activations="mine")
    assert (activation()["name"], activation()["original"]) == ("mine", None)


REFUSED = {  # what is written below a text, and what the traceback shows of it
    "a syntax error": ("\ndef broken(:\n", "def broken(:"),
    "a failed trial": ("\nMSE = 1 / 0\n", "MSE = 1 / 0"),
    "a changed name": ("\nnp.add = np.subtract\n", "numpy.add"),
    "an interruption": ("\nraise KeyboardInterrupt\n", "raise KeyboardInterrupt"),
}


@pytest.mark.parametrize(("ending", "shown"), REFUSED.values(), ids=REFUSED)
def test_a_refused_text_does_not_take_the_lines_of_the_one_in_force(
    host: OneRun, ending: str, shown: str
) -> None:
    text = "# one line more\n" + original("losses.py")
    ask(host, "edit_code", files={"losses.py": text})
    before = dict(linecache.cache)
    trace = ask(host, "trace_step")["files"]
    error = refused(host, losses="\n" * 40 + text + ending)
    assert shown in error["traceback"]
    assert linecache.getlines("losses.py") == text.splitlines(keepends=True)
    assert {name: linecache.cache[name] for name in before} == before
    assert ask(host, "trace_step")["files"] == trace
    refused(host, optimizers="\n" * 40 + original("optimizers.py") + ending)
    assert "optimizers.py" not in linecache.cache


def test_undo_and_redo_take_the_lines_of_their_code_with_them(host: OneRun) -> None:
    texts = ["# " + "\n" * number + original("losses.py") for number in (3, 7)]
    for text in texts:
        ask(host, "edit_code", files={"losses.py": text})
    ask(host, "undo")
    assert linecache.getlines("losses.py") == texts[0].splitlines(keepends=True)
    ask(host, "redo")
    assert linecache.getlines("losses.py") == texts[1].splitlines(keepends=True)


def told(host: OneRun) -> dict[str, Any]:
    """Return the newest event of each type."""
    return {event["type"]: event for event in host.events()}


SINE = '\nACTIVATIONS["sine"] = Activation("Sine", "Waves.", lambda z: np.sin(z), '


def test_another_version_of_the_code_goes_on_with_the_same_run(host: OneRun) -> None:
    host.train(50)
    ask(host, "reset")
    topology = told(host)["topology"]
    first, begun = topology["previous_history"]["length"], topology["run_id"]
    host.train(100)
    ask(host, "edit_code", files={"losses.py": original("losses.py") + "\n"})
    for name in ("undo", "redo", "undo", "redo"):
        topology = told(host)["topology"]
        assert topology["previous_history"]["length"] == first
        assert topology["run_id"] > begun
        host.train(20)
        ask(host, name)
    host.take_events()
    refused(host, losses="def broken(:")
    refused(host, losses=original("losses.py") + "\nMSE = 1 / 0\n")
    assert told(host) == {}


def test_an_edit_whose_weights_do_not_fit_begins_a_run(host: OneRun) -> None:
    host.train(50)
    length = host.session.history.table().size
    session = (
        original("session.py")
        .replace(
            "            network.layer_sizes,",
            "            (network.layer_sizes[0], 3, *network.layer_sizes[1:]),",
        )
        .replace("activations=network.activations,", "activations=('tanh', *network.activations),")
    )
    ask(host, "edit_code", files={"session.py": session})
    topology = told(host)["topology"]
    assert topology["previous_history"]["length"] == length


def test_a_command_in_which_edited_code_fails_changes_nothing(host: OneRun) -> None:
    fails = "np.sin(z) if z.shape[1] < 50 else 1 / 0"  # with as many samples as a run has
    text = original("activations.py") + SINE.replace("np.sin(z)", fails) + "lambda z, a: a, (-1.0, 1.0))\n"
    ask(host, "edit_code", files={"activations.py": text})
    host.train(20)
    host.take_events()
    before = ask(host, "get_network_state")
    reply = json.loads(host.command("create_network", json.dumps({"activations": "sine"})))
    assert "ZeroDivisionError" in reply["error"]["message"]
    assert ask(host, "get_network_state") == before
    assert told(host) == {}
    host.train(20)
    assert host.session.step == 40


def test_a_refused_command_leaves_the_record_of_the_run(host: OneRun) -> None:
    host.train(5)
    ask(host, "set_parameter", index=0, value=1.0)
    changes = host.changes
    assert changes
    for name, params in (("reset", {"seed": -1}), ("set_training", {"learning_rate": -1})):
        assert not json.loads(host.command(name, json.dumps(params)))["ok"]
        assert host.changes == changes


def test_code_that_no_longer_starts_gives_way_to_the_run_before_it_and_that_is_told(host: OneRun) -> None:
    host.train(30)
    before = host.session.snapshot()
    text = original("activations.py") + SINE + "lambda z, a: np.cos(z), (-1.0, 1.0))\n"
    ask(host, "edit_code", files={"activations.py": text})
    ask(host, "create_network", activations="sine")
    host.train(9)
    past = host.past()
    assert OneRun(journal=past).session.step == 9
    for entry in past["entries"]:
        if entry["code"]:
            entry["code"]["activations.py"] += "\n1 / 0\n"
    other = OneRun(views={"unit": 8, "sample": 3}, journal=past)
    events = told(other)
    assert events["code"]["files"] == {}
    assert "ZeroDivisionError" in events["error"]["error"]["message"]
    assert same_run(other.session.snapshot(), before)
    assert "activations.py" not in linecache.cache
    other.train(3)


def test_the_workers_first_message_makes_a_host_that_goes_on() -> None:
    class Arrays(list[Any]):
        def to_py(self) -> list[Any]:
            return self

    first = OneRun(CONFIG)
    first.train(9)
    ask(first, "set_training", learning_rate=0.5)
    first.train(5)
    ask(first, "reset", seed=8)
    past = first.past()
    arrays = [memoryview(keyframe["values"]) for keyframe in past["keyframes"]]
    for place, keyframe in enumerate(past["keyframes"]):
        keyframe["values"] = {"array": place}
    given = {"run": "a", "config": CONFIG, "views": {}, "journal": past, "failed": None}
    host = make_host(json.dumps({"runs": [given], "run_id": 6}), Arrays(arrays))
    events = {event["type"]: event for event in json.loads(host.take_events())}
    topology = events["topology"]
    assert topology["run"] == "a" and topology["run_id"] > 6
    assert topology["edits"] == {"frozen": [], "undo": "the reset", "redo": None}
    assert topology["config"]["training"]["learning_rate"] == 0.5
    assert topology["previous_history"]["length"] == first.host.runs["a"].previous_history().size
    assert (host.runs["a"].session.network.parameters == first.session.network.parameters).all()
    given["journal"] = None
    assert make_host(json.dumps({"runs": [given], "run_id": 0}), Arrays()).runs["a"].session.step == 0
