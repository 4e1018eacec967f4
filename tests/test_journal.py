"""The past of a run: every moment of it comes back to the bit, by undo, by a jump, in another worker."""

import json
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from glassnet import TrainingSession
from glassnet.live.sources import loaded, original, put_back
from glassnet.page import journal as journal_module
from glassnet.page.host import Host
from glassnet.page.journal import Entry, Journal
from glassnet.page.turns import Moment
from tests.one_run import OneRun, text_of

CONFIG = {"seed": 5, "network": {"layer_sizes": [2, 3, 1]}, "data": {"n_samples": 20}}
STEP = "self.parameters -= self.learning_rate * gradient"


@pytest.fixture(autouse=True)
def original_code() -> Iterator[None]:
    """Leave no edited code to the next test."""
    modules = loaded()
    yield
    put_back(modules)


def state_of(session: Any) -> tuple[dict[str, Any], bytes]:
    """Return all of a session but its id, to compare to the bit."""
    meta, values = session.snapshot()
    return json.loads(meta) | {"run_id": 0}, values.tobytes()


def edited(factor: float) -> dict[str, str]:
    text = original("optimizers.py")
    assert STEP in text
    return {"optimizers.py": text.replace(STEP, f"{STEP} * {factor}", 1)}


# What may be asked, refused requests among it; a number is so many steps.
COMMANDS: Sequence[Any] = [
    *(("set_training", {"learning_rate": rate}) for rate in (0.03, 0.5, -1)),
    ("set_training", {"optimizer": "adam"}),
    ("set_training", {"optimizer": "momentum", "batch_size": 7}),
    ("set_parameter", {"index": 4, "value": 0.25}),
    ("set_parameter", {"index": 400, "value": 0.25}),
    ("set_parameters", {"parameters": text_of(np.linspace(-1, 1, 13))}),
    ("freeze", {"indices": [1, 2], "frozen": True}),
    ("freeze", {"indices": [1], "frozen": False}),
    ("create_network", {"layer_sizes": [2, 4, 1], "activations": "tanh"}),
    ("create_network", {"layer_sizes": [2, 0, 1]}),
    ("generate_data", {"dataset": "xor", "n_samples": 16}),
    ("generate_data", {"dataset": "cats"}),
    ("reset", {"seed": 9}),
    ("reset", {"seed": -9}),
    ("new_weights", {}),
    *(1, 2, 5, 30),
]


def do(run: OneRun, what: Any) -> None:
    if isinstance(what, int):
        run.train(what)
    else:
        run.command(what[0], json.dumps(what[1]))


@settings(max_examples=200, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(COMMANDS), max_size=14))
def test_undo_to_the_root_and_redo_to_the_end_restore_every_state_and_a_replay_gives_the_same_run(
    sequence: list[Any],
) -> None:
    run = OneRun(CONFIG)
    states = {Moment(1, 0): state_of(run.session)}
    for what in sequence:
        before, count = state_of(run.session), len(run.journal.entries)
        leaving = run.host.runs["a"].now
        do(run, what)
        if len(run.journal.entries) > count:
            states[leaving] = before
    end = run.host.runs["a"].now
    states[end] = state_of(run.session)
    places = [end]
    while run.edits()["undo"] is not None:
        run.ask("undo")
        places.append(run.host.runs["a"].now)
        assert state_of(run.session) == states[places[-1]]
    assert run.journal.path(places[-1].entry) == [run.journal.entries[1]]
    for place in places[-2::-1]:
        run.ask("redo")
        assert run.host.runs["a"].now == place
        assert state_of(run.session) == states[place]
    assert run.edits()["redo"] is None
    text = json.dumps(run.journal.as_plain())
    loaded_run = OneRun(journal={**json.loads(text), "keyframes": []})  # nothing but what was done
    assert state_of(loaded_run.session) == states[end]
    assert loaded_run.edits() == run.edits()
    for one in (run, loaded_run):
        one.train(9)
    assert state_of(loaded_run.session) == state_of(run.session)


def test_any_step_that_was_reached_can_be_gone_to_and_the_first_change_there_begins_a_branch() -> None:
    run, lone = OneRun(CONFIG), TrainingSession(CONFIG)
    run.train(60)
    run.ask("set_training", learning_rate=0.4)
    run.train(40)
    end = state_of(run.session)
    lone.train(23)
    answer = run.ask("go_to", entry=1, step=23)
    assert (answer["step"], answer["entry"], answer["redo"]) == (23, 1, "training settings")
    assert state_of(run.session) == state_of(lone)
    assert run.ask("go_to", step=9)["redo"] == "training settings"  # within the branch
    run.ask("go_to", step=23)
    run.ask("set_parameter", index=0, value=1.0)
    assert run.edits()["redo"] is None
    run.train(7)
    branch = state_of(run.session)
    assert {entry.parent for entry in run.journal.entries.values()} == {None, 1}
    run.ask("go_to", entry=2)
    assert state_of(run.session) == end
    run.ask("go_to", entry=3, step=30)
    assert state_of(run.session) == branch
    assert run.ask("undo")["step"] == 23


