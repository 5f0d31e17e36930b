"""A council brings a spreadsheet: the file, what it means here, how it comes in, and what became of each row."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Response, abort, request, url_for

from tracker import council, register
from tracker.council import Can
from tracker.idea import NotFoundError, Refused
from tracker.pages.registers.forms import BringForm, MatchForm, UndoForm, words_offered
from tracker.pages.registers.words import heading_answer, heading_answers, title_of_match, told_state, waiting_words
from tracker.register import ColumnSense, Register, RegisterChoices, RegisterState, RowEntry, RowFate
from tracker.tenancy import Query, together
from tracker.web import COUNCIL, Screens, reader, render, say, see_other, warn
from tracker.web.filters import plural
from tracker.web.numbers import whole

screens = Screens("registers", __name__)
AGAIN_SECONDS = 3
TEMPLATE = (
    "Project name,Reference,What is the problem,What would be done,Status,Service,Project lead,Start date,"
    "Budget £,Notes\r\n"
)


def _found(number: int) -> Register:
    try:
        return register.register(number)
    except NotFoundError:
        abort(404)


@screens.screen("/council/import", needs=Can.IMPORT, methods=("GET", "POST"), turn=COUNCIL)
def bring() -> Any:
    """Bring a spreadsheet: nothing is saved but the file until its meaning is settled."""
    form = BringForm()
    if form.sent():
        with form.trying():
            given = form.file.data
            made = register.take(file_name=given.filename, content=given.read(), by=reader().person_id)
    if form.accepted:
        return see_other("registers.match", number=made.number)
    return render("registers/bring.html", form=form, registers=register.registers(), told_state=told_state)


@screens.screen("/council/import/template", needs=Can.IMPORT)
def template() -> Any:
    """Give a spreadsheet with the headings that need no matching."""
    return _download("seedbed-template.csv", "text/csv", b"\xef\xbb\xbf" + TEMPLATE.encode())


@screens.screen("/council/import/<int:number>/match", needs=Can.IMPORT, methods=("GET", "POST"), turn=COUNCIL)
def match(number: int) -> Any:
    """Say what headings and words mean, and see what will come in."""
    found = _found(number)
    if found.state != RegisterState.OPEN:
        return see_other("registers.show", number=number)
    form = MatchForm()
    if form.sent():
        return _pressed(found, form)
    return _match_page(found, form)


def _match_page(found: Register, form: MatchForm) -> Any:
    try:
        opened, check = register.look(found)
    except Refused as why:
        return render("registers/unreadable.html", register=found, told=str(why))
    if not form.is_submitted():
        choices = opened.choices
        form = MatchForm(
            formdata=None,
            sheet=opened.sheet.name,
            rows=choices.rows,
            repeats=choices.repeats,
            stage=choices.stage,
            source=choices.source,
            idea=choices.idea,
            apart="y" if choices.apart else "",
            saving=choices.saving,
        )
    return render(
        "registers/match.html",
        form=form,
        register=found,
        sheets=opened.sheets,
        sheet=opened.sheet.name,
        heading_answers=list(heading_answers(opened)),
        headed=heading_answer(opened),
        remarks=opened.file.remarks + opened.sheet.remarks,
        check=check,
        row_name=register.row_name,
        senses=list(ColumnSense),
        offered=words_offered(),
        title=title_of_match(check),
        waiting=waiting_words(check),
    )


def _pressed(found: Register, form: MatchForm) -> Any:
    """Keep what was said, and do what was pressed; each press leads to a page of its own.

    Where what was said has columns guessed anew, nobody saw that guess yet: it is shown, and nothing comes in.
    """
    pressed, heading, anew = form.press.data or "again", form.another_heading(), False
    try:
        if pressed in {"sheet", "afresh"}:
            register.choose_sheet(
                found, form.sheet.data if pressed == "sheet" else found.sheet, afresh=pressed == "afresh"
            )
        elif heading:
            register.choose_heading(found, heading, form.choices(RegisterChoices.of(found.choices)))
        else:
            anew = register.choose(found, form.choices(RegisterChoices.of(found.choices)))
        if anew:
            say("The columns are matched anew for rows of that kind. What you chose of them stays where it can.")
        elif pressed in {"bring", "without"} and not heading:
            return _begun(found, without=pressed == "without")
    except Refused as why:
        warn(str(why))
    looked_anew = pressed in {"sheet", "afresh"} or heading
    anchor = None if looked_anew else "headings" if anew else "what-comes"
    return see_other("registers.match", number=found.number, anchor=anchor)


def _begun(found: Register, *, without: bool) -> Any:
    opened, check = register.look(found)
    if check.waiting and not without:
        warn(f"{plural(check.waiting, 'row')} wait for a word. Say what it means, or bring in the others without them.")
        return see_other("registers.match", number=found.number, anchor="words")
    register.begin(found, check, opened, by=reader().person_id)
    return see_other("registers.show", number=found.number)


@screens.screen("/council/import/<int:number>", needs=Can.IMPORT)
def show(number: int) -> Any:
    """Show how far it is while it comes in, and then what became of each row."""
    found = _found(number)
    if found.state == RegisterState.OPEN:
        return see_other("registers.match", number=number)
    return _report(found, UndoForm(formdata=None))


def _report(found: Register, form: UndoForm) -> Any:
    moving = found.state in {RegisterState.RUNNING, RegisterState.LEAVING}
    counts, kept = register.counts_query(found), register.kept_query(found)
    stayed, came = (_page_of(found, fate) for fate in (RowFate.NOT, RowFate.NEW))
    here, people = register.rows_query(found, RowFate.HERE, most=20), council.people_query(also_left=True)
    stages, worked = register.stage_counts_query(found), register.worked_on_query(found)
    suggested = register.suggested_query(found)
    told = together((counts, kept, stayed, here, people, *(() if moving else (came, stages, worked, suggested))))
    everybody = told.of(people)
    page = render(
        "registers/show.html",
        form=form,
        register=found,
        counts=told.of(counts),
        moving=moving,
        stages=[] if moving else told.of(stages),
        stayed=told.of(stayed)[: register.A_PAGE],
        more_stayed=_next_of(told.of(stayed)),
        came=[] if moving else told.of(came)[: register.A_PAGE],
        more_came=None if moving else _next_of(told.of(came)),
        here=told.of(here),
        worked=[] if moving else told.of(worked),
        owners=0 if moving else len(register.owners_offered(told.of(suggested), everybody)),
        kept=told.of(kept),
        until=register.kept_until(found),
        by=next((person.name for person in everybody if person.id == found.by_id), ""),
    )
    if not moving:
        return page
    register.hint(found)
    return Response(page, headers={"Refresh": f"{AGAIN_SECONDS}; url={_again(found)}"})


def _again(found: Register) -> str:
    """Where the page looks again. It is named, because a browser keeps the fragment of the address that led here.

    Without an address it would go to that fragment every few seconds, and ask for nothing.
    """
    place = {name: request.args[name] for name in ("of", "after") if name in request.args}
    return url_for("registers.show", number=found.number, **place)  # type: ignore[arg-type]


def _page_of(found: Register, fate: RowFate) -> Query[list[RowEntry]]:
    """The rows of a fate that the page shows, and the first of the next; the address names where it begins."""
    after = whole(request.args.get("after"), otherwise=0) if request.args.get("of") == fate else 0
    return register.rows_query(found, fate, after=after, most=register.A_PAGE + 1)


def _next_of(rows: Sequence[RowEntry]) -> int | None:
    """The line behind which the next page begins; None where all stands on this one."""
    return rows[register.A_PAGE - 1].line if len(rows) > register.A_PAGE else None


@screens.screen("/council/import/<int:number>/rest", needs=Can.IMPORT)
def rest(number: int) -> Any:
    """Give back the rows that did not come in, or will not, with why."""
    found = _found(number)
    try:
        given = register.rest_of(found)
    except Refused as why:
        warn(str(why))
        return see_other("registers.show", number=number)
    return _download(given.name, given.mimetype, given.content)


@screens.screen("/council/import/<int:number>/file", needs=Can.IMPORT)
def file(number: int) -> Any:
    """Give back the file as it was brought."""
    found = _found(number)
    if (content := register.content_of(found)) is None:
        warn("The file is no longer kept.")
        return see_other("registers.show", number=number)
    return _download(found.file_name, "application/octet-stream", content)


def _download(name: str, mimetype: str, content: bytes) -> Response:
    """A file that a browser keeps and never shows."""
    answer = Response(content, mimetype=mimetype)
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer


@screens.screen("/council/import/<int:number>/undo", needs=Can.IMPORT, methods=("POST",), turn=COUNCIL)
def undo(number: int) -> Any:
    """Take back what came in."""
    found, form = _found(number), UndoForm()
    if form.sent():
        with form.trying():
            register.undo(found, because=form.because.data or "", by=reader().person_id, rest=bool(form.rest.data))
    if not form.accepted:
        return _report(found, form)
    say("It is being taken back." if found.state == RegisterState.LEAVING else "It is taken back.")
    return see_other("registers.show", number=number)


@screens.screen("/council/import/<int:number>/rows/<int:line>/undo", needs=Can.IMPORT, methods=("POST",), turn=COUNCIL)
def undo_row(number: int, line: int) -> Any:
    """Take back one row."""
    found, form, gone = _found(number), UndoForm(formdata=None), True
    if not register.has_line(found, line):
        abort(404)
    with form.trying():
        gone = register.undo_row(found, line, by=reader().person_id)
    form.report(f"Line {line} is taken back{'' if gone else '; its idea stays, for other rows or since before'}.")
    return see_other("registers.show", number=number, anchor="came")


@screens.screen("/council/import/<int:number>/owners", needs=Can.IMPORT, methods=("POST",), turn=COUNCIL)
def owners(number: int) -> Any:
    """Give ideas the owner whom the file names."""
    found, form, given = _found(number), UndoForm(formdata=None), 0
    with form.trying():
        given = register.give_owners(found, by=reader().person_id)
    form.report(f"{plural(given, 'idea')} have their owner now, and each of them is told.")
    return see_other("registers.show", number=number)


@screens.screen("/council/import/<int:number>/end", needs=Can.IMPORT, methods=("POST",), turn=COUNCIL)
def end(number: int) -> Any:
    """Throw a spreadsheet away of which nothing came in."""
    found, form = _found(number), UndoForm(formdata=None)
    with form.trying():
        register.throw_away(found)
    form.report("It is thrown away. Nothing of it was saved.")
    return see_other("registers.bring")
