"""Every recommended setting learns its dataset, and every failing preset fails as it says."""

import numpy as np
import pytest

from glassnet import DATASETS, TrainingSession
from glassnet.estimates import best_accuracy
from glassnet.page.catalog import catalog
from glassnet.page.observe import distributions
from glassnet.presets import PRESETS, first_page, is_tested, recommended

MAX_EPOCHS = 600
SEEDS = range(5)


def has_learned(session: TrainingSession) -> bool:
    """Tell whether 95 % of new samples are right (or two points less than is possible), or 95 % of
    the targets' variance is explained.
    """
    state = session.state()
    if session.dataset.task == "regression":
        return bool(state["test_loss"] <= 0.05 * session.baseline_loss())
    data = session.config.data
    best = best_accuracy(
        session.dataset, noise=data.noise, n_classes=data.n_classes, rng=np.random.default_rng(0)
    )
    assert best is not None
    return bool(state["test_accuracy"] >= min(0.95, best - 0.02))


def epochs_to_learn(session: TrainingSession, every: int = 10) -> int:
    while session.epoch < MAX_EPOCHS:
        session.train(every * session.steps_per_epoch)
        if has_learned(session):
            return session.epoch
    return MAX_EPOCHS + 1


@pytest.mark.parametrize("dataset", DATASETS)
def test_recommended_settings_learn_in_nine_of_ten_seeds(dataset: str) -> None:
    epochs = [
        epochs_to_learn(TrainingSession(recommended(dataset).updated({"seed": seed}))) for seed in range(10)
    ]
    assert sum(n <= MAX_EPOCHS for n in epochs) >= 9, epochs


def test_only_what_is_trained_here_counts_as_tested(monkeypatch: pytest.MonkeyPatch) -> None:
    """A dataset of the user's own was said to be learned by settings that nobody had tried on it."""
    assert all(is_tested(dataset) for dataset in DATASETS)
    monkeypatch.setitem(DATASETS, "mine", DATASETS["spiral"])
    tested = {entry["name"]: entry["is_tested"] for entry in catalog.__wrapped__()["datasets"]}
    assert tested == {**dict.fromkeys(DATASETS, True), "mine": False}


@pytest.mark.parametrize("name", [name for name, preset in PRESETS.items() if not preset.fails])
def test_working_presets_learn(name: str) -> None:
    for seed in SEEDS:
        assert epochs_to_learn(TrainingSession(PRESETS[name].config.updated({"seed": seed}))) <= MAX_EPOCHS


def test_spiral_with_all_features_takes_fewer_epochs_than_tensorflow_playground() -> None:
    """Its rule takes a median of 115 epochs for 95 % of the test samples, in 8 of 10 runs."""
    config = PRESETS["all_features"].config
    assert config.network.layer_sizes == (7, 8, 8, 1)
    assert set(config.network.activations) == {"tanh"}
    epochs = [epochs_to_learn(TrainingSession(config.updated({"seed": seed})), every=1) for seed in range(10)]
    assert np.median(epochs) < 115
    assert sum(n <= MAX_EPOCHS for n in epochs) >= 9


def test_the_first_page_learns_within_seconds_at_its_own_speed() -> None:
    session = TrainingSession(first_page())
    speed = session.config.training.speed
    assert speed is not None
    session.train(int(8 * speed))
    assert session.state()["test_accuracy"] >= 0.95


def run_preset(name: str, seed: int, n_steps: int = 1500) -> TrainingSession:
    assert PRESETS[name].fails
    session = TrainingSession(PRESETS[name].config.updated({"seed": seed}))
    session.train(n_steps)
    return session


@pytest.mark.parametrize("seed", SEEDS)
def test_diverges(seed: int) -> None:
    assert run_preset("diverges", seed).diverged


@pytest.mark.parametrize("seed", SEEDS)
def test_dies(seed: int) -> None:
    session = run_preset("dies", seed)
    n_hidden = sum(session.network.layer_sizes[1:-1])
    assert len(distributions(session)["dead_units"]) == n_hidden
    before = session.network.parameters.copy()
    session.train(100)
    moved = np.flatnonzero(session.network.parameters != before)
    assert set(moved) <= {before.size - 1}  # the output's bias
    assert session.state()["test_accuracy"] < 0.6


@pytest.mark.parametrize("seed", SEEDS)
def test_what_dies_lives_with_a_hundredth_of_the_learning_rate(seed: int) -> None:
    config = PRESETS["dies"].config
    gentle = {"seed": seed, "training": {"learning_rate": config.training.learning_rate / 100}}
    session = TrainingSession(config.updated(gentle))
    session.train(1500)
    assert session.state()["test_accuracy"] >= 0.95


@pytest.mark.parametrize("seed", SEEDS)
def test_saturates(seed: int) -> None:
    session = run_preset("saturates", seed)
    assert len(distributions(session)["saturated_units"]) == sum(session.network.layer_sizes[1:-1])
    assert session.state()["test_accuracy"] < 0.6


@pytest.mark.parametrize("seed", SEEDS)
def test_overfits(seed: int) -> None:
    session = run_preset("overfits", seed)
    lowest = session.history.table()[3].min()
    state = session.state()
    assert state["train_accuracy"] == 1.0
    assert state["test_loss"] > 10 * state["train_loss"]
    assert state["test_loss"] > 1.5 * lowest


@pytest.mark.parametrize("seed", SEEDS)
def test_cannot_separate(seed: int) -> None:
    assert run_preset("cannot_separate", seed).state()["train_accuracy"] < 0.8


@pytest.mark.parametrize("seed", SEEDS)
def test_zero_init(seed: int) -> None:
    session = run_preset("zero_init", seed)
    assert not any(weights.any() for weights in session.network.weights)
    share = session.train_samples[1].mean()
    baseline = -share * np.log(share) - (1 - share) * np.log(1 - share)  # of always answering the mean
    assert session.state()["train_loss"] == pytest.approx(baseline, abs=0.01)
