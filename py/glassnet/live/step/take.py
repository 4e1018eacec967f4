"""Makes the record of a step that has been observed; what the code does not have, it says."""

from dataclasses import replace
from typing import Any

import numpy as np

from glassnet.live.step.lines import GRADIENTS, UNWRITTEN, Key, is_written, place_of_return
from glassnet.live.step.observe import Observer
from glassnet.live.step.record import (
    Array,
    CodeInForce,
    LayerRecord,
    Samples,
    StepRecord,
    kept_places,
)
from glassnet.live.step.slopes import output_slopes

QUANTITIES = ("z", "a", "d_a", "d_z")  # (n_units, n_samples)


def record_step(session: Any, chosen: int | None = None) -> StepRecord:
    """Take the next step of `session`, which is a copy, and return its record.

    `chosen` is a training sample that is kept in any case, if the batch has it.
    """
    network, step = session.network, session.step
    before = network.parameters.copy()
    for layer in network.layers:
        for gradient in (layer.d_weights, layer.d_biases):
            gradient.fill(UNWRITTEN)
    observer = Observer(session)
    epoch = session.epoch + session._position / len(session._order)
    turn = session._order[session._position :].tolist()
    with np.errstate(all="ignore"), observer.observing():
        session.train(1)
    with np.errstate(all="ignore"):
        return Maker(session, observer, turn, chosen).made(step, before, epoch)