def test_a_moment_that_there_is_not_is_refused_by_name() -> None:
    run = OneRun(CONFIG)
    run.train(10)
    for params, field in (
        ({"entry": 7}, "entry"),
        ({"step": 11}, "step"),
        ({"step": -1}, "step"),
        ({"at": 1}, "at"),
    ):
        before = state_of(run.session)
        error = json.loads(run.command("go_to", json.dumps(params)))["error"]
        assert (error["code"], error["field"]) == ("invalid", field)
        assert state_of(run.session) == before


def test_a_long_way_is_gone_in_slices_and_leads_to_the_very_same_state() -> None:
    run = OneRun(CONFIG)
    run.train(1500)
    run.ask("set_training", learning_rate=0.2)
    run.train(900)
    end = state_of(run.session)
    run.ask("go_to", entry=1, step=0)
    run.journal.keyframes.clear()
    assert json.loads(run.host.command("a", "go_to", '{"entry": 2}')) == {"pending": True}
    assert not run.host.finish_views("a")  # of what is left: nothing finer is made of it
    n_slices = 1
    while json.loads(run.host.go_on("a")) == {"pending": True}:
        n_slices += 1
    assert n_slices > 5
    assert state_of(run.session) == end


def test_a_run_that_has_diverged_comes_back_as_it_was() -> None:
    run = OneRun(
        {
            **CONFIG,
            "network": {"layer_sizes": [2, 8, 1], "activations": "linear", "output_activation": "linear"},
        }
    )
    run.train(5)
    run.ask("set_training", learning_rate=100)
    while run.train(50):
        pass
    end = state_of(run.session)
    assert run.ask("undo")["status"] == "stopped"
    assert run.ask("redo")["status"] == "diverged"
    assert state_of(run.session) == end
    other = OneRun(journal=run.past())
    assert state_of(other.session) == end
    answer = other.ask("restore_finite")  # which it had not seen become what it is
    assert answer["status"] == "stopped" and answer["step"] < run.session.step


def test_a_change_of_the_training_settings_is_undone_and_older_ones_come_back_only_with_it() -> None:
    run = OneRun(CONFIG)
    run.ask("create_network", layer_sizes=[2, 5, 1])
    run.train(5)
    run.ask("set_training", learning_rate=0.3)
    run.ask("set_training", learning_rate=0.4)  # one drag of the slider
    assert run.ask("undo")["learning_rate"] == 0.1
    assert run.session.network.layer_sizes == [2, 5, 1]
    run.ask("redo")
    assert run.session.learning_rate == 0.4
    run.train(3)
    run.ask("set_training", optimizer="adam")
    run.ask("undo")
    assert run.session.config.training.optimizer == "sgd"


def test_the_pace_is_not_of_the_past() -> None:
    run = OneRun(CONFIG)
    run.ask("reset")
    run.ask("set_training", speed=20)
    assert run.edits()["undo"] == "the reset"
    run.ask("undo")
    assert run.session.config.training.speed == 20


def test_what_was_done_at_step_0_by_hand_is_in_the_record_and_a_setting_is_the_configurations() -> None:
    run = OneRun(CONFIG)
    run.ask("set_training", learning_rate=0.3)
    assert run.changes == []
    run.ask("edit_code", files=edited(2.0))
    assert run.changes == []  # configuration, seed and this code make the run
    run.ask("set_parameter", index=0, value=1.0)
    assert len(run.changes) == 1 and run.changes[0].endswith("at step 0")
    run.ask("edit_code", files=edited(3.0))
    assert len(run.changes) == 2


