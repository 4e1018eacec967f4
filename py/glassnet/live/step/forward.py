"""How the numbers of the forward pass and of the loss are made."""

import numpy as np

from glassnet.live.step import losses
from glassnet.live.step.asked import Asked, Explanation, mean_of, per_sample, there, unit_name
from glassnet.live.step.sums import Sum, given, product


def explain_batch(asked: Asked) -> Explanation:
    """Explain an input of the batch."""
    first = asked.record.layers[0]
    name = unit_name(asked.record, 0, asked.unit)
    if asked.sample is None:
        return mean_of(asked, name, there(first.inputs)[asked.unit], float(first.sums["inputs"][asked.unit]))
    value = float(there(first.inputs)[asked.unit, asked.place])
    return Explanation(asked.of(""), [Sum(name, "as the sample has it", [given(name, value)], value)])


def explain_z(asked: Asked) -> Explanation:
    """Explain z: a sample's, or the mean, which is the sum of the mean inputs."""
    own, unit, record = asked.own, asked.unit, asked.record
    if own.inputs is None:
        inputs = np.full_like(own.weights[unit], np.nan)
    else:
        inputs = own.sums["inputs"] / record.n if asked.sample is None else own.inputs[:, asked.place]
    terms = [
        product(unit_name(record, asked.layer - 1, source), weight, value)
        for source, (weight, value) in enumerate(zip(own.weights[unit], inputs, strict=True))
    ]
    terms.append(product("bias", own.biases[unit, 0]))
    result = own.sums["z"][unit] / record.n if asked.sample is None else there(own.z)[unit, asked.place]
    rule = "z = Σ weight × input + bias"
    return Explanation(asked.of("mean of"), [Sum("z", rule, terms, float(result))])


def explain_a(asked: Asked) -> Explanation:
    """Explain an activation."""
    own, unit = asked.own, asked.unit
    if asked.sample is None:
        return mean_of(asked, "a", there(own.a)[unit], float(own.sums["a"][unit]))
    a, name = float(there(own.a)[unit, asked.place]), own.activation.replace("_", " ")
    function = (asked.functions or {}).get(own.activation)
    made, sums = a, []
    if own.z is not None:
        column = own.z[:, [asked.place]]
        sums = [Sum("z", "the unit's sum", [given("z", column[unit, 0])], float(column[unit, 0]))]
        made = a if function is None else float(function(column)[unit, 0])
    label = f"{name}(z{' of all outputs' if name == 'softmax' else ''})"
    note = None
    if own.mask is not None:
        note = f"Dropout multiplies it by {own.mask[unit, asked.place]:.6g} on its way to the next layer."
    return Explanation(asked.of(""), [*sums, Sum("a", f"a = {label}", [given(label, made)], a)], note)


def explain_loss(asked: Asked) -> Explanation:
    """Explain the loss of a sample."""
    record, output = asked.record, asked.record.layers[-1]
    if asked.sample is None:
        return explain_mean(asked)
    at, result = asked.place, float(there(record.losses)[asked.place])
    if output.a is None or output.z is None or record.targets is None or record.loss not in losses.TERMS:
        terms, rule = [given("loss", result)], "loss = the code's own rule"
    else:
        terms, rule = losses.TERMS[record.loss](output.a[:, at], output.z[:, at], record.targets[:, at])
    return Explanation(asked.of(""), [Sum("loss", rule, terms, result)])


def explain_mean(asked: Asked) -> Explanation:
    """Explain the mean loss of the batch."""
    record = asked.record
    values, n = there(record.losses), record.n
    terms = per_sample(
        record, values, lambda label, at: product(label, 1.0 / n, values[at]), record.other_losses / n
    )
    return Explanation(f"mean of {n}", [Sum("mean", "mean = Σ loss / n", terms, record.mean)])
