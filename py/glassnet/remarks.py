"""One remark on a run whose learning has stalled, or that has got where it can get: measured, never guessed.

It says which facts it rests on. Where they do not decide, it says only what was measured.
"""

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, TypeAlias

import numpy as np

from glassnet.arrays import Array
from glassnet.datasets import to_classes
from glassnet.estimates import best_accuracy_of
from glassnet.losses import LOSSES
from glassnet.network import NeuralNetwork
from glassnet.presets import is_tested, recommended
from glassnet.quiet_units import quiet_units
from glassnet.session import TrainingSession
from glassnet.trend import Trend, capitalized, late_trend, percent, since_reached, smoothed

Kind: TypeAlias = Literal[
    "solved", "alike", "dead", "saturated", "linear", "too_high", "too_low", "too_small", "stalled"
]

# Chosen by what tests/test_remarks.py asks of recommended and of failing settings.
FIRST_EPOCH = 100  # of a remark other than "solved": before it, hardly anything has been measured
NEAR, LEFT = 0.03, 0.06  # below the best possible accuracy: counts as reached, counts as lost again
EXPLAINED, LOST = 0.05, 0.15  # the same for regression: the share of the baseline's loss that is left
SLOW = 0.15  # a smaller fall may be one of a learning rate that is too low
REACH = 0.05  # what no parameter moves by in half of the run at a learning rate that is too low
STEP_FACTORS = (1.0, 10.0, 100.0, 1e3, 1e4, 1e5)  # of the learning rate, tried along the gradient
MUCH_LONGER = 100.0  # a step that is best at such a factor
GAIN = 0.001  # and lowers the loss by this share
LITTLE = 0.01  # what no step gains where a network is too small
LEAST, MOST_WORK = 50, 3_000_000  # samples, and samples times parameters, of a look along the gradient
N_NODES = 64  # of the integral over the noise
NEVER = (-math.inf, -math.inf)  # what no score reaches
RISEN = 1.3  # times its lowest value, the test loss has risen

ROLLING = ("momentum", "nesterov")  # optimizers whose steps add up to 1 / (1 - momentum) of one
EVEN = ("rmsprop", "adam", "adamw")  # optimizers that move every parameter by about the learning rate


@dataclass(frozen=True)
class Remark:
    """What is remarked: a kind, a sentence with the facts, and the epoch of the newest record."""

    kind: Kind
    message: str
    epoch: int


def find_remark(session: TrainingSession) -> Remark | None:
    """Return the remark that a run deserves at its newest record; None while there is nothing to say."""
    table = session.history.table()
    epoch = session.history.last_epoch
    if session.diverged or epoch < 1:
        return None
    reached, lost = _solved_limits(session)
    losses, accuracies = table[2:4], table[4:6]
    train, test = smoothed(losses if session.dataset.task == "regression" else -accuracies)
    solved = since_reached(test, reached, lost)
    if solved[-1]:
        return Remark("solved", _solved_text(session, table), epoch)
    if epoch < FIRST_EPOCH or train[-1] <= reached or solved[table[0] > epoch / 2].any():
        return None  # what is not learned now has been learned, by heart or of late
    trend = late_trend(table)
    found = _bad_units(session, trend) or _bad_rate(session, trend)
    if found is None and trend.is_stalled:
        found = _stall(session, trend)
    return None if found is None else Remark(*found, epoch)


def _solved_limits(session: TrainingSession) -> tuple[float, float]:
    """Return the score that counts as solved, and the one that no longer does; small is good.

    None does where the best possible accuracy is not known, or where so little can be learned for the
    noise that answering always the same may do as well.
    """
    data = session.config.data
    if session.dataset.task != "regression":
        best = best_accuracy_of(data.dataset, data.noise, data.n_classes)
        by_chance = _best_constant(session) + 1.0 / math.sqrt(data.n_test_samples)  # two standard errors
        return NEVER if best is None or best - NEAR < by_chance else (NEAR - best, LEFT - best)
    floor, baseline = _noise_loss(session), session.baseline_loss()
    room = max(0.0, baseline - floor)
    margin = 1.0 + 3.0 * math.sqrt(2.0 / data.n_test_samples)  # three standard errors of a variance
    reached, lost = floor * margin + EXPLAINED * room, floor * margin + LOST * room
    return (reached, lost) if lost < min(baseline, _best_constant(session)) else NEVER


