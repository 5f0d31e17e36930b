"""The demonstration's mailbox keeps what it accepts, and shows the newest first."""

from __future__ import annotations

import signal
import smtplib
import subprocess
import sys
import time
from email.message import EmailMessage
from pathlib import Path

import pytest

from local import mailbox, ports

ROOT = Path(__file__).parents[2]


@pytest.fixture
def port(tmp_path):
    chosen = ports.free_port()
    command = [sys.executable, "-m", "local.mailbox", "--port", str(chosen), "--folder", str(tmp_path / "in box")]
    server = subprocess.Popen(command, cwd=ROOT)
    while ports.is_free(chosen) and server.poll() is None:
        time.sleep(0.05)
    yield chosen
    server.send_signal(signal.SIGTERM)
    assert server.wait(10) == 0


def a_letter(subject):
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Subject"] = "Seedbed <no-reply@x.invalid>", "Zoë <zoe@x.invalid>", subject
    letter["Message-ID"] = f"<{subject.replace(' ', '-')}@x.invalid>"
    letter.set_content("Grüße, plainly.")
    letter.add_alternative("<p>Grüße, richly.</p>", subtype="html")
    return letter


def test_a_letter_that_was_accepted_is_there_to_read(port, tmp_path):
    with smtplib.SMTP("127.0.0.1", port) as server:
        server.send_message(a_letter("first"))
        server.send_message(a_letter("second"))

    newest, oldest = mailbox.letters(tmp_path / "in box")

    assert (oldest.subject, newest.subject) == ("first", "second")
    assert newest.to == "Zoë <zoe@x.invalid>"
    assert newest.message_id == "<second@x.invalid>"
    assert newest.text == "Grüße, plainly.\n"
    assert newest.html == "<p>Grüße, richly.</p>\n"
    assert mailbox.letter(tmp_path / "in box", newest.key) == newest


def test_a_letter_that_is_not_there_is_not_found_whatever_it_is_called(tmp_path):
    (tmp_path / "secret.eml").write_text("Subject: not yours\n\n")
    (tmp_path / "box").mkdir()

    assert mailbox.letter(tmp_path / "box", "../secret") is None
    assert mailbox.letters(tmp_path / "nowhere") == []
