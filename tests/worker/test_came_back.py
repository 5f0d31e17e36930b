"""Letters that were taken and did not arrive: heard from GOV.UK Notify, or from a mail server's own reports."""

from __future__ import annotations

import subprocess
import sys
import threading
from email import message_from_string
from email.message import EmailMessage, Message
from email.mime.message import MIMEMessage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP
from click.testing import CliRunner

from bench.chaos.notify_server import NotifyBehaviour, NotifyState, StandIn, notifying
from config.settings import settings
from local import ports
from tests import makers, terminal
from tests.conftest import ROOT
from tests.worker.mailing import Server
from tests.worker.test_post import due_now, write
from tracker import post, tenancy
from tracker.cli import seedbed
from tracker.clock import today

pytestmark = pytest.mark.usefixtures("nothing_given_up")
STANDING = """
    SELECT sent_at IS NOT NULL, given_up_at IS NOT NULL, refusals, last_error,
           extract(epoch FROM not_before - now())::int FROM letter WHERE person_id = %s"""
OUT = (True, False, 0, None)


def standing(outbox, person):
    return outbox(STANDING, person.id).fetchone()[:4]


def sweep():
    """Do what the worker does every ten minutes."""
    from worker import app as worker

    worker.look_for_returns.run()


@pytest.fixture
def nothing_given_up(outbox):
    """What earlier tests had given up is counted in none of these."""
    outbox("UPDATE letter SET sent_at = now() WHERE sent_at IS NULL")


@pytest.fixture
def notify(monkeypatch):
    """A stand-in for Notify that takes every letter, led to by this process's settings."""
    stand_in = StandIn(disk=0)
    for name, value in {"MAIL_TIMEOUT_SECONDS": "1", "MAIL_DATA_TIMEOUT_SECONDS": "1", **stand_in.settings}.items():
        monkeypatch.setenv(name, value)
    settings.cache_clear()
    with notifying(stand_in):
        yield stand_in
    monkeypatch.undo()
    settings.cache_clear()


# --- GOV.UK Notify ----------------------------------------------------------------------------------------------------
def test_an_address_that_is_wrong_is_refused_for_good_as_if_at_once(world, outbox, notify):
    owner = world.ours.owner
    with world.ours.door():
        write(owner)
    for refusals, given_up in ((1, False), (2, True)):
        due_now(outbox)
        assert post.deliver() == 1
        notify.end(owner.email, NotifyState.PERMANENT_FAILURE)
        for _ in range(2):
            sweep()
            told = (False, given_up, refusals, "Came back: permanent-failure, says Notify")
            assert standing(outbox, owner) == told, "what is told again counts once"
    due_now(outbox)
    assert post.deliver() == 0
    assert len(notify.taken) == 2, "a notice is tried twice"
    with tenancy.directory():
        assert (post.outbox().given_up, post.outbox().wordless) == (1, 0)
        [trouble] = [one for one in post.troubled() if one.council_id == world.ours.id]
    assert (trouble.last_error, trouble.can_be_left) == ("Came back: permanent-failure, says Notify", True)


@pytest.mark.parametrize("state", [NotifyState.TEMPORARY_FAILURE, NotifyState.TECHNICAL_FAILURE])
def test_what_failed_for_now_is_tried_again_after_a_while_and_then_arrives(world, outbox, notify, state):
    owner = world.ours.owner
    with world.ours.door():
        write(owner)
    assert post.deliver() == 1
    notify.end(owner.email, state)
    sweep()
    assert standing(outbox, owner) == (False, False, 0, f"Came back: {state}, says Notify")
    assert outbox(STANDING, owner.id).fetchone()[-1] == pytest.approx(30, abs=8)
    assert post.deliver() == 0, "not at once"
    due_now(outbox)
    assert post.deliver() == 1
    notify.end(owner.email, NotifyState.DELIVERED)
    sweep()
    assert standing(outbox, owner) == OUT, "the first attempt's failure is not the second's"
    assert len(notify.taken) == 2


