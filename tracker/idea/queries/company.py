"""Who else works here on this: other ideas of the council that name the same place or have the same tag."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from tracker.council import OWNER_NAME, Reader
from tracker.idea.models import Idea
from tracker.idea.queries.desk import SERVICE
from tracker.idea.visible import SUBMITTED, VISIBLE, seen_by
from tracker.tenancy import rows

MOST_COMPANY = 20


class CompanyIdea(NamedTuple):
    """Another idea at work on the same: in which service, with whom, and the places and tags that both have."""

    ref: str
    title: str
    stage: str
    service: str | None
    owner: str | None
    shared: Sequence[str]


# Of each place and tag the ideas, by its index; an idea is told once, with all that it shares.
_COMPANY = f"""
WITH same AS (
 SELECT t.idea_id, p.name, p.id FROM idea_place m JOIN idea_place t ON t.place_id = m.place_id
   JOIN place p ON p.id = m.place_id WHERE m.idea_id = CAST(:idea AS uuid)
 UNION SELECT t.idea_id, g.name, g.id FROM idea_tag m JOIN idea_tag t ON t.tag_id = m.tag_id
   JOIN tag g ON g.id = m.tag_id WHERE m.idea_id = CAST(:idea AS uuid))
SELECT i.ref, i.title, i.stage, {SERVICE} AS service, {OWNER_NAME.format("i.owner_id")} AS owner,
 (SELECT array_agg(s.name ORDER BY lower(s.name), s.id) FROM same s WHERE s.idea_id = i.id) AS shared
FROM idea i WHERE i.id IN (SELECT same.idea_id FROM same) AND i.id <> CAST(:idea AS uuid)
 AND i.state IN ('triage', 'active', 'parked') AND {SUBMITTED.format("i")} AND {VISIBLE.format("i")}
ORDER BY i.changed_at DESC, i.id DESC LIMIT {MOST_COMPANY}"""  # noqa: S608 - made of constants only


def company_of(*, idea: Idea, reader: Reader) -> list[CompanyIdea]:
    """The open ideas that share a place or a tag with one, across services, as far as their reader sees them."""
    return rows(CompanyIdea, _COMPANY, idea=idea.id, **seen_by(reader))
