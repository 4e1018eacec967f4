"""Training sessions: same run for the same configuration, live changes, honest metrics, snapshots."""

import json
from typing import Any

import numpy as np
import pytest

from glassnet import DATASETS, ConfigError, TrainingSession
from glassnet.datasets import Dataset
from glassnet.history import RESOLUTION
from glassnet.snapshot import config_of, history_of

TANH = {"network": {"layer_sizes": [2, 6, 1], "activations": "tanh"}, "seed": 4}


def losses(session: TrainingSession, n_steps: int) -> list[float]:
    result = []
    for _ in range(n_steps):
        session.train(1)
        result.append(session.state()["train_loss"])
    return result


@pytest.mark.parametrize("optimizer", ["sgd", "adam"])
def test_same_seed_gives_the_same_losses_to_the_bit(optimizer: str) -> None:
    config = {**TANH, "training": {"optimizer": optimizer}}
    assert losses(TrainingSession(config), 60) == losses(TrainingSession(config), 60)


def test_how_steps_are_sliced_changes_nothing() -> None:
    whole, sliced = TrainingSession(TANH), TrainingSession(TANH)
    whole.train(100)
    for n_steps in (1, 6, 13, 50, 30):
        sliced.train(n_steps)
    assert (whole.network.parameters == sliced.network.parameters).all()
    assert (whole.history.table() == sliced.history.table()).all()


def test_reset_replays_the_run() -> None:
    session = TrainingSession(TANH)
    first_parameters = session.network.parameters.copy()
    first = losses(session, 20)
    session.reset()
    assert (session.network.parameters == first_parameters).all()
    assert session.step == session.epoch == 0
    assert losses(session, 20) == first


def test_an_epoch_is_a_pass_over_all_training_samples() -> None:
    session = TrainingSession({"data": {"n_samples": 200}, "training": {"batch_size": 32}})
    assert session.steps_per_epoch == 7
    session.train(6)
    assert session.epoch == 0
    session.train(1)
    assert (session.step, session.epoch) == (7, 1)


def test_an_epoch_takes_every_sample_once(monkeypatch: pytest.MonkeyPatch) -> None:
    session = TrainingSession(TANH)
    seen: list[np.ndarray] = []
    gradient = session.network.step_gradient

    def watched(X: np.ndarray, Y: np.ndarray, **dropout: Any) -> np.ndarray:
        seen.append(X.copy())
        return gradient(X, Y, **dropout)

    monkeypatch.setattr(session.network, "step_gradient", watched)
    session.train(session.steps_per_epoch)
    samples = np.concatenate(seen, axis=1)
    order, expected = np.lexsort(samples), np.lexsort(session.train_samples[0])
    assert (samples[:, order] == session.train_samples[0][:, expected]).all()


def test_train_and_test_samples_are_different_draws_of_equal_size() -> None:
    session = TrainingSession()
    assert session.train_samples[0].shape == session.test_samples[0].shape == (2, 200)
    assert (session.train_samples[0] != session.test_samples[0]).all()


def test_metrics_are_over_all_samples_of_each_set() -> None:
    session = TrainingSession(TANH)
    session.train(30)
    state = session.state()
    for name, (X, Y) in {"train": session.train_samples, "test": session.test_samples}.items():
        outputs = session.network.predict(X)
        assert state[f"{name}_loss"] == pytest.approx(np.mean((outputs - Y) ** 2), rel=1e-12)
        assert state[f"{name}_accuracy"] == np.mean((outputs >= 0.5) == (Y == 1))


def test_baseline_is_what_the_majority_answer_would_get() -> None:
    session = TrainingSession({"data": {"dataset": "linear"}, "seed": 3})
    majority = float(session.train_samples[1].mean() >= 0.5)
    assert session.baseline_accuracy() == np.mean(session.test_samples[1] == majority)


