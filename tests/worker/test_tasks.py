"""The worker's settings, each with what it is for; and what a task does where no real worker is needed to see it."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from config import broker as to_broker
from config import processes
from tests import makers
from tests.worker.mailing import serving
from tests.worker.test_nudges import MONDAY
from tracker import clock, council, idea, portfolio, post, tenancy
from tracker.later import Job
from worker.schedule import PROMISES
from worker.sweeping import LONGEST_SECONDS, spread

MINUTE = 60


@pytest.fixture
def app(database):
    """The Celery application."""
    from worker.app import app

    return app


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("task_acks_late", True),  # what a killed worker held is done by another
        ("task_reject_on_worker_lost", True),
        ("worker_prefetch_multiplier", 1),  # one task is held by each process
        ("broker_connection_retry_on_startup", True),
        ("task_soft_time_limit", 4 * MINUTE),
        ("task_time_limit", 5 * MINUTE),
        ("worker_max_tasks_per_child", 200),  # memory stays flat
        ("task_serializer", "json"),  # nothing on the broker can run here
        ("accept_content", ["json"]),
        ("task_ignore_result", True),
        ("task_default_queue", "default"),
        ("timezone", "Europe/London"),  # half past seven is so in summer too
        ("enable_utc", True),
        ("worker_hijack_root_logger", False),
        ("beat_scheduler", "redbeat.RedBeatScheduler"),  # of two clocks one ticks
        ("beat_max_loop_interval", 5),
        ("redbeat_key_prefix", "seedbed:redbeat:"),
        ("redbeat_lock_timeout", 20),
        ("redbeat_redis_options", {"retry_period": 60, "socket_timeout": 10, "socket_connect_timeout": 2}),
    ],
)
def test_the_worker_is_set_so(app, name, value):
    assert app.conf[name] == value


@pytest.mark.parametrize("job", Job)
def test_every_task_is_answered_for_late_but_the_drain_whose_rows_are_the_truth(app, job):
    task = app.tasks[job]
    late = app.conf.task_acks_late if task.acks_late is None else task.acks_late
    assert late is (job is not Job.DELIVER_LETTERS)
    if job is Job.DELIVER_LETTERS:  # acknowledged before it begins, it may take what a mail server may
        assert post.longest_run() == 60 + 3 * 300 + 600
        assert post.longest_run() < task.soft_time_limit < task.time_limit
    else:
        assert task.time_limit in {None, app.conf.task_time_limit}
        assert task.soft_time_limit in {None, app.conf.task_soft_time_limit}


def test_letters_have_a_queue_of_their_own_which_is_looked_at_first(app):
    assert app.conf.task_routes == {Job.DELIVER_LETTERS: {"queue": "letters"}}
    assert processes.worker(1)[-1] == "letters,default"
    for asked, held in ((1, "2"), (2, "2"), (5, "5")):
        line = processes.worker(asked)
        assert line[line.index("--concurrency") + 1] == held, "a mail server that hangs holds one of them"


def test_a_task_comes_back_no_sooner_than_it_can_have_ended(app):
    options = app.conf.broker_transport_options
    assert options["visibility_timeout"] == 10 * MINUTE
    assert options["visibility_timeout"] > app.conf.task_time_limit + LONGEST_SECONDS
    assert app.conf.task_soft_time_limit < app.conf.task_time_limit
    assert int(processes.WORKER_STATEMENT_TIMEOUT_MS) / 1000 < app.conf.task_soft_time_limit
    assert app.conf.redbeat_lock_timeout > app.conf.beat_max_loop_interval


def test_the_web_and_the_worker_say_the_same_to_the_broker(app):
    assert app.conf.broker_transport_options == {
        "visibility_timeout": 600,
        "global_keyprefix": "seedbed:",
        "unacked_restore_interval": 10,
        "unacked_restore_throttle": 1,
        "unacked_mutex_expire": 30,
        "queue_order_strategy": "priority",
        "socket_connect_timeout": 2,
        "socket_timeout": 10,
    }
    assert app.conf.task_default_queue == to_broker.QUEUE
    assert to_broker.HINT_LASTS_SECONDS == MINUTE


# --- sweeps -----------------------------------------------------------------------------------------------------------
def test_a_sweep_names_each_council_in_the_header_and_lets_go_of_it_after_an_hour(world, app, monkeypatch):
    from worker.app import sweep_councils

    sent = []
    monkeypatch.setattr(app, "send_task", lambda job, **options: sent.append((job, options)))
    sweep_councils(job=Job.TELL_OF_NOTICES)

    ours = [options for job, options in sent if options["headers"] == {"council": str(world.ours.id)}]
    assert [options["expires"] for options in ours] == [3600]
    assert {job for job, _ in sent} == {Job.TELL_OF_NOTICES}
    # Earlier tests left their councils behind, how many is chance: the waits are those of as many councils.
    assert [options["countdown"] for _, options in sent] == [wait for wait, _ in spread([job for job, _ in sent])]
    assert len(ours) == 1
    assert len(sent) >= 2


@pytest.mark.parametrize(("councils", "step"), [(2, 0.25), (960, 0.25), (961, 0.25), (1920, 0.125), (9600, 0.025)])
def test_a_sweep_takes_a_quarter_of_a_second_between_two_until_four_minutes_are_full(councils, step):
    waits = [wait for wait, _ in spread([uuid4() for _ in range(councils)])]
    assert waits[1] == pytest.approx(step, abs=0.006)
    assert waits[-1] <= LONGEST_SECONDS
    assert list(spread([])) == []


# --- tasks ------------------------------------------------------------------------------------------------------------
def in_council(app, job: Job, council_id):
    """Do a task here and now, with a council in its header."""
    return app.tasks[job].apply(headers={"council": str(council_id)})


def runs_of(job: Job, council_id=None):
    with tenancy.directory():
        name = next((one.name for one in council.all_councils() if one.id == council_id), None)
        return [row for row in council.runs() if row.job == job and row.council == name]


def test_health_is_computed_in_the_council_of_the_header_and_nowhere_else(world, app):
    makers.an_idea(world.ours, stage=idea.Stage.DESIGN)
    makers.an_idea(world.theirs, stage=idea.Stage.DESIGN)
    assert in_council(app, Job.COMPUTE_HEALTH, world.ours.id).successful()
    with world.ours.door():
        assert portfolio.profile_record(until=clock.today()).parts
    with world.theirs.door():
        assert not portfolio.profile_record(until=clock.today()).parts


def test_within_a_minute_what_changed_is_asked_for_in_its_council_and_nowhere_else(world, app, monkeypatch):
    """The worker looks where something changed, an origin's idea among it, and a second look finds nothing."""
    from worker.app import look_at_changes

    code = makers.a_collaborative(world.ours, world.theirs)
    number = makers.a_card(world.ours, code, makers.an_idea(world.ours, stage=idea.Stage.MAINSTREAM))
    quiet, sent = makers.a_side(), []
    monkeypatch.setattr(app, "send_task", lambda job, **options: sent.append((job, options["headers"]["council"])))

    def asked_for() -> set[str]:
        sent.clear()
        look_at_changes()
        assert {job for job, _ in sent} <= {Job.COMPUTE_CHANGED, Job.READ_IDEAS}
        return {place for _, place in sent} & {str(side.id) for side in (world.ours, world.theirs, quiet)}

    assert asked_for() == {str(world.ours.id)}
    assert in_council(app, Job.COMPUTE_CHANGED, world.ours.id).successful()
    assert asked_for() == set()
    taken = makers.an_adaptation(world.theirs, code, number)
    with world.theirs.door():
        portfolio.compute_changed()
    assert asked_for() == {str(world.ours.id)}, "its origin's idea changed by it"
    assert in_council(app, Job.COMPUTE_CHANGED, world.ours.id).successful()
    with world.theirs.door():
        assert portfolio.triangle_of(idea_id=makers.idea_of(taken).id)
    assert PROMISES["changes"].job is Job.LOOK_AT_CHANGES
    assert PROMISES["changes"].when.run_every < timedelta(minutes=1)


