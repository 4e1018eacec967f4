"""Proof of the code in force: gradient, replay, a program that repeats the run, defects, traces."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from glassnet.config import Config
from glassnet.datasets import DATASETS
from glassnet.defects import DEFECTS
from glassnet.host import Host
from glassnet.optimizers import OPTIMIZERS
from glassnet.sources import loaded, original, put_back
from glassnet.tracing import trace_step
from tests.test_host import CONFIG, ask


@pytest.fixture(autouse=True)
def original_code() -> Iterator[None]:
    """Leave no edited code to the next test."""
    modules = loaded()
    yield
    put_back(modules)


def make_host(config: dict[str, Any] | None = None) -> Host:
    host = Host(json.dumps(config or CONFIG), "{}")
    host.take_events()
    return host


class TestGradient:
    @pytest.mark.parametrize("activation", ["sigmoid", "tanh", "elu", "gelu"])
    def test_the_code_as_it_is_passes(self, activation: str) -> None:
        network = {"layer_sizes": [2, 5, 4, 1], "activations": activation}
        answer = ask(make_host({**CONFIG, "network": network}), "check_gradient")
        assert answer["ok"], answer
        assert answer["n_checked"] == answer["n_parameters"] == 44

    @pytest.mark.parametrize("activation", ["sigmoid", "tanh", "relu", "gelu"])
    @pytest.mark.parametrize("seed", range(5))
    def test_it_raises_no_false_alarm_in_deep_networks(self, activation: str, seed: int) -> None:
        network = {"layer_sizes": [2, 8, 8, 8, 1], "activations": activation}
        host = make_host({"seed": seed, "network": network})
        host.train(50)
        answer = ask(host, "check_gradient")
        assert answer["ok"]
        assert answer["largest_error"] < 0.1 * answer["tolerance"]

    def test_a_wrong_derivative_is_found_with_the_parameter(self) -> None:
        host = make_host()
        text = original("activations.py").replace("    np.subtract(ONE, out, out)\n", "")
        ask(host, "edit_code", files={"activations.py": text})
        answer = ask(host, "check_gradient")
        assert not answer["ok"]
        assert answer["largest_error"] > 0.1
        assert answer["analytic"] != pytest.approx(answer["numeric"], rel=0.1)

    def test_the_run_itself_is_left_alone(self) -> None:
        host = make_host()
        host.train(30)
        before = host.session.network.parameters.copy()
        ask(host, "check_gradient")
        ask(host, "check_replay")
        ask(host, "trace_step")
        assert (host.session.network.parameters == before).all()
        assert host.session.step == 30


class TestReplay:
    def test_a_run_repeats(self) -> None:
        host = make_host()
        host.train(333)
        answer = ask(host, "check_replay")
        assert (answer["ok"], answer["first_difference"], answer["changes"]) == (True, None, [])
        assert answer["n_steps"] > 50

    def test_what_was_changed_on_the_way_is_said(self) -> None:
        host = make_host()
        host.train(100)
        ask(host, "set_training", learning_rate=0.5)
        host.train(100)
        answer = ask(host, "check_replay")
        assert not answer["ok"]
        assert answer["changes"] == ["training settings at step 100"]
        ask(host, "reset")
        host.train(100)
        assert ask(host, "check_replay")["ok"]

    def test_code_that_draws_from_elsewhere_does_not_repeat(self) -> None:
        host = make_host()
        old = "        np.multiply(gradient, scalar(self.learning_rate), self._update)\n"
        text = original("optimizers.py").replace(
            old, f"{old}        self._update *= np.random.default_rng().uniform(0.5, 1.5)\n", 1
        )
        ask(host, "edit_code", files={"optimizers.py": text})
        host.train(60)
        assert not ask(host, "check_replay")["repeats"]


def random_config(rng: np.random.Generator) -> dict[str, Any]:
    """Return a whole configuration, whatever the dataset and its task."""
    hidden = rng.integers(1, 9, size=rng.integers(0, 4)).tolist()
    dataset = str(rng.choice(list(DATASETS)))
    features = ["x1", "x2", "x1_x2"][: int(rng.integers(2, 4))]
    data = {"dataset": dataset, "noise": float(rng.choice([0.0, 0.2])), "n_samples": 60}
    n_outputs = Config.parse({"data": data}).network.layer_sizes[-1]
    return {
        "seed": int(rng.integers(1000)),
        "data": data,
        "network": {
            "features": features,
            "layer_sizes": [len(features), *hidden, n_outputs],
            "activations": [str(rng.choice(["sigmoid", "tanh", "relu", "gelu"])) for _ in hidden],
        },
        "training": {
            "optimizer": str(rng.choice(list(OPTIMIZERS))),
            "learning_rate": 0.01,
            "batch_size": int(rng.choice([5, 16, 60])),
            "l2": float(rng.choice([0.0, 0.01])),
            "dropout": float(rng.choice([0.0, 0.2])) if hidden else 0.0,
        },
    }


class TestProgram:
    @pytest.mark.parametrize("seed", range(20))
    def test_it_repeats_the_losses_of_the_page(self, seed: int, tmp_path: Path) -> None:
        host = make_host(random_config(np.random.default_rng(seed)))
        host.train(200)
        program = ask(host, "export_run", format="py")
        path = tmp_path / program["name"]
        path.write_text(program["text"], encoding="utf-8")
        command = [sys.executable, "-I", str(path)]  # isolated: it finds nothing of ours
        done = subprocess.run(command, capture_output=True, encoding="utf-8", check=True, cwd=tmp_path)
        worst = re.search(r"Largest relative difference of the train loss: (\S+),", done.stdout)
        assert worst, done.stdout
        assert float(worst[1]) < 1e-9

    def test_it_has_the_edited_code(self, tmp_path: Path) -> None:
        host = make_host()
        text = original("optimizers.py").replace("subtract(self.parameters", "add(self.parameters")
        ask(host, "edit_code", files={"optimizers.py": text})
        host.train(100)
        path = tmp_path / "run.py"
        path.write_text(ask(host, "export_run")["text"], encoding="utf-8")
        done = subprocess.run(
            [sys.executable, "-I", str(path)], capture_output=True, encoding="utf-8", check=True
        )
        assert re.search(r"difference of the train loss: (0\.0e|\d\.\de-1\d)", done.stdout), done.stdout
        assert host.session.state()["train_loss"] > 0.3

    def test_the_notebook_runs_cell_by_cell(self, tmp_path: Path) -> None:
        host = make_host()
        host.train(50)
        notebook = json.loads(ask(host, "export_run", format="ipynb")["text"])
        assert notebook["nbformat"] == 4
        program = ""
        for cell in notebook["cells"]:
            source = "".join(cell["source"])
            if source.startswith("%%writefile "):
                head, _, body = source.partition("\n")
                path = tmp_path / head.split()[1]
                path.parent.mkdir(exist_ok=True)
                path.write_text(body, encoding="utf-8")
            elif cell["cell_type"] == "code" and "matplotlib" not in source:
                program += source + "\n"
        (tmp_path / "cells.py").write_text(program, encoding="utf-8")
        done = subprocess.run(
            [sys.executable, "-P", "-c", f"import sys; sys.path.insert(0, {str(tmp_path)!r}); import cells"],
            capture_output=True,
            encoding="utf-8",
            check=True,
            cwd=tmp_path,
        )
        assert "Largest relative difference" in done.stdout


class TestDefects:
    @pytest.mark.parametrize("name", DEFECTS)
    def test_each_is_found_and_repaired_by_the_original(self, name: str) -> None:
        defect = DEFECTS[name]
        assert defect.old in original(defect.file)
        host = make_host()
        assert ask(host, "check_fix") == {"repaired": True, "differs": None}
        files = ask(host, "break_code", name=name)["files"]
        ask(host, "edit_code", files=files)
        assert not ask(host, "check_fix")["repaired"]
        ask(host, "edit_code", files={defect.file: original(defect.file)})
        assert ask(host, "check_fix")["repaired"]

    @pytest.mark.parametrize("layer_sizes", [[2, 8, 1], [2, 48, 1]])
    def test_a_missing_bias_is_missing_however_wide_the_network(self, layer_sizes: list[int]) -> None:
        host = make_host({**CONFIG, "network": {"layer_sizes": layer_sizes}})
        ask(host, "edit_code", files=ask(host, "break_code", name="missing_bias")["files"])
        host.train(20)
        assert not any(biases.any() for biases in host.session.network.biases)
        ask(host, "edit_code", files={"workspace.py": original("workspace.py")})
        host.train(20)
        assert all(biases.any() for biases in host.session.network.biases)

    def test_a_repair_for_narrow_networks_alone_is_none(self) -> None:
        host = make_host()
        ask(host, "edit_code", files=ask(host, "break_code", name="missing_bias")["files"])
        half = host.text("workspace.py").replace("inputs[n_in:] = 0.0", "inputs[n_in:] = 1.0")
        ask(host, "edit_code", files={"workspace.py": half})
        assert not ask(host, "check_fix")["repaired"]

    def test_another_way_of_repairing_is_a_repair(self) -> None:
        host = make_host()
        ask(host, "edit_code", files=ask(host, "break_code", name="wrong_sign")["files"])
        text = host.text("optimizers.py").replace(
            "np.add(self.parameters, self._update, self.parameters)", "self.parameters -= self._update"
        )
        ask(host, "edit_code", files={"optimizers.py": text})
        assert ask(host, "check_fix")["repaired"]

    def test_a_place_that_is_gone_is_said(self) -> None:
        host = make_host()
        text = original("workspace.py").replace("inputs[n_in:] = 1.0", "inputs[n_in:, :] = 1.0")
        ask(host, "edit_code", files={"workspace.py": text})
        reply = json.loads(host.command("break_code", json.dumps({"name": "missing_bias"})))
        assert reply["error"]["field"] == "name"
        assert "reset the code" in reply["error"]["message"]
        assert "workspace.py" not in reply["error"]["message"]  # that is for the learner to find

    def test_where_a_mistake_is_comes_by_and_by_and_only_when_asked_for(self) -> None:
        host = make_host()
        entries = ask(host, "get_defects")["defects"]
        assert [sorted(entry) for entry in entries] == [["name", "symptom", "title"]] * len(DEFECTS)
        files = {defect.file for defect in DEFECTS.values()}
        assert not any(file in json.dumps(entries) for file in files)
        assert ask(host, "get_hint", name="wrong_sign") == {"file": "optimizers.py", "line": None}
        for params, field in (({"name": "none"}, "name"), ({"name": "leak", "of": "all"}, "of")):
            assert json.loads(host.command("get_hint", json.dumps(params)))["error"]["field"] == field

    @pytest.mark.parametrize("name", DEFECTS)
    def test_the_line_of_a_mistake_is_the_first_that_differs(self, name: str) -> None:
        file = DEFECTS[name].file
        host = make_host()
        text = ask(host, "break_code", name=name)["files"][file]
        pairs = zip(original(file).splitlines(), text.splitlines(), strict=False)
        first = next(at for at, (line, other) in enumerate(pairs, start=1) if line != other)
        ask(host, "edit_code", files={file: text})
        assert ask(host, "get_hint", name=name, of="line") == {"file": file, "line": first}
        ask(host, "edit_code", files={file: f"# one\n# two\n{text}"})
        assert ask(host, "get_hint", name=name, of="line")["line"] == first + 2
        lines = text.splitlines()
        lines[first - 1] += "  # is it here?"
        ask(host, "edit_code", files={file: "\n".join([*lines, ""])})
        assert ask(host, "get_hint", name=name, of="line")["line"] == first


class TestTrace:
    def visits(self, host: Host, text: str, file: str = "network.py") -> list[dict[str, Any]]:
        lines = host.text(file).splitlines()
        (number,) = [index for index, line in enumerate(lines, start=1) if text in line]
        visits: list[dict[str, Any]] = ask(host, "trace_step")["files"][file][str(number)]
        return visits

    @pytest.mark.parametrize("batch_size", [4, 32])  # fewer samples than units, and more
    def test_a_line_of_the_forward_pass_lights_its_layer_and_its_weights(self, batch_size: int) -> None:
        # 2-6-1: 12 weights and 6 biases, then 6 and 1
        host = make_host({**CONFIG, "training": {"batch_size": batch_size}})
        before = host.session.network.parameters.copy()
        first, second = self.visits(host, "product(rows, inputs, z)")
        assert first["touches"]["units"] == [[0, 8]]
        assert first["touches"]["parameters"] == [[0, 18]]
        assert second["touches"]["parameters"] == [[18, 25]]
        values = {value["name"]: value for value in first["values"]}
        assert values["z"]["shape"] == [6, batch_size]
        assert values["z"]["changed"]
        assert not values["rows"]["changed"]
        assert (host.session.network.parameters == before).all()

    def test_what_a_called_function_writes_counts_for_the_caller_too(self) -> None:
        first, _ = self.visits(make_host(), "activate(z, a)")
        assert {value["name"]: value["changed"] for value in first["values"]} == {"z": False, "a": True}
        assert first["touches"]["units"] == [[2, 8]]

    def test_a_line_for_several_layers_lights_them_all(self) -> None:
        # 2-3-3-3-1: 9 parameters, then 12, 12 and 4
        host = make_host({**CONFIG, "network": {"layer_sizes": [2, 3, 3, 3, 1]}})
        output, middle, first = self.visits(host, "product(d, inputs_t, gradient)")
        assert [visit["touches"]["parameters"] for visit in (output, middle, first)] == [
            [[33, 37]],
            [[9, 33]],
            [[0, 9]],
        ]
        assert middle["touches"]["units"] == [[2, 11]]
        values = {value["name"]: value for value in middle["values"]}
        assert values["gradient"]["shape"] == [2, 3, 4]
        assert values["gradient"]["changed"]

    def test_the_update_lights_all_parameters(self) -> None:
        files = ask(make_host(), "trace_step")["files"]
        lines = original("optimizers.py").splitlines()
        found = [
            visits[0]
            for number, visits in files["optimizers.py"].items()
            if "np.subtract(self.parameters" in lines[int(number) - 1]
        ]
        assert [visit["touches"]["parameters"] for visit in found] == [[[0, 25]]]

    def test_it_stays_true_after_an_edit(self) -> None:
        host = make_host()
        text = original("network.py").replace(
            "            product(rows, inputs, z)",
            "            one = z\n            product(rows, inputs, one)",
        )
        ask(host, "edit_code", files={"network.py": text})
        first, _ = self.visits(host, "product(rows, inputs, one)")
        assert "one" in [value["name"] for value in first["values"]]
        assert first["touches"]["units"] == [[0, 8]]

    def batch_of_next_step(self, host: Host) -> list[int]:
        """Return the indexes, found by the step that the run itself takes: what it changes says nothing."""
        session = host.copy()
        return sorted(session._order[session._position :][: session.config.training.batch_size].tolist())

    def test_the_batch_is_told_as_training_samples(self) -> None:
        host = make_host()
        for n_steps in (0, 3, 3):  # the last batch of the epoch is a smaller one
            host.train(n_steps)
            answer = ask(host, "trace_step")
            assert answer["batch"] == self.batch_of_next_step(host)
        assert len(answer["batch"]) == 200 - 6 * 32

    def test_the_batch_stays_true_after_an_edit(self) -> None:
        host = make_host()
        text = original("session.py").replace(
            "        X, Y = self._shuffled\n", "        X, Y = self.train_inputs, self.train_samples[1]\n"
        )
        ask(host, "edit_code", files={"session.py": text})
        host.train(2)
        assert ask(host, "trace_step")["batch"] == list(range(64, 96))
        text = text.replace(
            "return X[:, batch], Y[:, batch]",
            "some = self._shuffle_rng.integers(0, 200, 9); self.some = some; return X[:, some], Y[:, some]",
        )
        ask(host, "edit_code", files={"session.py": text})
        session = host.copy()
        answer = trace_step(session)
        assert answer["batch"] == sorted(set(session.some.tolist()))

    def test_a_line_has_the_batch_or_all_samples_in_hand(self) -> None:
        host = make_host()
        (copied,) = self.visits(host, "workspace.X[...] = X")
        assert copied["touches"]["samples"] == "batch"
        assert [value["changed"] for value in copied["values"]] == [True, False]
        (whole,) = self.visits(host, "X, Y = self._shuffled", "session.py")[:1]
        assert whole["touches"]["samples"] == "all"
        (update,) = self.visits(host, "np.multiply(gradient, scalar(self.learning_rate)", "optimizers.py")
        assert update["touches"]["samples"] is None
