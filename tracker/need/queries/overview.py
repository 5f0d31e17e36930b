"""What stands in a collaborative by way of needs and offers, as somebody of one of its councils meets it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tracker import idea
from tracker.collaborative import TO_BE_OPENED, OpenCollaborative, opened
from tracker.council import Reader
from tracker.idea import Idea, Key
from tracker.idea.queries.desk import KeptIdea, owned_by_query
from tracker.need.queries.answers import PostingAnswerRow, answers_query
from tracker.need.queries.matches import (
    HelperRow,
    Speakers,
    StepAhead,
    WantedPosting,
    ahead_of,
    cards_query,
    helpers_query,
)
from tracker.need.queries.postings import PostingPage, first_page, offered_query, page_query
from tracker.need.words import NeedWay
from tracker.tenancy import current_council


@dataclass(frozen=True)
class NeedsAndOffers:
    """What is looked for and offered in a collaborative, what waits, what was agreed, who helps, who is ahead of us.

    Of `needs` and `offers` there are further pages; `wanted` are those needs with what may answer them. `waiting` is
    asked of us, `asked` is what we asked; `own` are the ideas that the reader keeps, `chosen` is the one that `ahead`
    tells of.
    """

    collaborative: OpenCollaborative
    needs: PostingPage
    wanted: Sequence[WantedPosting]
    offers: PostingPage
    waiting: Sequence[PostingAnswerRow]
    asked: Sequence[PostingAnswerRow]
    agreed: Sequence[PostingAnswerRow]
    helpers: Sequence[HelperRow]
    helping: bool
    own: Sequence[KeptIdea]
    chosen: Idea | None
    ahead: Sequence[StepAhead]


def needs_and_offers(
    code: str,
    *,
    reader: Reader,
    ours: str | None = None,
    needs_after: Key | None = None,
    offers_after: Key | None = None,
) -> NeedsAndOffers:
    """A page of needs and one of offers as somebody meets them, after these keys, and who is ahead on an idea.

    That idea is `ours`, else the first that they keep. Three statements. Raises NotFoundError for a collaborative that
    is not the open council's, and where `ours` names no idea that they may see.
    """
    this = TO_BE_OPENED
    needs = page_query(this, NeedWay.NEED, after=needs_after)
    older = [page_query(this, NeedWay.OFFER, after=offers_after)] if offers_after else []
    offered, cards, helpers = offered_query(this), cards_query(this), helpers_query(this)
    answers, own = answers_query(this), owned_by_query(reader=reader)
    collaborative, found = opened(code, needs, offered, cards, helpers, answers, own, *older)
    chosen, here, told = _chosen(ours, found.of(own), reader), str(current_council()), found.of(answers)
    among = Speakers(
        f"/collaboratives/{code}",
        offers=found.of(offered),
        cards=found.of(cards),
        helpers=found.of(helpers),
    )
    return NeedsAndOffers(
        collaborative=collaborative,
        needs=found.of(needs),
        wanted=[among.answering(one) for one in found.of(needs).postings],
        offers=found.of(older[0]) if older else first_page(found.of(offered)),
        waiting=[one for one in told.waiting if one.to_council_id == here],
        asked=[*(one for one in told.waiting if one.council_id == here), *told.refused],
        agreed=told.agreed,
        helpers=found.of(helpers),
        helping=(here, str(reader.person_id)) in {(one.council_id, one.person_id) for one in found.of(helpers)},
        own=found.of(own),
        chosen=chosen,
        ahead=ahead_of(chosen, among=among) if chosen else (),
    )


def _chosen(ours: str | None, own: Sequence[KeptIdea], reader: Reader) -> Idea | None:
    ref = ours or (own[0].ref if own else None)
    return idea.get(ref=ref, reader=reader) if ref else None
