"""One step, opened: its record is the step that the run takes, its numbers add up, what is wrong is found."""

import json
import random
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from glassnet.activations import ACTIVATIONS
from glassnet.live.defects import DEFECTS
from glassnet.live.sources import loaded, original, put_back
from glassnet.live.step.check import wrong_stations
from glassnet.live.step.record import MAX_KEPT, StepRecord
from glassnet.live.step.stations import UPDATE, stations_of
from glassnet.live.step.take import record_step
from glassnet.losses import LOSSES
from glassnet.optimizers import OPTIMIZERS
from glassnet.session import TrainingSession
from tests.one_run import OneRun

ORIGINAL = loaded()
SMALL = {"layer_sizes": [2, 5, 4, 1], "activations": "tanh"}


@pytest.fixture(autouse=True)
def original_code() -> Iterator[None]:
    """Leave no edited code to the next test."""
    modules = loaded()
    yield
    put_back(modules)


def make_run(n_steps: int = 40, **config: Any) -> OneRun:
    run = OneRun({"network": SMALL, **config})
    run.train(n_steps)
    return run


def record_of(run: OneRun) -> StepRecord:
    """Record the next step of a run, and return the record itself."""
    run.ask("record_step")
    record: StepRecord = run.host.runs["a"].opened.record
    return record


def arrays(run: OneRun, **params: Any) -> dict[str, Any]:
    """Return the answer to `record_step`, with the arrays in their places."""
    answer = run.ask("record_step", **params)
    kept = {array.__array_interface__["data"][0]: array for array in run.host.wire.arrays}

    def filled(value: Any) -> Any:
        if isinstance(value, dict) and "address" in value:
            return kept[value["address"]]
        return {key: filled(item) for key, item in value.items()} if isinstance(value, dict) else value

    return {**answer, "arrays": filled(answer["arrays"])}


def edit(run: OneRun, file: str, old: str, new: str) -> None:
    text = original(file)
    assert old in text
    run.ask("edit_code", files={file: text.replace(old, new)})


def first_wrong(record: StepRecord) -> dict[str, Any] | None:
    return next(iter(wrong_stations(record, ORIGINAL)), None)


def refusal(run: OneRun, name: str, **params: Any) -> dict[str, Any]:
    reply = json.loads(run.command(name, json.dumps(params)))
    assert not reply["ok"]
    return dict(reply["error"])


