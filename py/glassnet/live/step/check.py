"""Finds the stations of a record whose numbers are not what they should be.

Each station is judged by the numbers that enter it: forward and update by the package as it came,
backward by differences of the code's own loss and activations, and by the chain rule. What follows
from a wrong number is not wrong by itself.
"""

from collections.abc import Iterator, Mapping
from types import ModuleType, SimpleNamespace
from typing import Any

import numpy as np

from glassnet.live.step.findings import CHAIN, ORIGINAL, Finding, by_differences, judged, worst_of
from glassnet.live.step.lines import Key
from glassnet.live.step.record import Array, StepRecord
from glassnet.live.step.slopes import MAX_DIFFERENCED, chained, output_slopes
from glassnet.live.step.stations import stations_of


def wrong_stations(record: StepRecord, original: Mapping[str, ModuleType]) -> list[dict[str, Any]]:
    """Return the stations that depart, in order, each once (`WrongStation` in js/protocol.js).

    `original` are the modules of the package as it came, by name.
    """
    places = {(each["name"], each["layer"]): at for at, each in enumerate(stations_of(record))}
    wrong: dict[int, Finding] = {}
    with np.errstate(all="ignore"):
        for each in _Judge(record, original).findings():
            if each.is_wrong:
                wrong.setdefault(places[each.key], each)
    firsts: dict[tuple[str, str], int] = {}
    return [
        {
            "station": at,
            "first": firsts.setdefault((each.key[0], each.message), at),
            "compared_with": each.compared_with,
            "message": each.message,
            **worst_of(record, each),
        }
        for at, each in sorted(wrong.items())
    ]


