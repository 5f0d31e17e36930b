"""What is true of an idea: what it needs to be sent, what is promised, how it is said plainly. Pure functions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from tracker.idea.words import Refused, Stage, State

LONGEST_TITLE = 120
LONGEST_TEXT = 10_000
BACK_DAYS = 5  # working days within which who was given an idea may hand it back

# A reference that an address can carry: letters, digits and a few signs, no word that stands in an address of its own.
ADDRESS_WORDS = {"alike", "drafts", "new", "print", "unowned"}
_REFERENCE = re.compile(r"(?!\.{1,2}$)[A-Za-z0-9._-]{1,60}", re.ASCII)

NEEDED = {
    "title": "Give it a few words that others will know it by",
    "problem": "Say what the problem is and who has it",
}


def faults(texts: Mapping[str, str | None]) -> list[Refused]:
    """What keeps an idea from being sent: a title and the problem are needed, and no text is too long."""
    missing = [
        Refused(sentence, field=name) for name, sentence in NEEDED.items() if not (texts.get(name) or "").strip()
    ]
    limits = {"title": LONGEST_TITLE, "problem": LONGEST_TEXT, "proposal": LONGEST_TEXT}
    long = [
        Refused(f"Use {most:,} characters or fewer", field=name)
        for name, most in limits.items()
        if len(texts.get(name) or "") > most
    ]
    return missing + long


def reason_faults(because: str) -> Iterator[Refused]:
    """What an author is told has words that they can use."""
    if not because.strip():
        yield Refused("Say why, in words that the author can use", field="words")


def gate_faults(*, owner_id: UUID | None, gate_by: date | None, today: date) -> Iterator[Refused]:
    """An idea that goes to its design gate has somebody who looks after it; the day of the gate is still to come."""
    if owner_id is None:
        yield Refused("Choose who will look after it", field="owner_id")
    if gate_by is not None and gate_by <= today:
        yield Refused("Give a day that is still to come", field="gate_by")


def rest_faults(*, until: date | None, today: date) -> Iterator[Refused]:
    """What waits, waits until a day that is still to come."""
    if until is None or until <= today:
        yield Refused("Give a day that is still to come", field="until")


def referral_faults(*, to_whom: str) -> Iterator[Refused]:
    """What is passed on, is passed to somebody."""
    if not to_whom.strip():
        yield Refused("Say whom it is passed to: name who was told", field="to_whom")


def sponsor_faults(*, person_id: UUID | None, name: str) -> Iterator[Refused]:
    """A sponsor is somebody here, or elsewhere by name."""
    if not person_id and not name.strip():
        yield Refused("Name the person with authority to act", field="sponsor_name")


def contact_faults(*, on: date | None, today: date) -> Iterator[Refused]:
    """A contact was on a day that has been."""
    if on and on > today:
        yield Refused("Give the day on which you last spoke, not one to come", field="on")


def may_be_reference(name: str) -> bool:
    """Whether a name given elsewhere can stand in the address of an idea, and so be its reference here."""
    return _REFERENCE.fullmatch(name) is not None and name.lower() not in ADDRESS_WORDS


def counts_from(stated: date | None, today: date) -> date:
    """The first day on which a fact entered here counts: its stated date, but not before the day it was recorded."""
    return max(stated, today) if stated else today


def may_be_handed_back(until: date | None, *, day: date) -> bool:
    """Whether who was given an idea may still hand it back on a day: on the last of the days too."""
    return until is not None and day <= until


def is_shielded(until: date | None, *, day: date) -> bool:
    """Whether an idea is left out of reports on a day: it is, until the day its shield names."""
    return until is not None and day < until


def shield_faults(until: date | None, because: str, *, today: date, ends: bool = False) -> Iterator[Refused]:
    """An idea is shielded until a day that is still to come; that, and its end, have a reason."""
    if until is None and not ends:
        yield Refused("Say until when: a day like 18 December 2026", field="until")
    elif until is not None and until <= today:
        yield Refused("Choose a day that is still to come", field="until")
    if not because.strip():
        yield Refused("Say why it ends now" if ends else "Say why it is left out of reports", field="because")


@dataclass(frozen=True)
class Pips:
    """A promise in working days: gone within it, still left of it, gone beyond it."""

    gone: int
    left: int
    over: int


def pips(*, promised: int, gone: int) -> Pips:
    """Show working days gone against working days promised."""
    within = min(promised, gone)
    return Pips(gone=within, left=promised - within, over=max(0, gone - promised))


def awaits_outcome(*, stage: Stage, state: State, historical: bool) -> bool:
    """Whether triage decides what becomes of an idea: while it is latent and in triage.

    What is parked comes back first; whatever went on is decided at a gate; nothing of a case that a report told.
    """
    return stage is Stage.LATENT and state is State.TRIAGE and not historical


def check_return(*, stage: Stage, to: Stage) -> None:
    """A return goes to an earlier stage. Raises Refused."""
    if to.rank >= stage.rank:
        raise Refused("A return goes back to an earlier stage. Choose one before the present.", field="to")


# --- personal data ---
_EMAIL = re.compile(r"\b[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+\b")
_PHONE = re.compile(r"(?<![\d£])(?:\+44 ?|0)(?:\d[ -]?){9}\d(?!\d)")
_INSURANCE = re.compile(r"\b[A-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-D]\b", re.IGNORECASE)
_TEN_DIGITS = re.compile(r"(?<!\d)(?<!\d\.)\d{3}[ -]?\d{3}[ -]?\d{4}(?!\d)")
_SIX_DIGITS = re.compile(r"\d(?:[ -]?\d){5}")
_TITLED = re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Dr)\.? [A-Z][a-z]+")
_PAIR = re.compile(r"\b([A-Z][a-z]{1,20}) ([A-Z][a-z'-]{1,20})\b")
_SENTENCE = re.compile(r"[.!?\n]+(?=\s|$)")
_SENSITIVE = re.compile(
    r"\b(?:diabet\w*|cancer\w*|dementia|depress\w*|anxiety|autis\w*|disab\w*|pregnan\w*|hiv|epilep\w*|stroke|suicid\w*"
    r"|self-harm\w*|addict\w*|alcoholi\w*|drug\w*|overdos\w*|diagnos\w*|medication|illness|mental health|psych\w*"
    r"|arrest\w*|convict\w*|offend\w*|offence\w*|prison\w*|probation|theft|stole\w*|assault\w*|abus\w*|crime\w*"
    r"|criminal\w*|police)\b",
    re.IGNORECASE,
)
_NOT_A_NAME = re.compile(
    "The|This|That|We|Our|They|It|In|On|At|For|From|When|And|But|If|My|Some|All|Every|After|Before|Council|Care|Social"
    "|Adult|Adults|Child|Children|Service|Services|Team|Road|Street|Lane|Avenue|House|Home|Centre|Hospital|Trust|School"
    "|Library|Ward|Park|North|South|East|West|Health|Mental|Police|Housing|Officer|Officers|Head|Green|Community"
    "|National|Local|Public|City|Town|County|Borough|Young|People|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday"
    "|Sunday|January|February|March|April|May|June|July|August|September|October|November|December|England|Scotland"
    "|Wales|Ireland|Northern|Station|Premises|Building|Buildings|Site|Depot|Office|Offices|Garage|Garages"
)


def _is_nhs_number(digits: str) -> bool:
    """Whether ten digits carry the check digit of an NHS number (modulus 11)."""
    total = sum(int(digit) * (10 - place) for place, digit in enumerate(digits[:9]))
    return (11 - total % 11) % 11 == int(digits[9])


def _names_somebody(sentence: str) -> bool:
    pairs = (found.groups() for found in _PAIR.finditer(sentence))
    return bool(_TITLED.search(sentence)) or any(not any(map(_NOT_A_NAME.fullmatch, pair)) for pair in pairs)


def personal_data_in(text: str | None) -> list[str]:
    """What in a text looks like personal data, each in a few words; empty when nothing does.

    It is only a look: a name in one sentence with health or crime words, an NHS or National Insurance number, a
    telephone number, an email address. The writer may say that it is none (domain.md, "Risk").
    """
    text = text or ""
    figures = text if _SIX_DIGITS.search(text) else ""  # each of the numbers has more
    sentences = _SENTENCE.split(text) if _SENSITIVE.search(text) else ()
    found = {
        "an email address": "@" in text and bool(_EMAIL.search(text)),
        "a telephone number": bool(_PHONE.search(figures)),
        "a National Insurance number": bool(_INSURANCE.search(figures)),
        "an NHS number": any(_is_nhs_number(re.sub(r"\D", "", ten)) for ten in _TEN_DIGITS.findall(figures)),
        "somebody's name with something about their health or a crime": any(
            _SENSITIVE.search(sentence) and _names_somebody(sentence) for sentence in sentences
        ),
    }
    return [what for what, here in found.items() if here]


def median_days(longest: Sequence[int], *, ideas: int) -> int | None:
    """The days that half of so many ideas have been somewhere, of an even count the mean of the middle two, up.

    `longest` are those of the ideas longest there, the longest first; None where the middle is not among them.
    """
    behind = ideas // 2
    if not ideas or behind >= len(longest):
        return None
    return longest[behind] if ideas % 2 else (longest[behind - 1] + longest[behind] + 1) // 2