def _best_constant(session: TrainingSession) -> float:
    """Return the best test accuracy, of regression about the best test loss, of always the same answer."""
    Y = session.test_samples[1]
    if session.dataset.task != "regression":
        return float(np.bincount(to_classes(Y, session.target_range)).max()) / Y.shape[1]
    answer = np.full_like(Y, Y.mean())
    return LOSSES[session.config.network.loss].value(answer, answer, Y)


def _noise_loss(session: TrainingSession) -> float:
    """Return about what the noise of the targets adds to any network's loss in regression."""
    loss, noise = LOSSES[session.config.network.loss], session.config.data.noise
    answer = np.zeros((1, 1))
    errors, weights = np.polynomial.hermite_e.hermegauss(N_NODES)  # an integral over a Gaussian as a sum
    losses = [loss.value(answer, answer, np.full((1, 1), noise * error)) for error in errors]
    return float(weights @ losses) / math.sqrt(2.0 * math.pi)


def _solved_text(session: TrainingSession, table: Array) -> str:
    """Return what was reached, what is possible, and whether the test loss was lower before."""
    when, test_loss, accuracy = f"at epoch {table[0, -1]:,.0f}", table[3, -1], table[5, -1]
    data = session.config.data
    if session.dataset.task != "regression":
        best = best_accuracy_of(data.dataset, data.noise, data.n_classes) or 1.0
        reached = (
            f"{percent(accuracy)} of the test samples are right {when}, about {100 * best:.0f} % is possible"
        )
    else:
        mean = f"always answering the mean has {session.baseline_loss():.2g}"
        noise = f", the noise alone about {_noise_loss(session):.2g}" if data.noise else ""
        reached = f"the test loss is {test_loss:.2g} {when}, {mean}{noise}"
    lowest = table[3].argmin()
    if test_loss < RISEN * max(table[3, lowest], table[2, -1]):
        return f"Solved: {reached}."
    before = f"{table[3, lowest]:.2g} at epoch {table[0, lowest]:,.0f}"
    return f"Solved: {reached}. But the test loss has risen from {before} to {test_loss:.2g}."


def _bad_units(session: TrainingSession, trend: Trend) -> tuple[Kind, str] | None:
    """Return what is wrong with the hidden units, if that is why nothing is learned."""
    sizes = session.network.layer_sizes
    if trend.is_stalled and (layer := _layer_of_equals(session)) is not None:
        return (
            "alike",
            f"All {sizes[layer]} units of hidden layer {layer} have the same weights: they get the same "
            f"gradient, stay alike, and do the work of one. {capitalized(trend.text)}.",
        )
    layers = session.network.forward(session.train_inputs)[1:]
    dead, saturated = quiet_units(session, layers)
    if _are_many(dead, sizes, trend):
        return (
            "dead",
            f"{_how_many(dead, sizes)} {_constant(dead, layers, sizes)} for every training sample, "
            f"so that no gradient reaches {_whose(dead)} weights.",
        )
    if _are_many(saturated, sizes, trend):
        return (
            "saturated",
            f"{_how_many(saturated, sizes)} within 1 % of an end of {_whose(saturated)} range for 99 % of "
            "the training samples: the slope there is almost 0, "
            f"so that {_whose(saturated)} weights hardly change.",
        )
    return None


def _layer_of_equals(session: TrainingSession) -> int | None:
    """Return the first layer, of `layer_sizes`, of several hidden units that are all the same."""
    network = session.network
    for layer in range(1, len(network.layer_sizes) - 1):
        rows = np.hstack([network.weights[layer - 1], network.biases[layer - 1]])
        if len(rows) > 1 and not np.ptp(rows, axis=0).any():
            return layer
    return None


def _are_many(units: list[int], sizes: list[int], trend: Trend) -> bool:
    """Tell whether they are a whole hidden layer, or so much of one that the loss cannot fall for it."""
    enough = 0.75 if trend.bounces else 0.5 if trend.is_stalled else 1.0
    first = sizes[0]
    for size in sizes[1:-1]:
        if sum(first <= unit < first + size for unit in units) >= enough * size:
            return True
        first += size
    return False


def _how_many(units: list[int], sizes: list[int]) -> str:
    """Return how many of the hidden units these are, up to the verb."""
    total = sum(sizes[1:-1])
    if total == 1:
        return "The one hidden unit is"
    return f"{len(units)} of {total} hidden units {'is' if len(units) == 1 else 'are'}"


def _whose(units: list[int]) -> str:
    return "its" if len(units) == 1 else "their"


