"""How the numbers of the update are made: penalty, clipping, memory, change."""

import numpy as np

from glassnet.live.step.asked import Asked, Explanation, there
from glassnet.live.step.rules import RULES, sums_of
from glassnet.live.step.sums import Sum, given, product


def explain_penalty(asked: Asked) -> Explanation:
    """Explain what the penalty adds to a gradient."""
    record, index = asked.record, asked.index
    w, result = float(record.before[index]), float(there(record.penalty).ravel()[index])
    if asked.source is None:
        return Explanation("the step", [Sum("penalty", "biases are free", [], result)])
    l1, l2 = float(record.training["l1"]), float(record.training["l2"])
    terms = [product("l1 sign(w)", l1, np.sign(w))] if l1 else []
    terms += [product("l2 w", l2, w)] if l2 else []
    return Explanation("the step", [Sum("penalty", "penalty = l1 sign(w) + l2 w", terms, result)])


def explain_clipping(asked: Asked) -> Explanation:
    """Explain a gradient as the optimizer gets it."""
    record, index = asked.record, asked.index
    given_vector, max_norm = record.before_clipping, record.training["clip_norm"]
    result = np.nan if record.gradient is None else float(record.gradient.ravel()[index])
    if index in record.frozen:
        return Explanation("the step", [Sum("g", "frozen: its gradient is set to 0", [], result)])
    if given_vector is None or max_norm is None or record.d_parameters is None:
        return Explanation("the step", [Sum("g", "the code's own rule", [given("g", result)], result)])
    norm, g = float(np.sqrt(np.vdot(given_vector, given_vector))), float(given_vector.ravel()[index])
    factor = max_norm / norm if norm > max_norm else 1.0
    penalty = 0.0 if record.penalty is None else float(record.penalty.ravel()[index])
    name = "d_biases" if asked.source is None else "d_weights"
    before = Sum("g", "the gradient", [given(name, record.d_parameters[index]), given("penalty", penalty)], g)
    rule = f"g × min(1, {max_norm:g} / ‖g‖), ‖g‖ = {norm:.6g}"
    return Explanation(
        "the step", [before, Sum("clipped g", rule, [product("g × factor", g, factor)], result)]
    )


def explain_update(asked: Asked) -> Explanation:
    """Explain memory and change by the optimizer's rule."""
    record, update = asked.record, asked.record.update
    change = float(record.change[asked.index])
    if asked.index in record.frozen and asked.quantity == "change":
        frozen = Sum("change", "change = 0", [], change)
        return Explanation("the step", [frozen], "It is frozen: training puts it back where it was.")
    if update is None:
        return Explanation(
            "the step", [Sum("change", "the code's own rule", [given("change", change)], change)]
        )
    sums = sums_of(record, update, asked.index)
    if asked.quantity == "optimizer":
        sums = [each for each in sums if each.result is not None and each.name != "change"]
    note = None if update.name in RULES else "The rule is the code's own."
    return Explanation("the step", sums, note)


def explain_new_value(asked: Asked) -> Explanation:
    """Explain the value after the step."""
    record, index = asked.record, asked.index
    terms = [given("old", record.before[index]), given("change", record.change[index])]
    return Explanation("the step", [Sum("new", "new = old + change", terms, float(record.after[index]))])
