"""How the numbers of the backward pass are made."""

import numpy as np

from glassnet.live.step import losses
from glassnet.live.step.asked import Asked, Explanation, mean_of, per_sample, there, unit_name
from glassnet.live.step.record import StepRecord
from glassnet.live.step.sums import Sum, Term, given, product


def explain_d_a(asked: Asked) -> Explanation:
    """Explain d_a: from the loss, or from the next layer."""
    own, unit, record = asked.own, asked.unit, asked.record
    if asked.sample is None:
        return mean_of(asked, "d_a", there(own.d_a)[unit], float(own.sums["d_a"][unit]))
    at, result = asked.place, float(there(own.d_a)[unit, asked.place])
    if asked.is_output:
        return Explanation(asked.of(""), [_from_loss(asked, "d_a", result)])
    after, mask = record.layers[asked.layer], own.mask
    kept = [] if mask is None else [float(mask[unit, at])]
    d_z = np.full(len(after.weights), np.nan) if after.d_z is None else after.d_z[:, at]
    terms = [
        product(unit_name(record, asked.layer + 1, to), weight, slope, *kept)
        for to, (weight, slope) in enumerate(zip(after.weights[:, unit], d_z, strict=True))
    ]
    rule = "d_a = Σ weight × d_z of the next layer" + (" × dropout's mask" if kept else "")
    return Explanation(asked.of(""), [Sum("d_a", rule, terms, result)])


def _from_loss(asked: Asked, name: str, result: float) -> Sum:
    """Return how the loss makes d_a of an output, or its d_z."""
    record, own, unit = asked.record, asked.own, asked.unit
    rule = losses.GRADIENTS.get(record.loss)
    if rule is None or record.targets is None or own.a is None:
        return Sum(name, f"{name} = the code's own rule", [given(name, result)], result)
    a, y = float(own.a[unit, asked.place]), float(record.targets[unit, asked.place])
    term, text = rule(a, y, record.n)
    return Sum(name, f"{name} = {text}", [term], result)


def explain_d_z(asked: Asked) -> Explanation:
    """Explain d_z."""
    own, unit = asked.own, asked.unit
    if asked.sample is None:
        return mean_of(asked, "d_z", there(own.d_z)[unit], float(own.sums["d_z"][unit]))
    at, result = asked.place, float(there(own.d_z)[unit, asked.place])
    if own.d_a is None:
        return Explanation(asked.of(""), [_from_loss(asked, "d_z", result)])
    d_a = own.d_a[:, at]
    if own.slope is not None:
        terms, rule = [product("d_a × f′(z)", d_a[unit], own.slope[unit, at])], "d_z = d_a × f′(z)"
    elif own.a is not None and own.activation == "softmax":
        a = own.a[:, at]
        terms = [
            product(unit_name(asked.record, asked.layer, to), a[unit], (to == unit) - a[to], d_a[to])
            for to in range(len(a))
        ]
        rule = "d_z = Σ a (δ - a′) d_a′ over the outputs"
    else:
        terms, rule = [given("d_z", result)], "d_z = the code's own rule"
    return Explanation(asked.of(""), [Sum("d_z", rule, terms, result)])


def explain_d_weights(asked: Asked) -> Explanation:
    """Explain the gradient of a weight or a bias, a term for each sample."""
    own, unit, source, record = asked.own, asked.unit, asked.source, asked.record
    name = "d_biases" if source is None else "d_weights"
    if own.d_z is None or (source is not None and own.inputs is None):
        result = float(there(own.d_biases)[unit, 0] if source is None else there(own.d_weights)[unit, source])
        return Explanation(
            asked.of("sum over"), [Sum(name, "the code's own rule", [given(name, result)], result)]
        )
    d_z = own.d_z[unit]
    inputs = None if source is None or own.inputs is None else own.inputs[source]

    def term(label: str, at: int) -> Term:
        return product(label, d_z[at]) if inputs is None else product(label, d_z[at], inputs[at])

    what = "d_z" if inputs is None else "d_z × input"
    if asked.sample is not None:
        only = term(f"sample {asked.sample}", asked.place)
        return Explanation(
            asked.of(""), [Sum(name, f"its share of {name} = {what}", [only])], share_note(record)
        )
    result = float(there(own.d_biases)[unit, 0] if source is None else there(own.d_weights)[unit, source])
    others = own.others[name][unit, source or 0] if own.others else 0.0
    terms = per_sample(record, d_z, term, float(others))
    rule = f"{name} = Σ {what} over the samples"
    return Explanation(asked.of("sum over"), [Sum(name, rule, terms, result)], share_note(record))


def share_note(record: StepRecord) -> str | None:
    """Say whether the 1 / n of the mean is in d_z already."""
    if record.share is None or record.n == 0:
        return None
    if np.isclose(record.share * record.n, 1.0, rtol=1e-4):
        return f"The 1/{record.n} of the mean is in d_z already."
    if np.isclose(record.share, 1.0, rtol=1e-4):
        return f"There is no 1/{record.n} in d_z: it is the gradient of the sum, not of the mean."
    return None