class _Judge:
    """Judges the stations of a record in their order."""

    def __init__(self, record: StepRecord, original: Mapping[str, ModuleType]) -> None:
        self._record, self._original = record, original
        self._begun = record.code.make(record.code.config)
        try:
            self._theirs = original["glassnet.session"].TrainingSession(record.code.config)
        except Exception:  # it does not know what the code in force has
            self._theirs = None

    def findings(self) -> Iterator[Finding]:
        """Yield the judgements, in the order of the stations."""
        record = self._record
        yield from self._batch()
        for layer in range(1, len(record.layers) + 1):
            yield from self._forward(layer)
        yield from self._loss()
        for layer in range(len(record.layers), 0, -1):
            yield from self._backward(layer)
        yield from self._gradient()
        yield from self._update()

    def _entry(self, module: str, registry: str, name: str) -> Any:
        """Return an entry of a registry as it came; None if there is none."""
        return getattr(self._original[f"glassnet.{module}"], registry).get(name)

    def _batch(self) -> Iterator[Finding]:
        """Judge which samples are taken, and in which order the code draws them."""
        key, mine, theirs = ("batch", None), self._begun, self._theirs
        strange = np.array(self._record.samples.batch, dtype=float)
        message = "The step takes what are no training samples."
        yield judged(key, ORIGINAL, message, np.minimum(strange, 0.0), np.zeros_like(strange))
        message = "The step does not take the samples whose turn it is."
        turn = self._record.samples.turn
        yield judged(key, ORIGINAL, message, strange, turn)
        if theirs is None:
            return
        message = "The code does not draw the order of the samples as the original does."
        yield judged(key, ORIGINAL, message, mine._order, theirs._order)
        message = "Samples of the batch are also among those that the network is tested with."
        shared = [float(_has_shared(each.train_inputs, each.test_inputs)) for each in (mine, theirs)]
        yield judged(key, ORIGINAL, message, min(shared) < shared[0], False)

    def _forward(self, at: int) -> Iterator[Finding]:
        record, layer = self._record, self._record.layers[at - 1]
        if layer.z is not None and layer.inputs is not None:
            if self._theirs is not None:
                theirs = record.layer_of(self._theirs.network.parameters, at)
                mine = record.layer_of(self._begun.network.parameters, at)
                message = "The {} of this layer do not begin as the original's do: reset to see it."
                for what, own, other in zip(("weights", "biases"), mine, theirs, strict=True):
                    yield judged(
                        ("z", at), ORIGINAL, message.format(what), own, other, "ui"[: 1 + (what[0] == "w")]
                    )
            expected = layer.weights @ layer.inputs + layer.biases
            if not layer.biases.any():  # then that they are added can be seen in other numbers only
                yield from self._bias_matters(at)
            yield judged(("z", at), ORIGINAL, "z is not Σ weight × input + bias.", layer.z, expected, "us")
        before = record.layers[at - 2] if at > 1 else None
        if before is not None and before.a is not None and layer.inputs is not None:
            passed = before.a if before.mask is None else before.a * before.mask
            message = "The layer does not get what the layer before gives."
            yield judged(("z", at), ORIGINAL, message, layer.inputs.sum(axis=0), passed.sum(axis=0), "s")
        entry = self._entry("activations", "ACTIVATIONS", layer.activation)
        if entry is not None and layer.z is not None and layer.a is not None:
            message = f"a is not {layer.activation}(z)."
            yield judged(("a", at), ORIGINAL, message, layer.a, entry.function(layer.z), "us")

    def _bias_matters(self, at: int) -> Iterator[Finding]:
        """Judge whether z of a layer takes its biases, where all of them are 0 in the step."""
        network = self._begun.network
        X = self._begun.train_inputs[:, :1]
        was = [np.array(layer.z) for layer in network.passed(X)][at - 1]
        network.biases[at - 1][...] += 1.0
        now = [np.array(layer.z) for layer in network.passed(X)][at - 1]
        network.biases[at - 1][...] -= 1.0
        yield judged(
            ("z", at), ORIGINAL, "z does not contain the bias.", now - was, np.ones_like(was), "u", 1e6
        )

    def _loss(self) -> Iterator[Finding]:
        record, output = self._record, self._record.layers[-1]
        entry = self._entry("losses", "LOSSES", record.loss)
        if record.losses is None or record.targets is None or output.a is None or output.z is None:
            return
        a, z, Y = output.a, output.z, record.targets
        if entry is not None:
            columns = [[at] for at in range(a.shape[1])]
            expected = [entry.value(a[:, at], z[:, at], Y[:, at]) for at in columns]
            message = "The loss of a sample is not the original's."
            yield judged(("loss", None), ORIGINAL, message, record.losses, expected, "s")
        if record.mean is not None:
            mean = (record.losses.sum() + record.other_losses) / record.n
            yield judged(("mean", None), ORIGINAL, "It is not the mean of the losses.", record.mean, mean)

    def _backward(self, at: int) -> Iterator[Finding]:
        record, layer, last = self._record, self._record.layers[at - 1], len(self._record.layers)
        if at == last:
            yield from self._from_loss()
        else:
            after = record.layers[at]
            if layer.d_a is not None and after.d_z is not None:
                expected = after.weights.T @ after.d_z
                expected = expected if layer.mask is None else expected * layer.mask
                message = "d_a is not the sum of weight × d_z over the next layer."
                yield judged(("d_a", at), CHAIN, message, layer.d_a, expected, "us")
        if layer.d_a is not None and layer.d_z is not None and layer.z is not None:
            some = slice(None, MAX_DIFFERENCED)
            slopes = chained(record.code.functions[at - 1], layer.z[:, some], layer.d_a[:, some])
            message = "d_z is not d_a × f′(z)."
            yield by_differences(("d_z", at), message, layer.d_z[:, some], slopes)
        if layer.d_z is None or layer.inputs is None:
            return
        made = {"d_weights": layer.d_z @ layer.inputs.T, "d_biases": layer.d_z.sum(axis=1, keepdims=True)}
        what = {"d_weights": "d_z × input", "d_biases": "d_z"}
        for name, sums in made.items():
            found = getattr(layer, name)
            if found is not None:
                expected = sums + layer.others.get(name, 0.0)
                message = f"{name} is not the sum of {what[name]} over the samples."
                yield judged(
                    (name, at), CHAIN, message, found, expected, "ui" if name == "d_weights" else "u"
                )

    def _from_loss(self) -> Iterator[Finding]:
        """Judge where the backward pass begins by differences of the mean loss."""
        record, output, at = self._record, self._record.layers[-1], len(self._record.layers)
        if output.a is None or output.z is None or record.targets is None:
            return
        if output.d_a is not None:
            slopes = output_slopes(record, by="a")
            if slopes.any():
                message = "d_a is not the slope of the mean loss."
                found = output.d_a[:, : slopes.shape[2]]
                yield by_differences(("d_a", at), message, found, slopes / record.n)
        elif output.d_z is not None:
            slopes = output_slopes(record, by="z")
            message = "d_z is not the slope of the mean loss."
            yield by_differences(("d_z", at), message, output.d_z[:, : slopes.shape[2]], slopes / record.n)

    def _gradient(self) -> Iterator[Finding]:
        """Judge what happens to the gradient on its way to the optimizer."""
        record = self._record
        if record.d_parameters is None or record.gradient is None:
            return
        l1, l2 = (float(record.training[name]) for name in ("l1", "l2"))
        penalties = self._original["glassnet.penalties"]
        added = penalties.penalty_gradient(SimpleNamespace(layers=record.layers), l1=l1, l2=l2)
        if record.penalty is not None:
            message = "The penalty's part is not l1 sign(w) + l2 w."
            yield judged(("penalty", None), ORIGINAL, message, record.penalty, added, "p")
            added = record.penalty.reshape(added.shape) if record.penalty.size == added.size else added
        total = record.d_parameters + (added if l1 or l2 else 0.0)
        if record.before_clipping is not None:
            message = "What is clipped is not the gradient of the loss and the penalty."
            yield judged(("penalty", None), ORIGINAL, message, record.before_clipping, total, "p")
            total = record.before_clipping if record.before_clipping.shape == total.shape else total
        max_norm = record.training["clip_norm"]
        clipped = total if max_norm is None else penalties.clip(total, max_norm)
        expected = np.array(clipped)
        expected[sorted(record.frozen)] = 0.0
        message = "What the optimizer gets is not the gradient."
        keys: list[Key] = [("clipping", None), ("penalty", None), ("optimizer", None)]
        key = next((key for key in keys if key not in record.missing), ("change", None))
        yield judged(key, ORIGINAL, message, record.gradient, expected, "p", float(np.abs(total).max()))

    def _update(self) -> Iterator[Finding]:
        """Judge memory and change by the original optimizer, and the learning rate by the schedule."""
        record, update = self._record, self._record.update
        if update is None or record.gradient is None or record.gradient.shape != record.before.shape:
            return
        entry = self._entry("optimizers", "OPTIMIZERS", update.name)
        theirs = self._stepped(entry, update.memory_before) if entry is not None else None
        if theirs is not None:
            remembers = [
                judged(
                    ("optimizer", None),
                    ORIGINAL,
                    f"What is remembered as {name} is not what the original remembers.",
                    update.memory_after[name],
                    getattr(theirs, name),
                    "p",
                )
                for name in theirs.memory
            ]
            yield from remembers
            if any(each.is_wrong for each in remembers):
                theirs = self._stepped(entry, self._memory_for(entry))
        message = "The learning rate is not the one that is set."
        rate = self._learning_rate()
        if rate is not None:
            yield judged(("change", None), ORIGINAL, message, update.learning_rate, rate)
        if theirs is not None:
            after = np.array(theirs.parameters)
            frozen = sorted(record.frozen)
            after[frozen] = record.before[frozen]
            message = "The change is not the one of the optimizer's rule."
            expected, size = after - record.before, float(np.abs(record.before).max()) * 1e-6
            yield judged(("change", None), ORIGINAL, message, record.change, expected, "p", size)

    def _stepped(self, entry: Any, memory: Mapping[str, Array]) -> Any:
        """Return the original optimizer after a step from such a memory; None if it has another one."""
        record, update = self._record, self._record.update
        assert update is not None
        assert record.gradient is not None
        options = {name: update.constants[name] for name in entry.options if name in update.constants}
        theirs = entry(record.before.copy(), learning_rate=update.learning_rate, **options)
        if set(theirs.memory) != set(memory):
            return None
        theirs.n_steps = update.n_steps - 1 if update.n_steps else 0
        for name, values in memory.items():
            setattr(theirs, name, values.copy())
        theirs.step(record.gradient.copy())
        return theirs

    def _memory_for(self, entry: Any) -> dict[str, Array]:
        """Return from which memory the original comes to the recorded one, so that its change is by that.

        What it remembers is a line in what it has remembered, so that two of its points tell.
        """
        update = self._record.update
        assert update is not None
        ends = [
            self._stepped(
                entry, {name: np.full_like(each, at) for name, each in update.memory_before.items()}
            )
            for at in (0.0, 1.0)
        ]
        before = {}
        for name, mine in update.memory_after.items():
            start, end = (getattr(each, name) for each in ends)
            before[name] = np.where(end == start, update.memory_before[name], (mine - start) / (end - start))
        return before

    def _learning_rate(self) -> float | None:
        """Return the learning rate that is set; None if the original does not know the schedule."""
        training = self._record.training
        rate = float(training["learning_rate"])
        if training["schedule"] == "constant":
            return rate
        schedule = self._entry("schedules", "SCHEDULES", training["schedule"])
        if schedule is None:
            return None
        return rate * float(schedule.factor(self._record.epoch, training["schedule_epochs"]))


def _has_shared(inputs: Array, others: Array) -> bool:
    """Return whether a sample is among both, by all its numbers."""
    known = {column.tobytes() for column in np.ascontiguousarray(others.T)}
    return any(column.tobytes() in known for column in np.ascontiguousarray(inputs.T))
