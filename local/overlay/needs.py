"""What the made-up councils look for and offer each other: one visit, one thing wanted, somebody who may be asked."""

from __future__ import annotations

from sqlalchemy import select

from local.overlay.acts import in_days
from local.overlay.people import CODE, Crew
from local.overlay.telling import so_long_ago
from tracker import collaborative, need
from tracker.need import NeedDraft, NeedKind, NeedWay
from tracker.tenancy import session

VISIT = "A morning in the van with the draught kit"


def offered(crew: Crew) -> None:
    """Knowsley offers a morning, and its owner may be asked."""
    with so_long_ago(12):
        to = collaborative.get(CODE)
        draft = NeedDraft(
            NeedWay.OFFER,
            NeedKind.VISIT,
            VISIT,
            "Repairs and draught-proofing in one visit, and what the crews write down.",
            times="any Tuesday, 8am to noon",
            place="Repairs depot (made up)",
            places=3,
            expenses="fares paid by us, up to £40 a visit",
            named=True,
        )
        need.post(collaborative=to, draft=draft, by=crew.owner)
        need.offer_to_help(collaborative=to, topics="Draught-proofing and repairs in one visit", by=crew.owner)


def wanted(crew: Crew) -> None:
    """Oldham looks for something, and asks to come."""
    with so_long_ago(9):
        to = collaborative.get(CODE)
        draft = NeedDraft(
            NeedWay.NEED,
            NeedKind.IDEA,
            "Draught strips that tenants fit themselves",
            "Has anybody tried it in flats, and what broke?",
            needed_by=in_days(60),
        )
        need.post(collaborative=to, draft=draft, by=crew.owner)
    with so_long_ago(3):
        row = session().scalars(select(need.Posting).where(need.Posting.title == VISIT)).one()
        words = "May two of us come on a Tuesday before Christmas? We hope to hear within a week."
        need.answer(posting=row, collaborative=to, words=words, people=2, by=crew.owner)