def test_after_five_days_of_failures_it_is_given_up(world, outbox, notify):
    owner = world.ours.owner
    with world.ours.door():
        write(owner)
    assert post.deliver() == 1
    for days, given_up in ((3, False), (2, True)):
        later = f"sent_at = sent_at - interval '{days} days', tried_since = tried_since - interval '{days} days'"
        outbox(f"UPDATE letter SET {later} WHERE person_id = %s", owner.id)  # noqa: S608 - ours
        notify.end(owner.email, NotifyState.TEMPORARY_FAILURE)
        sweep()
        assert standing(outbox, owner)[:3] == (False, given_up, 0)
        due_now(outbox)
        assert post.deliver() == (not given_up)


@pytest.mark.parametrize("state", [NotifyState.CREATED, NotifyState.SENDING, NotifyState.DELIVERED])
def test_what_is_on_its_way_or_arrived_is_left_alone(world, outbox, notify, state):
    with world.ours.door():
        write(world.ours.owner)
    assert post.deliver() == 1
    notify.end(world.ours.owner.email, state)
    sweep()
    assert standing(outbox, world.ours.owner) == OUT


def test_all_that_failed_are_heard_of_however_many_and_whoever_else_sends_by_the_service(
    world, outbox, notify, monkeypatch
):
    people = [world.ours.owner, world.ours.lead, world.ours.sponsor, world.ours.admin, world.theirs.owner]
    for person in people:
        with (world.theirs if person is world.theirs.owner else world.ours).door():
            write(person)
    assert post.deliver() == len(people)
    for person in people:
        notify.end(person.email, NotifyState.PERMANENT_FAILURE)
    notify.kept[0]["reference"] = "another system's"
    notify.kept[1]["id"] = "00000000-0000-0000-0000-000000000000"
    notify.page, asked, listed = 2, [], notify.listed
    monkeypatch.setattr(notify, "listed", lambda query: [asked.append(query["status"]), *listed(query)][1:])
    assert post.look_for_returns() == 3
    assert [standing(outbox, person)[0] for person in people].count(False) == 3
    assert asked == [["failed"]] * 4, "five in pairs, and none after them: those that arrived are not asked for"
    assert post.look_for_returns() == 0
    assert post.look_for_returns(seconds=0) == 0
    assert len(asked) == 8, "nobody is asked without time for it"


def test_two_that_hear_of_it_at_once_count_it_once(world, outbox, notify):
    owner = world.ours.owner
    with world.ours.door():
        write(owner, kind=post.LetterKind.DECISION)
    assert post.deliver() == 1
    notify.end(owner.email, NotifyState.PERMANENT_FAILURE)
    counted: list[int] = []
    asking = [threading.Thread(target=lambda: counted.append(post.look_for_returns())) for _ in range(6)]
    for one in asking:
        one.start()
    for one in asking:
        one.join()
    assert sorted(counted) == [0, 0, 0, 0, 0, 1]
    assert standing(outbox, owner)[2] == 1


def test_what_failed_there_is_not_on_its_way_when_it_is_looked_up(world, outbox, notify, monkeypatch):
    owner = world.ours.owner
    with world.ours.door():
        write(owner)
    monkeypatch.setattr(
        notify, "_behaves", lambda _, n: NotifyBehaviour.LOSE_ANSWER if n == 1 else NotifyBehaviour.TAKE
    )
    assert post.deliver() == 0
    notify.end(owner.email, NotifyState.TECHNICAL_FAILURE)
    due_now(outbox)
    assert post.deliver() == 1
    assert len(notify.taken) == 2
    sweep()
    assert standing(outbox, owner) == OUT, "the attempt that failed is not the one that is out"


@pytest.mark.parametrize(
    ("behaviour", "delivered"), [(NotifyBehaviour.FAIL_AFTER, (1, 0)), (NotifyBehaviour.LOSE_ANSWER, (0, 1))]
)
def test_what_was_found_there_by_its_reference_is_heard_of_too(
    world, outbox, notify, monkeypatch, behaviour, delivered
):
    owner = world.ours.owner
    with world.ours.door():
        write(owner)
    monkeypatch.setattr(notify, "_behaves", lambda *_: behaviour)
    for letters in delivered:
        assert post.deliver() == letters
        due_now(outbox)
    notify.end(owner.email, NotifyState.PERMANENT_FAILURE)
    sweep()
    assert standing(outbox, owner)[:3] == (False, False, 1)


