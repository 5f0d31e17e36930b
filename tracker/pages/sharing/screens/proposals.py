"""An operator proposes a collaborative to the council that would convene it, and reads what became of it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from tracker import collaborative, council, tenancy
from tracker.council import Can
from tracker.pages.sharing.founding_forms import ProposalForm
from tracker.web import Screens, reader, render, say, see_other
from tracker.web.forms import Form

screens = Screens("proposals", __name__)


@screens.screen("/ops/collaboratives", needs=Can.OPERATE, door=False)
def listing() -> Any:
    """What was proposed to which council, and what it answered."""
    with tenancy.directory():
        proposed = collaborative.proposals()
    return render("sharing/proposals/listing.html", proposed=proposed)


@screens.screen("/ops/collaboratives/new", needs=Can.OPERATE, methods=("GET", "POST"), door=False)
def new() -> Any:
    """Propose a collaborative: what for, until when, and which council would convene it."""
    with tenancy.directory():
        form = ProposalForm.asking(council.all_councils())
        if form.sent():
            with form.trying():
                collaborative.propose(by=reader().person_id, **form.told)
    if form.accepted:
        say("It is proposed: the leads of that council have a letter. There is one once one of them agrees.")
        return see_other(".listing")
    return render("sharing/proposals/new.html", form=form)


@screens.screen("/ops/collaboratives/<uuid:proposed_id>/back", needs=Can.OPERATE, methods=("POST",), door=False)
def back(proposed_id: UUID) -> Any:
    """Take back what nobody has answered."""
    form = Form(formdata=None)
    with tenancy.directory(), form.trying():
        collaborative.take_back_proposal(proposed_id)
    form.report("It is taken back: that council reads nothing of it any more.")
    return see_other(".listing")