def test_weights_from_elsewhere_are_the_runs_own_to_the_bit_until_another_network_comes() -> None:
    run, other = OneRun(CONFIG), OneRun(CONFIG)
    first = state_of(other.session)
    run.train(60)
    given = run.session.network.parameters.copy()
    given[3] = -0.0
    other.ask("set_parameters", parameters=text_of(given))
    assert other.session.network.parameters.tobytes() == given.tobytes()
    assert other.edits()["undo"] == "all weights and biases"
    assert other.session.history.table()[:, 0].tolist()[2:4] == list(other.session.metrics()[:2])
    assert other.session.history.table().shape[1] == 1  # the curves begin with them
    begun = state_of(other.session)
    other.train(30)
    end = state_of(other.session)
    text = json.dumps(other.journal.as_plain())
    assert state_of(OneRun(journal={**json.loads(text), "keyframes": []}).session) == end
    opened = OneRun()
    opened.open(other.save())
    assert state_of(opened.session) == end
    opened.ask("go_to", entry=2, step=0)
    assert state_of(opened.session) == begun
    assert other.ask("undo")["step"] == 0
    assert state_of(other.session) == first
    other.ask("redo")
    other.ask("create_network", layer_sizes=[2, 4, 1])
    assert state_of(other.session) == state_of(
        TrainingSession({**CONFIG, "network": {"layer_sizes": [2, 4, 1]}})
    )


def test_weights_for_a_run_under_way_leave_its_step_and_its_curves() -> None:
    run = OneRun(CONFIG)
    run.train(40)
    before = run.session.history.table()
    run.ask("set_parameters", parameters=text_of(np.zeros(13)))
    assert run.session.step == 40
    assert (run.session.history.table() == before).all()
    assert not run.session.network.parameters.any()


@pytest.mark.parametrize(
    ("values", "rule"),
    [
        (np.zeros(12), "must be 13 numbers, but are 12"),
        (np.zeros(14), "must be 13 numbers, but are 14"),
        ([*np.zeros(12), np.nan], "must be finite numbers, but number 13 is nan"),
        ([np.inf, *np.zeros(12)], "must be finite numbers, but number 1 is inf"),
    ],
)
def test_weights_that_do_not_fit_are_refused_whole(values: Any, rule: str) -> None:
    run = OneRun(CONFIG)
    before = state_of(run.session)
    error = json.loads(run.command("set_parameters", json.dumps({"parameters": text_of(values)})))["error"]
    assert (error["code"], error["field"], error["message"]) == (
        "invalid",
        "parameters",
        f"parameters {rule}.",
    )
    assert state_of(run.session) == before
    assert run.edits()["undo"] is None


def test_weights_far_out_but_finite_are_taken() -> None:
    run = OneRun(CONFIG)
    run.ask("set_parameters", parameters=text_of([1e100, -1e100, *np.full(11, 1e100)]))
    assert run.session.network.parameters[1] == -1e100
    json.loads(run.host.take_state("a"))


def test_moves_over_edits_bring_back_the_code_of_that_time() -> None:
    run = OneRun(CONFIG)
    run.train(10)
    run.ask("edit_code", files=edited(0.5))
    run.train(10)
    run.ask("set_training", learning_rate=0.2)
    run.train(10)
    run.ask("edit_code", files={"optimizers.py": original("optimizers.py")})
    run.train(10)
    end, texts = state_of(run.session), edited(0.5)
    other = OneRun(journal={**run.past(), "keyframes": []})
    assert state_of(other.session) == end and other.files == {}
    answer = run.ask("go_to", entry=3, step=25)
    assert answer["edited"] == ["optimizers.py"] and run.files == texts
    other.ask("go_to", entry=3, step=25)
    assert state_of(other.session) == state_of(run.session)


def revived(run: OneRun, **failed: bool) -> OneRun:
    """Return the run in another worker, without its last edit."""
    return OneRun(journal=run.past(), failed=failed)


def test_without_a_failed_edit_the_run_has_what_was_done_since_but_not_what_that_has_trained() -> None:
    run = OneRun(CONFIG)
    run.train(20)
    before = run.session.network.parameters.copy()
    run.ask("edit_code", files=edited(0.5))
    run.train(5)
    run.ask("set_training", learning_rate=0.7)
    run.ask("freeze", indices=[3], frozen=True)
    run.train(4)
    other = revived(run, keeps=False)
    assert other.files == {} and other.session.step == 20
    assert (other.session.network.parameters == before).all()
    assert other.session.learning_rate == 0.7
    assert other.edits() == {"frozen": [3], "undo": "freezing", "redo": None}
    assert other.ask("undo")["frozen"] == [] and other.ask("undo")["learning_rate"] == 0.1
    assert set(run.journal.entries) <= set(other.journal.entries)  # nothing is lost


def test_without_a_failed_edit_that_was_good_for_long_what_it_has_trained_stays() -> None:
    run = OneRun(CONFIG)
    run.train(20)
    run.ask("edit_code", files=edited(0.5))
    run.train(500)
    now = run.session.network.parameters.copy()
    other = revived(run, keeps=True)
    assert other.files == {} and other.session.step == 520
    assert (other.session.network.parameters == now).all()
    assert other.changes == ["the code at step 20", "the code at step 520"]
    other.train(3)
    assert other.ask("undo")["edited"] == ["optimizers.py"]