def test_while_notify_is_away_or_talks_nonsense_the_sweep_goes_by(world, outbox, notify, monkeypatch):
    with world.ours.door():
        write(world.ours.owner)
    assert post.deliver() == 1
    notify.end(world.ours.owner.email, NotifyState.PERMANENT_FAILURE)
    monkeypatch.setattr(notify, "listed", lambda _: [{"status": "permanent-failure"}])
    sweep()
    notify.secret = "0" * 36
    sweep()
    assert standing(outbox, world.ours.owner) == OUT


def test_a_mail_server_is_not_asked(world, outbox, mail):
    with world.ours.door():
        write(world.ours.owner)
    assert post.deliver() == 1
    sweep()
    assert standing(outbox, world.ours.owner) == OUT


# --- what cannot go again ---------------------------------------------------------------------------------------------
def test_a_letter_whose_secret_is_gone_is_given_up_at_once_and_can_be_left_but_not_sent(
    world, outbox, notify, database, browse
):
    owner = world.ours.owner
    with world.ours.door():
        write(owner, kind=post.LetterKind.NUDGE, mail_day=today())
    assert post.deliver() == 1
    notify.end(owner.email, NotifyState.TEMPORARY_FAILURE)
    sweep()
    told = (False, True, 0, "Came back: temporary-failure, says Notify")
    assert standing(outbox, owner) == told
    [[which]] = outbox("SELECT id FROM letter WHERE person_id = %s", owner.id)
    with tenancy.directory():
        post.try_again(which)
        assert post.try_all_again() == 0
    assert standing(outbox, owner) == told
    operator = browse(makers.an_operator(database))
    page = operator.get("/ops")
    assert "1 letter cannot go again: it held the secret of a link" in " ".join(page.text.split())
    assert "Came back: temporary-failure, says Notify" in page.text
    assert "Try once more" not in page.text
    assert f"/ops/letters/{which}/leave" in page.text
    with tenancy.directory():
        post.leave(which)
        assert post.outbox().given_up == 0
    assert standing(outbox, owner)[0]
    sweep()
    assert standing(outbox, owner)[0], "what is left is left"


def test_a_letter_refused_at_once_cannot_be_left(world, outbox, mail):
    mail.refuses = "550 5.1.1 nobody here"
    with world.ours.door():
        write(world.ours.owner, kind=post.LetterKind.NUDGE, mail_day=today())
    assert post.deliver() == 0
    with tenancy.directory():
        [one] = [one for one in post.troubled() if one.council_id == world.ours.id]
        assert (one.given_up_at is not None, one.has_words, one.can_be_left) == (True, True, False)
        post.leave(one.id)
        assert [still.id for still in post.troubled() if still.council_id == world.ours.id] == [one.id]


def test_a_letter_that_came_back_can_be_left_at_the_terminal(world, outbox, notify):
    for person in (world.ours.owner, world.ours.lead):
        with world.ours.door():
            write(person, kind=post.LetterKind.NUDGE, mail_day=today())
    assert post.deliver() == 2
    notify.end(world.ours.owner.email, NotifyState.PERMANENT_FAILURE)
    sweep()
    assert piped("letters", "send-again", "--all").stderr == "Sent again from now on: 0.\n"
    assert piped("letters", "leave", "--all").stderr == "Taken as done: 1.\n"
    assert standing(outbox, world.ours.owner)[:2] == (True, True)