def test_baseline_loss_is_that_of_the_mean_target_wherever_it_lies(monkeypatch: pytest.MonkeyPatch) -> None:
    def hill(n_samples: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        X = rng.uniform(-5, 5, (2, n_samples))
        return X, 40.0 + X[0]

    monkeypatch.setitem(DATASETS, "hill", Dataset("Hill", "One's own.", hill, "regression"))
    session = TrainingSession({"data": {"dataset": "hill"}})
    train_Y, test_Y = session.train_samples[1], session.test_samples[1]
    assert session.baseline_loss() == pytest.approx(np.mean((test_Y - train_Y.mean()) ** 2), rel=1e-12)


@pytest.mark.parametrize("loss", ["mse", "half_mse", "huber", "binary_cross_entropy"])
@pytest.mark.parametrize("label", [0.0, 1.0])
def test_baseline_of_a_single_class_is_never_wrong(
    monkeypatch: pytest.MonkeyPatch, loss: str, label: float
) -> None:
    def alike(n_samples: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        return rng.uniform(-5, 5, (2, n_samples)), np.full(n_samples, label)

    monkeypatch.setitem(DATASETS, "alike", Dataset("Alike", "One's own.", alike))
    session = TrainingSession({"data": {"dataset": "alike"}, "network": {"loss": loss}})
    assert session.baseline_accuracy() == 1.0
    assert session.baseline_loss() == pytest.approx(0.0, abs=1e-300)


def test_baseline_of_several_classes_of_which_one_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    def two_of_three(
        n_samples: int, rng: np.random.Generator, n_classes: int
    ) -> tuple[np.ndarray, np.ndarray]:
        return rng.uniform(-5, 5, (2, n_samples)), np.eye(n_classes)[:, np.arange(n_samples) % 2]

    entry = Dataset("Two", "One's own.", two_of_three, "multiclass", has_n_classes=True)
    monkeypatch.setitem(DATASETS, "two", entry)
    assert TrainingSession({"data": {"dataset": "two"}}).baseline_loss() == pytest.approx(
        np.log(2), rel=1e-12
    )


def test_learning_rate_changes_at_the_next_step_without_a_reset() -> None:
    session = TrainingSession({"training": {"learning_rate": 0.1, "batch_size": 200}})
    X, Y = session.train_samples
    session.train(3)
    before, gradient = session.network.parameters.copy(), session.network.gradient(X, Y).copy()
    session.set_training({"learning_rate": 0.7})
    session.train(1)
    assert session.step == 4
    np.testing.assert_allclose(session.network.parameters, before - 0.7 * gradient, rtol=1e-12)


def test_batch_size_and_optimizer_change_without_a_reset() -> None:
    session = TrainingSession(TANH)
    session.train(3)
    before = session.network.parameters.copy()
    session.set_training({"batch_size": 5000, "optimizer": "adam"})
    assert (session.network.parameters == before).all()
    session.train(1)  # takes the 104 samples that are left of the epoch
    assert (session.step, session.epoch) == (4, 1)
    session.train(1)
    assert (session.step, session.epoch) == (5, 2)


def test_a_rejected_change_changes_nothing() -> None:
    session = TrainingSession(TANH)
    config = session.config
    with pytest.raises(ConfigError):
        session.set_training({"learning_rate": 0.5, "batch_size": 0})
    assert session.config is config
    assert session.optimizer.learning_rate == config.training.learning_rate


@pytest.mark.parametrize("optimizer", ["sgd", "momentum", "adam"])
def test_a_restored_snapshot_goes_on_to_the_bit(optimizer: str) -> None:
    session = TrainingSession({**TANH, "training": {"optimizer": optimizer, "batch_size": 30}})
    session.train(1234)
    restored = TrainingSession.restored(*session.snapshot())
    assert restored.run_id == session.run_id + 1
    assert (restored.step, restored.epoch) == (session.step, session.epoch)
    for each in (session, restored):
        each.train(777)
    assert (restored.network.parameters == session.network.parameters).all()
    assert (restored.history.table() == session.history.table()).all()


def test_a_restored_run_still_says_why_it_has_stopped() -> None:
    session = TrainingSession({**TANH, "training": {"stop_epoch": 3}})
    session.train(1000)
    restored = TrainingSession.restored(*session.snapshot())
    assert restored.state()["stop_reason"] == "epoch"
    restored.train(7)
    assert restored.state()["stop_reason"] is None


@pytest.mark.parametrize("number", [None, 0, 2])
def test_a_snapshot_of_another_format_is_refused(number: int | None) -> None:
    meta, values = TrainingSession(TANH).snapshot()
    other = json.loads(meta) | {"format": number}
    with pytest.raises(ValueError, match=f"a snapshot of format {number} instead of 1"):
        TrainingSession.restored(json.dumps(other), values)


@pytest.mark.parametrize("optimizer", ["sgd", "adam"])
def test_a_snapshot_that_is_too_short_or_too_long_for_its_parts_is_refused(optimizer: str) -> None:
    session = TrainingSession({**TANH, "training": {"optimizer": optimizer}})
    session.train(100)
    meta, values = session.snapshot()
    for wrong in (
        values[:-6],
        values[:-1],
        np.append(values, 0.0),
        np.append(values, np.zeros(6)),
        values[:0],
    ):
        with pytest.raises(ValueError, match=f"{wrong.size:,} numbers instead of {values.size:,}"):
            TrainingSession.restored(meta, wrong)


def test_curves_and_configuration_are_read_from_a_snapshot_without_a_session() -> None:
    session = TrainingSession({**TANH, "training": {"optimizer": "adam"}})
    session.train(100)
    snapshot = session.snapshot()
    assert (history_of(snapshot) == session.history.table()).all()
    assert history_of(snapshot).shape == (6, len(session.history.table()[0]))
    assert config_of(snapshot) == json.loads(json.dumps(session.config.as_dict()))


def test_history_has_every_early_epoch_and_grows_with_the_logarithm_of_the_run() -> None:
    session = TrainingSession({"data": {"n_samples": 10}, "network": {"layer_sizes": [2, 1]}})
    session.train(2000)
    epochs = session.history.table()[0]
    assert session.epoch == 2000
    assert epochs[: 2 * RESOLUTION].tolist() == list(range(2 * RESOLUTION))
    later = epochs[2 * RESOLUTION :]
    assert (np.diff(later) <= later[1:] / RESOLUTION).all()  # no gap is wider than a hundredth of the run
    assert epochs[-1] > 2000 * (1.0 - 1.0 / RESOLUTION)
    assert len(epochs) < RESOLUTION * (2 + np.log(2000 / RESOLUTION))


def diverging() -> dict[str, Any]:
    network = {"layer_sizes": [2, 8, 1], "activations": "linear", "output_activation": "linear"}
    return {"network": network, "training": {"learning_rate": 100.0}}


@pytest.mark.filterwarnings("error")
def test_a_diverging_run_stops_and_says_so() -> None:
    session = TrainingSession(diverging())
    session.train(100_000)
    assert session.diverged
    assert session.state()["status"] == "diverged"
    assert session.step < 1000
    step = session.step
    session.train(10)
    assert session.step == step
    assert np.isfinite(session.history.table()).all()
    session.reset()
    assert not session.diverged


def test_dropout_penalties_clipping_and_schedules_replay_with_the_seed() -> None:
    training = {
        "optimizer": "momentum",
        "dropout": 0.3,
        "l1": 1e-4,
        "l2": 1e-3,
        "clip_norm": 0.5,
        "schedule": "cosine",
        "schedule_epochs": 5,
    }
    config = {**TANH, "training": training}
    assert losses(TrainingSession(config), 60) == losses(TrainingSession(config), 60)


def test_a_snapshot_goes_on_bit_for_bit_with_dropout_and_frozen_parameters() -> None:
    session = TrainingSession(
        {**TANH, "training": {"dropout": 0.3, "optimizer": "adam", "stop_plateau": 500}}
    )
    session.frozen[2] = True
    session.train(45)
    other = TrainingSession.restored(*session.snapshot())
    assert losses(session, 40) == losses(other, 40)
    assert other.frozen.tolist() == session.frozen.tolist()


def test_l2_makes_weights_smaller_and_its_penalty_is_told_apart_from_the_loss() -> None:
    free, held = (TrainingSession({**TANH, "training": {"l2": l2}}) for l2 in (0.0, 0.05))
    for session in (free, held):
        session.train(700)
    assert np.abs(held.network.weights[0]).sum() < np.abs(free.network.weights[0]).sum()
    state = held.state()
    assert state["penalty"] > 0.0 == free.state()["penalty"]
    assert state["train_loss"] == pytest.approx(held.network.loss(held.train_inputs, held.train_samples[1]))


def test_training_stops_at_the_epoch_that_was_set_and_may_go_on() -> None:
    session = TrainingSession({**TANH, "training": {"stop_epoch": 3}})
    session.train(1000)
    assert (session.epoch, session.step, session.stop_reason) == (3, 21, "epoch")
    session.train(7)
    assert (session.epoch, session.stop_reason) == (4, None)


def test_training_stops_when_the_loss_has_come_down() -> None:
    session = TrainingSession({**TANH, "training": {"learning_rate": 0.5, "stop_loss": 0.2}})
    session.train(100_000)
    assert session.stop_reason == "loss"
    assert 0.15 < session.state()["train_loss"] <= 0.2


def test_training_stops_on_a_plateau() -> None:
    session = TrainingSession({**TANH, "training": {"learning_rate": 1e-6, "stop_plateau": 4}})
    session.train(10_000)
    assert session.stop_reason == "plateau"
    assert session.epoch == 5


def test_an_optimizer_takes_over_what_means_the_same_and_nothing_else() -> None:
    session = TrainingSession({**TANH, "training": {"optimizer": "adam", "learning_rate": 0.01}})
    session.train(20)
    moments = session.optimizer.buffers[0].copy()
    session.set_training({"optimizer": "adamw"})
    assert (session.optimizer.buffers[0] == moments).all()
    assert session.optimizer.n_steps == 20
    session.set_training({"optimizer": "momentum"})
    assert not session.optimizer.buffers[0].any()


def test_the_schedule_sets_the_learning_rate_of_each_step() -> None:
    training = {"learning_rate": 0.4, "schedule": "step", "schedule_epochs": 2}
    session = TrainingSession({**TANH, "training": training})
    rates = []
    for _ in range(5):
        rates.append(session.learning_rate)
        session.train(7)
    assert rates == pytest.approx([0.4, 0.4, 0.2, 0.2, 0.1])


def test_the_output_follows_the_task_of_the_dataset() -> None:
    session = TrainingSession({"data": {"dataset": "blobs", "n_classes": 4}})
    assert session.network.layer_sizes == [2, 4, 4]
    assert session.config.network.output_activation == "softmax"
    session.train(2000)
    confusion = session.confusion()
    assert confusion is not None and confusion.shape == (2, 4, 4)
    shares = [table.trace() / table.sum() for table in confusion]
    state = session.state()
    assert shares == [state["train_accuracy"], state["test_accuracy"]]
    regression = TrainingSession({"data": {"dataset": "plane"}})
    assert regression.config.network.output_activation == "linear"
    assert regression.confusion() is None
    assert np.isnan(regression.state()["train_accuracy"])
    before = regression.state()["test_loss"]
    regression.train(700)
    assert regression.state()["test_loss"] < 0.1 * min(before, regression.baseline_loss())


def test_features_feed_the_inputs() -> None:
    session = TrainingSession({"network": {"features": ["x1", "x1_x2"]}})
    x1, x2 = session.train_samples[0]
    np.testing.assert_array_equal(session.train_inputs, [x1, x1 * x2])


def test_the_train_share_decides_the_number_of_test_samples() -> None:
    session = TrainingSession({"data": {"n_samples": 90, "train_share": 0.9}})
    assert session.train_samples[0].shape == (2, 90)
    assert session.test_samples[0].shape == (2, 10)
