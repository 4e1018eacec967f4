"""The configuration: every bad field is refused with field, rule and value, and nothing changes."""

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glassnet import Config, ConfigError
from glassnet.checks import LIMITS as OTHER_LIMITS
from glassnet.config import FIELDS, GROUPS, LIMITS, DataConfig, NetworkConfig, TrainingConfig
from glassnet.fields import Choice, Number, Scale
from glassnet.page.catalog import catalog

NAN, HUGE = math.nan, 10**400

BAD: list[tuple[dict[str, Any], str]] = [
    ({"seed": -1}, "seed"),
    ({"seed": 1.5}, "seed"),
    ({"seed": True}, "seed"),
    ({"seed": HUGE}, "seed"),
    ({"seed": None}, "seed"),
    ({"sed": 1}, "sed"),
    ({"network": 3}, "network"),
    ({"network": {"layers": [2, 1]}}, "layers"),
    ({"network": {"layer_sizes": "2-4-1"}}, "layer_sizes"),
    ({"network": {"layer_sizes": [2]}}, "layer_sizes"),
    ({"network": {"layer_sizes": [2] * 50}}, "layer_sizes"),
    ({"network": {"layer_sizes": [2, 0, 1]}}, "layer_sizes[1]"),
    ({"network": {"layer_sizes": [2, 65, 1]}}, "layer_sizes[1]"),
    ({"network": {"layer_sizes": [2, 4.0, 1]}}, "layer_sizes[1]"),
    ({"network": {"layer_sizes": [3, 4, 1]}}, "layer_sizes[0]"),
    ({"network": {"layer_sizes": [2, 4, 2]}}, "layer_sizes[2]"),
    ({"network": {"activations": "swish"}}, "activations"),
    ({"network": {"activations": "softmax"}}, "activations"),
    ({"network": {"activations": ["tanh", "tanh"]}}, "activations"),
    ({"network": {"activations": [1]}}, "activations[0]"),
    ({"network": {"output_activation": "step"}}, "output_activation"),
    ({"network": {"loss": "mae"}}, "loss"),
    ({"network": {"loss": "cross_entropy"}}, "loss"),
    ({"network": {"loss": ["mse"]}}, "loss"),
    ({"network": {"initializer": None}}, "initializer"),
    ({"data": {"dataset": "moon"}}, "dataset"),
    ({"data": {"dataset": {}}}, "dataset"),
    ({"data": {"n_samples": 9}}, "n_samples"),
    ({"data": {"n_samples": 5001}}, "n_samples"),
    ({"data": {"n_samples": "200"}}, "n_samples"),
    ({"data": {"noise": -0.1}}, "noise"),
    ({"data": {"noise": NAN}}, "noise"),
    ({"data": {"noise": math.inf}}, "noise"),
    ({"training": {"optimizer": "lion"}}, "optimizer"),
    ({"training": {"learning_rate": 0}}, "learning_rate"),
    ({"training": {"learning_rate": NAN}}, "learning_rate"),
    ({"training": {"learning_rate": "0.1"}}, "learning_rate"),
    ({"training": {"learning_rate": HUGE}}, "learning_rate"),
    ({"training": {"batch_size": 0}}, "batch_size"),
    ({"training": {"batch_size": 32.5}}, "batch_size"),
    ({"training": {"speed": 0}}, "speed"),
    ({"training": {"speed": "full"}}, "speed"),
    ({"training": []}, "training"),
    ({"network": {"features": []}}, "features"),
    ({"network": {"features": "x1"}}, "features"),
    ({"network": {"features": ["x1", "x1"]}}, "features"),
    ({"network": {"features": ["x1", "x3"]}}, "features[1]"),
    ({"network": {"features": ["x1", {}]}}, "features[1]"),
    ({"network": {"features": ["x1"], "layer_sizes": [2, 4, 1]}}, "layer_sizes[0]"),
    ({"network": {"output_activation": "softmax"}}, "output_activation"),
    ({"network": {"output_activation": "softmax", "loss": "mse"}}, "output_activation"),
    ({"network": {"output_activation": "tanh", "loss": "binary_cross_entropy"}}, "loss"),
    ({"network": {"loss": "binary_cross_entropy"}, "data": {"dataset": "plane"}}, "loss"),
    ({"network": {"layer_sizes": [2, 4, 1]}, "data": {"dataset": "blobs"}}, "layer_sizes[2]"),
    ({"data": {"train_share": 0.05}}, "train_share"),
    ({"data": {"train_share": True}}, "train_share"),
    ({"data": {"n_classes": 1}}, "n_classes"),
    ({"data": {"n_classes": 7}}, "n_classes"),
    ({"training": {"schedule": "linear"}}, "schedule"),
    ({"training": {"schedule_epochs": 0}}, "schedule_epochs"),
    ({"training": {"l1": -1}}, "l1"),
    ({"training": {"l2": NAN}}, "l2"),
    ({"training": {"dropout": 0.95}}, "dropout"),
    ({"training": {"clip_norm": 0}}, "clip_norm"),
    ({"training": {"stop_epoch": 1.5}}, "stop_epoch"),
    ({"training": {"stop_loss": -0.1}}, "stop_loss"),
    ({"training": {"stop_plateau": 0}}, "stop_plateau"),
    ({"training": {"momentum": 1}}, "momentum"),
    ({"training": {"momentum": None}}, "momentum"),
    ({"training": {"beta1": -0.1}}, "beta1"),
    ({"training": {"beta2": 1.0}}, "beta2"),
    ({"training": {"alpha": NAN}}, "alpha"),
    ({"training": {"epsilon": 0}}, "epsilon"),
    ({"training": {"weight_decay": -0.01}}, "weight_decay"),
    ({"training": {"weight_decay": "0.01"}}, "weight_decay"),
]