class TestTheStep:
    @pytest.mark.parametrize("clip_norm", [None, 0.05])
    @pytest.mark.parametrize("dropout", [0.0, 0.3])
    @pytest.mark.parametrize("penalty", [{}, {"l1": 0.01}, {"l2": 0.02}, {"l1": 0.01, "l2": 0.02}])
    @pytest.mark.parametrize("optimizer", OPTIMIZERS)
    @pytest.mark.parametrize("is_frozen", [False, True])
    def test_its_last_station_is_the_network_after_the_runs_own_next_step_to_the_last_bit(
        self,
        optimizer: str,
        penalty: dict[str, float],
        dropout: float,
        clip_norm: float | None,
        is_frozen: bool,
    ) -> None:
        training = {"optimizer": optimizer, "dropout": dropout, "clip_norm": clip_norm, **penalty}
        session = TrainingSession({"network": SMALL, "training": {**training, "learning_rate": 0.05}})
        session.train(11)
        if is_frozen:
            session.freeze([0, 7, 15, 20], True)
        record = record_step(TrainingSession.restored(*session.snapshot()))
        assert np.array_equal(record.before, session.network.parameters)
        session.train(1)
        assert np.array_equal(record.after, session.network.parameters)
        assert first_wrong(record) is None

    @pytest.mark.parametrize("steps", [0, 6, 7])  # the first, the last and the next first of an epoch
    def test_it_is_the_same_at_the_ends_of_an_epoch(self, steps: int) -> None:
        run = make_run(steps)
        after = arrays(run)["arrays"]["after"]
        run.train(1)
        assert np.array_equal(after, run.session.network.parameters)

    def test_looking_a_hundred_times_changes_nothing(self) -> None:
        run, other = (make_run(17, training={"dropout": 0.2, "optimizer": "adam"}) for _ in range(2))
        before, past = run.session.snapshot(), json.dumps(run.journal.as_plain())
        for _ in range(100):
            run.ask("record_step")
            run.ask("explain", quantity="change", layer=1, unit=0, input=0)
        after = run.session.snapshot()
        assert after[0] == before[0]
        assert np.array_equal(after[1], before[1])
        assert json.dumps(run.journal.as_plain()) == past
        run.train(30)
        other.train(30)
        assert np.array_equal(run.session.network.parameters, other.session.network.parameters)
        assert run.ask("check_replay")["ok"]

    def test_its_arrays_are_what_the_run_then_has(self) -> None:
        run = make_run(9)
        answer = arrays(run)
        found = answer["arrays"]
        run.train(1)
        layers, n = run.session.network.layers, len(answer["batch"])
        for name in ("z", "a", "d_z"):
            expected = np.concatenate([getattr(layer, name) for layer in layers])
            assert np.array_equal(found[name].reshape(-1, n)[2:], expected)
        assert np.array_equal(found["a"].reshape(-1, n)[:2], run.session.train_inputs[:, answer["batch"]])
        assert np.array_equal(found["means"]["z"][2:], np.concatenate([x.z.sum(axis=1) for x in layers]) / n)
        assert np.array_equal(found["d_parameters"], run.session.network._step_gradient)
        assert found["losses"].mean() == pytest.approx(answer["mean"])

    def test_a_large_batch_keeps_some_samples_and_says_so(self) -> None:
        run = make_run(3, data={"n_samples": 1000}, training={"batch_size": 1000, "optimizer": "sgd"})
        chosen = int(run.session._order[501])
        answer = run.ask("record_step", sample=chosen)
        assert len(answer["batch"]) == 1000
        assert len(answer["kept"]) <= MAX_KEPT and chosen in answer["kept"]
        assert "Of the 1,000 samples" in answer["left_out"]
        for params in (
            {"quantity": "d_weights", "layer": 2, "unit": 1, "input": 3},
            {"quantity": "d_biases", "layer": 2, "unit": 1},
            {"quantity": "mean"},
            {"quantity": "a", "layer": 1, "unit": 2},
        ):
            told = run.ask("explain", **params)
            assert told["agrees"], told
            assert told["terms"][-1]["label"] == f"the other {1000 - len(answer['kept'])} samples"

    def test_memory_is_bounded_for_the_largest_network(self) -> None:
        sizes = [2, *[64] * 8, 1]
        run = make_run(
            1, network={"layer_sizes": sizes}, data={"n_samples": 2000}, training={"batch_size": 2000}
        )
        answer = run.ask("record_step")
        assert 1e6 < answer["bytes"] < 16e6


