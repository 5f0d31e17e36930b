"""The history is told line by line: each kind of event says what it must, and old ones of every kind can be read."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import text

from tests import makers
from tests.browsing import Browser
from tracker import clock, gate, history, idea
from tracker import portfolio as portfolio_of_all
from tracker.gate import Gate
from tracker.history import Event, StoredEvent, event_of, record
from tracker.history.events import (
    amendment,
    benefit,
    capacity,
    contact,
    context,
    council,
    exchange,
    hours,
    lesson,
    method,
    nudge,
    portfolio,
    risk,
    routine,
    sharing,
    triage,
    value,
)
from tracker.history.events import attachment as files
from tracker.history.events import conversation as said
from tracker.history.events import gate as gates
from tracker.history.events import idea as ideas
from tracker.history.events import place as places
from tracker.history.events import tag as tags
from tracker.idea import Stage
from tracker.tenancy import session

STORED = json.loads((Path(__file__).parents[1] / "data" / "events.json").read_text(encoding="utf-8"))
SAMPLES = [(what, age, told) for what, ages in STORED.items() for age, some in ages.items() for told in some]
CARD = {"collaborative": "Warm", "code": "warm", "number": 7, "level": "full", "chosen": ("risks",)}
DECIDED = {"ref": "NOR-1", "number": 3, "gate": "mobilise", "word": "go", "because": "Why", "stop_reason": None}

LINES: list[tuple[Event, str]] = [
    (exchange.RowsBrought(file="risks.csv", rows=2), "Added from the spreadsheet risks.csv: 2 rows."),
    (
        exchange.RegisterBrought(file="a.csv", ideas=2, rows=3, not_in=1),
        "A spreadsheet was brought in: a.csv, 2 ideas. 1 row did not come in.",
    ),
    (exchange.RegisterBrought(file="a.csv", ideas=0, rows=3, not_in=0), "A spreadsheet was brought in: a.csv."),
    (
        exchange.RegisterUndone(file="a.csv", rows=3, because="The wrong year"),
        "Taken back: what the spreadsheet a.csv had brought, 3 rows. The wrong year.",
    ),
    (exchange.RegisterUndone(file="a.csv", rows=0, because=""), "Taken back: what the spreadsheet a.csv had brought."),
    (
        council.CoverNamed(person="Tom Baker", cover="Deborah Okoro", since="2020-11-30", until="2020-12-04"),
        "Deborah Okoro is asked in place of Tom Baker until 4 December 2020.",
    ),
    (
        council.CoverEnded(person="Tom Baker", cover="Deborah Okoro"),
        "Tom Baker is asked again, and Deborah Okoro no longer in their place.",
    ),
    (council.ElectedNoted(elected=True), "A colleague holds their place by an election."),
    (council.ElectedNoted(elected=False), "A colleague does not hold their place by an election."),
    (
        council.SettingsChanged(values={"days.sponsor": 45}, because="Two months is too long"),
        "Settings of the council were changed: Two months is too long.",
    ),
    (nudge.AskedByLead(to="Dan Whitfield"), "Asked Dan Whitfield something about it."),
    (council.RolesSet(roles=("lead", "owner")), "A colleague’s roles were set: lead, owner."),
    (council.MembershipBegun(roles=("lead", "owner")), "A colleague came in as lead, owner."),
    (council.MembershipBegun(roles=()), "A colleague came in as nothing yet."),
    (council.RolesSet(roles=()), "A colleague’s roles were set: none."),
    (council.MembershipEnded(), "A colleague’s membership ended."),
    (council.ServiceAdded(name="Housing"), "The service Housing was added."),
    (files.FileAttached(name="<b>.jpg", kind="jpeg"), "A picture was attached: &lt;b&gt;.jpg."),
    (files.FileAttached(name="plan.pdf", kind="pdf"), "A file was attached: plan.pdf."),
    (files.FileRemoved(name="plan.pdf", because="Old"), "A file was removed: plan.pdf. “Old”"),
    (places.PlaceAdded(name="Harbour ward"), "The place Harbour ward was added."),
    (
        places.IdeaPlaced(before=("Harbour",), after=("East <end>", "Old Town")),
        "Where: East &lt;end&gt;, Old Town (before: Harbour).",
    ),
    (places.IdeaPlaced(before=(), after=()), "Where: no place named."),
    (council.SeniorOwnerNamed(service="Housing", owner="Ola Reed"), "Housing has a senior owner: Ola Reed."),
    (council.SeniorOwnerNamed(service="Housing", owner=""), "Housing has no senior owner any longer."),
    (exchange.TakenOut(kind="council"), "Somebody asked to take out everything of the council."),
    (
        council.GroupingRenamed(kind="service", before="Housing", after="Homes"),
        "The service Housing is called Homes now.",
    ),
    (council.GroupingEnded(kind="place", name="Kirkby"), "The place Kirkby ended."),
    (council.GroupingResumed(kind="place", name="Kirkby"), "The place Kirkby is offered again."),
    (council.GroupingMerged(kind="service", name="Housing", into="Homes"), "The service Housing became part of Homes."),
    (
        council.GroupingParted(kind="service", name="Housing", other="Homes"),
        "The service Housing is one of its own again, apart from Homes.",
    ),
    (council.PromiseSet(days=10), "The promise of a first reply was set to 10 working days."),
    (
        council.OwnWordsSet(words={"role.owner": "project lead", "stage.mobilise": "pilot"}),
        "The council’s own words were set: “project lead” for the role owner, “pilot” for the stage mobilise.",
    ),
    (council.OwnWordsSet(words={}), "The council’s own words were taken back."),
    (contact.PosterMade(team="Grounds", number=1), "A poster for Grounds was made."),
    (contact.PosterChanged(team="Grounds", number=1), "The poster for Grounds was changed."),
    (contact.PosterEnded(team="", number=1), "The poster for a team ended."),
    (contact.PosterReopened(team="Grounds team", number=1), "The poster for Grounds team was opened again."),
    (
        contact.DoorsSet(residents=True, contact_days=90, code_days=365),
        "The residents’ door is open; contacts are kept for 90 days, codes for 365.",
    ),
    (
        contact.DoorsSet(residents=False, contact_days=1, code_days=2),
        "The residents’ door is closed; contacts are kept for 1 days, codes for 2.",
    ),
    (contact.ContactsEnded(count=3, kind="codes"), "Ended at once: 3 codes of people without an account."),
    (
        contact.ContactsEnded(count=2, kind="contacts"),
        "Ended at once: 2 names and addresses of people without an account.",
    ),
    (contact.ContactEnded(), "Who said it is known no longer."),
    (
        contact.WordsTakenAway(fields=("problem", "title")),
        "Words that should not stand here were taken away: problem, title.",
    ),
    (contact.TellingShown(did="A button"), "Told to anybody: “A button”"),
    (contact.TellingShown(did=""), "Told to anybody."),
    (contact.TellingWithdrawn(did="A button"), "Told to anybody no longer: “A button”"),
    (contact.TellingWithdrawn(did=""), "Told to anybody no longer."),
    (ideas.IdeaSubmitted(reply_due_on="2020-05-04"), "Sent in."),
    (
        ideas.IdeaCorrected(before={"title": "A <b>", "service_id": "5"}, after={"title": "B", "service_id": "6"}),
        'Put right: title, service.<br><span class="quiet">Title before: “A &lt;b&gt;”</span>',
    ),
    (
        ideas.IdeaCorrected(before={"proposal": None}, after={"proposal": "B"}),
        'Put right: proposal.<br><span class="quiet">Proposal before: “nothing”</span>',
    ),
    (ideas.AudienceSet(audience="confidential", people=0), "Kept confidential: seen by its author, who keeps it"),
    (
        ideas.AudienceSet(audience="confidential", people=2),
        "Kept confidential: seen by its author, who keeps it and 2 people named",
    ),
    (ideas.AudienceSet(audience="everybody", people=0), "Opened to everybody in the council again"),
    (ideas.AudienceSet(audience="", people=0), "Said who sees it"),
    (ideas.IdeaHandedBack(owner="Tom", because="Why"), "Handed it back to Tom. “Why”"),
    (ideas.IdeaHandedBack(owner=None, because=""), "Handed it back; nobody looks after it now."),
    (nudge.HelpGiven(to="Tom"), "Tom asked for help and was answered."),
    (ideas.IdeaWoken(because="Why"), "<strong>Taken up again.</strong> “Why”"),
    (ideas.IdeaWoken(because=""), "<strong>Taken up again.</strong>"),
    (ideas.IdeaWoken(because="", on_its_day=True), "<strong>Came back on its day.</strong>"),
    (ideas.IdeaCarriedOn(), "It goes on as before."),
    (
        gates.IdeaReopened(ref="NOR-1", number=3, stage="mobilise", because="Why"),
        '<a href="/ideas/NOR-1/decisions/3"><strong>Reopened</strong></a> at mobilise. “Why”',
    ),
    (ideas.FactStated(fact="extent", value="radical"), "How big a change: <strong>radical</strong>."),
    (
        ideas.FactStated(fact="involvement", value="designs_with"),
        "Part that users have: <strong>design with us</strong>.",
    ),
    (ideas.FactStated(fact="needs_no_money", value="yes"), "Needs no money: <strong>yes</strong>."),
    (
        ideas.FactStated(fact="shielded_until", value="", because="It runs."),
        "Left out of reports until: <strong>taken back</strong>. “It runs.”",
    ),
    (ideas.RiskOfNothingStated(words="Words"), "The risk of doing nothing was stated: “Words.”"),
    (
        ideas.KnownSinceStated(known_since="2020-05", decided_to_act_on="2021-06-07"),
        "Known since May 2020, decided to act on 7 June 2021.",
    ),
    (
        ideas.KnownSinceStated(known_since=None, decided_to_act_on=None),
        "Known since nobody says when, decided to act on not yet.",
    ),
    (ideas.OwnerAssigned(owner="Tom", handed_over=False), "Tom looks after it."),
    (ideas.OwnerAssigned(owner="Tom", handed_over=True), "Tom took it over."),
    (ideas.SponsorNamed(sponsor="Helen"), "Sponsor named: Helen."),
    (
        ideas.SponsorContacted(on="2020-05-04", note="Note"),
        "The sponsor and the team were in contact on 4 May 2020: Note.",
    ),
    (
        ideas.SponsorContacted(on="2020-05-04", note=None),
        "The sponsor and the team were in contact on 4 May 2020.",
    ),
    (said.CommentWritten(), "A comment was written."),
    (said.ReplyWritten(), "The author was answered."),
    (said.QuestionAsked(), "The author was asked a question."),
    (said.QuestionAnswered(), "The question was answered."),
    (said.MessageRedacted(), "The words of a message were taken away."),
    (triage.DesignGateOpened(because="Why"), "<strong>Goes on to its design gate.</strong> “Why”"),
    (
        triage.DesignGateOpened(because="Why", gate_by="2031-12-18"),
        "<strong>Goes on to its design gate by 18 December 2031.</strong> “Why”",
    ),
    (triage.IdeaImproved(because="Why"), "<strong>Improve instead:</strong> put right straight away. “Why”"),
    (triage.IdeaResourced(because="Why"), "<strong>Resource instead:</strong> given the means. “Why”"),
    (triage.IdeaDeclined(because="Why"), "<strong>Declined.</strong> “Why”"),
    (triage.IdeaDeclined(because=""), "<strong>Declined.</strong>"),
    (triage.IdeaReferred(because="Why", to_whom="Parks"), "<strong>Passed to Parks.</strong> “Why”"),
    (triage.IdeaParked(because="Why", until="2020-05-04"), "<strong>Parked</strong> until 4 May 2020. “Why”"),
    (
        triage.IdeaMerged(into="NOR-2", into_title="Title", because="Why"),
        '<strong>Joined with</strong> <a href="/ideas/NOR-2">NOR-2, Title</a>. “Why”',
    ),
    (triage.IdeaJoined(ref="NOR-2", title="Title"), '<a href="/ideas/NOR-2">NOR-2, Title</a> was joined with this.'),
    (triage.OutcomeTakenBack(), "Taken back before any letter of it went: what was decided for several ideas at once."),
    (triage.MergeUndone(into="NOR-2", into_title="Title"), "Taken apart again from NOR-2, Title."),
    (triage.JoinUndone(ref="NOR-2", title="Title"), "NOR-2, Title, was taken apart again from this."),
    (
        ideas.LikenessMarked("apart", "NOR-2", "Title"),
        'It was said to be another matter than <a href="/ideas/NOR-2">NOR-2, Title</a>.',
    ),
    (ideas.LikenessMarked("variant", "", ""), "It was said to be a variant of the same need as another idea."),
    (
        ideas.LikenessMarked("open", "NOR-2", "Title"),
        'What was said of it beside <a href="/ideas/NOR-2">NOR-2, Title</a> was taken back.',
    ),
    (gates.GatePolicySet(version=4), "Set version 4 of the gate policy."),
    (gates.GatePolicyMoved(version=4), "Decided from now on under version 4 of the gate policy."),
    (gates.GateAnswered(gate="design", answers=1), "Answered 1 question for the design gate."),
    (
        gates.GateViewGiven(gate="design", leaning="conditional_go"),
        "Said what to do at the design gate: <strong>conditional go</strong>.",
    ),
    (
        gates.DecisionRequested(gate="design", due_on="2020-05-04", note="Note"),
        "Asked for a decision at the design gate by 4 May 2020. “Note”",
    ),
    (
        gates.GateDecided(**DECIDED, from_stage="design", to_stage="mobilise", until=None),
        '<a href="/ideas/NOR-1/decisions/3"><strong>Go</strong></a> to mobilise. “Why”',
    ),
    (
        gates.GateDecided(**DECIDED | {"word": "hold"}, from_stage="design", to_stage="design", until="2020-05-04"),
        '<a href="/ideas/NOR-1/decisions/3"><strong>Hold</strong></a> at the mobilise gate until 4 May 2020. “Why”',
    ),
    (gates.ConditionMet(text="Text", note="Note"), "<strong>Condition met:</strong> Text. “Note”"),
    (
        gates.ExtensionAsked(text="Text", due_on="2020-05-04", wanted_on="2020-06-05", because="Why"),
        "Asked for another date, 5 June 2020 instead of 4 May 2020, for the condition: Text. “Why”",
    ),
    (
        gates.ExtensionAnswered(text="Text", due_on="2020-05-04", wanted_on="2020-06-05", granted=True, note=None),
        "<strong>Another date was granted</strong>, 5 June 2020, for the condition: Text.",
    ),
    (
        gates.ExtensionAnswered(text="Text", due_on="2020-05-04", wanted_on="2020-06-05", granted=False, note="Note"),
        "<strong>The date stays</strong>, 4 May 2020, for the condition: Text. “Note”",
    ),
    (
        value.BenefitsQuestioned(benefits=2),
        "Under question: 2 benefits. A decision that benefits rested on was reversed.",
    ),
    (value.ClaimMade(indicator="Visits", target="8", unit="a day"), "A claim: Visits, hoped for 8 a day."),
    (value.ClaimMade(indicator="Visits", target=None, unit="a day"), "A claim: Visits."),
    (
        value.EvidenceAdded(indicator="Visits", value="5", unit="a day", note="Note"),
        "Evidence on Visits: <strong>5 a day</strong>. “Note”",
    ),
    (value.EvidenceAdded(indicator="Visits", value=None, unit="a day", note=None), "Evidence on Visits."),
    (
        value.EvidenceReviewed(on="2020-05-04", note="Note"),
        "The evidence was looked at again on 4 May 2020, and still stands. “Note”",
    ),
    (value.EvidenceSeenBySponsor(), "The sponsor has seen the newest evidence."),
    (
        value.FundingAdded(funder="The fund", amount="18,000", until="2020-05-04", certainty="granted"),
        "Money: £18,000 from The fund, granted, until 4 May 2020.",
    ),
    (
        value.FundingAdded(funder="The fund", amount=None, until=None, certainty="indicative"),
        "Money: from The fund, indicative.",
    ),
    (value.BenefitClaimed(description="Words"), "A benefit was claimed: Words."),
    (
        benefit.PeriodAdded(benefit="Fees", period="2025/26", forecast="£9", came="£8"),
        "Fees, 2025/26: £9 forecast, £8 came.",
    ),
    (benefit.PeriodAdded(benefit="Fees", period="2025/26", forecast=None, came="Words"), "Fees, 2025/26: Words came."),
    (
        benefit.FigureChecked(benefit="Fees", period="2025/26", word="other", figure="£7", note="Why"),
        "Fees, 2025/26: it is another figure, £7. Why.",
    ),
    (
        benefit.FigureChecked(benefit="Fees", period="2025/26", word="right", figure=None, note=""),
        "Fees, 2025/26: it is right.",
    ),
    (
        benefit.BenefitMoved(benefit="Fees", state="realised", because="Why"),
        "Fees: it came. Why.",
    ),
    (
        hours.HoursGranted(granted_by="Her head", granted_to="the warden", hours="3.5", until="2020-05-04"),
        "Her head gave the warden 3.5 hours a week, until 4 May 2020.",
    ),
    (
        hours.HoursGranted(granted_by="Her head", granted_to="the warden", hours="4", until=None),
        "Her head gave the warden 4 hours a week.",
    ),
    (risk.RiskRaised(words="Words", score=15), "A risk was noted (15 of 25): Words."),
    (
        risk.RiskReviewed(words="Words.", on="2020-05-04", score=12, score_before=16),
        "A risk was looked at: Words. It comes to 12 of 25, 16 before. Again on 4 May 2020.",
    ),
    (
        risk.RiskReviewed(words="Words.", on="2020-05-04", score=None, score_before=None),
        "A risk was looked at: Words. Again on 4 May 2020.",
    ),
    (
        amendment.RecordAmended(kind="claim", act="corrected", title="Days", because="Why"),
        "Claim “Days”: put right. “Why”",
    ),
    (amendment.RecordAdded(kind="source_link", title="The report"), "Link “The report” recorded."),
    (amendment.RecordAdded(kind="theory", title=""), "Why it should work recorded."),
    (amendment.RecordAmended(kind="funding", act="undone", title="", because=""), "Money: change undone."),
    (
        risk.RiskClosed(words="Words.", because="Why", closed_as="no_longer_possible"),
        "A risk was closed: Words. “Why”",
    ),
    (
        risk.RiskClosed(words="Words.", because="Why", closed_as="came_true"),
        "A risk came true and was dealt with: Words. “Why”",
    ),
    (context.ContextNoted(kind="union_contact", title="Unison"), "What a union was told was noted: Unison."),
    (
        context.BlockerAnswered(words="Two signatures", verdict="refused", answer="No."),
        "A rule in the way was answered: “Two signatures”, it stays as it is. “No.”",
    ),
    (tags.TagsSet(tags=["bins", "winter"], before=[]), "Tagged bins, winter."),
    (tags.TagsSet(tags=[], before=["bins"]), "Its tags were taken off."),
    (tags.TagRenamed(name="refuse", before="bins"), "The tag bins is now called refuse."),
    (tags.TagMerged(name="bins", into="refuse"), "The tag bins was joined into refuse."),
    (tags.TagEnded(name="bins"), "The tag bins is used no more."),
    (tags.TagRestored(name="bins"), "The tag bins is back."),
    (ideas.IdeaSorted(innovation_type="service", origin_driver=None), "Its kind: service; driven by: not said."),
    (gates.ArchiveConsentSet(given=True), "Agreed that other councils may take it up."),
    (gates.ArchiveConsentSet(given=False), "Other councils may not take it up any more."),
    (
        gates.YearlyReviewHeld(improvement=7, innovation=4),
        "Reviewed for the year: improvement 7 of 10, innovation 4 of 10.",
    ),
    (
        routine.OldServiceNamed(service="The day centre", ends_on="2027-03-31", ended_on=None),
        "<strong>The day centre</strong> ends on 31 March 2027.",
    ),
    (
        routine.OldServiceNamed(service="The day centre", ends_on="2025-03-31", ended_on="2025-04-01"),
        "<strong>The day centre</strong> ended on 1 April 2025.",
    ),
    (
        routine.RecognitionNoted(title="Beacon award", giver="IDeA", on="2009-06-01"),
        "Recognised: “Beacon award”, from IDeA, 1 June 2009. It is no evidence.",
    ),
    (routine.RoutineWithdrawn(named="Beacon award", because="Not ours"), "Withdrawn: Beacon award. “Not ours”"),
    (
        method.PlanStepSaid(phase="Try", method="Prototype", state="skipped", because="Too slow"),
        "Plan, phase “Try”: Prototype, skipped. “Too slow”",
    ),
    (lesson.LessonUsed(words="Words", taken_back=False), "Used a lesson: “Words”"),
    (lesson.LessonUsed(words="Words", taken_back=True), "Took back that a lesson was used: “Words”"),
    (lesson.LessonWritten(words="Words", worked="no"), "A lesson: “Words”"),
    (ideas.TriggerStated(trigger="An inspection", on="2020-05"), "Set off by An inspection, May 2020."),
    (ideas.TriggerStated(trigger=None, on=None), "Set off by nobody says what."),
    (
        capacity.PartnerActed(partner="Age UK", words="A van", on="2020-05-04", until=None),
        "<strong>Age UK</strong>: “A van”",
    ),
    (
        capacity.PartnerActed(partner="Age UK", words="A van", on="2020-05-04", until="2021-06-07"),
        "<strong>Age UK</strong> promised until 7 June 2021: “A van”",
    ),
    (
        capacity.CommitmentSettled(partner="Age UK", words="A van", kept=False),
        "Age UK did not keep what it promised: “A van”",
    ),
    (
        capacity.TeamMemberNamed(role="member", name="Ola Ray", does="Knows the rota"),
        "<strong>Ola Ray</strong> works on it: Knows the rota.",
    ),
    (
        capacity.TeamMemberNamed(role="commissioner", name="Ola Ray", does=None),
        "<strong>Ola Ray</strong> is its commissioner.",
    ),
    (capacity.TeamMemberLeft(role="commissioner", name="Ola Ray"), "Ola Ray is its commissioner no more."),
    (capacity.TeamMemberLeft(role="member", name="Ola Ray"), "Ola Ray works on it no more."),
    (capacity.HandoverNoted(), "Notes for whoever looks after it next were written."),
    (capacity.CommitmentSettled(partner="Age UK", words="A van", kept=True), "Age UK kept what it promised: “A van”"),
    (said.NoteWritten(), "A note was written among those who look after it."),
    (said.CommentEdited(), "A comment was changed. What stood there before can be read."),
    (said.ColleagueNamed(name="Sam Okafor", unseen=False), "Sam Okafor was named in a comment."),
    (
        said.ColleagueNamed(name="Sam Okafor", unseen=True),
        "Sam Okafor was named in a comment, and may not see it.",
    ),
    (capacity.ThanksSaid(name="Sam Okafor"), "Sam Okafor was thanked in public."),
    (
        capacity.ThanksTakenBack(name="Sam Okafor", because="It was Ann."),
        "The thanks to Sam Okafor were taken back: It was Ann.",
    ),
    (capacity.PartnershipEnded(partner="Age UK"), "Age UK works on it no more."),
    (
        capacity.HandoverPlanned(deputy="Tom", plan="Slowly.", on="2020-05-04", nobody=False),
        "Handover: Tom is its deputy, planned for 4 May 2020. “Slowly.”",
    ),
    (capacity.HandoverPlanned(deputy=None, plan=None, on=None, nobody=True), "Nobody else could keep it going."),
    (capacity.SignerNamed(office="hr", person="Tom"), "Tom is asked to sign it off for human resources."),
    (
        capacity.SignOffGiven(office="it", word="with_conditions", note="Note"),
        "<strong>IT:</strong> signed off, with conditions. “Note”",
    ),
    (capacity.SignOffGiven(office="finance", word="signed", note=None), "<strong>Finance:</strong> signed off."),
    (
        capacity.ManagerCredited(manager="the matron", thanks="given", how="A letter"),
        "The matron: thanked or credited, A letter.",
    ),
    (capacity.ManagerCredited(manager="the matron", thanks="owed", how=None), "The matron: not thanked yet."),
    (
        sharing.CardPublished(**CARD),
        '<strong>Published</strong> to <a href="/collaboratives/warm">Warm</a>, in full.',
    ),
    (
        sharing.CardPublished(**CARD | {"level": "summary"}),
        '<strong>Published</strong> to <a href="/collaboratives/warm">Warm</a>, as a summary.',
    ),
    (
        sharing.CardReplaced(**CARD),
        '<strong>Changed the card</strong> in <a href="/collaboratives/warm">Warm</a>, now in full.',
    ),
    (
        sharing.CardReplaced(**CARD | {"level": "summary"}),
        '<strong>Changed the card</strong> in <a href="/collaboratives/warm">Warm</a>, now as a summary.',
    ),
    (
        sharing.CardRefreshed(collaborative="Warm", code="warm", number=7),
        '<strong>Refreshed the health</strong> on the card in <a href="/collaboratives/warm">Warm</a>.',
    ),
    (
        sharing.CollaborativeChanged(act="asked", collaborative="Warm", code="warm", council="Oldham"),
        '<strong>Asked a council into</strong> <a href="/collaboratives/warm">Warm</a>: Oldham.',
    ),
    (sharing.CardWithdrawn(**CARD, because="Why"), "<strong>Withdrew the card</strong> from Warm. “Why”"),
    (
        sharing.IdeaAdapted(origin="Oldham", title="Title", number=7, collaborative="Warm", code="warm"),
        '<strong>Adapted</strong> from Oldham’s “Title”, in <a href="/collaboratives/warm">Warm</a>.',
    ),
    (
        sharing.AdaptationReported(origin="Oldham", status="worked_in_part", why_not=None, result="Words"),
        "<strong>Told Oldham</strong> how it went: worked in part. “Words”",
    ),
    (
        sharing.FeedbackGiven(origin="Oldham", words="Words"),
        "<strong>Told Oldham</strong> what was learnt here: “Words”",
    ),
    (
        sharing.FeedbackAcknowledged(adapter="Oldham", words="Words"),
        "<strong>Answered Oldham</strong>, which told what it learnt: “Words”",
    ),
    (
        sharing.TrialEntered(title="Damp", number=7, collaborative="Warm", code="warm", variant="Taxi"),
        '<strong>Tried beside others</strong> as “Taxi”, in <a href="/collaboratives/warm/trials/7">Damp</a> of Warm.',
    ),
    (nudge.NudgeSent(rule="idle", to="somebody", fact="Fact."), "A reminder was sent. Fact."),
    (
        nudge.NudgeAnswered(rule="idle", reply="need_help", note="Note"),
        "Answered a reminder: <strong>I need help</strong>. “Note”",
    ),
    (
        nudge.NudgeAnswered(rule="idle", reply="still_going", note=""),
        "Answered a reminder: <strong>still going</strong>.",
    ),
    (nudge.NudgeWithheld(rule="idle", because="Why"), "Withheld a reminder. “Why”"),
    (
        nudge.NudgeSnoozed(rule="idle", until="2020-05-04", because="Why"),
        "Put a reminder off until 4 May 2020. “Why”",
    ),
    (portfolio.ItemAnswered(item="The item", value=3), "The item: answered <strong>3 of 4</strong>."),
    (
        portfolio.ReportWorded(quarter="July to September 2026"),
        "The words above the report of July to September 2026 were written.",
    ),
    (
        portfolio.OptionsStated(service="Housing", expected=4),
        "Housing expects 4 live options in three to five years.",
    ),
    (
        portfolio.OptionsStated(service="Housing", expected=None),
        "Nobody knows yet how many live options Housing expects in three to five years.",
    ),
    (
        exchange.CaseImported(
            source="report.txt:1", historical=True, placed=(("latent", "design"), ("design", "mobilise"))
        ),
        (
            "<strong>Brought in</strong> from a case file, as a historical case told by a report."
            " Placed at import: latent to design, design to mobilise."
        ),
    ),
    (
        exchange.CaseImported(source="", historical=False, placed=()),
        "<strong>Brought in</strong> from a case file, as an idea of the council's own.",
    ),
    (history.OtherEvent(key="moon_landed"), "Moon landed."),
]


@pytest.fixture
def line(app):
    """The line of an event in the history, its white space evened out."""

    def told(event: Event) -> str:
        return " ".join(app.jinja_env.get_template(f"history/{event.what}.html").render(event=event).split())

    return told


@pytest.mark.parametrize(("event", "expected"), LINES, ids=[f"{n}-{event.what}" for n, (event, _) in enumerate(LINES)])
def test_the_line_of_an_event_says(line, event, expected):
    assert line(event) == expected


def test_every_kind_of_event_is_among_those_whose_line_is_read_here():
    assert {type(event) for event, _ in LINES} == {*history.KINDS.values(), history.OtherEvent}


@pytest.mark.parametrize(("what", "age", "told"), SAMPLES, ids=[f"{what}-{age}" for what, age, _ in SAMPLES])
def test_a_stored_event_is_told_whatever_its_age(line, what, age, told):
    shown = re.sub(r"<[^>]*>", "", line(event_of(what, told)))
    assert re.match(r"[A-Z]", shown)
    assert not re.search(r"None|[{}\[\]]|“”| [.,:]|:\W*$", shown), shown


def test_there_are_samples_of_every_kind_one_as_it_is_stored_now_and_one_older():
    assert set(STORED) - {"moon_landed"} == {*history.KINDS, *history.FORMER}
    for what, kind in history.KINDS.items():
        for told in STORED[what]["present"]:
            as_stored = json.loads(json.dumps(event_of(what, told).as_plain()))
            assert as_stored == told, f"{kind.__name__} is stored otherwise"
        assert STORED[what]["present"], what
        assert STORED[what]["old"], what


def test_no_two_kinds_are_stored_under_one_key():
    kinds = Event.__subclasses__()
    assert sorted(kind.what for kind in kinds) == sorted([*history.KINDS, "other"])
    assert not set(history.FORMER) & set(history.KINDS)
    assert len(history.FORMER) == sum(len(kind.former) for kind in kinds)


@pytest.mark.parametrize(
    ("what", "stored", "told"),
    [
        ("idea_kept_confidential", {"people": 2}, ideas.AudienceSet(audience="confidential", people=2)),
        ("idea_kept_confidential", {}, ideas.AudienceSet(audience="confidential", people=0)),
        ("idea_opened", {}, ideas.AudienceSet(audience="everybody", people=0)),
    ],
)
def test_what_was_stored_under_a_former_key_is_read_as_the_kind_that_it_became(what, stored, told):
    assert event_of(what, stored) == told


def test_an_event_is_stored_as_plain_values_and_read_back_the_same(world):
    event = triage.IdeaParked(because="Why", until="2027-05-04")
    with world.ours.door():
        record(event, by=world.ours.lead.id)
        session().flush()
        session().expunge_all()
        stored = session().query(StoredEvent).filter_by(what="parked").one()
        assert stored.particulars == {"because": "Why", "until": "2027-05-04"}
        assert event_of(stored.what, stored.particulars) == event


def test_a_page_tells_events_that_this_code_has_never_heard_of(world, browse):
    ref = makers.an_idea(world.ours, stage=Stage.DESIGN)
    with world.ours.door() as door:
        strange = {"idea": makers.idea_of(ref).id, "what": "moon_landed", "old": "gate_decided"}
        door.execute(
            text(
                "INSERT INTO event (id, what, idea_id, particulars) VALUES"
                """ (gen_random_uuid(), :what, :idea, '{"x": 1}'), (gen_random_uuid(), :old, :idea, '{}')"""
            ),
            strange,
        )
    page = browse(world.ours.owner).get(f"/ideas/{ref}").text
    assert "Moon landed." in page
    assert "<strong>Decided</strong>" in page


# --- nothing is asked of the history ----------------------------------------------------------------------------------
COMMENTS = 205


def bury(side: makers.Side, ref: str) -> None:
    """Have so much said on an idea that its page shows none of what happened before."""
    with side.door():
        found = makers.idea_of(ref)
        for number in range(COMMENTS):
            idea.comment(idea=found, words=f"Word {number}", by=side.contributor.id)


def the_thing_asked(browser: Browser, ref: str) -> str:
    """What an idea's page asks of its reader."""
    return browser.get(f"/ideas/{ref}").text


