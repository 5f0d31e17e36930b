"""Ideas that may say the same as another, or as what somebody is writing: found by words, by titles and by meaning."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple, TypedDict
from uuid import UUID

from tracker import likeness
from tracker.idea.models import Idea
from tracker.idea.queries.desk import SERVICE
from tracker.idea.visible import OPEN
from tracker.likeness import Closeness, IdeaMatter, IdeaText, Likeness, LikenessMark, SketchBook
from tracker.tenancy import current_council, rows

MOST_HITS = 250  # ideas that have one word: what more have says nothing
NEAR = 40  # looked at, of those that are near by meaning
CLOSE_TITLES = 0.72  # by letters: what is farther only looks alike by chance
READ = 1_200  # letters of a text that are read again
AT_ONCE = 500  # sketches brought by one look-up


class SimilarIdea(NamedTuple):
    """An idea that is like another: how close, whether so close that it is looked at first, why, and what was said."""

    id: UUID
    ref: str
    title: str
    stage: str
    state: str
    outcome: str | None
    historical: bool
    service: str | None
    score: float
    closeness: Closeness
    close: bool
    why: tuple[Likeness, ...]
    mark: LikenessMark | None
    merged_into_id: UUID | None


class _Candidate(NamedTuple):
    """An idea that may be like the one asked about; one row at least, so that what is new is told, and of the first."""

    id: Any  # an identifier; nothing where no idea was found
    ref: str
    title: str
    problem: str
    proposal: str
    stage: str
    state: str
    outcome: str | None
    historical: bool
    merged_into_id: UUID | None
    service: str | None
    distance: float
    matter: str | None
    common: Sequence[int] | None
    mark: str | None
    vector: bytes | None
    fresh: bytes | None
    newest: int | None


_TITLE = "CAST(:title AS text)"
_BUT = "CAST(:but AS uuid)"
_TOTAL = "(SELECT coalesce(sum(ideas), 0) FROM idea_count WHERE service_id IS NULL AND owner_id IS NULL)"
_MARK = f"""
 (SELECT l.mark FROM likeness_mark l WHERE l.idea_id = least(i.id, {_BUT}) AND l.other_id = greatest(i.id, {_BUT})
   ORDER BY l.number DESC LIMIT 1)"""  # noqa: S608 - made of constants only
# The nearest titles come from the index by their distance alone: with a second term all that are as far would be read.
_FOUND = f"""
 SELECT idea_id FROM worded WHERE idea_id IS NOT NULL
 UNION SELECT named.id FROM (
   SELECT j.id FROM idea j WHERE {OPEN.format("j")} ORDER BY j.title <-> {_TITLE} LIMIT 6) AS named
 UNION SELECT unnest(CAST(:near AS uuid[]))"""  # noqa: S608 - made of constants only
# What an idea says is read only where what it speaks of is not kept, or not of these words.
DIGEST = "md5(concat_ws(chr(10), {0}.title, {0}.problem, {0}.proposal))"
_UNREAD = "CASE WHEN k.idea_id IS NULL THEN left(coalesce(i.{0}, ''), {1}) ELSE '' END AS {0}"
_ALIKE = f"""
WITH worded AS MATERIALIZED (
 SELECT idea_id, score FROM alike_ideas(CAST(:asked AS text[]), CAST(:weights AS double precision[]),
   CAST({_TOTAL} AS double precision), {MOST_HITS}))
SELECT i.id, coalesce(i.ref, '') AS ref, coalesce(i.title, '') AS title,
 {_UNREAD.format("problem", READ)}, {_UNREAD.format("proposal", READ)},
 i.stage, i.state, i.outcome, i.source IS NOT NULL AS historical, i.merged_into_id,
 {SERVICE} AS service, i.title <-> {_TITLE} AS distance, k.matter,
 CASE WHEN row_number() OVER (ORDER BY i.id) = 1
  THEN (SELECT array_agg(CAST(score AS integer)) FROM worded WHERE idea_id IS NULL) END AS common,
 {_MARK} AS mark, {{meaning}}