class TestStations:
    def test_they_come_in_the_order_of_the_step(self) -> None:
        stations = make_run().ask("record_step")["stations"]
        names = [f"{each['name']}{each['layer'] or ''}" for each in stations]
        forward = "batch z1 a1 z2 a2 z3 a3 loss mean"
        backward = " ".join(f"d_a{at} d_z{at} d_weights{at} d_biases{at}" for at in (3, 2, 1))
        assert " ".join(names) == f"{forward} {backward} {' '.join(UPDATE)}"
        phases = [each["phase"] for each in stations]
        assert phases == ["forward"] * 7 + ["loss"] * 2 + ["backward"] * 12 + ["update"] * 5

    def test_each_has_the_line_that_computes_it(self) -> None:
        training = {"optimizer": "adam", "l2": 0.1, "clip_norm": 0.1}
        lines = {
            (each["name"], each["layer"]): original(each["file"]).splitlines()[each["line"] - 1].strip()
            for each in make_run(training=training).ask("record_step")["stations"]
        }
        assert lines["z", 1] == "layer.z = layer.weights @ layer.inputs + layer.biases"
        assert lines["a", 3].startswith("layer.a = layer.f(layer.z)")
        assert lines["d_a", 1] == "layer.d_a = after.weights.T @ after.d_z"
        assert lines["d_a", 3] == "output.d_a = self._loss.gradient(output.a, Y)"
        assert lines["d_z", 2] == "layer.d_z = layer.d_a * layer.f_prime(layer.z, layer.a)"
        assert lines["d_weights", 2].startswith("np.matmul(layer.d_z, layer.inputs.T")
        assert lines["d_biases", 2].startswith("layer.d_z.sum(")
        assert lines["penalty", None].startswith("gradient += penalty_gradient(")
        assert lines["clipping", None].startswith("gradient = clip(")
        assert lines["optimizer", None].startswith("self.m = ")
        assert lines["change", None] == "self.parameters -= self.learning_rate * m / size"
        assert lines["mean", None].startswith("return float(self._loss.value(")
        assert lines["loss", None].startswith("return float(np.vdot(")

    def test_what_the_code_does_not_have_is_said(self) -> None:
        run = make_run(network={**SMALL, "loss": "binary_cross_entropy"})
        missing = {
            each["name"]: each["missing"] for each in run.ask("record_step")["stations"] if each["missing"]
        }
        assert missing == {
            "d_a": "The loss gives d_z of the outputs itself: no d_a is computed.",
            "penalty": "No penalty is set.",
            "clipping": "The gradient's norm has no limit.",
            "optimizer": "SGD remembers nothing.",
        }
        told = run.ask("explain", quantity="d_a", layer=3, unit=0)
        assert told["missing"] == missing["d_a"] and told["terms"] == []

    def test_an_edit_that_computes_no_d_a_has_none(self) -> None:
        run = make_run()
        edit(
            run,
            "network.py",
            "                layer.d_a = after.weights.T @ after.d_z\n"
            "                if layer.mask is not None:\n"
            "                    layer.d_a = layer.d_a * layer.mask\n"
            "                layer.d_z = layer.d_a * layer.f_prime(layer.z, layer.a)\n",
            "                layer.d_z = (after.weights.T @ after.d_z) * layer.f_prime(layer.z, layer.a)\n",
        )
        answer = run.ask("record_step")
        missing = [each["layer"] for each in answer["stations"] if each["name"] == "d_a" and each["missing"]]
        assert missing == [2, 1]
        assert answer["wrong"] is None