@pytest.mark.parametrize(("changes", "field"), BAD)
def test_bad_value_is_refused_with_field_rule_and_value(changes: dict[str, Any], field: str) -> None:
    with pytest.raises(ConfigError) as caught:
        Config().updated(changes)
    error = caught.value
    assert error.field == field
    assert error.rule
    assert str(error).startswith(f"{field} {error.rule}")
    assert len(str(error)) < 400


@pytest.mark.parametrize("value", [None, 3, "x", [], True])
def test_a_configuration_must_be_an_object(value: object) -> None:
    with pytest.raises(ConfigError, match="config must be an object"):
        Config.parse(value)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
PARTS = {
    "network": list(NetworkConfig.__dataclass_fields__),
    "data": list(DataConfig.__dataclass_fields__),
    "training": list(TrainingConfig.__dataclass_fields__),
}


@given(st.sampled_from([(part, name) for part, names in PARTS.items() for name in names]), json_values)
def test_anything_at_all_is_either_taken_or_refused_plainly(field: tuple[str, str], value: object) -> None:
    part, name = field
    try:
        config = Config().updated({part: {name: value}})
    except ConfigError:
        return
    assert Config.parse(config.as_dict()) == config


def test_defaults_are_the_original_systems() -> None:
    config = Config()
    assert config.network.layer_sizes == (2, 4, 1)
    assert (config.network.activations, config.network.output_activation) == (
        ("sigmoid",),
        "sigmoid",
    )
    assert (config.network.loss, config.network.initializer) == ("mse", "xavier")
    assert (config.training.optimizer, config.training.batch_size) == ("sgd", 32)
    assert config.data.n_samples == 200


def test_added_layers_take_the_activation_of_the_last_hidden_layer() -> None:
    config = Config().updated({"network": {"layer_sizes": [2, 4, 4, 1], "activations": ["relu", "tanh"]}})
    grown = config.updated({"network": {"layer_sizes": [2, 3, 3, 3, 1]}})
    assert grown.network.activations == ("relu", "tanh", "tanh")
    assert grown.updated({"network": {"layer_sizes": [2, 3, 1]}}).network.activations == ("relu",)
    assert grown.updated({"network": {"layer_sizes": [2, 1]}}).network.activations == ()


def test_limits_allow_eight_layers_of_sixty_four_units() -> None:
    config = Config().updated({"network": {"layer_sizes": [2, *[64] * 8, 1]}})
    assert len(config.network.layer_sizes) == 10