FROM (VALUES (1)) AS once (n)
LEFT JOIN (SELECT * FROM idea j WHERE j.id IN ({_FOUND}) AND {OPEN.format("j")}
            AND coalesce(j.merged_into_id <> {_BUT}, true)) AS i ON true
LEFT JOIN idea_matter k ON k.idea_id = i.id AND k.edition = CAST(:edition AS text) AND k.digest = {DIGEST.format("i")}
{{joined}}
ORDER BY i.id"""  # noqa: S608 - made of constants only
_BY_WORDS = _ALIKE.format(
    meaning="CAST(NULL AS bytea) AS vector, CAST(NULL AS bytea) AS fresh, CAST(NULL AS bigint) AS newest", joined=""
)
_FRESH = f"""
 (SELECT {{0}} FROM (SELECT * FROM idea_meaning WHERE number > CAST(:known AS bigint)
   ORDER BY number LIMIT {AT_ONCE}) AS new)"""  # noqa: S608 - made of constants only
_WITH_MODEL = _ALIKE.format(
    meaning=f"""m.vector,
 CASE WHEN row_number() OVER (ORDER BY i.id) = 1
  THEN {_FRESH.format("string_agg(uuid_send(new.idea_id) || new.sketch, CAST('' AS bytea) ORDER BY new.number)")}
  END AS fresh,
 {_FRESH.format("max(new.number)")} AS newest""",
    joined="LEFT JOIN idea_meaning m ON m.idea_id = i.id",
)


def similar(
    *,
    title: str,
    problem: str = "",
    proposal: str = "",
    service: str | None = None,
    but: UUID | None = None,
    most: int = 5,
    reads: bool = False,
    apart: bool = False,
) -> list[SimilarIdea]:
    """Ideas that are like this one, the closest first, and none that only looks alike by chance.

    `but` is the idea itself, if it is one already: what was said of it and another is told, and what was set apart is
    left out unless `apart` asks for it. With `reads` what is typed is read by the model, where there is one; an idea is
    found by what the worker read. One statement, another for each 500 that are new to this process.
    """
    told = IdeaText(title, problem, proposal, service)
    if not "".join(told[:3]).strip():
        return []
    return _Search(told, but, reads=reads).closest(most, apart=apart)


class _Search:
    """A search for what is like one telling."""

    def __init__(self, told: IdeaText, but: UUID | None, *, reads: bool) -> None:
        self.told, self.but = told, but
        self.own = likeness.matter_of(told, ())
        self.book = likeness.book_of(current_council())
        self.meaning = likeness.meaning_of(told) if reads and self.book else None

    def closest(self, most: int, *, apart: bool) -> list[SimilarIdea]:
        """The closest of those that are found, at most so many that were not set apart.

        What was joined into one of them stands there, and not beside it.
        """
        found = self._candidates()
        vector = (
            self.meaning.vector if self.meaning else next((row.vector for row in found if row.id == self.but), None)
        )
        others = [row for row in found if row.id is not None and row.id != self.but]
        shown: list[SimilarIdea] = []
        room = most
        judged = list(self._judged(others, vector))
        like = {row.id for row in judged}
        for row in judged:
            if row.merged_into_id in like:
                continue
            if row.mark is LikenessMark.APART and not apart:
                continue
            room -= row.mark is not LikenessMark.APART
            if room < 0:
                break
            shown.append(row)
        return shown

    def _candidates(self) -> Sequence[_Candidate]:
        silent = likeness.common_words_of(current_council())
        asked = silent.left(likeness.asked_of(self.own.whole))
        given = {
            "asked": list(asked.queries),
            "weights": list(asked.weights),
            "title": self.told.title,
            "but": self.but,
            "edition": likeness.matter_edition(),
        }
        found = self._read(given)
        silent.learn(asked.queries[number - 1] for number in found[0].common or ())
        return found

    def _read(self, given: dict[str, object]) -> Sequence[_Candidate]:
        if self.book is None:
            return rows(_Candidate, _BY_WORDS, **given, near=[])
        while True:
            near, known = self._near(self.book), self.book.known
            found = rows(_Candidate, _WITH_MODEL, **given, near=near, known=known)
            fresh = next((row.fresh for row in found if row.fresh), None)
            if fresh:
                self.book.add(fresh, found[0].newest or 0)
                likeness.make_room()
            if not fresh or (known and len(fresh) < AT_ONCE * likeness.ROW_BYTES):
                return found

    def _near(self, book: SketchBook) -> list[UUID]:
        if self.meaning:
            return list(book.nearest(self.meaning.sketch, NEAR))
        sketch = book.sketch_of(self.but) if self.but else None
        return [] if sketch is None else list(book.nearest(sketch, NEAR))

    def _judged(self, others: Sequence[_Candidate], vector: bytes | None) -> Iterable[SimilarIdea]:
        matters = self._matters(others)
        titles = [1 - row.distance if row.distance <= CLOSE_TITLES else 0.0 for row in others]
        meanings = likeness.cosines([vector, *(row.vector for row in others)]) if vector else None
        features = [each.features() for each in matters]
        found = likeness.scores(self.own.features(), features, titles=titles, meanings=meanings)
        common = likeness.common_words(features)
        thresholds = likeness.WITH_MODEL if vector else likeness.WORDS_ALONE
        order = sorted(range(len(others)), key=lambda place: (-found[place].score, others[place].id))
        for place in order:
            if closeness := thresholds.closeness(found[place]):
                near = others[place]
                service = bool(near.service) and near.service == self.told.service
                why = likeness.reasons(self.own, matters[place], service=service, letters=titles[place], common=common)
                yield _shown(near, found[place].score, closeness, thresholds.is_close(found[place]), why)

    def _matters(self, others: Sequence[_Candidate]) -> list[IdeaMatter]:
        """What the others speak of, kept or read now; what many of them say word for word is taken out of one's own."""
        kept = [likeness.kept_matter(row.matter) if row.matter else None for row in others]
        unread = [IdeaText(row.title, row.problem, row.proposal) for row in others if not row.matter]
        common = {run for matter in kept if matter for run in matter.common}
        common |= likeness.runs_of([self.told, *unread]) if unread else set()
        self.own = likeness.matter_of(self.told, common) if common else self.own
        read = iter([likeness.matter_of(text, common) for text in unread])
        return [matter or next(read) for matter in kept]


