"""Tags: how one idea is sorted by who keeps it, and the council's own words, which a lead keeps in order."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from wtforms import SelectField, StringField
from wtforms.validators import DataRequired

from tracker import idea, tag
from tracker.council import Can
from tracker.idea import Idea
from tracker.tag import Tag, names_in, tag_faults
from tracker.web import COUNCIL, Screens, reader, render, say, see_other
from tracker.web.forms import Form, choices, identifier
from tracker.web.wording import choices_of

screens = Screens("tags", __name__)


class SortForm(Form):
    """By what an idea is found again among others."""

    tags = StringField(
        "Tags",
        description="A few words of your own with commas between them, such as “winter, night work”.",
    )
    innovation_type = SelectField("Kind", choices=choices_of("innovation_type", blank="Not said"), default="")
    origin_driver = SelectField("Driven by", choices=choices_of("origin_driver", blank="Not said"), default="")

    def rules(self) -> None:
        """Few tags, and short ones."""
        idea.refuse_all(tag_faults(names_in(self.tags.data or "")))

    def offer(self, found: Idea) -> None:
        """Offer also what an import said of the idea, in words that are on no list."""
        for name in ("innovation_type", "origin_driver"):
            field, said = self[name], getattr(found, name)
            if said and said not in {choice.value for choice in field.choices}:
                field.choices = [*field.choices, *choices([(said, said)])]


class TagForm(Form):
    """What a tag is called."""

    name = StringField("What is it called?", validators=[DataRequired("Write what the tag is to be called")])

    def rules(self) -> None:
        """A short name, without commas."""
        idea.refuse_all(tag.name_faults(" ".join((self.name.data or "").split())))


class TagMergeForm(Form):
    """The tag that another is joined into."""

    into = SelectField("Join it into", validators=[DataRequired("Choose the tag that stays")])

    def offer(self, others: list[Tag]) -> None:
        """Offer the other tags."""
        self.into.choices = choices([("", "Choose a tag"), *((str(one.id), one.name) for one in others)])


@screens.screen("/ideas/<ref>/tags", needs=Can.KEEP_CURRENT, of=idea.keeps, methods=("GET", "POST"), endpoint="sort")
def sort(found: Idea) -> Any:
    """Give an idea a few words by which it is found again, and say of what kind it is and who drives it."""
    there = [one.name for one in tag.tags_on(idea=found)]
    stood = {name: getattr(found, name) or "" for name in ("innovation_type", "origin_driver")}
    form = SortForm(data={"tags": ", ".join(there), **stood})
    form.offer(found)
    if form.sent():
        with form.trying():
            by = reader().person_id
            tag.set_tags(idea=found, names=names_in(form.tags.data or ""), by=by)
            kind, driver = form.innovation_type.data or "", form.origin_driver.data or ""
            idea.sort(idea=found, by=by, innovation_type=kind, origin_driver=driver)
    if form.accepted:
        say("Saved. Lists can be narrowed by it.")
        return see_other("ideas.show", ref=found.ref)
    return render("ideas/sort.html", form=form, idea=found, offered=tag.live_tags())


@screens.screen("/tags", needs=Can.TRIAGE)
def listing() -> Any:
    """The words that sort our ideas, how many ideas each has, and those that are used no more."""
    found = tag.tag_counts()
    live, ended = [one for one in found if not one.ended_at], [one for one in found if one.ended_at]
    return render("ideas/tags.html", live=live, ended=ended, most=tag.MOST_COUNTED)


@screens.screen("/tags/<uuid:tag_id>", needs=Can.TRIAGE, methods=("GET", "POST"), turn=COUNCIL)
def show(tag_id: UUID) -> Any:
    """Rename a tag, wherever it stands."""
    found = tag.tag(tag_id)
    form = TagForm(data={"name": found.name})
    if form.sent():
        with form.trying():
            tag.rename_tag(tag=found, name=form.name.data or "", by=reader().person_id)
    if form.accepted:
        say(f"The tag is called {found.name} now.")
        return see_other("tags.listing")
    return _page(found, form, _merge_form(found, filled=False))


def _merge_form(found: Tag, *, filled: bool) -> TagMergeForm:
    form = TagMergeForm() if filled else TagMergeForm(formdata=None)
    form.offer([one for one in tag.live_tags() if one.id != found.id])
    return form


def _page(found: Tag, form: TagForm, merge_form: TagMergeForm) -> Any:
    return render("ideas/tag.html", form=form, merge=merge_form, tag=found)


@screens.screen("/tags/<uuid:tag_id>/merge", needs=Can.TRIAGE, methods=("POST",), turn=COUNCIL)
def merge(tag_id: UUID) -> Any:
    """Join a tag into another: its ideas have that one from then on."""
    found = tag.tag(tag_id)
    form = _merge_form(found, filled=True)
    if form.sent():
        with form.trying():
            into = tag.tag(identifier(form.into.data) or found.id)
            tag.merge_tag(tag=found, into=into, by=reader().person_id)
    if form.accepted:
        say(f"{found.name} is joined into {into.name}.", undo=f"/tags/{found.id}/restore")
        return see_other("tags.listing")
    return _page(found, TagForm(formdata=None, data={"name": found.name}), form)


@screens.screen("/tags/<uuid:tag_id>/end", needs=Can.TRIAGE, methods=("POST",), turn=COUNCIL)
def end(tag_id: UUID) -> Any:
    """Use a tag no more."""
    found, form = tag.tag(tag_id), Form(formdata=None)
    with form.trying():
        tag.end_tag(tag=found, by=reader().person_id)
    if not form.accepted:
        form.report("")
    else:
        say(f"{found.name} is used no more.", undo=f"/tags/{found.id}/restore")
    return see_other("tags.listing")


@screens.screen("/tags/<uuid:tag_id>/restore", needs=Can.TRIAGE, methods=("POST",), turn=COUNCIL)
def restore(tag_id: UUID) -> Any:
    """Bring a tag back that ended, or take it out of the one that it was joined into."""
    found, form = tag.tag(tag_id), Form(formdata=None)
    with form.trying():
        tag.restore_tag(tag=found, by=reader().person_id)
    form.report(f"{found.name} is back.")
    return see_other("tags.listing")
