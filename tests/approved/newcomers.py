"""Who and what the demonstration lacks, planted beside it: a new council, people of one role alone, an operator."""

from __future__ import annotations

import os

import psycopg
from sqlalchemy import select

from tracker import council
from tracker.council import Role
from tracker.tenancy import directory

NEW = "quietshire"
ALONE = {
    "oona": ("knowsley", "Oona Field", Role.OBSERVER),
    "adam": ("knowsley", "Adam Marsh", Role.ADMIN),
    "cora": ("knowsley", "Cora Lund", Role.CONTRIBUTOR),
    "olaf": ("knowsley", "Olaf Stone", Role.OWNER),
    "sian": ("knowsley", "Sian Pryce", Role.SPONSOR),
    "lena": (NEW, "Lena Moor", Role.LEAD),
    "oleg": (NEW, "Oleg Ward", Role.OWNER),
    "cleo": (NEW, "Cleo Beck", Role.CONTRIBUTOR),
    "saul": (NEW, "Saul Hill", Role.SPONSOR),
    "otto": (NEW, "Otto Lane", Role.OBSERVER),
    "anya": (NEW, "Anya Rowe", Role.ADMIN),
    "omar": (NEW, "Omar Bell", Role.CONTRIBUTOR),
    "nemo": (NEW, "Nemo Vale", Role.CONTRIBUTOR),
}
LEFT, RUNS_IT, INVITED, FORGETFUL = ("omar", "nemo"), "omar", "ines", "dan"


def plant() -> None:
    """Plant them, through the product's own actions; an operator is made by whoever owns the database."""
    with directory():
        council.create(code=NEW, name="Quietshire Council", nation="england")
        for name, (code, whole, role) in ALONE.items():
            council.add_person(
                council_id=council.by_code(code).id, email=f"{name}.alone@example.org", name=whole, roles=[role]
            )
        council.invite(
            council_id=council.by_code("knowsley").id,
            email=f"{INVITED}.ward@knowsley.example.org",
            name="Ines Ward",
            roles=[Role.CONTRIBUTOR],
        )
    with directory() as door:
        dan = door.scalars(select(council.Person).where(council.Person.email.startswith(FORGETFUL))).one()
        council.send_link(person=dan)
    with psycopg.connect(os.environ["DATABASE_ADMIN_URL"], autocommit=True) as owner:
        owner.execute(
            "UPDATE membership SET ended_at = since WHERE person_id IN"
            " (SELECT id FROM person WHERE split_part(email, '.', 1) = ANY(%s))",
            [list(LEFT)],
        )
        owner.execute("UPDATE person SET is_operator = true WHERE split_part(email, '.', 1) = %s", [RUNS_IT])