class TestNumbers:
    @pytest.mark.parametrize("seed", range(100))
    def test_the_terms_of_any_number_add_up_to_what_the_step_has_computed(self, seed: int) -> None:
        rng = random.Random(seed)
        loss = rng.choice(list(LOSSES))
        multi = loss == "cross_entropy" or (loss != "binary_cross_entropy" and rng.random() < 0.3)
        output = {"cross_entropy": "softmax", "binary_cross_entropy": "sigmoid"}.get(
            loss, "softmax" if multi else rng.choice(["sigmoid", "tanh", "linear"])
        )
        hidden = [name for name, entry in ACTIVATIONS.items() if not entry.output_only]
        sizes = [2, *[rng.randint(1, 7) for _ in range(rng.randint(0, 3))], 3 if multi else 1]
        network = {
            "layer_sizes": sizes,
            "activations": [rng.choice(hidden) for _ in sizes[1:-1]],
            "output_activation": output,
            "loss": loss,
        }
        training = {
            "optimizer": rng.choice(list(OPTIMIZERS)),
            "learning_rate": rng.choice([0.001, 0.01, 0.1]),
            "batch_size": rng.choice([1, 7, 32]),
            "dropout": rng.choice([0.0, 0.3]),
            "l1": rng.choice([0.0, 0.01]),
            "l2": rng.choice([0.0, 0.02]),
            "clip_norm": rng.choice([None, 0.01, 10.0]),
        }
        data = {"dataset": "blobs" if multi else "circular", "n_samples": 50}
        run = OneRun({"seed": seed, "network": network, "training": training, "data": data})
        run.train(rng.randint(0, 30))
        answer = run.ask("record_step")
        assert first_wrong(run.host.runs["a"].opened.record) is None
        for station in answer["stations"]:
            layer = station["layer"]
            if layer is None:
                layer = 0 if station["name"] == "batch" else rng.randrange(1, len(sizes))
            told = run.ask(
                "explain",
                quantity=station["name"],
                layer=layer,
                unit=rng.randrange(sizes[layer]),
                input=rng.choice([None, rng.randrange(sizes[layer - 1])])
                if station["name"] in UPDATE
                else rng.randrange(sizes[layer - 1]),
                sample=rng.choice(answer["kept"])
                if station["name"] == "loss"
                else rng.choice([None, rng.choice(answer["kept"])]),
            )
            assert told["missing"] == station["missing"]
            if told["missing"] is None:
                assert all(each["agrees"] for each in (told, *told["steps"])), told
                for each in (told, *told["steps"]):
                    assert sum(term["value"] for term in each["terms"]) == pytest.approx(
                        each["sum"], abs=1e-300
                    )
                    for term in each["terms"]:
                        if term["factors"]:
                            assert np.prod(term["factors"]) == pytest.approx(term["value"])

    def test_it_says_of_which_samples_a_number_is(self) -> None:
        run = make_run()
        sample = run.ask("record_step")["kept"][5]
        of = {
            "z": {"layer": 1, "unit": 0},
            "d_weights": {"layer": 1, "unit": 0, "input": 0},
            "d_z": {"layer": 1, "unit": 0},
        }
        told = {name: run.ask("explain", quantity=name, **params)["of"] for name, params in of.items()}
        assert told == {"z": "mean of 32", "d_weights": "sum over 32", "d_z": "mean of 32"}
        for name, params in of.items():
            assert run.ask("explain", quantity=name, sample=sample, **params)["of"] == f"sample {sample}"

    def test_gradients_agree_with_central_differences(self) -> None:
        run = make_run()
        answer = arrays(run)
        session, h = run.session, 1e-5
        X, Y = (values[:, answer["batch"]] for values in (session.train_inputs, session.train_samples[1]))
        numeric = []
        for index in range(session.network.parameters.size):
            shifted = [session.network.parameters.copy() for _ in range(2)]
            shifted[0][index] += h
            shifted[1][index] -= h
            up, down = (session.network.loss_at(each, X, Y) for each in shifted)
            numeric.append((up - down) / (2 * h))
        assert np.allclose(answer["arrays"]["d_parameters"], numeric, rtol=0, atol=1e-6)

    def test_the_share_of_the_mean_is_told_as_the_code_has_it(self) -> None:
        run = make_run()
        run.ask("record_step")
        asked = {"quantity": "d_biases", "layer": 1, "unit": 0}
        assert run.ask("explain", **asked)["note"] == "The 1/32 of the mean is in d_z already."
        edit(run, "losses.py", "return (2.0 / Y.shape[1]) * (a - Y)", "return 2.0 * (a - Y)")
        run.ask("record_step")
        assert run.ask("explain", **asked)["note"].startswith("There is no 1/32 in d_z")

    def test_an_optimizer_of_ones_own_says_that_its_rule_is_its_own(self) -> None:
        run = make_run()
        added = '''

class Mine(Momentum):
    """Half of it."""

    def step(self, gradient: Array) -> None:
        self.velocity = 0.5 * self.velocity + gradient
        self.parameters -= 0.01 * self.velocity


OPTIMIZERS["mine"] = OptimizerEntry("Mine", "Half.", Mine)
'''
        run.ask("edit_code", files={"optimizers.py": original("optimizers.py") + added})
        run.ask("set_training", optimizer="mine")
        run.train(2)
        run.ask("record_step")
        told = run.ask("explain", quantity="change", layer=1, unit=0, input=0)
        assert told["note"] == "The rule is the code's own."
        assert told["agrees"] and told["result"] != 0.0
        assert [each["name"] for each in told["steps"]] == ["velocity"]

    def test_terms_that_edited_code_does_not_add_up_are_said_not_to_agree(self) -> None:
        run = make_run()
        edit(
            run,
            "optimizers.py",
            "self.parameters -= self.learning_rate",
            "self.parameters += self.learning_rate",
        )
        run.ask("record_step")
        told = run.ask("explain", quantity="change", layer=1, unit=0, input=0)
        assert not told["agrees"]
        assert told["sum"] == pytest.approx(-told["result"])


