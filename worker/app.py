"""The Celery application: its settings with their reasons, and the tasks, two to four lines each.

`celery --app worker.app worker` and `... beat` run it (config/processes.py). The rows of the database are the truth;
a task only moves them along, so that it may be lost, late or done twice.
"""

from __future__ import annotations

import sys
from typing import Any
from uuid import UUID

import structlog
from celery import Celery
from celery.signals import beat_init, setup_logging, worker_init, worker_process_init, worker_ready
from sqlalchemy.exc import OperationalError

from config import logging as logs
from config import memory
from config.broker import LETTERS_QUEUE, PREFIX, QUEUE, transport_options
from config.settings import settings
from tracker import (
    attachment,
    collaborative,
    contact,
    council,
    exchange,
    form,
    guest,
    idea,
    inbox,
    listening,
    network,
    nudge,
    portfolio,
    post,
    register,
    tenancy,
)
from tracker.later import Job
from worker.doors import CouncilDoorsTask, CouncilTask, DirectoryTask, OwnDoorsTask
from worker.schedule import PROMISES
from worker.sweeping import spread

UNSAFE = 2  # the status of a process that ended because of its role, as of a command

log = structlog.get_logger(__name__)
app = Celery("seedbed", broker=settings().broker_url)
app.conf.update(
    # A worker killed in a task has another do it: every task may be done twice. One task at a time is held by each.
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    worker_prefetch_multiplier=1,
    # A task that was taken and never answered for comes back after 10 minutes: longer than the longest task (5 minutes)
    # with the longest spread of a sweep (4 minutes).
    broker_transport_options=transport_options(),
    broker_connection_retry_on_startup=True,
    # A statement ends after a minute: a task that still runs after 4 is stuck, and is ended after 5.
    task_soft_time_limit=240,
    task_time_limit=300,
    # Fresh processes now and then keep memory flat.
    worker_max_tasks_per_child=200,
    # Only what JSON can say, so that nothing on the broker can run here.
    task_serializer="json",
    accept_content=["json"],
    task_ignore_result=True,
    task_default_queue=QUEUE,
    # Letters have a queue of their own, looked at first: a mail server that hangs holds up nothing else.
    task_routes={Job.DELIVER_LETTERS: {"queue": LETTERS_QUEUE}},
    timezone="Europe/London",
    enable_utc=True,
    worker_hijack_root_logger=False,
    # The clock's lock, so that of two clocks one ticks; a third of a minute after one is killed the other goes on.
    beat_scheduler="redbeat.RedBeatScheduler",
    beat_max_loop_interval=5,
    redbeat_redis_url=settings().broker_url,
    redbeat_key_prefix=f"{PREFIX}redbeat:",
    redbeat_lock_timeout=20,
    redbeat_redis_options={"retry_period": 60, "socket_timeout": 10, "socket_connect_timeout": 2},
    beat_schedule={
        name: {
            "task": Job.SWEEP_COUNCILS if promise.for_each_council else promise.job,
            "schedule": promise.when,
            "kwargs": {"job": promise.job} if promise.for_each_council else {},
            "options": {"expires": 300},
        }
        for name, promise in PROMISES.items()
    },
)


@setup_logging.connect
def _log(**_: Any) -> None:
    logs.set_up()


@beat_init.connect
@worker_init.connect
def _refuse_half_safe(**_: Any) -> None:
    """End, with a line that says why, as a role that the wall does not bind.

    Celery goes on after any error of a signal's receiver, but not after an exit. While the database is away nothing is
    known of the role: then each connection is refused as it is made.
    """
    logs.set_up()  # the worker sets its own up only after this
    try:
        tenancy.refuse_unsafe_role()
    except tenancy.UnsafeRoleError as why:
        log.critical(str(why))
        sys.exit(UNSAFE)
    except OperationalError as why:
        log.warning("the database is away: the role is looked at with the first connection", error=type(why).__name__)


@worker_init.connect
def _share(**_: Any) -> None:
    """Leave no connection that the processes to come would share.

    What is loaded by now is theirs in common.
    """
    tenancy.engine().dispose()
    memory.set_aside()


@worker_process_init.connect
def _start_afresh(**_: Any) -> None:
    """Forget connections inherited over the fork without closing them: they are the parent's."""
    tenancy.engine().dispose(close=False)


@worker_ready.connect
def _take_up_work(**_: Any) -> None:
    """Look at once at the outbox, and at what was begun and not ended: whoever was here before may have been killed."""
    app.send_task(Job.DELIVER_LETTERS)
    app.send_task(Job.BEAT_HEART, kwargs={"started": True})


listening.wire()


# A run ends by itself; only a conversation that nothing cuts off is ended from outside. It is acknowledged before: the
# outbox row is the truth, not the message.
@app.task(
    name=Job.DELIVER_LETTERS,
    base=OwnDoorsTask,
    acks_late=False,
    soft_time_limit=post.longest_run() + 60,
    time_limit=post.longest_run() + 120,
)
def deliver_letters() -> None:
    """Move the outbox along, whoever's letters they are; first write those that somebody asked for to sign in."""
    council.answer_resets()
    guest.write_letters()
    post.deliver()


