"""The command as a person at a terminal meets it: results on stdout, one sentence for what is wrong, exit codes."""

from __future__ import annotations

import json
import os

import pytest

from tests.case_files import a_folder, put
from tests.conftest import clone
from tests.terminal import seedbed
from tracker import council
from tracker.tenancy import directory


def test_only_strict_makes_bad_rows_a_failure_and_an_unusable_folder_always_is(empty_database, tmp_path):
    a_folder(tmp_path / "cases", n1={}, n2={"stage": "adult"})
    ran = {
        words: seedbed("import", tmp_path / "cases", *words) for words in (("--dry-run", "--strict"), (), ("--strict",))
    }
    assert [one.returncode for one in ran.values()] == [1, 0, 1]
    assert all(one.stdout.startswith("ideas.csv:3: error: stage: ") and not one.stderr for one in ran.values())
    unusable = seedbed("import", tmp_path / "nowhere")
    assert (unusable.returncode, unusable.stdout) == (1, "")
    assert "cannot be read" in unusable.stderr


def test_health_is_json_alone_on_stdout_and_refuses_a_day_to_come(empty_database, tmp_path):
    mark = a_folder(tmp_path, n1={})
    seedbed("import", tmp_path)
    told = json.loads(seedbed("health", "--council", mark.lower(), "--as-of", "2010-06-30", "--json").stdout)
    assert (told["council"], told["as_of"], len(told["parts"])) == (mark.lower(), "2010-06-30", 8)
    assert [item["ref"] for item in told["parts"][0]["items"]] == [f"{mark}-1"]
    for words in (("--as-of", "2999-01-01"), ("--as-of", "2010-02-30")):
        refused = seedbed("health", "--council", mark.lower(), "--json", *words)
        assert refused.returncode
        assert refused.stdout == ""


@pytest.mark.parametrize("command", ["import", "export", "health"])
def test_an_unusable_database_is_one_plain_sentence(empty_database, addresses, tmp_path, command):
    put(tmp_path, "councils.csv", {"code": "northmoor", "name": "Northmoor"})
    words = {"import": [tmp_path], "export": [tmp_path / "out"], "health": ["--council", "northmoor", "--json"]}[
        command
    ]
    wrong = {
        "postgresql://seedbed_app:x@127.0.0.1:1/seedbed": "Start PostgreSQL, or correct DATABASE_URL.",
        addresses.named("nowhere").database_url: "Start PostgreSQL, or correct DATABASE_URL.",
        clone(addresses, f"super_{os.getpid()}").admin_url: "must not be a superuser",
    }
    for url, said in wrong.items():
        ran = seedbed(command, *words, DATABASE_URL=url)
        assert (ran.returncode, ran.stdout) == (2, "")
        assert said in ran.stderr
        assert len(ran.stderr.splitlines()) == 1


def test_the_web_server_says_in_one_line_that_there_is_no_database(empty_database):
    ran = seedbed("serve", DATABASE_URL="postgresql://seedbed_app:x@127.0.0.1:1/seedbed")
    assert (ran.returncode, ran.stdout) == (2, "")
    [line] = ran.stderr.splitlines()
    assert "Start PostgreSQL, or correct DATABASE_URL." in line


def test_an_operator_ends_every_sign_in_of_a_person(world, browse):
    lead, other = browse(world.ours.lead), browse(world.ours.owner)
    lead.get("/account")
    told = seedbed("person", "sign-out", "--email", world.ours.lead.email.upper())
    assert (told.returncode, told.stdout) == (0, "")
    lead.get("/account", status=303)
    other.get("/account")
    refused = seedbed("person", "sign-out", "--email", "nobody@northmoor.example.org")
    assert refused.returncode == 1
    assert "Nobody here has the address" in refused.stderr


def test_whoever_has_an_account_is_invited_and_keeps_their_password(world):
    with directory():
        council.choose_password(person_id=world.theirs.lead.id, password="three words remembered")
    asked = ("person", "create", "--council", world.ours.code, "--email", world.theirs.lead.email, "--name", "X")
    refused = seedbed(*asked, "--password-stdin")
    assert refused.returncode == 1
    assert "invite them, without --password-stdin" in refused.stderr
    assert seedbed(*asked).returncode == 0
    with world.ours.door():
        assert [one.email for one in council.invitations()] == [world.theirs.lead.email]
        assert world.theirs.lead.id not in {one.id for one in council.people()}
    again = seedbed("person", "create", "--council", world.ours.code, "--email", world.ours.lead.email, "--name", "X")
    assert again.returncode == 1
    assert "is here already, and nothing is changed" in again.stderr