def test_nudges_are_found_and_written_in_one_task(world, app, outbox):
    with clock.at(MONDAY):
        makers.a_sent_idea(world.ours)
    with clock.at(MONDAY + timedelta(days=8)):
        assert in_council(app, Job.FIND_NUDGES, world.ours.id).successful()
    assert outbox("SELECT count(*) FROM letter WHERE kind = 'nudge' AND council_id = %s", world.ours.id).fetchall() == [
        (1,)
    ]


def test_who_looks_after_an_idea_is_told_what_others_did_with_its_card_and_told_once(world, app, outbox):
    code = makers.a_collaborative(world.ours, world.theirs)
    number = makers.a_card(world.ours, code, makers.an_idea(world.ours))
    makers.an_adaptation(world.theirs, code, number)
    counted = "SELECT person_id FROM letter WHERE key LIKE 'notice:%%' AND council_id = %s"
    assert outbox(counted, world.ours.id).fetchall() == []
    for _ in range(2):
        assert in_council(app, Job.TELL_OF_NOTICES, world.ours.id).successful()
    assert outbox(counted, world.ours.id).fetchall() == [(world.ours.owner.id,)]


def test_a_run_is_noted_with_its_council_and_a_failed_one_with_its_kind_of_error_alone(world, app, monkeypatch):
    in_council(app, Job.COMPUTE_HEALTH, world.ours.id)
    monkeypatch.setattr(portfolio, "compute", lambda: 1 / 0)
    assert in_council(app, Job.COMPUTE_HEALTH, world.ours.id).failed()
    with tenancy.as_council(world.ours.id) as door:
        found = door.connection().exec_driver_sql(
            "SELECT detail, finished_at IS NOT NULL, started_at > finished_at FROM job_run WHERE council_id = %s",
            (world.ours.id,),
        )
        assert found.all() == [("ZeroDivisionError", True, True)]


