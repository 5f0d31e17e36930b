"""The quarterly report: a portfolio as a committee is handed it, on the page, on paper and as a PDF."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from flask import abort
from wtforms import StringField, TextAreaField
from wtforms.validators import Length

from config import printer
from tracker import benefit, clock, gate, idea, lesson, portfolio, risk
from tracker.benefit import EndedSum
from tracker.council import Can
from tracker.gate import DecidedLine, Word
from tracker.idea import FateCount
from tracker.lesson import LearntLine
from tracker.pages.portfolio.report_words import PartRow, part_rows
from tracker.portfolio import FunnelRow, LeftOutLine, ProfilePart, Quarter, ReportWordsEntry
from tracker.risk import ScrutinyLine
from tracker.tenancy import as_council, together
from tracker.web import COUNCIL, Screens, reader, render, say, see_other
from tracker.web.decided import decision_heading
from tracker.web.forms import MindfulForm
from tracker.web.paper import pdf_answer

screens = Screens("reports", __name__)
ONE = "/portfolio/reports/<quarter>"


@dataclass(frozen=True)
class QuarterRecord:
    """What was recorded of the days of a quarter, and what became of the ideas of the same quarter a year before."""

    words: ReportWordsEntry
    left_out: list[LeftOutLine]
    decisions: list[DecidedLine]
    by_word: dict[Word, int]
    worth: list[EndedSum]
    scrutiny: list[ScrutinyLine]
    fates: list[FateCount]
    lessons: list[LearntLine]

    @property
    def decided(self) -> int:
        """How many decisions were made in it."""
        return sum(self.by_word.values())

    @property
    def logged(self) -> int:
        """How many ideas were logged in the same quarter a year before."""
        return sum(one.ideas for one in self.fates)


@dataclass(frozen=True)
class QuarterReport:
    """All that the report of a quarter tells, as it is printed at a moment.

    `parts_day` is the day of the parts: the quarter's last, or today while it has not ended.
    """

    quarter: Quarter
    is_preview: bool
    parts_day: date
    printed_at: datetime
    parts: list[PartRow]
    active: int | None
    funnel: Sequence[FunnelRow]
    record: QuarterRecord

    @property
    def a_year_ago(self) -> Quarter:
        """The same quarter a year before."""
        return self.quarter.later(-4)


def report_on(quarter: Quarter) -> QuarterReport:
    """The report of a quarter: four statements; some more where no snapshot of its last day was kept."""
    today = clock.today()
    day = min(quarter.last, today)
    parts, compared = _parts(quarter, day)
    return QuarterReport(
        quarter=quarter,
        is_preview=not quarter.has_ended(today),
        parts_day=day,
        printed_at=clock.now(),
        parts=part_rows(parts, compared),
        active=next((part.count("active") for part in parts if part.name == "spread"), None),
        funnel=portfolio.funnel(start=quarter.later(-1).last, until=day),
        record=_record(quarter, day),
    )


def _record(quarter: Quarter, day: date) -> QuarterRecord:
    """One statement."""
    days = {"start": quarter.first, "until": quarter.last}
    before = quarter.later(-4)
    words, left_out = portfolio.words_query(quarter=quarter), portfolio.left_out_query(day=day)
    decisions, by_word = gate.decided_query(**days), gate.decided_count_query(**days)
    worth, scrutiny, lessons = benefit.ended_query(**days), risk.scrutiny_query(day=day), lesson.learnt_query(**days)
    fates = idea.fates_query(logged_from=before.first, logged_until=before.last, day=day)
    found = together((words, left_out, decisions, by_word, worth, scrutiny, fates, lessons))
    return QuarterRecord(
        words=found.of(words),
        left_out=found.of(left_out),
        decisions=found.of(decisions),
        by_word=found.of(by_word),
        worth=found.of(worth),
        scrutiny=found.of(scrutiny),
        fates=found.of(fates),
        lessons=found.of(lessons),
    )


def _parts(quarter: Quarter, day: date) -> tuple[list[ProfilePart], list[list[ProfilePart]]]:
    """The parts on a day: as they were kept, else worked out from the dated rows; and as they were kept earlier.

    Earlier: on the last day of the quarter before, and of the same quarter a year before.
    """
    earlier = [quarter.later(-1).last, quarter.later(-4).last]
    kept = portfolio.snapshots_on(days=[day, *earlier])
    return kept[day] or portfolio.profile_on(day=day), [kept[one] for one in earlier]


def _quarter(word: str) -> Quarter:
    return portfolio.read_quarter(word, today=clock.today()) or abort(404)


def on_paper(report: QuarterReport) -> dict[str, Any]:
    """What a report is rendered with."""
    return {"report": report, "heading_of": decision_heading, "about": portfolio.parts_as_told()}


@screens.screen("/portfolio/reports", needs=Can.SEE_PORTFOLIO)
def listing() -> Any:
    """Every quarter that there can be a report of, the newest first."""
    quarters = portfolio.quarters_kept()
    ended = next((one for one in quarters if one.ended), None)
    return render("portfolio/reports.html", quarters=quarters, ended=ended)


@screens.screen(ONE, needs=Can.SEE_PORTFOLIO, works_long=True)
def show(quarter: str) -> Any:
    """The report of a quarter; of one that has not ended, a preview."""
    report = report_on(_quarter(quarter))
    return render("portfolio/report.html", **on_paper(report), can_be_pdf=not printer.lacking())


@screens.screen(f"{ONE}.pdf", needs=Can.SEE_PORTFOLIO, door=False)
def pdf(quarter: str) -> Any:
    """The same as a PDF."""
    here: UUID = reader().council_id or abort(404)
    asked = _quarter(quarter)
    with as_council(here):
        page = render("portfolio/report_on_paper.html", **on_paper(report_on(asked)), title=asked.name)
    return pdf_answer(page, name=f"portfolio-{asked.word}") or see_other(".show", quarter=asked.word)


class WordsForm(MindfulForm):
    """What is said above a report."""

    for_whom = StringField(
        "Who is it for?",
        description="Such as: scrutiny committee, 3 December.",
        validators=[Length(max=200)],
    )
    asks = TextAreaField(
        "What do you ask of them?",
        description="A line for each thing. Say what is to be decided, by when. Empty where nothing is asked.",
        validators=[Length(max=4000)],
    )


@screens.screen(f"{ONE}/words", needs=Can.SET_POLICY, methods=("GET", "POST"), turn=COUNCIL)
def words(quarter: str) -> Any:
    """Write for whom the report is, and what is asked of them."""
    asked = _quarter(quarter)
    said = portfolio.words_query(quarter=asked).answer()
    form = WordsForm(data={"for_whom": said.for_whom or "", "asks": said.asks or ""})
    if form.sent():
        with form.trying():
            portfolio.write_report_words(
                quarter=asked, for_whom=form.for_whom.data or "", asks=form.asks.data or "", by=reader().person_id
            )
        if form.accepted:
            say("Your words stand above the report.")
            return see_other(".show", quarter=asked.word)
    return render("portfolio/report_words.html", quarter=asked, said=said, form=form)
