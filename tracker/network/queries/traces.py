"""The traces that work on ideas leaves, by which two are linked: what the worker reads.

Only ideas that everybody in the council sees leave any. Another council is a council here, whoever acted there.
"""

# ruff: noqa: S608 - statements are made of constants only

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from tracker.idea import OPEN
from tracker.network.words import LinkKind
from tracker.tenancy import rows

MOST_RESTS = 50  # of what a link rests on, the newest

_HERE = "current_setting('seedbed.council')::uuid"
_SINCE = "CAST(:since AS date)"
_DAY = "CAST({} AT TIME ZONE 'Europe/London' AS date)"
_CROWD = "CASE {0}.door WHEN 'residents' THEN 'r:residents' WHEN 'poster' THEN 'r:poster' END"
_OPEN_IDEAS = f"""
open_idea AS (
 SELECT i.id, i.owner_id, i.deputy_id, i.sponsor_id, i.author_id, i.service_id, i.submitted_on,
  {_DAY.format("i.changed_at")} AS changed_on, {_CROWD.format("i")} AS crowd,
  'p:' || coalesce(i.owner_id, i.deputy_id, i.author_id) AS keeper
   FROM idea i WHERE {OPEN.format("i")} AND i.source IS NULL)"""
_BODY = "'b:' || lower(btrim({}.organisation))"
_HANDS = f"""
hand AS (
 SELECT o.id AS idea_id, 'p:' || h.person_id AS who
   FROM open_idea o CROSS JOIN LATERAL (VALUES (o.owner_id), (o.deputy_id), (o.sponsor_id)) AS h(person_id)
  WHERE h.person_id IS NOT NULL
 UNION
 SELECT o.id, 'p:' || t.person_id FROM open_idea o JOIN team_member t ON t.idea_id = o.id
  WHERE t.person_id IS NOT NULL AND (t.left_on IS NULL OR t.left_on >= {_SINCE})
 UNION
 SELECT o.id, {_BODY.format("p")} FROM open_idea o JOIN partner p ON p.idea_id = o.id
  WHERE p.ended_on IS NULL OR p.ended_on >= {_SINCE})"""
# What a lead answers is said to whoever logged the idea; anything else, unless it replies, to who keeps it.
_ANSWERED = "CASE WHEN s.kind IN ('reply', 'outcome') THEN coalesce('p:' || o.author_id, o.crowd) END"
_ON_IDEAS = f"""
 SELECT a.who AS one, b.who AS other, 'work' AS kind, 'same_idea' AS what, a.idea_id, CAST(NULL AS text) AS path,
  o.changed_on AS day
   FROM hand a JOIN hand b ON b.idea_id = a.idea_id AND a.who < b.who JOIN open_idea o ON o.id = a.idea_id
  WHERE o.changed_on >= {_SINCE}
 UNION ALL
 SELECT 'p:' || o.sponsor_id, o.keeper, 'work', 'contact', o.id, NULL, s.on
   FROM sponsor_contact s JOIN open_idea o ON o.id = s.idea_id WHERE s.on >= {_SINCE}
 UNION ALL
 SELECT {_BODY.format("p")}, coalesce('p:' || t.by_id, o.keeper), 'work', 'activity', o.id, NULL, t.on
   FROM partner_activity t JOIN open_idea o ON o.id = t.idea_id
   JOIN partner p ON p.idea_id = t.idea_id AND p.id = t.partner_id WHERE t.on >= {_SINCE}
 UNION ALL
 SELECT coalesce('p:' || o.author_id, o.crowd), 'p:' || o.owner_id, 'talk', 'logged', o.id, NULL, o.submitted_on
   FROM open_idea o WHERE o.submitted_on >= {_SINCE}
 UNION ALL
 SELECT coalesce('p:' || s.by_id, o.crowd), coalesce('p:' || to_whom.by_id, {_ANSWERED}, o.keeper), 'talk', 'comment',
  o.id, NULL, {_DAY.format("s.at")}
   FROM message s JOIN open_idea o ON o.id = s.idea_id LEFT JOIN message to_whom ON to_whom.id = s.reply_to_id
  WHERE {_DAY.format("s.at")} >= {_SINCE} AND s.kind <> 'note'"""