def test_an_open_request_for_a_decision_stands_behind_any_number_of_comments(world, browse):
    ours = world.ours
    ref = makers.an_idea(ours, stage=Stage.DESIGN)
    with ours.door():
        gate.ask_for_decision(idea=makers.idea_of(ref), gate=Gate.MOBILISE, by=ours.owner.id)
    bury(ours, ref)
    page = the_thing_asked(browse(ours.lead), ref)
    assert "Asked for a decision" not in page, "its event is no longer shown"
    assert "A decision is asked of you" in page
    assert "Asked for by Tom Baker." in page
    makers.a_decision(ours, ref, gate.Word.HOLD, at=Gate.MOBILISE, until=makers.days_ago(-9))
    assert "A decision is asked" not in the_thing_asked(browse(ours.lead), ref)


def test_a_request_that_the_history_tells_of_and_no_row_does_is_none(world, browse):
    ours = world.ours
    ref = makers.an_idea(ours, stage=Stage.DESIGN)
    with ours.door():
        told = gates.DecisionRequested(gate="mobilise", due_on="2027-05-04", note=None)
        record(told, idea_id=makers.idea_of(ref).id, by=ours.owner.id)
    assert "A decision is asked" not in the_thing_asked(browse(ours.lead), ref)


def test_a_card_and_who_adapted_it_stand_behind_any_number_of_comments(world, browse):
    ours, theirs = world.ours, world.theirs
    code = makers.a_collaborative(ours, theirs)
    ref = makers.an_idea(ours, stage=Stage.DESIGN)
    assert "Nobody has adapted it yet" not in browse(ours.lead).get(f"/ideas/{ref}").text
    number = makers.a_card(ours, code, ref)
    assert "Nobody has adapted it yet" in browse(ours.lead).get(f"/ideas/{ref}").text
    taken = makers.an_adaptation(theirs, code, number)
    for side, buried, other in ((ours, ref, "took it in on"), (theirs, taken, "Ours came from")):
        bury(side, buried)
        page = browse(side.lead).get(f"/ideas/{buried}").text
        assert "Published</strong>" not in page
        assert "Adapted</strong>" not in page
        assert other in page


def flags_of(side: makers.Side, ref: str) -> dict[str, str]:
    """The flags on an idea's triangle today, each with its fact."""
    with side.door():
        portfolio_of_all.compute_standings()
    with side.door():
        shown = portfolio_of_all.triangle_of(idea_id=makers.idea_of(ref).id)
        return {flag.key: flag.fact for flag in shown.flags}


def test_an_idea_is_idle_from_its_last_change_and_alone_by_who_was_here_lately(world):
    ours = world.ours
    with clock.at(date(2026, 3, 2)):
        ref = makers.an_idea(ours, stage=Stage.MOBILISE)
        assert not {"idle", "one_person"} & set(flags_of(ours, ref))
    with clock.at(date(2026, 6, 1)):
        assert "2 March" in flags_of(ours, ref)["idle"]
        with ours.door():
            idea.comment(idea=makers.idea_of(ref), words="Still here.", by=ours.owner.id)
        assert not {"idle", "one_person"} & set(flags_of(ours, ref))
    with clock.at(date(2026, 8, 31)):
        assert "1 June" in flags_of(ours, ref)["idle"]
        assert "one_person" in flags_of(ours, ref)
