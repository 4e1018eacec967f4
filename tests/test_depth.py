"""What nests some thousand deep is refused before it is read: it would bring Python down in the browser."""

import json
from collections.abc import Iterator

import pytest

from glassnet.live.depth import too_deep
from glassnet.live.sources import EDITABLE, loaded, original, put_back
from tests.one_run import OneRun
from tests.test_host import refused

DEEP = {
    "brackets": "x = " + "(" * 150 + "1" + ")" * 150,
    "lists that do not end": "x = " + "[" * 5000,
    "minus signs": "x = " + "-" * 5000 + "1",
    "not": "x = " + "not " * 5000 + "1",
    "a sum": "x = " + " + ".join(["1"] * 5000),
    "powers": "x = " + "**".join(["1"] * 5000),
    "attributes": "x = a" + ".b" * 5000,
    "calls": "x = f" + "()" * 5000,
    "indices": "x = a" + "[0]" * 5000,
    "choices": "x = " + "1 if a else " * 5000 + "1",
    "lambdas": "x = " + "lambda: " * 5000 + "1",
    "lambdas with parameters": "x = " + "lambda a, b: " * 5000 + "1",
    "branches": "if a: pass\n" + "elif a: pass\n" * 5000,
    "an annotation": "x: " + "int | " * 5000 + "int",
    "a text that does not end": "x = " + "-" * 5000 + '"abc',
    "a pattern": "match a:\n case " + "[" * 500 + "]" * 500 + ": pass",
}
FLAT = {
    "a long list": "x = [" + ", ".join(["-1.0"] * 5000) + "]",
    "a long dict": "x = {" + ", ".join(f"{number}: -a.b(1)" for number in range(2000)) + "}",
    "many statements": "x = -1 + 2 * a.b[0]\n" * 3000,
    "many conditions": "if a: pass\nelif b: pass\n" * 1000,
    "a long text": "x = '" + "(" * 5000 + "'",
    "no program": "def (((",
    "nothing": "",
}


@pytest.fixture(autouse=True)
def original_code() -> Iterator[None]:
    modules = loaded()
    yield
    put_back(modules)


@pytest.mark.parametrize("name", DEEP)
def test_a_program_that_nests_too_deep_is_refused_by_its_line(name: str) -> None:
    host = OneRun()
    text = original("optimizers.py")
    error = refused(host, optimizers=f"{text}\n\n{DEEP[name]}\n")
    assert "nests more than 100 deep" in error["message"]
    assert (error["code"], error["file"], error["ran"]) == ("code", "optimizers.py", False)
    assert error["line"] > text.count("\n")
    host.train(1)


@pytest.mark.parametrize("text", FLAT.values(), ids=FLAT)
def test_a_long_program_is_not_called_deep(text: str) -> None:
    assert too_deep(text) is None


@pytest.mark.parametrize("name", EDITABLE)
def test_no_file_of_ours_is(name: str) -> None:
    assert too_deep(original(name)) is None


@pytest.mark.parametrize("command", ["predict", "configure", "edit_code", "set_views", "undo"])
@pytest.mark.parametrize(
    "params", ["[" * 5000 + "]" * 5000, '{"a":' * 3000 + "1" + "}" * 3000, '[{"a":' * 200 + "1" + "}]" * 200]
)
def test_parameters_that_nest_too_deep_are_refused_before_they_are_read(command: str, params: str) -> None:
    error = json.loads(OneRun().command(command, params))["error"]
    assert (error["code"], error["field"]) == ("invalid", "params")
    assert error["rule"] == "must be nested at most 100 deep" and error["value"] >= 400


def test_brackets_in_a_text_are_no_depth() -> None:
    error = json.loads(OneRun().command("generate_data", json.dumps({"dataset": '[{"' * 500})))["error"]
    assert error["field"] == "dataset"


def test_a_number_of_many_digits_and_a_long_text_are_refused() -> None:
    error = json.loads(OneRun().command("reset", '{"seed": 1' + "0" * 6000 + "}"))["error"]
    assert (error["code"], error["field"]) == ("invalid", "params")
    error = json.loads(OneRun().command("reset", '{"seed": "' + "0" * 11_000_000 + '"}'))["error"]
    assert error["rule"] == "must be at most 10,000,000 characters of JSON"
