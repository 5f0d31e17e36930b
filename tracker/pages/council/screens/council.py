"""A council's people, services, promise, own words, and who may do what."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import abort, url_for

from tracker import attachment, council
from tracker.council import PERMISSIONS, Can, FoundingStep, InvitationEntry, Role
from tracker.grouping import all_groupings
from tracker.pages.council.forms import (
    ElectedForm,
    InviteForm,
    OwnWordsForm,
    PlacesForm,
    PromiseForm,
    RolesForm,
    ServiceForm,
    own_words_form,
)
from tracker.pages.council.words import first_steps
from tracker.tenancy import as_council, directory, together
from tracker.web import COUNCIL, SIGNED_IN, Screens, reader, render, say, see_other, warn
from tracker.wording import OWN_TO_STAFF, own_names

screens = Screens("council", __name__)


@screens.screen("/council", needs=Can.IMPORT)
def show() -> Any:
    """People and rules of the council, with what to do first in a new one; for a lead, what they may work on here."""
    if reader().can(Can.MANAGE_PEOPLE):
        return _page(own_words_form(council.here().own_words))
    keepers = [person.name for person in council.people_who_can(Can.MANAGE_PEOPLE)]
    return render("council/parts.html", here=council.here(), keepers=keepers)


def _page(form: OwnWordsForm) -> Any:
    here, groupings = council.here(), all_groupings()
    everybody, asked = council.people_query(also_left=True), council.invitations_query()
    found = together((everybody, asked, founding := council.founding_query(), room := attachment.room_query()))
    people = found.of(everybody)
    return render(
        "council/show.html",
        form=form,
        here=here,
        people=people,
        invitations=found.of(asked),
        files=found.of(room),
        groupings=groupings,
        steps=first_steps(people, groupings, found.of(founding)),
        promise=PromiseForm(formdata=None, days=here.promise_days),
        service=ServiceForm(formdata=None),
        places=PlacesForm(formdata=None),
        own_words={words_of: [name for name in own_names() if name.startswith(words_of)] for words_of in OWN_TO_STAFF},
    )


@screens.screen("/council/invite", needs=Can.MANAGE_PEOPLE, methods=("GET", "POST"), door=False)
def invite() -> Any:
    """Invite somebody: they get a link to say whether they will work here; until they do they are no member."""
    form = InviteForm()
    if form.sent():
        _invite(form)
    if form.accepted:
        anew = "asked again: a letter with a new link is on its way, and the old link is dead"
        invited = "invited: a letter with a link is on its way"
        say(f"{form.name.data} is {anew if form.again.data else invited}. They come in once they accept.")
        return see_other("council.show", anchor="invited")
    return render("council/invite.html", form=form)


def _invite(form: InviteForm) -> None:
    if (here := reader().council_id) is None:
        abort(403)
    with directory(), form.trying():
        council.invite(
            council_id=here,
            email=form.email.data or "",
            name=form.name.data or "",
            roles=[Role(role) for role in form.roles.data or ()],
            job_title=form.job_title.data or None,
            by=reader().person_id,
            again=bool(form.again.data),
        )


def _standing(invitation_id: UUID) -> InvitationEntry | None:
    """An invitation that was not declined: whoever said no is asked anew from the beginning, not reminded.

    None where it was answered or taken back since the page was shown; what never was one is not found.
    """
    standing = (each for each in council.invitations() if each.id == invitation_id and not each.declined)
    if (found := next(standing, None)) is None and not council.was_invited(invitation_id):
        abort(404)
    return found


def _answered() -> Any:
    """What was pressed on is answered or taken back by now: the page as it is."""
    warn("Nothing was done: that invitation was answered, replaced or taken back in the meantime.")
    return see_other("council.show", anchor="invited")


@screens.screen(
    "/council/invitations/<uuid:invitation_id>/end", needs=Can.MANAGE_PEOPLE, methods=("POST",), turn=COUNCIL
)
def withdraw_invitation(invitation_id: UUID) -> Any:
    """Take an invitation back: its link is good for nothing from now on."""
    if (found := _standing(invitation_id)) is None:
        return _answered()
    council.withdraw_invitation(invitation_id=found.id)
    say(f"The invitation of {found.name} is taken back.")
    return see_other("council.show", anchor="invited")


@screens.screen("/council/people/<uuid:person_id>", needs=Can.MANAGE_PEOPLE, methods=("GET", "POST"), turn=COUNCIL)
def person(person_id: UUID) -> Any:
    """Change what a person does here."""
    found = council.person(person_id) or abort(404)
    if found.left:
        abort(404)
    form = RolesForm(roles=list(found.roles))
    if form.sent():
        with form.trying():
            council.set_roles(person_id=found.id, roles=[Role(role) for role in form.roles.data], by=reader().person_id)
    if form.accepted:
        say(f"What {found.name} does here is saved.")
        return see_other("council.show")
    elected = ElectedForm(formdata=None, elected=found.elected)
    return render("council/person.html", form=form, person=found, elected=elected)


@screens.screen("/council/people/<uuid:person_id>/elected", needs=Can.MANAGE_PEOPLE, methods=("POST",), turn=COUNCIL)
def elected(person_id: UUID) -> Any:
    """Note whether a person holds their place by an election: as a sponsor they are asked anew after one."""
    found, form = council.person(person_id) or abort(404), ElectedForm()
    if found.left:
        abort(404)
    with form.trying():
        council.set_elected(person_id=found.id, elected=bool(form.elected.data), by=reader().person_id)
    say(f"Kept. {found.name} {'is asked anew after an election' if form.elected.data else 'is not asked anew'}.")
    return see_other(".person", person_id=person_id)


@screens.screen("/council/people/<uuid:person_id>/end", needs=Can.MANAGE_PEOPLE, methods=("POST",), turn=COUNCIL)
def end(person_id: UUID) -> Any:
    """End a person's membership; what they did stays."""
    found = council.person(person_id) or abort(404)
    form = RolesForm(formdata=None)
    with form.trying():
        council.end_membership(person_id=found.id, by=reader().person_id)
    form.report(f"{found.name} can no longer sign in here.")
    return see_other("council.show")


