"""A run as a film: any of its steps can be gone to, and from there it goes on as it did, to the bit."""

import json
import random
from collections.abc import Iterator

import pytest

from glassnet.live.sources import loaded, original, put_back
from glassnet.page.turns import Moment
from tests.one_run import OneRun

N_STEPS = 10_000
STEP = "self.parameters -= self.learning_rate * gradient"
CONFIG = {"seed": 3, "network": {"layer_sizes": [2, 4, 1]}, "data": {"n_samples": 20}}


@pytest.fixture(autouse=True)
def original_code() -> Iterator[None]:
    """Leave no edited code to the next test."""
    modules = loaded()
    yield
    put_back(modules)


def film() -> tuple[OneRun, list[Moment]]:
    """Return a long run with a change of rate, an edit and an added unit, and the end of each part."""
    run = OneRun(CONFIG)
    ends = []

    def train(n_steps: int) -> None:
        for _ in range(n_steps // 250):
            run.train(250)
            run.take_keyframe()
        ends.append(Moment(run.journal.now.entry, run.session.step))

    train(2500)
    run.ask("set_training", learning_rate=0.3)
    train(2500)
    text = original("optimizers.py")
    run.ask("edit_code", files={"optimizers.py": text.replace(STEP, f"{STEP} * 0.5", 1)})
    train(2500)
    run.ask("create_network", layer_sizes=[2, 5, 1])
    train(2500)
    return run, ends


def losses(run: OneRun) -> list[bytes]:
    """Return every recorded number of the curves, and the parameters."""
    return [run.session.history.table().tobytes(), run.session.network.parameters.tobytes()]


def test_from_100_random_steps_of_a_run_with_changes_every_loss_to_its_end_is_equal_to_the_bit() -> None:
    run, ends = film()
    expected = {}
    for end in ends:
        run.ask("go_to", entry=end.entry, step=end.step)
        expected[end] = losses(run)
    rng = random.Random(0)
    for moment in rng.sample(range(N_STEPS), 100):
        part, place = divmod(moment, N_STEPS // len(ends))
        end = ends[part]
        first = 0 if run.journal.entries[end.entry].begins else run.journal.entries[end.entry].step
        run.ask("go_to", entry=end.entry, step=first + place)
        assert run.session.step == first + place
        while run.session.step < end.step:
            run.train(min(200, end.step - run.session.step))
        assert losses(run) == expected[end], (end, place)


def test_looking_at_the_past_leaves_the_journal_as_it_was_and_only_a_change_begins_a_branch() -> None:
    run = OneRun(CONFIG)
    run.train(600)
    run.ask("set_training", learning_rate=0.3)
    run.train(400)
    run.take_keyframe()
    before = dict(run.journal.entries), dict(run.journal.reached)
    for step in (10, 700, 330):
        run.ask("go_to", entry=1 if step < 600 else 2, step=step)
    run.train(20)
    assert (dict(run.journal.entries), dict(run.journal.reached)) == before
    run.ask("set_training", learning_rate=0.01)
    assert [entry.parent for entry in run.journal.entries.values()] == [None, 1, 1]
    assert run.journal.reached[2] == 1000


def test_scrubbing_keeps_no_state_of_where_one_only_looked() -> None:
    run = OneRun(CONFIG)
    run.train(600)
    run.ask("go_to", step=300)
    for step in range(290, 200, -1):
        run.ask("go_to", step=step)
    assert Moment(1, 600) in run.journal.keyframes
    assert len(run.journal.keyframes) < 4


def test_what_is_said_of_branches_is_in_the_journal_and_there_is_one_main_branch() -> None:
    run = branched()
    run.take_events()
    assert run.ask("mark_branch", entry=2, name=" steep ") == {
        **{"entry": 2, "name": "steep", "is_deleted": False, "is_main": False}
    }
    run.ask("mark_branch", entry=2, is_main=True, is_deleted=True)
    run.ask("mark_branch", entry=3, is_main=True)
    news = [event for event in json.loads(run.take_events()) if event["type"] == "journal"]
    assert [event["marks"] for event in news][-1] == [
        [2, {"name": "steep", "is_deleted": True, "is_main": False}],
        [3, {"name": None, "is_deleted": False, "is_main": True}],
    ]
    other = OneRun(journal=run.past())
    assert other.journal.marks == run.journal.marks
    assert other.session.step == 15


def branched() -> OneRun:
    """Return a run at step 15 of the branch of entry 3, beside that of entry 2, which has come to step 40."""
    run = OneRun(CONFIG)
    run.train(20)
    run.ask("set_training", learning_rate=0.3)
    run.train(20)
    run.ask("go_to", entry=1, step=10)
    run.ask("set_training", learning_rate=0.01)
    run.train(5)
    return run


def test_what_is_said_of_a_branch_is_undone_and_made_again_in_the_order_in_which_it_was_done() -> None:
    run = branched()
    parameters = run.session.network.parameters.tobytes()
    said = [
        ({"name": "steep"}, "the name of a branch"),
        ({"is_main": True}, "promoting a branch"),
        ({"is_deleted": True}, "deleting a branch"),
        ({"is_deleted": False}, "bringing back a branch"),
    ]
    marks = [run.past()["marks"]]
    for params, what in said:
        run.take_events()
        run.ask("mark_branch", entry=2, **params)
        [config] = [event for event in run.events() if event["type"] == "config"]
        assert config["edits"]["undo"] == what
        marks.append(run.past()["marks"])
    other = OneRun()
    other.open(run.save())
    for one in (run, OneRun(journal=run.past()), other):
        for at, (_, what) in reversed(list(enumerate(said))):
            assert one.edits()["undo"] == what
            answer = one.ask("undo")
            assert (answer["step"], answer["redo"]) == (15, what)
            assert one.past()["marks"] == marks[at]
        assert one.edits()["undo"] == "training settings"
        for at, (_, what) in enumerate(said):
            assert one.ask("redo")["undo"] == what
            assert one.past()["marks"] == marks[at + 1]
        assert one.edits()["redo"] is None
        assert one.session.network.parameters.tobytes() == parameters


def test_undoing_a_name_does_not_stop_training_and_the_same_name_again_is_nothing_to_undo() -> None:
    run = branched()
    run.ask("mark_branch", entry=2, name="steep")
    run.ask("mark_branch", entry=2, name="steep")
    assert json.loads(run.command("undo", "{}"))["effect"] == "asks"
    assert run.edits()["undo"] == "training settings"


def test_going_to_another_branch_is_undone_and_made_again() -> None:
    run = branched()
    here = run.session.network.parameters.tobytes()
    run.ask("go_to", entry=2)
    there = run.session.network.parameters.tobytes()
    assert run.edits() == {"frozen": [], "undo": "going to another branch", "redo": None}
    assert run.ask("undo")["step"] == 15
    assert run.session.network.parameters.tobytes() == here
    assert run.edits() == {"frozen": [], "undo": "training settings", "redo": "going to another branch"}
    assert run.ask("redo")["step"] == 40
    assert run.session.network.parameters.tobytes() == there
    run.ask("go_to", entry=3)  # back by hand: there is nothing to go back from
    assert run.edits()["undo"] == "training settings"


def test_a_branch_that_goes_on_after_another_began_is_another_branch_in_the_words_of_undo_and_redo() -> None:
    run = branched()  # of entry 1, which has come to step 20; entry 3 begins before that
    run.ask("go_to", entry=1, step=20)
    assert run.edits()["undo"] == "going to another branch"
    run.ask("go_to", entry=3)
    assert run.edits()["undo"] == "training settings"
    run.ask("go_to", entry=1, step=20)
    run.ask("undo")
    assert run.edits()["redo"] == "going to another branch"
    run.ask("redo")
    run.ask("undo")
    assert run.session.step == 15


def test_what_was_said_of_a_branch_is_undone_also_after_going_through_the_past() -> None:
    run = branched()
    first, last = 1, run.ask("go_to")["entry"]
    run.ask("mark_branch", entry=2, name="steep")
    run.ask("go_to", entry=first, step=0)
    assert run.edits()["undo"] == "the name of a branch"
    run.ask("go_to", entry=last, step=15)
    assert run.ask("undo")["undo"] == "training settings"
    assert run.journal.marks == {}
    run.ask("go_to", entry=first, step=0)
    assert run.edits()["redo"] == "the name of a branch"
    run.ask("redo")
    assert run.journal.marks[2].name == "steep"
    assert run.session.step == 0


@pytest.mark.parametrize(
    ("params", "field"),
    [
        ({"entry": 9}, "entry"),
        ({}, "entry"),
        ({"entry": 1, "name": ""}, "name"),
        ({"entry": 1, "name": "x" * 61}, "name"),
        ({"entry": 1, "is_main": 1}, "is_main"),
        ({"entry": 1, "is_deleted": True}, "entry"),
    ],
)
def test_what_cannot_be_said_of_a_branch_is_refused_by_name(params: dict[str, object], field: str) -> None:
    run = OneRun(CONFIG)
    reply = json.loads(run.command("mark_branch", json.dumps(params)))
    assert not reply["ok"] and reply["error"]["field"] == field
    assert run.journal.marks == {}