def _shown(
    row: _Candidate,
    score: float,
    closeness: Closeness,
    close: bool,  # noqa: FBT001 - told as it was found
    why: tuple[Likeness, ...],
) -> SimilarIdea:
    mark = LikenessMark(row.mark) if row.mark else None
    return SimilarIdea(
        row.id,
        row.ref,
        row.title,
        row.stage,
        row.state,
        row.outcome,
        row.historical,
        row.service,
        score,
        closeness,
        close,
        why,
        None if mark is LikenessMark.OPEN else mark,
        row.merged_into_id,
    )


class WordsOfIdea(TypedDict):
    """What an idea says, as a look-up takes it."""

    title: str
    problem: str
    proposal: str


def told(idea: Idea) -> WordsOfIdea:
    """What an idea says."""
    return WordsOfIdea(title=idea.title, problem=idea.problem or "", proposal=idea.proposal or "")


class _Sentences(NamedTuple):
    """What an idea says."""

    title: str
    problem: str
    proposal: str


_TOLD = f"""
SELECT i.title, coalesce(i.problem, '') AS problem, coalesce(i.proposal, '') AS proposal
FROM idea i WHERE {OPEN.format("i")} ORDER BY i.id LIMIT 10000"""  # noqa: S608 - made of constants only


def tellings() -> list[IdeaText]:
    """What the ideas of the open council say that are open to all, in the order in which they were begun."""
    return [IdeaText(*words) for words in rows(_Sentences, _TOLD)]