@app.task(name=Job.LOOK_FOR_RETURNS, base=OwnDoorsTask)
def look_for_returns() -> None:
    """Ask which letters did not arrive after all, whoever's they are."""
    post.look_for_returns()


@app.task(name=Job.BEAT_HEART, base=DirectoryTask)
def beat_heart(*, started: bool = False) -> None:
    """Be alive: the run is noted by the door. What forms, sign-ins, invitations and doors kept is forgotten in time.

    What a kill cut off is asked for again.
    """
    form.forget()
    council.forget_ended()
    council.forget_invitations()
    guest.forget()
    contact.forget_tries()
    for job, place in council.cut_off_runs(started=started):
        app.send_task(job, headers={"council": str(place)}, expires=60)


@app.task(name=Job.SWEEP_COUNCILS, base=DirectoryTask)
def sweep_councils(job: str) -> None:
    """Ask for a job in every council, one task each, spread over time."""
    for wait, place in spread(council.councils_to_sweep()):
        app.send_task(job, headers={"council": str(place)}, countdown=wait, expires=3600)


@app.task(name=Job.WAKE_IDEAS, base=CouncilTask)
def wake_ideas() -> None:
    """Have a council's parked ideas come back whose day has come."""
    idea.wake_due()


@app.task(name=Job.FORGET_CONTACTS, base=CouncilTask)
def forget_contacts() -> None:
    """Let go of people without an account whose days are over, and of what was never confirmed."""
    contact.forget_due()


@app.task(name=Job.READ_IDEAS, base=CouncilTask)
def read_ideas() -> None:
    """Read what a council's ideas speak of, and mean, whose words changed."""
    idea.keep_matters()
    idea.read_meanings()


@app.task(name=Job.FIND_NUDGES, base=CouncilTask)
def find_nudges() -> None:
    """Find what falls due in a council, withdraw what lost its reason, write today's letters."""
    nudge.find_due()
    nudge.send_due()


@app.task(name=Job.COMPUTE_HEALTH, base=CouncilTask)
def compute_health() -> None:
    """Compute a council's profile and the triangles of its ideas."""
    portfolio.compute()


@app.task(name=Job.LOOK_AT_CHANGES, base=DirectoryTask)
def look_at_changes() -> None:
    """Ask for what changed to be worked out, one task for each council in which something did."""
    for place in portfolio.changed_in():
        app.send_task(Job.COMPUTE_CHANGED, headers={"council": str(place)}, expires=60)
        app.send_task(Job.READ_IDEAS, headers={"council": str(place)}, expires=60)


@app.task(name=Job.COMPUTE_CHANGED, base=CouncilTask)
def compute_changed() -> None:
    """Work out how those ideas stand of which something changed."""
    portfolio.compute_changed()


@app.task(name=Job.LOOK_AT_JOINT, base=DirectoryTask)
def look_at_joint() -> None:
    """Ask for the figures of each collaborative, one task each."""
    portfolio.ask_for_joint()


@app.task(name=Job.COMPUTE_JOINT, base=OwnDoorsTask)
def compute_joint(collaborative: str) -> None:
    """Work out what the cards of a collaborative come to."""
    portfolio.compute_joint(UUID(collaborative))


@app.task(name=Job.TELL_OF_NOTICES, base=CouncilTask)
def tell_of_notices() -> None:
    """Tell a council's leads what others did with what they share."""
    collaborative.tell_of_notices()


@app.task(name=Job.CARRY_LOOKS, base=CouncilDoorsTask, bind=True)
def carry_looks(task: CouncilDoorsTask) -> None:
    """Carry to other councils what a council asks blinded, and back what it answers."""
    collaborative.carry_looks(task.council())


@app.task(name=Job.COMPUTE_NETWORK, base=CouncilTask)
def compute_network() -> None:
    """Work out who works with whom in a council, where that changed."""
    network.compute()


@app.task(name=Job.COUNT_ASKED, base=CouncilTask)
def count_asked() -> None:
    """Count what is asked of each person of a council, for every page to say."""
    inbox.count_all()


@app.task(name=Job.CLEAR_FILES, base=CouncilTask)
def clear_files() -> None:
    """Clear the bytes of a council's files away that were removed, or that no idea has."""
    attachment.clear_files()


@app.task(name=Job.WRITE_EXPORTS, base=CouncilDoorsTask, bind=True)
def write_exports(task: CouncilDoorsTask) -> None:
    """Write what people of a council asked to take out."""
    exchange.write_exports(task.council())


@app.task(name=Job.TELL_NEWS, base=CouncilTask)
def tell_news() -> None:
    """Tell a council's people what they follow and asked to be told: by letter at once, or in a digest."""
    inbox.tell_news()


@app.task(name=Job.BRING_ROWS, base=CouncilDoorsTask, bind=True)
def bring_rows(self: CouncilDoorsTask) -> None:
    """Have a council's spreadsheets come in that were begun."""
    register.bring_rows(self.council())
