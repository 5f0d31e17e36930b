"""What the full record is made of: of every table of a council its columns, but for what is secret or worked out."""

# ruff: noqa: S608 - statements are made of names of ours, and one code that is quoted

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

FOLDER = "record"
COUNCIL = "council"  # the first column of every file
# Tables that do not go out, and why. Whatever is recorded otherwise does: a new table goes out without being named.
LEFT_OUT = {
    "account": "who signs in is nobody else's business",
    "calendar_address": "opens a door",
    "contact": "people without an account are kept apart, and let go of after days that a council sets",
    "contact_answer": "the same",
    "crossing": "counted from moves and states",
    "door_token": "opens a door",
    "export": "what was taken out before",
    "export_part": "the same",
    "fault": "of the machine",
    "file_use": "counted from attachments",
    "form_receipt": "that a form was sent before",
    "gate_policy_draft": "not in force yet",
    "guest": "people of other bodies, let go of in time; that one was asked, or ended, stands in the events",
    "guest_link": "opens a door",
    "guest_request": "opens a door",
    "guest_sign_in": "opens a door",
    "idea_count": "counted from ideas",
    "idea_matter": "worked out from what an idea says",
    "idea_meaning": "the same",
    "idea_standing": "worked out for a day from the rows that stand here",
    "invitation": "opens a door",
    "job_run": "of the machine",
    "letter": "may hold the secret of a link; what it tells of stands here",
    "link": "opens a door",
    "network_figures": "worked out",
    "network_link": "worked out",
    "network_place": "worked out",
    "news_item": "told from events",
    "nudge_token": "opens a door",
    "part_page": "worked out",
    "profile_snapshot": "worked out",
    "question_link": "opens a door",
    "register": "files of people, kept for some days",
    "register_row": "the same",
    "sealed_words": "what somebody typed and did not send",
    "sign_in": "opens a door",
    "stale_idea": "of the machine",
    "submission": "not confirmed yet",
    "telling": "of the machine",
    "triangle": "worked out",
}
SECRET = ("token_digest", "password_hash", "sent_key")
# Who asks to see an idea blinded is known to nobody before both agree; then it stands in what they showed.
BLINDED = {"blind_ask": ("asker_id", "look_id")}
# Columns that go out otherwise than as they stand: the key of an answer would lead to who was asked, and by whom.
TOLD_AS = {
    ("blind_look", "answers"): "(SELECT coalesce(jsonb_agg(said.one - 'ask' ORDER BY said.number), '[]'::jsonb)"
    " FROM jsonb_array_elements(answers) WITH ORDINALITY AS said (one, number))",
}
MINE = {
    "adaptation": "{0} IN (council_id, origin_council_id)",
    "adaptation_feedback": "adaptation_id IN (SELECT id FROM adaptation WHERE {0} IN (council_id, origin_council_id))",
    "adaptation_report": "{0} IN (council_id, origin_council_id)",
    "council": "id = {0}",
    "posting_answer": "{0} IN (council_id, to_council_id)",
}


class RecordColumn(NamedTuple):
    """A column of a table, and of what kind it is."""

    name: str
    kind: str

    @property
    def called(self) -> str:
        """Its name in the file: the first of a line is the council that it is of, and no other has that name."""
        return "council_named" if self.name == COUNCIL else self.name


class RecordTable(NamedTuple):
    """A table as the full record has it."""

    name: str
    columns: tuple[RecordColumn, ...]
    key: tuple[str, ...]
    what: str

    @property
    def file(self) -> str:
        """The name of its file."""
        return f"{FOLDER}/{self.name}.csv"

    @property
    def header(self) -> str:
        """The first line of its file."""
        return ",".join([COUNCIL, *(column.called for column in self.columns)]) + "\n"

    def statement(self, code: str, council_id: str) -> str:
        """What reads the rows of one council, in the order of their keys.

        Days as 2026-11-29, moments in UTC, t and f, lists and structures as JSON; nothing where nothing is known.
        """
        cells = ", ".join([_quoted(code), *(self._cell(column) for column in self.columns)])
        here = f"CAST({_quoted(council_id)} AS uuid)"
        mine = MINE.get(self.name, "council_id = {0}").format(here)
        order = ", ".join(f'"{name}"' for name in self.key)
        return f"""SELECT {cells} FROM "{self.name}" WHERE {mine} AND {self._sent()} ORDER BY {order}"""

    def _cell(self, column: RecordColumn) -> str:
        return TOLD_AS.get((self.name, column.name)) or _cell(column)

    def _sent(self) -> str:
        """A draft is its author's alone, with all that hangs on it."""
        if self.name == "idea":
            return "state <> 'draft'"
        if any(column.name == "idea_id" for column in self.columns):
            return "(idea_id IS NULL OR idea_id NOT IN (SELECT id FROM idea WHERE state = 'draft'))"
        return "true"


def _quoted(word: str) -> str:
    return "'" + word.replace("'", "''") + "'"


def _cell(column: RecordColumn) -> str:
    if column.kind == "moment":
        return f'to_char("{column.name}" AT TIME ZONE \'UTC\', \'YYYY-MM-DD"T"HH24:MI:SS.US"Z"\')'
    if column.kind == "list":
        return f'to_jsonb("{column.name}")'
    return f'"{column.name}"'


def goes_out(name: str, columns: Iterable[str]) -> bool:
    """Say whether a table is part of the record of a council."""
    return name not in LEFT_OUT and (name in MINE or "council_id" in columns)


def is_secret(table: str, column: str) -> bool:
    """Say whether a column of a table never goes out."""
    return column in SECRET or column in BLINDED.get(table, ())