def test_what_is_not_asked_for_follows_what_is() -> None:
    blobs = Config().updated({"data": {"dataset": "blobs", "n_classes": 4}})
    assert blobs.network.layer_sizes == (2, 4, 4)
    assert (blobs.network.output_activation, blobs.network.loss) == ("softmax", "cross_entropy")
    assert blobs.updated({"data": {"n_classes": 5}}).network.layer_sizes == (2, 4, 5)
    squared = blobs.updated({"network": {"loss": "mse"}})
    assert squared.network.output_activation == "softmax"
    assert squared.updated({"data": {"n_samples": 50}}).network.loss == "mse"
    plane = squared.updated({"data": {"dataset": "plane"}})
    assert (plane.network.output_activation, plane.network.loss) == ("linear", "mse")
    binary = plane.updated({"data": {"dataset": "xor"}})
    assert (binary.network.layer_sizes, binary.network.output_activation) == ((2, 4, 1), "sigmoid")
    tanh = binary.updated({"network": {"loss": "binary_cross_entropy"}})
    assert tanh.updated({"network": {"output_activation": "tanh"}}).network.loss == "mse"


def test_features_set_the_number_of_inputs_and_keep_their_order() -> None:
    config = Config().updated({"network": {"features": ["sin_x1", "x2", "x1"]}})
    assert config.network.features == ("x1", "x2", "sin_x1")
    assert config.network.layer_sizes == (3, 4, 1)


def test_every_field_of_a_configuration_is_declared_as_a_setting_once() -> None:
    config = Config().as_dict()
    parts = {part: config.pop(part) for part in ("data", "network", "training")} | {None: config}
    declared = [(each.part, each.name) for each in FIELDS]
    assert sorted(declared, key=str) == sorted(
        ((part, name) for part, values in parts.items() for name in values), key=str
    )
    for texts in ([each.key for each in FIELDS], [each.label for each in FIELDS]):
        assert len(set(texts)) == len(texts)


def test_every_declaration_fits_what_it_declares() -> None:
    config = Config().as_dict()
    for each in FIELDS:
        first = (config if each.part is None else config[each.part])[each.name]
        assert each.kind.check(each.name, first) == first
        assert each.hint.endswith(".")
        assert each.group is None or each.group in GROUPS
        if isinstance(each.kind, Number):
            low, high = LIMITS[each.name]
            assert low <= high
            step = each.kind.step
            assert not isinstance(step, Scale) or low <= step.first <= high
            if each.kind.null is None:
                with pytest.raises(ConfigError):
                    each.kind.check(each.name, None)
            else:
                assert each.kind.check(each.name, None) is None
        elif isinstance(each.kind, Choice):
            offered = [entry["name"] for entry in catalog()[each.kind.of]]
            assert offered == list(each.kind.registry)
        if each.belongs_to is not None:
            owner = next(other for other in FIELDS if other.name == each.belongs_to)
            assert isinstance(owner.kind, Choice)
            assert any(each.name in entry["options"] for entry in catalog()[owner.kind.of])


def test_limits_are_those_of_the_settings_and_of_little_else() -> None:
    numbers = {each.name for each in FIELDS if isinstance(each.kind, Number)}
    assert set(LIMITS) == numbers | set(OTHER_LIMITS)


def test_the_catalog_has_every_setting_as_plain_values() -> None:
    fields = {each["name"]: each for each in catalog()["fields"]}
    assert list(fields) == [each.name for each in FIELDS]
    assert fields["clip_norm"] == {
        "name": "clip_norm",
        "part": "training",
        "key": "clip_norm",
        "kind": "number",
        "label": "Gradient clipping",
        "hint": "Shortens a gradient that is longer than this; empty means that none is shortened.",
        "group": "Training",
        "belongs_to": None,
        "limits": {"min": 1e-6, "max": 1e6},
        "null": "none",
        "step": {"low": 1e-3, "high": 1000.0, "first": 1.0},
    }
    assert (fields["layer_sizes"]["key"], fields["layer_sizes"]["group"]) == ("hidden", None)
    assert fields["loss"]["choices"] == "losses"