def test_a_run_begun_since_the_failed_edit_begins_again_without_it() -> None:
    run = OneRun(CONFIG)
    run.train(20)
    run.ask("edit_code", files=edited(0.5))
    run.ask("create_network", layer_sizes=[2, 6, 1])
    run.train(9)
    other = revived(run, keeps=False)
    assert other.files == {}
    assert (other.session.network.layer_sizes, other.session.step) == ([2, 6, 1], 0)
    assert other.ask("undo")["step"] == 20


def test_a_refused_edit_leaves_no_trace() -> None:
    run = OneRun(CONFIG)
    run.train(20)
    run.ask("set_training", learning_rate=0.2)
    assert run.host.runs["a"].now == (2, 20)
    past, state = json.dumps(run.journal.as_plain()), state_of(run.session)
    text = original("optimizers.py").replace(STEP, "1 / 0", 1)
    assert not json.loads(run.command("edit_code", json.dumps({"files": {"optimizers.py": text}})))["ok"]
    assert (json.dumps(run.journal.as_plain()), state_of(run.session)) == (past, state)


def test_two_runs_in_one_worker_and_in_two_are_each_their_lone_selves() -> None:
    other_config = {**CONFIG, "seed": 6, "training": {"optimizer": "adam"}}
    made = [
        {"run": name, "config": config, "views": {}, "journal": None, "failed": None}
        for name, config in (("a", CONFIG), ("b", other_config))
    ]
    both, alone = Host(made), {"a": OneRun(CONFIG), "b": OneRun(other_config)}
    assert json.loads(both.command("b", "edit_code", json.dumps({"files": edited(0.5)})))["ok"]
    alone["b"].ask("edit_code", files=edited(0.5))
    for n_steps in (3, 50, 1, 17):
        for name in ("a", "b"):
            both.train(name, n_steps)
            alone[name].train(n_steps)
    for name in ("a", "b"):
        assert json.loads(both.command(name, "set_parameter", '{"index": 2, "value": 0.5}'))["ok"]
        alone[name].ask("set_parameter", index=2, value=0.5)
        both.train(name, 5)
        alone[name].train(5)
        assert state_of(both.runs[name].session) == state_of(alone[name].session)
        code = json.loads(both.command(name, "get_code", "{}"))["result"]
        assert [file["name"] for file in code["files"] if file["text"] != file["original"]] == list(
            both.runs[name].version.files
        )
    assert {event["run"] for event in json.loads(both.take_events())} == {"a", "b"}


def test_a_fork_goes_its_own_way_and_can_be_given_up() -> None:
    run = OneRun(CONFIG)
    run.train(30)
    run.ask("set_training", learning_rate=0.3)
    run.train(10)
    before = state_of(run.session)
    answer = run.ask("fork", **{"as": "b", "entry": 1, "step": 12})
    assert (answer["run"], answer["step"], answer["entry"]) == ("b", 12, 1)
    events = [event for event in json.loads(run.take_events()) if event["run"] == "b"]
    told = {event["type"]: event for event in events}
    assert [entry["id"] for entry in told["journal"]["entries"]] == [1, 2]  # the page knows none of them
    moments = {(event["entry"], event["step"]) for event in events if event["type"] == "keyframe"}
    assert moments == set(run.host.runs["b"].journal.keyframes)
    lone = TrainingSession(CONFIG)
    lone.train(20)
    run.host.train("b", 8)
    assert state_of(run.host.runs["b"].session) == state_of(lone)
    assert state_of(run.session) == before
    assert json.loads(run.host.command("b", "reset", "{}"))["ok"] and len(run.journal.entries) == 2
    for name in ("a", "b", "B", "b 2", "", 3):
        refused = json.loads(run.command("fork", json.dumps({"as": name})))
        assert refused["error"]["field"] == "as"
    assert json.loads(run.host.command("c", "step", "{}"))["error"]["field"] == "run"
    assert not run.host.has_code("c")
    assert json.loads(run.host.command("b", "close_run", "{}"))["ok"]
    assert json.loads(run.command("close_run", "{}"))["error"]["field"] == "run"


def test_keyframes_thin_out_but_where_undo_leads_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal_module, "MAX_KEYFRAMES", 12)
    run = OneRun(CONFIG)
    run.train(7)
    run.ask("set_training", learning_rate=0.2)
    for _ in range(60):
        run.train(10)
        run.take_keyframe()
    kept = sorted(run.journal.keyframes)
    assert len(kept) == 12
    assert Moment(1, 7) in kept and kept[-1] == Moment(2, 607)
    steps = [moment.step for moment in kept if moment.entry == 2]
    gaps = [after - before for before, after in pairwise(steps)]
    assert gaps[0] > gaps[-1]


