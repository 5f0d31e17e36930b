"""Who says what they think of an idea in triage, and who reads it."""

from __future__ import annotations

from sqlalchemy import select

from tracker.council import Can, Reader
from tracker.idea import Idea, awaits_outcome, keeps
from tracker.tenancy import session
from tracker.triage.models import Assessor


def assesses(idea: Idea, reader: Reader) -> bool:
    """Who is asked what they think of it."""
    mine = (Assessor.idea_id == idea.id, Assessor.person_id == reader.person_id, Assessor.released_at.is_(None))
    return not idea.historical and session().scalar(select(Assessor.id).where(*mine)) is not None


def reads_assessments(idea: Idea, reader: Reader) -> bool:
    """The leads; once it is decided what becomes of it, whoever keeps it too."""
    decided = not awaits_outcome(stage=idea.stage, state=idea.state, historical=idea.historical)
    return not idea.historical and (reader.can(Can.TRIAGE) or (decided and keeps(idea, reader)))


def sees_assessments(idea: Idea, reader: Reader) -> bool:
    """Who says what they think, and who may read what was said."""
    return reads_assessments(idea, reader) or assesses(idea, reader)


def leads_on(idea: Idea, reader: Reader) -> bool:
    """A lead asks assessors, of an idea that is being worked on here."""
    return not idea.historical and reader.can(Can.TRIAGE)
