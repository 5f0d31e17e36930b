"""What is done with tags: an idea gets its own, and a lead keeps the council's words in order."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import delete, func, select, text

from tracker.clock import now
from tracker.history import record
from tracker.history.events.tag import TagEnded, TagMerged, TagRenamed, TagRestored, TagsSet
from tracker.idea import Idea, Refused, refuse_all, touch
from tracker.tag.models import IdeaTag, Tag
from tracker.tag.queries import tags_on
from tracker.tag.rules import name_faults, tag_faults
from tracker.tenancy import session, take_turn


def set_tags(*, idea: Idea, names: Sequence[str], by: UUID) -> None:
    """Give an idea these tags and no others; a new word becomes a tag of the council. Twice is once. Raises Refused."""
    refuse_all(tag_faults(names))
    take_turn("tags")
    wanted = {one.id: one for one in (_live(name) or _made(name, by) for name in names)}
    there = {one.id: one for one in tags_on(idea=idea)}
    if wanted.keys() == there.keys():
        return
    _take_off(idea, there.keys() - wanted.keys())
    session().add_all(IdeaTag(idea_id=idea.id, tag_id=one) for one in wanted.keys() - there.keys())
    told = sorted(one.name for one in wanted.values())
    record(TagsSet(tags=told, before=[one.name for one in there.values()]), idea_id=idea.id, by=by)
    touch(idea)


# What an idea had before its tag was joined into one that is now taken off goes with it, or it would come back.
_WITH_JOINED = text(
    "DELETE FROM idea_tag WHERE idea_id = CAST(:idea AS uuid) AND tag_id IN (WITH RECURSIVE gone AS ("
    "SELECT id FROM tag WHERE id = ANY (CAST(:tags AS uuid[])) UNION"
    " SELECT t.id FROM tag t JOIN gone ON t.merged_into_id = gone.id) SELECT id FROM gone)"
)


def _take_off(idea: Idea, tags: Sequence[UUID] | set[UUID]) -> None:
    session().flush()
    session().execute(_WITH_JOINED, {"idea": idea.id, "tags": list(tags)})
    session().expire_all()


def _live(name: str) -> Tag | None:
    return session().scalar(select(Tag).where(func.lower(Tag.name) == name.lower(), Tag.ended_at.is_(None)))


def _made(name: str, by: UUID) -> Tag:
    made = Tag(name=name, by_id=by)
    session().add(made)
    session().flush()
    return made


def rename_tag(*, tag: Tag, name: str, by: UUID) -> None:
    """Call a tag otherwise, wherever it stands. Twice is once. Raises Refused where another is called so."""
    name = " ".join(name.split())
    refuse_all(name_faults(name))
    take_turn("tags")
    _must_live(tag)
    if name == tag.name:
        return
    other = _live(name)
    if other is not None and other.id != tag.id:
        raise Refused(f"There is a tag called {other.name} already: join the two instead", field="name")
    record(TagRenamed(name=name, before=tag.name), about_id=tag.id, by=by)
    tag.name = name


# Ideas that had the other tag, too, keep it when the two are taken apart: theirs came with nothing.
_MOVED = text(
    "INSERT INTO idea_tag (idea_id, tag_id, from_tag_id) SELECT idea_id, CAST(:into AS uuid), tag_id FROM idea_tag"
    " WHERE tag_id = CAST(:gone AS uuid) ON CONFLICT DO NOTHING"
)


def merge_tag(*, tag: Tag, into: Tag, by: UUID) -> None:
    """Join a tag into another: its ideas have that one from now on. Raises Refused."""
    take_turn("tags")
    _must_live(tag)
    if into.id == tag.id or into.ended_at is not None:
        raise Refused("Choose another tag that is in use", field="into")
    session().execute(_MOVED, {"into": into.id, "gone": tag.id})
    tag.merged_into_id, tag.ended_at = into.id, now()
    record(TagMerged(name=tag.name, into=into.name), about_id=tag.id, by=by)


def split_tag(*, tag: Tag, by: UUID) -> None:
    """Take a joined tag out of the other again, with what came with it. Raises Refused."""
    take_turn("tags")
    into = session().get(Tag, (tag.council_id, tag.merged_into_id)) if tag.merged_into_id else None
    if into is None:
        raise Refused("It stands by itself already")
    if into.ended_at is not None:
        raise Refused(f"Bring {into.name} back first: it was joined into that one")
    _must_be_free(tag)
    session().execute(delete(IdeaTag).where(IdeaTag.tag_id == into.id, IdeaTag.from_tag_id == tag.id))
    tag.merged_into_id = tag.ended_at = None
    record(TagRestored(name=tag.name), about_id=tag.id, by=by)


def end_tag(*, tag: Tag, by: UUID) -> None:
    """Use a tag no more: it stands on no idea and is not offered. Raises Refused."""
    take_turn("tags")
    _must_live(tag)
    tag.ended_at = now()
    record(TagEnded(name=tag.name), about_id=tag.id, by=by)


def restore_tag(*, tag: Tag, by: UUID) -> None:
    """Bring a tag back that ended or was joined, on the ideas that had it. Raises Refused."""
    if tag.merged_into_id:
        split_tag(tag=tag, by=by)
        return
    take_turn("tags")
    if tag.ended_at is None:
        raise Refused("It is in use already")
    _must_be_free(tag)
    tag.ended_at = None
    record(TagRestored(name=tag.name), about_id=tag.id, by=by)


def _must_live(tag: Tag) -> None:
    session().refresh(tag)
    if tag.ended_at is not None:
        raise Refused(f"{tag.name} is not in use any more: somebody ended it, or joined it into another")


def _must_be_free(tag: Tag) -> None:
    other = _live(tag.name)
    if other is not None:
        raise Refused(f"There is another tag called {tag.name} now: rename that one first")