@pytest.mark.parametrize("change_every", [None, 10])  # seconds
def test_an_hour_at_full_speed_stays_within_the_budget_here_and_in_the_page(change_every: int | None) -> None:
    journal = Journal(Entry(1, None, 0, "configure", {}, "", begins=True))
    page: dict[Moment, int] = {}
    for second in range(1, 3601):
        snapshot = ("m" * 3000, np.zeros(20_000))  # about what 2-64-64-1 has with adam
        journal.advance(20_000 * second)
        if change_every and second % change_every == 0:
            journal.add(journal.make_entry("set_parameter", {}, "a weight"), snapshot)
        event = journal.take_keyframe(journal.now, snapshot)
        for told in (*journal.take_news(), event):
            if told["type"] == "keyframe":
                page[Moment(told["entry"], told["step"])] = len(told["meta"]) + told["values"].nbytes
            for dropped in told.get("dropped", []):
                page.pop(dropped, None)
        assert sum(page.values()) <= journal_module.MAX_BYTES
    assert set(page) == set(journal.keyframes)
    steps = sorted(moment.step for moment in page)
    shares = [(after - before) / (1 + steps[-1] - before) for before, after in pairwise(steps)]
    assert len(steps) > 150
    if change_every is None:  # what is to be trained again is a small share of how long ago it is
        assert max(shares[:-20]) < 0.1


def test_the_pages_copy_is_the_journal_whatever_has_been_done(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal_module, "MAX_KEYFRAMES", 5)
    run = OneRun(CONFIG)
    entries: dict[int, Any] = {}
    keyframes: dict[tuple[int, int], str] = {}
    now: Any = None

    def hear(events: list[dict[str, Any]]) -> None:
        nonlocal now
        for event in events:
            for dropped in event.get("dropped", []):
                keyframes.pop(tuple(dropped), None)
            if event["type"] == "journal":
                entries.update({entry["id"]: entry for entry in event["entries"]})
            if event["type"] == "keyframe":
                keyframes[event["entry"], event["step"]] = event["meta"]
            now = event.get("now", now)

    for what in (
        30,
        ("set_training", {"learning_rate": 0.2}),
        ("set_training", {"learning_rate": 0.3}),
        4,
        ("undo", {}),
        3,
        ("redo", {}),
        ("reset", {}),
        50,
        50,
        50,
    ):
        do(run, what)
        hear(json.loads(run.take_events()))
        hear([json.loads(run.take_keyframe())])
        assert set(keyframes) == set(run.journal.keyframes)
        for key, meta in keyframes.items():
            kept = json.loads(run.journal.keyframes[Moment(*key)][0])
            assert json.loads(meta) | {"run_id": 0} == kept | {"run_id": 0}
        assert tuple(now) == run.journal.now
        plain = json.loads(json.dumps(run.journal.as_plain()))
        assert list(entries.values()) == plain["entries"]


def test_a_journal_of_plain_values_is_the_same_again() -> None:
    journal = Journal(Entry(1, None, 0, "configure", {"config": {}}, "", begins=True))
    journal.advance(9)
    journal.add(
        journal.make_entry("reset", {}, "the reset", begins=True),
        ("{}", TrainingSession().network.parameters),
    )
    again = Journal.from_plain(json.loads(json.dumps(journal.as_plain())), journal.keyframes.items())
    assert again.as_plain() == journal.as_plain()
    assert (again.undone(), again.redone(), again.now) == (Moment(1, 9), None, Moment(2, 0))


def test_a_run_whose_code_is_the_original_again_is_not_edited_in_another_worker() -> None:
    run = OneRun(CONFIG)
    run.ask("edit_code", files=edited(0.5))
    assert OneRun(journal=run.past()).host.is_edited("a")
    run.ask("edit_code", files={"optimizers.py": original("optimizers.py")})
    other = OneRun(journal=run.past())
    assert not other.host.is_edited("a") and other.host.has_code("a")  # undo may bring it back


def test_a_fork_to_a_moment_far_away_is_gone_in_slices() -> None:
    run = OneRun(CONFIG)
    run.train(1500)
    run.journal.keyframes.clear()
    assert json.loads(run.host.command("a", "fork", '{"as": "b", "step": 1400}')) == {"pending": True}
    assert list(run.host.runs) == ["a"]
    while json.loads(reply := run.host.go_on("a")) == {"pending": True}:
        pass
    assert json.loads(reply)["result"]["step"] == 1400