def _constant(units: list[int], layers: list[Array], sizes: list[int]) -> str:
    """Return what these units answer to every sample."""
    answers = np.concatenate([layer[:, 0] for layer in layers[:-1]])[np.array(units) - sizes[0]]
    return "the same" if answers.any() else "0"


def _bad_rate(session: TrainingSession, trend: Trend) -> tuple[Kind, str] | None:
    """Return whether the learning rate is too high or too low, as far as that was measured."""
    if trend.bounces:
        return (
            "too_high",
            f"The learning rate is too high: {trend.when} the loss went up and down {trend.n_swings} times, "
            f"by a factor of about {trend.swing:.2g}.",
        )
    if trend.fall >= SLOW or _is_held_back(session):
        return None
    factor, gain, reach = _look_along_gradient(session)
    n_steps = (trend.last - trend.first) * session.steps_per_epoch
    if factor < MUCH_LONGER or gain < GAIN or reach * n_steps > REACH:
        return None
    return (
        "too_low",
        f"The learning rate is too low: {trend.text}, and a step {factor:,.0f} times as long along the "
        "gradient lowers it most.",
    )


def _is_held_back(session: TrainingSession) -> bool:
    """Tell whether something else than the loss's gradient decides how far the parameters go."""
    training = session.config.training
    is_penalised = training.l1 > 0.0 or training.l2 > 0.0 or training.dropout > 0.0
    return is_penalised or training.clip_norm is not None or bool(session.frozen.any())


def _look_along_gradient(session: TrainingSession) -> tuple[float, float, float]:
    """Return the best of `STEP_FACTORS`, the share of the loss that it takes, and a step's largest move.

    On a twin of the network: the session's own keeps what its last step computed.
    """
    network, training = session.config.network, session.config.training
    twin = NeuralNetwork(
        network.layer_sizes,
        activations=network.activations,
        output_activation=network.output_activation,
        loss=network.loss,
        initializer=network.initializer,
        rng=np.random.default_rng(0),
    )
    parameters = session.network.parameters
    twin.parameters[:] = parameters
    n_samples = max(LEAST, MOST_WORK // parameters.size)
    X, Y = session.train_inputs[:, :n_samples], session.train_samples[1][:, :n_samples]
    with np.errstate(over="ignore", invalid="ignore"):
        now = twin.loss(X, Y)
        direction = twin.gradient(X, Y).copy()
        if training.optimizer in EVEN:
            direction = np.sign(direction)
        gathered = 1.0 / (1.0 - training.momentum) if training.optimizer in ROLLING else 1.0
        step = session.learning_rate * gathered * direction
        best, lowest = 0.0, now
        for factor in STEP_FACTORS:
            twin.parameters[:] = parameters - factor * step
            loss = twin.loss(X, Y)
            if loss < lowest:
                best, lowest = factor, loss
    return best, 1.0 - lowest / now if now > 0.0 else 0.0, float(np.abs(step).max())


def _stall(session: TrainingSession, trend: Trend) -> tuple[Kind, str]:
    """Return why the loss no longer falls where it is the network's size or kind, else that it does not."""
    activations = session.config.network.activations
    if all(name == "linear" for name in activations):
        what = "Every hidden unit is linear" if activations else "There is no hidden layer"
        shape = "a plane" if session.dataset.task == "regression" else "straight boundaries"
        return "linear", f"{what}, so that the network can only make {shape}. {capitalized(trend.text)}."
    needed = _needed_parameters(session)
    n_parameters = session.network.parameters.size
    if needed is not None and n_parameters < needed and _look_along_gradient(session)[1] < LITTLE:
        return (
            "too_small",
            f"Too small for this, by all that was measured: {trend.text}, and no step along the gradient "
            f"gains {percent(LITTLE)}. It has {n_parameters:,} parameters; the recommended network, which "
            f"learns this, has {needed:,}.",
        )
    return "stalled", f"{capitalized(trend.when)} the loss has hardly changed: by {percent(abs(trend.fall))}."


def _needed_parameters(session: TrainingSession) -> int | None:
    """Return how many parameters the recommended network has, if it has been tried on such samples."""
    data = session.config.data
    if not is_tested(data.dataset) or _is_held_back(session):
        return None
    config = recommended(data.dataset)
    if (data.noise, data.n_classes) != (config.data.noise, config.data.n_classes):
        return None
    if 2 * data.n_samples < config.data.n_samples:  # so few that a small network may learn them by heart
        return None
    return sum((n_in + 1) * n_out for n_in, n_out in pairwise(config.network.layer_sizes))