# --- reports of mail servers ------------------------------------------------------------------------------------------
def piped(*words: str, said: bytes = b"", **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command as a mail server does: the message on stdin, the answer in its exit code."""
    ran = terminal.seedbed(*words, said=said, **environment)
    assert ran.stdout == ""
    return ran


def bounced(said: bytes) -> tuple[int, str]:
    """Pipe a message into the command; its exit code, and the sentence that it ends with."""
    ran = CliRunner().invoke(seedbed, ["bounced"], input=said)
    assert ran.stdout == ""
    return ran.exit_code, ran.stderr.splitlines()[-1]


def report(
    original: Message | None,
    *,
    to: str,
    action="failed",
    status="5.1.1",
    said="550 5.1.1 <{to}> nobody here",
    envelope="",
    headers=True,
    kind="delivery-status",
    more: str = "",
) -> bytes:
    """A report as a mail server writes it (RFC 3464), with the letter's headers or the whole letter."""
    whole = MIMEMultipart("report", **{"report-type": "delivery-status"})
    whole["From"], whole["To"], whole["Subject"] = "MAILER-DAEMON@mx.example", "bounces@seedbed.example", "Undelivered"
    whole.attach(MIMEText("I'm sorry to have to inform you that your message could not be delivered.\n"))
    about = f"Original-Envelope-Id: {envelope}\n" if envelope else ""
    lines = (
        f"Reporting-MTA: dns; mx.example\n{about}\nFinal-Recipient: rfc822; {to}\nAction: {action}\n"
        f"Status: {status}\nDiagnostic-Code: smtp; {said.format(to=to)}\n{more}"
    )
    whole.attach(message_from_string(f"Content-Type: message/{kind}\n\n{lines}"))
    if original is not None and headers:
        whole.attach(MIMEText("".join(f"{name}: {value}\n" for name, value in original.items()), "rfc822-headers"))
    elif original is not None:
        whole.attach(MIMEMessage(original))
    return whole.as_bytes()


@pytest.fixture
def taken(world, outbox, mail):
    """A notice to our owner that the mail server took, as it arrived there."""
    with world.ours.door():
        write(world.ours.owner)
    assert post.deliver() == 1
    [letter] = mail.to(world.ours.owner.email)
    return letter


AGAIN = "The letter came back, and is tried again."
GIVEN_UP = "The letter came back, and is given up: `seedbed letters` tells why."
NO_REPORT = "This is no report about a letter that did not arrive: nothing is changed."
NOT_OURS = "The report names no letter of ours: nothing is changed."
NO_FAILURE = "The report tells of no failure: nothing is changed."
NOT_OUT = "No letter that is out is the one of this report, or it was counted already: nothing is changed."
HELD = "The letter is on its way again just now: hand the report in once more."


@pytest.mark.parametrize("headers", [True, False])
@pytest.mark.parametrize(
    ("status", "refusals", "said"), [("5.1.1", 1, "550 5.1.1 <{to}> nobody here"), ("4.4.7", 0, "451 4.4.7 too long")]
)
def test_a_report_takes_its_letter_back_once_and_the_next_attempt_is_another(
    world, outbox, mail, taken, headers, status, refusals, said
):
    owner = world.ours.owner
    back = report(taken, to=owner.email, status=status, said=said, headers=headers)
    for sentence in (AGAIN, NOT_OUT):
        assert bounced(back) == (0, sentence)
        assert standing(outbox, owner)[:3] == (False, False, refusals)
    told = f"Came back: {said.format(to='this address')}"
    assert standing(outbox, owner)[3] == told
    with tenancy.directory():
        assert [one.last_error for one in post.troubled() if one.council_id == world.ours.id] == [told]
    due_now(outbox)
    assert post.deliver() == 1
    assert bounced(back) == (0, NOT_OUT), "the same report is about the first attempt"
    assert standing(outbox, owner)[0]
    [first, second] = mail.to(owner.email)
    assert first["Message-ID"] == second["Message-ID"]
    last = report(second, to=owner.email, status=status, said=said, headers=headers)
    assert bounced(last) == (0, GIVEN_UP if refusals else AGAIN)


def test_what_a_mail_server_tried_for_five_days_is_given_up_as_it_comes_back(world, outbox, taken):
    outbox("UPDATE letter SET sent_at = now() - interval '5 days' WHERE person_id = %s", world.ours.owner.id)
    back = report(taken, to=world.ours.owner.email, status="4.4.7", said="451 4.4.7 too long")
    assert bounced(back) == (0, GIVEN_UP)


def test_a_report_that_shows_the_message_id_alone_is_believed_once(world, outbox, taken):
    del taken["Seedbed-Attempt"]
    back = report(taken, to=world.ours.owner.email)
    assert bounced(back) == (0, AGAIN)
    due_now(outbox)
    assert post.deliver() == 1
    assert bounced(back) == (0, NOT_OUT)
    assert standing(outbox, world.ours.owner)[0]


def test_a_report_that_shows_the_envelope_alone_is_enough_where_it_is_ours(world, outbox, taken):
    attempt = taken["Seedbed-Attempt"]
    assert bounced(report(None, to=world.ours.owner.email, envelope="QQ314159")) == (0, NOT_OURS)
    other = attempt[:-16] + "0" * 16
    assert bounced(report(None, to=world.ours.owner.email, envelope=other)) == (0, NOT_OUT)
    assert bounced(report(None, to=world.ours.owner.email, envelope=attempt)) == (0, AGAIN)


def test_a_report_in_utf_8_is_read_too(world, outbox, taken):
    back = report(taken, to=world.ours.owner.email.upper(), kind="global-delivery-status")
    ran = piped("bounced", said=back)
    assert (ran.returncode, ran.stderr.splitlines()[-1]) == (0, AGAIN)


def test_where_somebody_behind_the_address_may_have_it_it_is_not_sent_again_by_itself(world, outbox, taken):
    back = report(taken, to="old@elsewhere.example")
    assert bounced(back) == (0, GIVEN_UP)
    sent, given_up, refusals, error = standing(outbox, world.ours.owner)
    assert (sent, given_up, refusals) == (False, True, 1)
    assert error == "Came back: 550 5.1.1 <this address> nobody here"
    with tenancy.directory():
        assert post.try_all_again() == 1


ANOTHER = "\nFinal-Recipient: rfc822; other@elsewhere.example\nAction: relayed\nStatus: 2.0.0\n"


@pytest.mark.parametrize(
    ("how", "sentence"),
    [
        ({"action": "delayed", "status": "4.4.1"}, NO_FAILURE),
        ({"action": "delivered", "status": "2.0.0"}, NO_FAILURE),
        ({"action": "failed", "status": "2.0.0"}, NO_FAILURE),
        ({"action": "failed", "status": "unheard of"}, NO_FAILURE),
        ({"more": ANOTHER}, NO_FAILURE),
        ({"action": "Failed (bounced)", "status": "5.0.0 (undefined)"}, AGAIN),
    ],
)
def test_only_a_failure_everywhere_is_one(world, outbox, taken, how, sentence):
    assert bounced(report(taken, to=world.ours.owner.email, **how)) == (0, sentence)


def an_answer(taken: Message) -> bytes:
    """What somebody's machine writes while they are away."""
    letter = EmailMessage()
    letter["Subject"], letter["In-Reply-To"], letter["Auto-Submitted"] = "Away", taken["Message-ID"], "auto-replied"
    letter.set_content("I am back on Monday. Action: failed\nStatus: 5.1.1\n")
    return letter.as_bytes()


def test_whatever_else_comes_is_one_sentence_and_nothing_bounces(world, outbox, taken):
    unknown = EmailMessage()
    unknown["Message-ID"] = "<0190a1b2-0000-7000-8000-000000000000@seedbed.invalid>"
    foreign = EmailMessage()
    foreign["Message-ID"] = "<newsletter-7@elsewhere.example>"
    whole = report(taken, to=world.ours.owner.email)
    said = {
        b"": NO_REPORT,
        b"\0\xff\xfe nonsense \r\n" * 50: NO_REPORT,
        an_answer(taken): NO_REPORT,
        whole[: whole.index(b"Reporting-MTA")]: NO_REPORT,
        whole.replace(b"multipart/report", b"multipart/mixed"): NO_REPORT,
        b"Content-Type: multipart/report\r\n\r\nno parts": NO_REPORT,
        report(foreign, to="x@elsewhere.example"): NOT_OURS,
        report(None, to="x@elsewhere.example"): NOT_OURS,
        report(unknown, to="x@elsewhere.example"): NOT_OUT,
    }
    for message, sentence in said.items():
        assert bounced(message) == (0, sentence), message[:80]
    assert standing(outbox, world.ours.owner) == OUT


def test_while_the_database_is_away_or_the_letter_is_being_carried_the_mail_server_keeps_the_report(
    world, outbox, taken
):
    back = report(taken, to=world.ours.owner.email)
    away = piped("bounced", said=back, DATABASE_URL="postgresql://seedbed_app:x@127.0.0.1:1/seedbed")
    assert away.returncode == 75
    [line] = away.stderr.splitlines()
    assert "Start PostgreSQL, or correct DATABASE_URL." in line
    wrong = piped("bounced", said=back, BASE_URL="nonsense")
    assert (wrong.returncode, len(wrong.stderr.splitlines())) == (75, 1)
    outbox("UPDATE letter SET sent_at = NULL, handed_as = NULL, lease_until = now() + interval '1 minute'")
    assert bounced(back) == (75, HELD)


def test_the_same_report_piped_twice_at_once_counts_once(world, outbox, taken):
    back = report(taken, to=world.ours.owner.email)
    ends: list[post.ReportEnd] = []
    reading = [threading.Thread(target=lambda: ends.append(post.take_report(back))) for _ in range(6)]
    for one in reading:
        one.start()
    for one in reading:
        one.join()
    assert sorted(ends) == [post.ReportEnd.AGAIN, *[post.ReportEnd.NOT_OUT] * 5]
    assert standing(outbox, world.ours.owner)[2] == 1


def test_a_large_report_is_read_to_its_end(world, outbox, taken):
    taken.set_payload("x" * 10_000_000)
    back = report(taken, to=world.ours.owner.email, headers=False)
    command = [sys.executable, "-m", "tracker.cli", "bounced"]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stderr=subprocess.DEVNULL) as ran:
        ran.stdin.write(back)  # a pipe that breaks is an error here, as it is to a mail server
        ran.stdin.close()
    assert ran.returncode == 0
    assert standing(outbox, world.ours.owner)[:3] == (False, False, 1)