_WITH_COUNCILS = f"""
 SELECT o.keeper, 'c:' || s.other_id, 'adapt', 'adaptation', o.id, NULL, s.begun_on
   FROM shared s JOIN open_idea o ON o.id = s.idea_id WHERE s.begun_on >= {_SINCE}
 UNION ALL
 SELECT o.keeper, 'c:' || s.other_id, 'adapt', 'adaptation', o.id, NULL, r.on
   FROM shared s JOIN open_idea o ON o.id = s.idea_id JOIN adaptation_report r ON r.adaptation_id = s.id
  WHERE r.on >= {_SINCE} AND r.on > s.begun_on
 UNION ALL
 SELECT CASE WHEN f.council_id = {_HERE} THEN 'p:' || f.by_id ELSE o.keeper END, 'c:' || s.other_id, 'talk', 'feedback',
  o.id, NULL, {_DAY.format("f.at")}
   FROM shared s JOIN open_idea o ON o.id = s.idea_id JOIN adaptation_feedback f ON f.adaptation_id = s.id
  WHERE {_DAY.format("f.at")} >= {_SINCE}
 UNION ALL
 SELECT a.who, b.who, 'trial', 'trial', NULL, a.path, greatest(a.day, b.day)
   FROM tandem a JOIN tandem b ON b.trial_id = a.trial_id AND a.who < b.who
 UNION ALL
 SELECT CASE WHEN a.council_id = {_HERE} THEN 'p:' || a.by_id ELSE 'c:' || a.council_id END,
  CASE WHEN a.to_council_id = {_HERE} THEN 'p:' || p.by_id ELSE 'c:' || a.to_council_id END, 'need', 'need', NULL,
  '/collaboratives/' || c.code || '/needs/' || a.posting_id, {_DAY.format("coalesce(a.settled_at, a.at)")}
   FROM posting_answer a JOIN collaborative c ON c.id = a.collaborative_id LEFT JOIN posting p ON p.id = a.posting_id
  WHERE a.state = 'agreed' AND {_DAY.format("coalesce(a.settled_at, a.at)")} >= {_SINCE}"""
_OF_KINDS = ", ".join(f"'{kind}', sum(n.times) FILTER (WHERE n.kind = '{kind}')" for kind in LinkKind)
_LINKS = f"""
WITH {_OPEN_IDEAS}, {_HANDS},
shared AS (
 SELECT a.id, a.begun_on, CASE WHEN a.council_id = {_HERE} THEN a.idea_id ELSE a.origin_idea_id END AS idea_id,
  CASE WHEN a.council_id = {_HERE} THEN a.origin_council_id ELSE a.council_id END AS other_id
   FROM adaptation a WHERE {_HERE} IN (a.council_id, a.origin_council_id)),
tandem AS (
 SELECT v.trial_id, '/collaboratives/' || c.code || '/trials/' || t.number AS path, {_DAY.format("v.at")} AS day,
  CASE WHEN v.council_id = {_HERE} THEN 'p:' || v.by_id ELSE 'c:' || v.council_id END AS who
   FROM (SELECT DISTINCT ON (trial_id, council_id) * FROM trial_variant
          ORDER BY trial_id, council_id, number DESC) AS v
   JOIN trial t ON t.id = v.trial_id JOIN collaborative c ON c.id = t.collaborative_id
   LEFT JOIN open_idea o ON o.id = v.idea_id
  WHERE t.ends_on >= {_SINCE} AND (v.council_id <> {_HERE} OR v.idea_id IS NULL OR o.id IS NOT NULL)),
trace AS ({_ON_IDEAS} UNION ALL {_WITH_COUNCILS}),
gone AS (SELECT 'p:' || m.person_id AS who FROM membership m
 WHERE m.council_id = {_HERE} AND m.ended_at IS NOT NULL),
counted AS (
 SELECT least(t.one, t.other) AS one, greatest(t.one, t.other) AS other, t.kind, t.what, t.idea_id, t.path,
  max(t.day) AS day, count(*) AS times
   FROM trace t WHERE t.one <> t.other
    AND t.one NOT IN (SELECT who FROM gone) AND t.other NOT IN (SELECT who FROM gone)
  GROUP BY 1, 2, 3, 4, 5, 6),
placed AS (
 SELECT n.*, row_number() OVER (PARTITION BY n.one, n.other
   ORDER BY n.day DESC, n.kind, n.what, n.idea_id, n.path) AS place FROM counted n)
SELECT n.one, n.other, CAST(sum(n.times) AS bigint) AS times, max(n.day) AS last_on,
 jsonb_strip_nulls(jsonb_build_object(
  {_OF_KINDS})) AS kinds,
 jsonb_agg(jsonb_build_object('kind', n.kind, 'what', n.what, 'idea', n.idea_id, 'path', n.path, 'day', n.day,
  'times', n.times) ORDER BY n.place) FILTER (WHERE n.place <= {MOST_RESTS}) AS rests
  FROM placed n GROUP BY n.one, n.other ORDER BY n.one, n.other"""