@screens.screen(
    "/council/invitations/<uuid:invitation_id>/again", needs=Can.MANAGE_PEOPLE, methods=("POST",), door=False
)
def invite_again(invitation_id: UUID) -> Any:
    """Send an invitation anew: the link of the one before is good for nothing from now on."""
    with as_council(reader().council_id):
        found = _standing(invitation_id)
    if found is None:
        return _answered()
    form = InviteForm(formdata=None, data={**found._asdict(), "again": True})
    _invite(form)
    form.report(f"{found.name} is asked again: a letter with a new link is on its way, and the old link is dead.")
    return see_other("council.show", anchor="invited")


@screens.screen("/council/steps/<step>/dismiss", needs=Can.MANAGE_PEOPLE, methods=("POST",), turn=COUNCIL)
def dismiss_step(step: str) -> Any:
    """Say that the council does not need one of its first steps."""
    wanted = FoundingStep(step) if step in set(FoundingStep) else abort(404)
    council.dismiss_step(step=wanted, by=reader().person_id)
    say("That step is left out.", undo=url_for("council.recall_step", step=step))
    return see_other("council.show")


@screens.screen("/council/steps/<step>/recall", needs=Can.MANAGE_PEOPLE, methods=("POST",), turn=COUNCIL)
def recall_step(step: str) -> Any:
    """Have a first step be told again."""
    council.recall_step(step=FoundingStep(step) if step in set(FoundingStep) else abort(404))
    say("That step stands there again.")
    return see_other("council.show", anchor="first-steps")


@screens.screen("/council/promise", needs=Can.MANAGE_PEOPLE, methods=("POST",), turn=COUNCIL)
def promise() -> Any:
    """Set the promise of a first reply."""
    form = PromiseForm()
    if form.sent():
        with form.trying():
            council.set_promise(days=form.days.data or 0, by=reader().person_id)
    form.report("The promise is saved.")
    return see_other("council.show", anchor="promise")


@screens.screen("/council/words", needs=Can.MANAGE_PEOPLE, methods=("POST",), turn=COUNCIL)
def words() -> Any:
    """Set what the council calls roles and stages."""
    form = own_words_form(council.here().own_words)
    if form.sent():
        with form.trying():
            council.set_own_words(words=form.words, by=reader().person_id)
    if not form.accepted:
        return _page(form)
    say("Your words are saved. Everybody here reads them from the next page on.")
    return see_other("council.show", anchor="words")


@screens.screen("/council/permissions", needs=SIGNED_IN, door=False)
def permissions() -> Any:
    """Show who may do what: the very table that every screen reads."""
    return render("council/permissions.html", table=PERMISSIONS, actions=list(Can), roles=list(Role))