def test_reports_go_where_the_settings_say_and_a_server_that_can_is_told_the_attempt(world, outbox, monkeypatch):
    seen: list[str] = []

    class Reporting(SMTP):
        """A mail server that reports by the envelope (RFC 3461)."""

        def _getparams(self, params):
            seen.extend(one.lower() for one in params if one.startswith(("ENVID=", "RET=")))
            return super()._getparams([one for one in params if not one.startswith(("ENVID=", "RET="))])

    class Handler(Server):
        async def handle_EHLO(self, _server, session, _envelope, hostname, answers):  # noqa: N802 - aiosmtpd's name
            session.host_name = hostname
            return [*answers[:-1], "250-DSN", answers[-1]]

    class Serving(Controller):
        def factory(self):
            return Reporting(self.handler, **self.SMTP_kwargs)

    handler, port = Handler(), ports.free_port()
    senders: list[str] = []
    take = handler.handle_DATA

    async def noting(server, session, envelope):
        senders.append(envelope.mail_from)
        return await take(server, session, envelope)

    handler.handle_DATA = noting
    serving = Serving(handler, hostname="127.0.0.1", port=port)
    serving.start()
    monkeypatch.setenv("MAIL_URL", f"smtp://127.0.0.1:{port}")
    monkeypatch.setenv("MAIL_RETURN", "bounces@seedbed.example")
    settings.cache_clear()
    try:
        with world.ours.door():
            write(world.ours.owner)
        assert post.deliver() == 1
    finally:
        serving.stop()
        monkeypatch.undo()
        settings.cache_clear()
    [letter] = handler.to(world.ours.owner.email)
    assert senders == ["bounces@seedbed.example"]
    assert letter["From"].addresses[0].addr_spec == "no-reply@seedbed.invalid"
    assert seen == ["ret=hdrs", f"envid={letter['Seedbed-Attempt']}"]
    back = report(None, to=world.ours.owner.email, envelope=letter["Seedbed-Attempt"])
    assert post.take_report(back) is post.ReportEnd.AGAIN