def test_a_task_of_the_whole_platform_notes_no_council_and_a_sweep_is_not_noted(world, app, monkeypatch):
    monkeypatch.setattr(app, "send_task", lambda *_, **__: None)
    app.tasks[Job.BEAT_HEART].apply()
    app.tasks[Job.SWEEP_COUNCILS].apply(kwargs={"job": Job.FIND_NUDGES})
    with tenancy.directory():
        runs = council.runs()
    assert [row.council for row in runs if row.job == Job.BEAT_HEART] == [None]
    assert Job.SWEEP_COUNCILS not in {row.job for row in runs}


def test_the_drain_opens_its_own_doors_and_is_noted(world, app, outbox):
    with serving() as mail:
        with world.ours.door():
            to = post.Addressee(world.ours.owner.name, world.ours.owner.email, world.ours.owner.id)
            told = {"ref": "NOR-1", "title": "Key safes", "asker": "Tom", "reply": "need_help", "note": "", "fact": "."}
            post.write(
                "nudge_passed_on",
                to=to,
                kind=post.LetterKind.NOTICE,
                key=f"drain:{to.person_id}",
                subject="Help",
                council_name="Northmoor",
                **told,
            )
        assert app.tasks[Job.DELIVER_LETTERS].apply().successful()
        assert len(mail.to(world.ours.owner.email)) == 1
    assert runs_of(Job.DELIVER_LETTERS)


def test_what_a_kill_cut_off_is_asked_for_again_at_once_by_a_new_worker_else_in_time(world, app, monkeypatch):
    from worker.app import beat_heart

    sent = []
    monkeypatch.setattr(app, "send_task", lambda job, **options: sent.append((job, options["headers"]["council"])))
    with tenancy.directory():
        council.begin_run(Job.BRING_ROWS, council_id=world.ours.id)
        council.begin_run(Job.TELL_NEWS, council_id=world.ours.id)
        council.begin_run(Job.TELL_NEWS, council_id=world.theirs.id)
        council.ran(Job.TELL_NEWS, council_id=world.theirs.id)

    def asked_for(**given: bool) -> set[tuple[str, str]]:
        sent.clear()
        beat_heart(**given)
        return {(job, place) for job, place in sent if place in {str(world.ours.id), str(world.theirs.id)}}

    both = {(Job.BRING_ROWS, str(world.ours.id)), (Job.TELL_NEWS, str(world.ours.id))}
    assert asked_for() == set()
    assert asked_for(started=True) == both
    with clock.at(clock.now() + timedelta(seconds=100)):
        assert asked_for() == {(Job.BRING_ROWS, str(world.ours.id))}
    with clock.at(clock.now() + timedelta(minutes=7)):
        assert asked_for() == both