# Where each defect of *Break it* is to be seen.
SEEN_AT = {
    "missing_bias": ("z", 1),
    "forgotten_derivative": ("d_z", 2),
    "wrong_sign": ("change", None),
    "zero_init": ("z", 1),
    "unshuffled": ("batch", None),
    "large_rate": ("change", None),
    "dead_units": ("z", 1),
    "leak": ("batch", None),
}


class TestWhatIsWrong:
    @pytest.mark.parametrize("n_steps", [0, 40])
    @pytest.mark.parametrize("name", DEFECTS)
    def test_every_defect_is_found_at_its_station_by_the_record_alone(self, name: str, n_steps: int) -> None:
        assert SEEN_AT.keys() == DEFECTS.keys()
        run = make_run(n_steps)
        run.ask("edit_code", **run.ask("break_code", name=name))
        record = record_of(run)
        wrong = first_wrong(record)
        assert wrong is not None
        station = stations_of(record)[wrong["station"]]
        assert (station["name"], station["layer"]) == SEEN_AT[name], wrong
        assert {each["first"] for each in wrong_stations(record, ORIGINAL)} == {wrong["station"]}

    @pytest.mark.parametrize("optimizer", OPTIMIZERS)
    @pytest.mark.parametrize(
        "activation", [name for name, entry in ACTIVATIONS.items() if not entry.output_only]
    )
    def test_code_as_it_came_is_never_blamed(self, activation: str, optimizer: str) -> None:
        for seed, loss in enumerate(("mse", "half_mse", "huber", "binary_cross_entropy")):
            network = {"layer_sizes": [2, 6, 5, 1], "activations": activation, "loss": loss}
            training = {"optimizer": optimizer, "learning_rate": 0.01, "schedule": "cosine"}
            session = TrainingSession({"seed": seed, "network": network, "training": training})
            session.train(25)
            record = record_step(TrainingSession.restored(*session.snapshot()))
            assert first_wrong(record) is None


def wrong_names(run: OneRun) -> list[tuple[str, int | None]]:
    """Return where the next step is wrong, each mistake once."""
    record = record_of(run)
    places = stations_of(record)
    firsts = sorted({each["first"] for each in wrong_stations(record, ORIGINAL)})
    return [(places[at]["name"], places[at]["layer"]) for at in firsts]


class TestWhatIsWrongBesides:
    """A change made on purpose hides no later mistake, and accuses nothing after it."""

    def test_after_another_activation_a_later_mistake_is_found(self) -> None:
        run = make_run(network={**SMALL, "activations": "leaky_relu"})
        edit(run, "activations.py", "LEAKY_SLOPE = 0.01", "LEAKY_SLOPE = 0.3")
        assert wrong_names(run) == [("a", 1)]
        edit(run, "network.py", "layer.d_z.sum(axis=1", "layer.d_z.mean(axis=1")
        assert wrong_names(run) == [("a", 1), ("d_biases", 3)]

    def test_after_a_gradient_that_is_scaled_only_that_is_wrong(self) -> None:
        run = make_run()
        edit(run, "losses.py", "return (2.0 / Y.shape[1]) * (a - Y)", "return (4.0 / Y.shape[1]) * (a - Y)")
        assert wrong_names(run) == [("d_a", 3)]
        edit(
            run,
            "optimizers.py",
            "self.parameters -= self.learning_rate",
            "self.parameters += self.learning_rate",
        )
        assert wrong_names(run) == [("d_a", 3), ("change", None)]

    @pytest.mark.parametrize("optimizer", ["momentum", "nesterov"])
    def test_the_change_is_judged_by_what_is_remembered(self, optimizer: str) -> None:
        run = make_run(training={"optimizer": optimizer, "learning_rate": 0.01})
        edit(
            run,
            "optimizers.py",
            "self.momentum * self.velocity + gradient\n",
            "self.momentum * self.velocity - gradient\n",
        )
        assert wrong_names(run) == [("optimizer", None)]

    def test_a_penalty_of_another_size_is_wrong_once(self) -> None:
        run = make_run(training={"l2": 0.01, "clip_norm": 0.05})
        edit(run, "penalties.py", "+ l2 * layer", "+ 2.0 * l2 * layer")
        assert wrong_names(run) == [("penalty", None)]

    def test_what_is_wrong_in_every_layer_is_told_of_each_as_one_mistake(self) -> None:
        run = make_run()
        edit(
            run,
            "network.py",
            "layer.weights @ layer.inputs + layer.b",
            "layer.weights @ layer.inputs - layer.b",
        )
        told = run.ask("record_step")
        places = [told["stations"][each["station"]] for each in told["all_wrong"]]
        assert [(each["name"], each["layer"]) for each in places] == [("z", 1), ("z", 2), ("z", 3)]
        assert {each["first"] for each in told["all_wrong"]} == {told["wrong"]["station"]}


