"""What a parameter is called in words, as the page calls it (js/model/names.js)."""

from itertools import pairwise

from glassnet.features import FEATURES
from glassnet.session import TrainingSession


def parameter_name(session: TrainingSession, index: int) -> str:
    """Return the name of a parameter by its index in the flat vector."""
    sizes, at = session.network.layer_sizes, index
    for layer, (n_in, n_out) in enumerate(pairwise(sizes), start=1):
        if at < n_in * n_out:
            to, source = divmod(at, n_in)
            ends = _unit_name(session, layer - 1, source), _unit_name(session, layer, to)
            return "weight from {} to {}".format(*ends)
        if at < (n_in + 1) * n_out:
            return f"bias of {_unit_name(session, layer, at - n_in * n_out)}"
        at -= (n_in + 1) * n_out
    raise IndexError(index)


def _unit_name(session: TrainingSession, layer: int, unit: int) -> str:
    """Return the name of a unit by its place in a layer of `layer_sizes`."""
    config, sizes = session.config, session.network.layer_sizes
    if layer == 0:
        return f"input {FEATURES[config.network.features[unit]].label}"
    if layer < len(sizes) - 1:
        return f"unit {unit + 1} of hidden layer {layer}"
    names = session.dataset.class_names(config.data.n_classes)
    return "output ŷ" if sizes[-1] == 1 else f"output for class {names[unit]}"