class Maker:
    """Makes the record of a step that has been observed."""

    def __init__(self, session: Any, observer: Observer, turn: list[int], chosen: int | None) -> None:
        self._session, self._observer = session, observer
        self._layers = session.network.layers
        X = observer.X if isinstance(observer.X, np.ndarray) else vars(self._layers[0]).get("inputs")
        n_samples = X.shape[1] if isinstance(X, np.ndarray) and X.ndim == 2 else 0
        batch = [] if not n_samples else _found(X, session.train_inputs, turn)
        places = kept_places(n_samples, [batch.index(chosen)] if chosen in batch else [])
        self._samples = Samples(batch, turn[: session.config.training.batch_size], places)
        self._is_kept = np.zeros(n_samples, dtype=bool)
        self._is_kept[places] = True
        self._missing: dict[Key, str] = {}
        self._lines = dict(observer.lines.found)

    def made(self, step: int, before: Array, epoch: float) -> StepRecord:
        """Return the record."""
        session, observer = self._session, self._observer
        layers = [self._layer(index, layer, before) for index, layer in enumerate(self._layers, start=1)]
        targets, losses, others, mean = self._losses()
        gradients = [getattr(layer, name) for layer in layers for name in GRADIENTS]
        is_whole = all(gradient is not None for gradient in gradients)
        given, clipping = self._clipping()
        self._note_update(before)
        record = StepRecord(
            step=step,
            layer_sizes=[int(size) for size in session.network.layer_sizes],
            loss=session.config.network.loss,
            samples=self._samples,
            layers=layers,
            targets=targets,
            losses=losses,
            other_losses=others,
            mean=mean,
            d_parameters=np.concatenate([each.ravel() for each in gradients]) if is_whole else None,
            penalty=observer.penalty,
            before_clipping=given,
            clipping=clipping,
            gradient=observer.gradient,
            update=observer.update,
            before=before,
            after=session.network.parameters.copy(),
            frozen=frozenset(np.flatnonzero(session.frozen).tolist()),
            training=session.config.as_dict()["training"],
            epoch=epoch,
            share=None,
            code=CodeInForce(
                functions=[layer.f for layer in self._layers],
                loss=session.network._loss.value,
                make=type(session),
                config=session.config.as_dict(),
            ),
            lines=self._lines,
            missing=self._missing,
        )
        return replace(record, share=_share(record))

    def _layer(self, index: int, layer: Any, before: Array) -> LayerRecord:
        """Return the record of a layer."""
        n_out, n_in = layer.weights.shape
        whole = {
            name: self._quantity(name, index, layer, n_in if name == "inputs" else n_out)
            for name in ("inputs", *QUANTITIES, "mask")
        }
        if index == 1 and whole["inputs"] is None:
            self._missing["batch", None] = "The first layer keeps no inputs."
        start = sum(each.weights.size + each.biases.size for each in self._layers[: index - 1])
        middle, end = start + n_out * n_in, start + n_out * (n_in + 1)
        kept = {name: None if array is None else array[:, self._is_kept] for name, array in whole.items()}
        sums = {name: whole[name].sum(axis=1) for name in ("inputs", *QUANTITIES) if whole[name] is not None}
        return LayerRecord(
            activation=self._session.network.activation_names[index - 1],
            weights=before[start:middle].reshape(n_out, n_in),
            biases=before[middle:end].reshape(n_out, 1),
            **kept,
            slope=self._slope(layer, kept["z"], kept["a"]),
            d_weights=self._gradient("d_weights", index, layer.weights.shape),
            d_biases=self._gradient("d_biases", index, layer.biases.shape),
            sums=sums,
            others=self._others(whole["d_z"], whole["inputs"]),
        )

    def _quantity(self, name: str, index: int, layer: Any, n_rows: int) -> Any:
        """Return what a layer holds, of all samples; None, and why, where that is no such quantity."""
        value, shape = vars(layer).get(name), (n_rows, len(self._samples.batch))
        if isinstance(value, np.ndarray) and value.shape == shape:
            return value.astype(float)
        if isinstance(value, np.ndarray):
            self._missing[name, index] = f"Its {name} has the shape {value.shape} instead of {shape}."
        elif name == "d_a" and layer is self._layers[-1] and self._session.network._loss.output_activation:
            self._missing[name, index] = "The loss gives d_z of the outputs itself: no d_a is computed."
        elif name not in ("mask", "inputs"):
            self._missing[name, index] = f"The code computes no {name} here."
        return None

    def _gradient(self, name: str, index: int, shape: tuple[int, ...]) -> Any:
        """Return d_weights or d_biases of a layer; None, and why, where none was written."""
        value = self._observer.made.get((name, index))
        if value is None:
            self._missing[name, index] = "The code does not call step_gradient."
        elif value.shape != shape:
            self._missing[name, index] = f"Its {name} has the shape {value.shape} instead of {shape}."
        elif not is_written(value) and (name, index) not in self._lines:
            self._missing[name, index] = f"The code computes no {name} here."
        else:
            return value
        return None

    def _slope(self, layer: Any, z: Any, a: Any) -> Any:
        """Return f'(z) by the code in force, None where it has none of each unit."""
        if z is None or a is None or layer.f_d_z is not None:
            return None
        slope = layer.f_prime(z, a)
        return slope if isinstance(slope, np.ndarray) and slope.shape == z.shape else None

    def _others(self, d_z: Any, inputs: Any) -> dict[str, Array]:
        """Return what samples that are left out add to the gradient of a layer."""
        if self._samples.n_left_out == 0 or d_z is None or inputs is None:
            return {}
        rest = d_z[:, ~self._is_kept]
        return {
            "d_weights": rest @ inputs[:, ~self._is_kept].T,
            "d_biases": rest.sum(axis=1, keepdims=True),
        }

    def _losses(self) -> tuple[Any, Any, float, Any]:
        """Return targets and losses of the samples kept, the others' losses, and the mean of all."""
        output, Y, network = vars(self._layers[-1]), self._observer.Y, self._session.network
        a, z = output.get("a"), output.get("z")
        if not all(isinstance(array, np.ndarray) and array.ndim == 2 for array in (a, z, Y)):
            self._missing["loss", None] = self._missing["mean", None] = "The code has no outputs and targets."
            return None, None, 0.0, None
        value, rest = network._loss.value, ~self._is_kept
        mean, place = place_of_return(network.step_loss, Y)
        self._place("mean", place)
        losses = [float(value(a[:, [at]], z[:, [at]], Y[:, [at]])) for at in self._samples.places]
        others = float(value(a[:, rest], z[:, rest], Y[:, rest])) * int(rest.sum()) if rest.any() else 0.0
        self._place("loss", place_of_return(value, a, z, Y)[1])
        return Y[:, self._is_kept].astype(float), np.array(losses), others, float(mean)

    def _place(self, name: str, place: Any) -> None:
        if place is not None:
            self._lines[name, None] = place

    def _clipping(self) -> tuple[Any, float | None]:
        """Return the gradient before it is clipped, and the factor; says what there is not."""
        observer, training = self._observer, self._session.config.training
        if observer.penalty is None:
            sets = training.l1 or training.l2
            self._missing["penalty", None] = (
                "The code does not call penalty_gradient." if sets else "No penalty is set."
            )
        if observer.clipped is None:
            is_set = training.clip_norm is not None
            self._missing["clipping", None] = (
                "The code does not call clip." if is_set else "The gradient's norm has no limit."
            )
            return None, None
        given, returned = observer.clipped
        if given is None or given.shape != returned.shape or not np.isfinite(returned).all():
            return given, None
        size = float(given @ given)
        factor = float(given @ returned) / size if size > 0.0 else 1.0
        return given, factor if np.allclose(returned, factor * given, rtol=1e-9, atol=0.0) else None

    def _note_update(self, before: Array) -> None:
        """Say what there is not of an update; its last station has the line of the change."""
        update = self._observer.update
        if update is None:
            self._missing["optimizer", None] = "The code does not call the optimizer's step."
        elif not update.memory_after:
            self._missing["optimizer", None] = f"{update.rule} remembers nothing."
        if ("change", None) in self._lines:
            self._lines["new_value", None] = self._lines["change", None]


def _share(record: StepRecord) -> float | None:
    """Return which part of the slope of a sample's own loss d_z of the outputs is, where that can be told."""
    output = record.layers[-1]
    if output.d_z is None or output.a is None or output.z is None or record.targets is None:
        return None
    slopes = output_slopes(record, by="z")[1]
    if not np.isfinite(slopes).all() or not slopes.any():
        return None
    largest = np.unravel_index(int(np.argmax(np.abs(slopes))), slopes.shape)
    return float(output.d_z[largest] / slopes[largest])


def _found(batch: Any, inputs: Any, turn: list[int]) -> list[int]:
    """Return which training sample each column of a batch is, by its values; -1: none.

    Of samples at the same place it is the one whose turn it is.
    """
    n_samples = batch.shape[1]
    in_turn = turn[:n_samples]
    if len(in_turn) == n_samples and np.array_equal(batch, inputs[:, in_turn]):
        return in_turn
    known = {column.tobytes(): index for index, column in enumerate(inputs.T)}
    return [known.get(column.tobytes(), -1) for column in batch.T]