# File, old text, new text, and the first station that it makes wrong; None: it is right, or of no step.
EDITS: list[tuple[str, str, str, tuple[str, int | None] | None]] = [
    ("losses.py", "return (2.0 / Y.shape[1]) * (a - Y)", "return (1.0 / Y.shape[1]) * (a - Y)", ("d_a", 3)),
    ("losses.py", "return (2.0 / Y.shape[1]) * (a - Y)", "return 2.0 * (a - Y)", ("d_a", 3)),
    ("losses.py", "return (2.0 / Y.shape[1]) * (a - Y)", "return (2.0 / Y.shape[1]) * (Y - a)", ("d_a", 3)),
    ("losses.py", "np.vdot(error, error)) / Y", "np.vdot(error, error)) / 2 / Y", ("loss", None)),
    ("activations.py", "return 1.0 - a * a", "return 1.0 - a", ("d_z", 2)),
    ("activations.py", "return 1.0 - a * a", "return 1.0 - z * z", ("d_z", 2)),
    ("activations.py", "return np.tanh(z)", "return np.sin(z)", ("a", 1)),
    ("activations.py", "return np.tanh(z)", "return np.tanh(2.0 * z)", ("a", 1)),
    ("activations.py", "return a - a * a\n\n\ndef tanh", "return a * a\n\n\ndef tanh", ("d_z", 3)),
    ("network.py", "after.weights.T @ after.d_z", "2.0 * after.weights.T @ after.d_z", ("d_a", 2)),
    ("network.py", "layer.d_z.sum(axis=1", "layer.d_z.mean(axis=1", ("d_biases", 3)),
    (
        "network.py",
        "layer.weights @ layer.inputs + layer.b",
        "layer.weights @ layer.inputs - layer.b",
        ("z", 1),
    ),
    (
        "network.py",
        "        self._backward(self.layers, Y)\n        return self._step_gradient",
        "        self._backward(self.layers, Y)\n        self._step_gradient *= 0.5\n"
        "        return self._step_gradient",
        ("d_weights", 3),
    ),
    ("network.py", "layer.d_z, layer.inputs.T, out", "layer.d_z, 0.0 + layer.inputs.T, out", None),
    (
        "optimizers.py",
        "self.parameters -= self.learning_rate * gradient",
        "self.parameters -= 0.1 * gradient",
        None,
    ),
    (
        "optimizers.py",
        "self.parameters -= self.learning_rate * gradient",
        "self.parameters -= self.learning_rate * gradient**2",
        ("change", None),
    ),
    (
        "optimizers.py",
        "self.parameters -= self.learning_rate * gradient",
        "self.parameters -= self.learning_rate * np.sign(gradient)",
        ("change", None),
    ),
    (
        "session.py",
        "        return gradient\n\n    @property",
        "        return gradient * 2.0\n\n    @property",
        ("change", None),
    ),
    (
        "session.py",
        "return X[:, batch], Y[:, batch]",
        "return X[:, batch] + 0.01, Y[:, batch]",
        ("batch", None),
    ),
    (
        "layers.py",
        "self.weights, self.biases = weights, biases",
        "self.biases, self.weights = biases, weights",
        None,
    ),
    (
        "session.py",
        "batch = slice(self._position, self._position + ",
        "batch = slice(0, ",
        ("batch", None),
    ),
    ("metrics.py", '"""', '"""It is. ', None),
    ("schedules.py", "0.5 * (1.0 + ", "0.4 * (1.0 + ", None),
]