# In which service somebody has most to do, and where they say that they stand.
_PEOPLE = f"""
WITH {_OPEN_IDEAS},
place AS (
 SELECT h.person_id, o.service_id, count(*) AS ideas
   FROM open_idea o CROSS JOIN LATERAL (VALUES (o.owner_id), (o.deputy_id), (o.sponsor_id), (o.author_id))
    AS h(person_id) WHERE h.person_id IS NOT NULL AND o.service_id IS NOT NULL GROUP BY 1, 2),
mostly AS (
 SELECT DISTINCT ON (p.person_id) p.person_id, s.name FROM place p JOIN service s ON s.id = p.service_id
  ORDER BY p.person_id, p.ideas DESC, s.name),
chosen AS (SELECT DISTINCT ON (c.person_id) c.person_id, c.layer FROM network_choice c
 ORDER BY c.person_id, c.number DESC)
SELECT m.person_id, m.roles, c.layer, s.name AS service FROM membership m
  LEFT JOIN mostly s ON s.person_id = m.person_id LEFT JOIN chosen c ON c.person_id = m.person_id
 WHERE m.council_id = {_HERE} AND m.ended_at IS NULL ORDER BY m.person_id"""
_BODIES = f"""
WITH {_OPEN_IDEAS}
SELECT {_BODY.format("p")} AS key, min(btrim(p.organisation)) AS name, mode() WITHIN GROUP (ORDER BY p.layer) AS layer
  FROM partner p JOIN open_idea o ON o.id = p.idea_id GROUP BY 1 ORDER BY 1"""


class TracedLink(NamedTuple):
    """A link as its traces tell it, by the keys of its two ends."""

    one: str
    other: str
    times: int
    last_on: date
    kinds: dict[str, int]
    rests: list[dict[str, Any]]


class TracedPerson(NamedTuple):
    """Somebody of the council: what they may do, where they say that they stand, in which service they do most."""

    person_id: UUID
    roles: list[str]
    layer: str | None
    service: str | None


class TracedBody(NamedTuple):
    """An outside body by its key, and its layer where somebody said it."""

    key: str
    name: str
    layer: str | None


def traced_links(*, since: date) -> list[TracedLink]:
    """Everybody who did something together since a day, in one order. Two names of one body are two bodies."""
    return rows(TracedLink, _LINKS, since=since)


def people() -> list[TracedPerson]:
    """Everybody who is here."""
    return rows(TracedPerson, _PEOPLE)


def bodies() -> list[TracedBody]:
    """Every outside body on an idea that everybody sees."""
    return rows(TracedBody, _BODIES)
