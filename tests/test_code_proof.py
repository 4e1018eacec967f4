"""Proof of the code in force: gradient, replay, a program that repeats the run, defects, traces."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from glassnet.activations import ACTIVATIONS
from glassnet.config import Config
from glassnet.datasets import DATASETS
from glassnet.features import FEATURES
from glassnet.initializers import BIAS_INITIALIZERS
from glassnet.live.defects import DEFECTS
from glassnet.live.export_parts import PARTS
from glassnet.live.sources import EDITABLE, loaded, original, put_back
from glassnet.live.tracing import trace_step
from glassnet.optimizers import OPTIMIZERS
from tests.one_run import OneRun
from tests.optimizer_problem import OTHER_CONSTANTS
from tests.test_host import CONFIG, ask


@pytest.fixture(autouse=True)
def original_code() -> Iterator[None]:
    """Leave no edited code to the next test."""
    modules = loaded()
    yield
    put_back(modules)


def make_host(config: dict[str, Any] | None = None) -> OneRun:
    host = OneRun(config or CONFIG)
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
        text = original("activations.py").replace("    return 1.0 - a * a\n", "    return a * a\n")
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
        old = "self.learning_rate * gradient\n"
        text = original("optimizers.py").replace(old, f"np.random.default_rng().uniform(0.5, 1.5) * {old}", 1)
        ask(host, "edit_code", files={"optimizers.py": text})
        host.train(60)
        assert not ask(host, "check_replay")["repeats"]


# File, old text and new text.
EDITS: dict[str, tuple[str, str, str]] = {
    "climbing": (
        "optimizers.py",
        "self.parameters -= self.learning_rate * gradient",
        "self.parameters += 0.01 * gradient",
    ),
    "another activation": ("activations.py", "return np.tanh(z)", "return np.sin(z)"),
    "another slope": ("activations.py", "return 1.0 - a * a", "return np.where(z > 0.0, 1.0 - a * a, 0.5)"),
    "no biases": (
        "network.py",
        "layer.weights @ layer.inputs + layer.biases",
        "layer.weights @ layer.inputs",
    ),
    "a gradient once more": (
        "network.py",
        "        self._backward(self.layers, Y)\n        return self._step_gradient",
        "        self._backward(self.layers, Y)\n"
        "        self._step_gradient *= 0.5\n        return self._step_gradient",
    ),
    "a loss without its factor": (
        "losses.py",
        "(2.0 / Y.shape[1]) * (a - Y)",
        "(1.0 / Y.shape[1]) * (a - Y)",
    ),
    "larger discs": ("datasets.py", "RADIUS = 5.0", "RADIUS = 4.0"),
    "first weights": ("initializers.py", "limit = np.sqrt(6.0 / (n_in + n_out))", "limit = 0.1"),
    "no shuffling": (
        "session.py",
        "self._shuffle(self._shuffle_rng.permutation(self.train_inputs.shape[1]))",
        "self._shuffle(np.arange(self.train_inputs.shape[1]))",
    ),
    "later a smaller step": (
        "session.py",
        "        self.optimizer.learning_rate = self.learning_rate\n",
        "        self.optimizer.learning_rate = self.learning_rate\n"
        "        if self.step > 100:\n            self.optimizer.learning_rate *= 0.5\n",
    ),
}


def _has_numpy(python: str) -> bool:
    return (
        subprocess.run([python, "-I", "-c", "import numpy"], capture_output=True, check=False).returncode == 0
    )


def find_pythons() -> list[str]:
    """Return this Python, and the older ones that are installed here with NumPy."""
    folders = [Path("/usr/bin"), *Path.home().glob(".pyenv/versions/*/bin")]
    found = [folder / name for folder in folders for name in ("python3.11", "python3.12")]
    return [sys.executable, *(str(path) for path in found if path.exists() and _has_numpy(str(path)))]


PYTHONS = find_pythons()


def random_config(rng: np.random.Generator) -> dict[str, Any]:
    """Return a whole configuration, whatever the dataset and its task."""
    hidden = rng.integers(1, 9, size=rng.integers(0, 4)).tolist()
    dataset = str(rng.choice(list(DATASETS)))
    features = ["x1", "x2", "x1_x2"][: int(rng.integers(2, 4))]
    data = {"dataset": dataset, "noise": float(rng.choice([0.0, 0.2])), "n_samples": 60}
    n_outputs = Config.parse({"data": data}).network.layer_sizes[-1]
    return {
        "seed": int(rng.integers(1000)),
        "weight_seed": rng.choice([None, 7]),
        "order_seed": rng.choice([None, 8]),
        "data": data,
        "network": {
            "features": features,
            "layer_sizes": [len(features), *hidden, n_outputs],
            "activations": [str(rng.choice(["sigmoid", "tanh", "relu", "gelu"])) for _ in hidden],
            "bias_initializer": str(rng.choice(list(BIAS_INITIALIZERS))),
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
    @pytest.mark.parametrize("seed", range(16))
    def test_it_repeats_the_losses_of_the_page(self, seed: int, tmp_path: Path) -> None:
        host = make_host(random_config(np.random.default_rng(seed)))
        host.train(200)
        assert_it_repeats(host, tmp_path, PYTHONS if seed < 4 else PYTHONS[:1])

    def test_a_run_of_everything_at_once_keeps_to_300_lines(self, tmp_path: Path) -> None:
        names = [name for name, entry in ACTIVATIONS.items() if not entry.output_only and name != "linear"]
        training = {"optimizer": "adam", "learning_rate": 0.01, "l1": 0.001, "l2": 0.01, "dropout": 0.2}
        training |= {"clip_norm": 0.1, "schedule": "cosine"}
        network = {
            "features": list(FEATURES),
            "layer_sizes": [7, 3, 3, 3, 3, 3, 3, 3],
            "loss": "cross_entropy",
        }
        network |= {"activations": names, "output_activation": "softmax", "bias_initializer": "uniform"}
        host = make_host(
            {
                "seed": 4,
                "data": {"dataset": "arms", "noise": 0.1},
                "network": network,
                "training": training,
            }
        )
        ask(host, "freeze", indices=[1, 5], frozen=True)
        host.train(100)
        text = assert_it_repeats(host, tmp_path)
        assert "Any" not in text

    @pytest.mark.parametrize("edit", EDITS)
    def test_it_has_the_edited_code(self, edit: str, tmp_path: Path) -> None:
        host = make_host({**CONFIG, "network": {"layer_sizes": [2, 6, 4, 1], "activations": "tanh"}})
        file, old, new = EDITS[edit]
        assert old in original(file)
        ask(host, "edit_code", files={file: original(file).replace(old, new)})
        ask(host, "reset")
        host.train(200)
        text = assert_it_repeats(host, tmp_path)
        assert new.splitlines()[0].strip() in text

    @pytest.mark.parametrize(
        ("before", "gain"),
        [
            ("SCALE = 1.2", "SCALE"),  # of the same name as in optimizers.py
            ("SEED = 1.2", "SEED"),  # of the same name as in the program
            ("session = 1.2", "session"),
            ("GAIN = 1.0\nGAIN += 0.2", "GAIN"),
            ("if True:\n    GAIN = 1.2\nelse:\n    GAIN = 1.0", "GAIN"),
            ("TABLE = {}\nfor k in range(3):\n    TABLE[k] = 0.2 + k", "TABLE[1]"),
            ("try:\n    from math import pi\nexcept ImportError:\n    pi = 3.0", "0.4 * pi"),
            ("from math import *", "0.4 * pi"),
            ("import numpy.linalg", "0.4 * numpy.linalg.norm([3.0])"),
        ],
    )
    def test_whatever_an_edit_stands_on_is_in_it(self, before: str, gain: str, tmp_path: Path) -> None:
        host = make_host({**CONFIG, "network": {"layer_sizes": [2, 4, 1], "activations": "tanh"}})
        text = original("activations.py").replace("def tanh(z", f"{before}\n\n\ndef tanh(z", 1)
        text = text.replace("return np.tanh(z)", f"return np.tanh({gain} * z)")
        steps = original("optimizers.py").replace("class SGD", "SCALE = 0.5\n\n\nclass SGD", 1)
        steps = steps.replace("-= self.learning_rate * grad", "-= SCALE * self.learning_rate * grad", 1)
        ask(host, "edit_code", files={"activations.py": text, "optimizers.py": steps})
        ask(host, "reset")
        host.train(60)
        assert_it_repeats(host, tmp_path)

    def test_decorated_functions_and_edited_features_are_in_it(self, tmp_path: Path) -> None:
        host = make_host({**CONFIG, "network": {"layer_sizes": [2, 4, 1], "activations": "tanh"}})
        twice = "def twice(f):\n    def g(z):\n        return f(2.0 * z)\n\n    return g\n\n\n@twice\n"
        text = original("activations.py").replace("def tanh(z", f"{twice}def tanh(z", 1)
        features = original("features.py").replace(
            "    return np.stack(", "    X = X / 6.0\n    return np.stack("
        )
        ask(host, "edit_code", files={"activations.py": text, "features.py": features})
        ask(host, "reset")
        host.train(60)
        assert_it_repeats(host, tmp_path)

    @pytest.mark.parametrize(
        ("file", "old", "new", "says"),
        [
            (
                "activations.py",
                "        tanh,\n",
                "        (lambda k: lambda z: np.tanh(k * z))(2.0).__call__,\n",
                "give it a name at the top level of its file",
            ),
            (
                "session.py",
                "        gradient = self._gradient(X, Y)\n",
                "        gradient = len(self.dataset.label) * self._gradient(X, Y)\n",
                "uses self.dataset, which the program's session does not have",
            ),
            (
                "session.py",
                "self._shuffle_rng.permutation(",
                "self._rng(3).permutation(",
                "uses self.config.seed_of",
            ),
        ],
    )
    def test_where_it_cannot_be_made_a_sentence_says_why(
        self, file: str, old: str, new: str, says: str
    ) -> None:
        host = make_host({**CONFIG, "network": {"layer_sizes": [2, 4, 1], "activations": "tanh"}})
        assert old in original(file)
        ask(host, "edit_code", files={file: original(file).replace(old, new, 1)})
        reply = json.loads(host.command("export_run", "{}"))
        assert (reply["ok"], reply["error"]["code"]) == (False, "export")
        assert says in reply["error"]["message"]

    def test_every_file_that_may_be_edited_has_its_place_in_a_program(self) -> None:
        assert sorted(file for files in PARTS.values() for file in files) == sorted(EDITABLE)

    def test_edited_functions_that_it_does_not_have_are_named(self) -> None:
        host = make_host()
        text = original("session.py").replace(
            "        self.stop_reason = None\n", "        self.stop_reason = None  # mine\n", 1
        )
        ask(host, "edit_code", files={"session.py": text})
        host.train(20)
        text = " ".join(ask(host, "export_run")["text"].split())
        assert "not part of this program: TrainingSession.train." in text
        assert "not part of this program" not in ask(make_host(), "export_run")["text"]

    def test_a_dataset_and_an_activation_of_the_same_name_are_told_apart(self, tmp_path: Path) -> None:
        network = {"layer_sizes": [2, 3, 1], "activations": "linear"}
        host = make_host({"data": {"dataset": "linear"}, "network": network})
        host.train(50)
        assert_it_repeats(host, tmp_path)

    def test_an_activation_given_as_a_lambda_is_taken_along(self, tmp_path: Path) -> None:
        host = make_host()
        entry = '\nACTIVATIONS["sine"] = Activation('
        entry += '"Sine", "Waves.", np.sin, lambda z, a: np.cos(z), (-1.0, 1.0))\n'
        ask(host, "edit_code", files={"activations.py": original("activations.py") + entry})
        ask(host, "create_network", activations="sine")
        host.train(50)
        assert "lambda z, a: np.cos(z)" in assert_it_repeats(host, tmp_path)

    def test_frozen_parameters_and_schedules_are_in_it(self, tmp_path: Path) -> None:
        training = {"schedule": "cosine", "schedule_epochs": 5, "clip_norm": 0.01, "optimizer": "momentum"}
        host = make_host({**CONFIG, "training": training})
        ask(host, "freeze", indices=[0, 3], frozen=True)
        host.train(60)
        assert_it_repeats(host, tmp_path)

    @pytest.mark.parametrize(("name", "constants"), OTHER_CONSTANTS.items())
    def test_the_optimizers_constants_are_those_in_force(
        self, name: str, constants: dict[str, float], tmp_path: Path
    ) -> None:
        host = make_host({**CONFIG, "training": {"optimizer": name, **constants}})
        host.train(60)
        assert f"OPTIONS = {constants}".replace("'", '"') in assert_it_repeats(host, tmp_path)
        usual = make_host({**CONFIG, "training": {"optimizer": name}})
        assert "OPTIONS" not in ask(usual, "export_run")["text"]

    def test_targets_of_a_tanh_output_and_datasets_of_lists_are_in_it(self, tmp_path: Path) -> None:
        host = make_host()
        draw = "\n\ndef mine(n_samples, rng):\n    label = [k % 2 for k in range(n_samples)]\n"
        draw += "    return [[rng.normal() + 3 * k for k in label], [rng.normal() for _ in label]], label\n"
        draw += '\n\nDATASETS["mine"] = Dataset("Mine", "Lists.", mine)\n'
        ask(host, "edit_code", files={"datasets.py": original("datasets.py") + draw})
        ask(host, "generate_data", dataset="mine", noise=0.1)
        network = {"output_activation": "tanh", "loss": "mse", "bias_initializer": "uniform"}
        ask(host, "create_network", **network, weight_seed=12)
        host.train(60)
        assert_it_repeats(host, tmp_path)

    def test_the_notebook_is_the_same_in_cells(self) -> None:
        host = make_host()
        host.train(50)
        notebook = json.loads(ask(host, "export_run", format="ipynb")["text"])
        assert notebook["nbformat"] == 4
        cells = ["".join(cell["source"]) for cell in notebook["cells"]]
        program = ask(host, "export_run")["text"]
        assert all(cell in program for cell in cells[1:])
        assert cells[0].startswith("# A run of Glassnet: 2-6-1 on “Circular”, SGD, seed 3, 50 steps")


def assert_it_repeats(host: OneRun, folder: Path, pythons: Sequence[str] = (sys.executable,)) -> str:
    """Run program and notebook of the run; returns the program."""
    program = ask(host, "export_run", format="py")["text"]
    notebook = json.loads(ask(host, "export_run", format="ipynb")["text"])
    cells = ["".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == "code"]
    assert all(cell in program for cell in cells)
    assert sum(cell.count("\n") + 1 for cell in cells) <= program.count("\n") <= 300
    for python in pythons:
        outputs = [run_alone(python, folder, text) for text in (program, "\n".join(cells))]
        assert outputs[0] == outputs[1]
        worst = re.search(r"Largest relative difference of the train loss: (\S+),", outputs[0])
        assert worst, outputs[0]
        assert float(worst[1]) < 1e-9
    return str(program)


def run_alone(python: str, folder: Path, text: str) -> str:
    """Return what a program prints that finds nothing of ours."""
    path = folder / "run.py"
    path.write_text(text, encoding="utf-8")
    command = [python, "-I", str(path)]
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=True, cwd=folder).stdout


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

    def test_another_way_of_repairing_is_a_repair(self) -> None:
        host = make_host()
        ask(host, "edit_code", files=ask(host, "break_code", name="wrong_sign")["files"])
        text = host.text("optimizers.py").replace(
            "self.parameters += self.learning_rate", "self.parameters -= 1.0 * self.learning_rate"
        )
        ask(host, "edit_code", files={"optimizers.py": text})
        assert ask(host, "check_fix")["repaired"]

    def test_a_place_that_is_gone_is_said(self) -> None:
        host = make_host()
        text = original("network.py").replace("+ layer.biases", "+ 1.0 * layer.biases")
        ask(host, "edit_code", files={"network.py": text})
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
    def visits(self, host: OneRun, text: str, file: str = "network.py") -> list[dict[str, Any]]:
        lines = host.text(file).splitlines()
        (number,) = [index for index, line in enumerate(lines, start=1) if text in line]
        visits: list[dict[str, Any]] = ask(host, "trace_step")["files"][file][str(number)]
        return visits

    @pytest.mark.parametrize("batch_size", [4, 32])  # fewer samples than units, and more
    def test_a_line_of_the_forward_pass_lights_its_layer_and_its_weights(self, batch_size: int) -> None:
        # 2-6-1: 12 weights and 6 biases, then 6 and 1
        host = make_host({**CONFIG, "training": {"batch_size": batch_size}})
        before = host.session.network.parameters.copy()
        first, second = self.visits(host, "layer.z = layer.weights @ layer.inputs + layer.biases")
        assert first["touches"]["units"] == [[0, 8]]
        assert first["touches"]["parameters"] == [[0, 18]]
        assert second["touches"]["parameters"] == [[18, 25]]
        values = {value["name"]: value for value in first["values"]}
        assert values["layer.z"]["shape"] == [6, batch_size]
        assert values["layer.z"]["changed"]
        assert not values["layer.weights"]["changed"]
        assert (host.session.network.parameters == before).all()

    def test_what_a_called_function_makes_is_told_where_it_is_kept(self) -> None:
        first, _ = self.visits(make_host(), "layer.a = layer.f(layer.z)")
        assert {value["name"]: value["changed"] for value in first["values"]} == {
            "layer.z": False,
            "layer.a": True,
        }
        assert first["touches"]["units"] == [[2, 8]]

    def test_the_backward_pass_lights_layer_by_layer_from_the_back(self) -> None:
        # 2-3-3-3-1: 9 parameters, then 12, 12 and 4
        host = make_host({**CONFIG, "network": {"layer_sizes": [2, 3, 3, 3, 1]}})
        visits = self.visits(host, "out=layer.d_weights")
        assert [visit["touches"]["parameters"] for visit in visits] == [
            [[33, 37]],
            [[21, 33]],
            [[9, 21]],
            [[0, 9]],
        ]
        assert [visit["touches"]["units"] for visit in visits] == [[[8, 12]], [[5, 11]], [[2, 8]], [[0, 5]]]
        values = {value["name"]: value for value in visits[1]["values"]}
        assert values["layer.d_weights"]["shape"] == [3, 3]
        assert values["layer.d_weights"]["changed"]
        assert not values["layer.d_z"]["changed"]

    def test_a_step_at_the_end_of_an_epoch_is_traced_without_what_comes_after_it(self) -> None:
        host = make_host()
        host.train(6)
        assert len(self.visits(host, "layer.a = layer.f(layer.z)")) == 2

    def test_the_update_lights_all_parameters(self) -> None:
        files = ask(make_host(), "trace_step")["files"]
        lines = original("optimizers.py").splitlines()
        found = [
            visits[0]
            for number, visits in files["optimizers.py"].items()
            if "self.parameters -= self.learning_rate" in lines[int(number) - 1]
        ]
        assert [visit["touches"]["parameters"] for visit in found] == [[[0, 25]]]

    def test_it_stays_true_after_an_edit(self) -> None:
        host = make_host()
        text = original("network.py").replace(
            "            layer.z = layer.weights",
            "            one = layer.weights\n            layer.z = one",
        )
        ask(host, "edit_code", files={"network.py": text})
        first, _ = self.visits(host, "layer.z = one @ layer.inputs")
        assert "one" in [value["name"] for value in first["values"]]
        assert first["touches"]["units"] == [[0, 8]]

    def batch_of_next_step(self, host: OneRun) -> list[int]:
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
        first, second = self.visits(host, "layer.inputs = inputs")
        assert first["touches"]["samples"] == "batch"
        assert second["touches"]["samples"] is None
        assert [value["changed"] for value in first["values"]] == [True, True]
        (whole,) = self.visits(host, "X, Y = self._shuffled", "session.py")[:1]
        assert whole["touches"]["samples"] == "all"
        (gradient,) = self.visits(host, "gradient = self._gradient(X, Y)", "session.py")
        assert gradient["touches"]["samples"] == "batch"
        update = ask(host, "trace_step")["files"]["optimizers.py"]
        (update,) = next(iter(update.values()))
        assert update["touches"]["samples"] is None