@pytest.mark.parametrize(("file", "old", "new", "station"), EDITS)
def test_an_edited_step_is_recorded_as_the_run_takes_it_and_judged(
    file: str, old: str, new: str, station: tuple[str, int | None] | None
) -> None:
    run = make_run()
    if new.startswith('"""'):
        run.ask("edit_code", files={file: original(file).replace(old, new, 1)})
    else:
        edit(run, file, old, new)
    run.train(5)
    record = record_of(run)
    run.train(1)
    assert np.array_equal(record.after, run.session.network.parameters)
    wrong = first_wrong(record)
    if station is None:
        assert wrong is None
    else:
        assert wrong is not None
        found = stations_of(record)[wrong["station"]]
        assert (found["name"], found["layer"]) == station, wrong


class TestWhatIsAsked:
    def test_without_a_record_nothing_is_explained(self) -> None:
        error = refusal(make_run(), "explain", quantity="mean")
        assert (error["code"], error["field"]) == ("invalid", "run")
        assert "call record_step first" in error["rule"]

    @pytest.mark.parametrize(
        ("name", "params"),
        [
            ("set_training", {"learning_rate": 0.5}),
            ("set_parameter", {"index": 0, "value": 1.0}),
            ("freeze", {"indices": [0], "frozen": True}),
            ("new_weights", {}),
            (None, {}),
        ],
    )
    def test_a_run_that_has_moved_on_is_to_be_recorded_again(
        self, name: str | None, params: dict[str, Any]
    ) -> None:
        run = make_run()
        run.ask("set_training", learning_rate=0.2)
        run.ask("set_parameter", index=0, value=0.5)
        run.ask("record_step")
        run.ask("set_training", speed=50)  # its pace is not the run's
        run.ask("explain", quantity="mean")
        if name is None:
            run.train(1)
        else:
            run.ask(name, **params)
        assert "it has moved on" in refusal(run, "explain", quantity="mean")["rule"]
        run.ask("record_step")
        run.ask("explain", quantity="mean")

    @pytest.mark.parametrize(
        ("params", "field"),
        [
            ({}, "quantity"),
            ({"quantity": "gradient"}, "quantity"),
            ({"quantity": "z", "unit": 0}, "layer"),
            ({"quantity": "z", "layer": 0, "unit": 0}, "layer"),
            ({"quantity": "z", "layer": 4, "unit": 0}, "layer"),
            ({"quantity": "z", "layer": 1}, "unit"),
            ({"quantity": "z", "layer": 1, "unit": 5}, "unit"),
            ({"quantity": "z", "layer": 1, "unit": 0, "sample": -1}, "sample"),
            ({"quantity": "z", "layer": 1, "unit": 0, "sample": True}, "sample"),
            ({"quantity": "loss"}, "sample"),
            ({"quantity": "d_weights", "layer": 1, "unit": 0}, "input"),
            ({"quantity": "change", "layer": 1, "unit": 0, "input": 2}, "input"),
        ],
    )
    def test_what_makes_no_sense_is_refused_by_name(self, params: dict[str, Any], field: str) -> None:
        run = make_run()
        run.ask("record_step")
        error = refusal(run, "explain", **params)
        assert (error["code"], error["field"]) == ("invalid", field)

    def test_a_sample_to_keep_is_one_of_training(self) -> None:
        assert refusal(make_run(), "record_step", sample=200)["field"] == "sample"

    def test_a_diverged_run_has_no_next_step(self) -> None:
        run = make_run()
        run.session.diverged = True
        assert refusal(run, "record_step")["field"] == "run"

    def test_code_that_fails_in_the_record_is_blamed(self) -> None:
        run = make_run(0)
        text = original("session.py").replace(
            "        self.step += 1\n", "        self.step += 1\n        assert self.step != 60, 'enough'\n"
        )
        run.ask("edit_code", files={"session.py": text})
        run.train(59)
        error = refusal(run, "record_step")
        assert (error["code"], error["file"]) == ("code", "session.py")
        assert "enough" in error["message"]
