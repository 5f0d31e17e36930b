"""What is true of doors without an account: their secrets, how often one sends, how long anything is kept. Pure."""

from __future__ import annotations

import hashlib
import hmac
import re
from datetime import date, timedelta
from typing import NamedTuple
from urllib.parse import urlsplit
from uuid import UUID

from tracker.contact.words import DoorKind

CONTACT_DAYS = 90
CODE_DAYS = 365
LONGEST_KEPT = 3650
CONFIRMATION_LASTS = timedelta(days=7)
LONGEST_TITLE, LONGEST_TEAM, LONGEST_LINE, LONGEST_LINK = 80, 100, 80, 300
SAME_WORDS = 5  # in a row, after which somebody is quoted

# How often a subject may send within a span of time.
FORMS, FORMS_WINDOW = 30, timedelta(minutes=5)  # from one network, at one door
ALL_FORMS, ALL_FORMS_WINDOW = 300, timedelta(hours=1)  # at one door, from everywhere
MISSES, MISSES_WINDOW = 50, timedelta(minutes=5)  # codes that nobody has, from one network
MAILS, MAILS_WINDOW = 3, timedelta(days=1)  # unasked letters to one address
LONGEST_WAIT = timedelta(days=3)  # of a letter that its address has had enough for
MOST_THANKS = 9  # letters of thanks to the addresses that one contact gave, one after another
TRIES_KEPT = timedelta(days=1)

LETTERS = "23456789BCDFGHJKMNPQRSTVWXYZ"  # none that is taken for another, no vowel that makes a word
TOKEN_LENGTH = 8
LINK_LENGTH = 26
# Short, plain, easy to tell apart: a code is three of them with two numbers between, some 10 ** 11 of them.
_WORDS = (
    "ACORN ALDER AMBER ANGLE APPLE APRON ARCH ARROW ASPEN ATLAS BADGE BAKER BANJO BARGE BARN BASIN BEACH BEAD BEAM"
    " BEAN BEAR BEECH BELL BENCH BERRY BIRCH BIRD BLADE BLOOM BLUE BOARD BOAT BONE BOOK BOOT BOWL BRACE BRASS BREAD"
    " BRICK BROOK BROOM BRUSH BULB CABIN CABLE CAMEL CANAL CANDY CANOE CARD CARGO CEDAR CHAIN CHAIR CHALK CHEST"
    " CHIME CIDER CLAY CLIFF CLOAK CLOCK CLOUD COACH COAL COAST COIN COMET CORAL CORK CORN CRANE CROW CROWN CUBE"
    " DAISY DANCE DEER DOVE DRAGON DRUM DUCK EAGLE EARTH EASEL ELBOW ELDER ELM EMBER FALCON FARM FENCE FERN FERRY"
    " FIDDLE FIELD FIG FINCH FLAG FLAME FLINT FLUTE FOREST FORK FOX FROST FRUIT GARDEN GATE GECKO GINGER GLASS GLOBE"
    " GLOVE GOAT GOLD GOOSE GRAIN GRAPE GRASS GREEN GUITAR HARBOUR HARE HARP HAZEL HEDGE HERB HERON HILL HINGE HONEY"
    " HORN HORSE IRIS IRON ISLAND IVORY IVY JACKET JADE JAM JAR JELLY JEWEL JUG JUNIPER KETTLE KEY KITE KNOT LADDER"
    " LAKE LAMP LANE LARCH LARK LAUREL LEAF LEMON LILAC LILY LIME LINEN LION LOCK LOTUS MAPLE MARBLE MEADOW MELON"
    " MILL MINT MOLE MOON MOSS MOUSE MUSIC NEST NUTMEG OAK OASIS OCEAN OLIVE ONION ORBIT ORCHID OTTER OVAL OWL PAINT"
    " PALM PAPER PARK PARROT PATH PEACH PEAR PEARL PEBBLE PENCIL PEPPER PIANO PINE PLANET PLUM POND POPLAR POPPY"
    " QUARTZ QUILT RABBIT RAIN RAVEN REED RIVER ROBIN ROPE ROSE SAIL SALMON SAND SHELL SILK SILVER SNOW SPOON SPRUCE"
    " STONE SWAN TABLE TIGER TIMBER TULIP VALLEY VELVET VIOLET WALNUT WATER WHEAT WILLOW WINDOW WOOL WREN YARN ZEBRA"
)
CODE_WORDS = _WORDS.split()


class DoorFault(NamedTuple):
    """What is wrong with what somebody wrote, and the field that it is about."""

    sentence: str
    field: str


# --- secrets: made of the site's own secret and of what they open, so that none is stored -----------------------------
def _drawn(secret: str, kind: str, subject: UUID, turn: int) -> int:
    made = hmac.digest(secret.encode(), f"{kind} {subject} {turn}".encode(), hashlib.sha256)
    return int.from_bytes(made)


def _letters(drawn: int, count: int) -> str:
    found = ""
    for _ in range(count):
        drawn, place = divmod(drawn, len(LETTERS))
        found += LETTERS[place]
    return found


def poster_token(secret: str, subject: UUID, *, turn: int = 0) -> str:
    """The secret of a poster's address, short enough to be typed."""
    return _letters(_drawn(secret, "poster", subject, turn), TOKEN_LENGTH)


def confirmation_token(secret: str, subject: UUID, *, turn: int = 0) -> str:
    """The secret of a link in a letter, which nobody types."""
    return _letters(_drawn(secret, "confirmation", subject, turn), LINK_LENGTH)


def claim_token(secret: str, subject: UUID, *, turn: int = 0) -> str:
    """A claim code, as an address carries it: words and numbers that can be written down."""
    drawn, parts = _drawn(secret, "claim", subject, turn), []
    for place in range(5):
        drawn, number = divmod(drawn, 90 if place % 2 else len(CODE_WORDS))
        parts.append(str(number + 10) if place % 2 else CODE_WORDS[number])
    return "-".join(parts)


def plain_token(typed: str) -> str:
    """A secret as its digest is made of: capitals or not, with or without blanks and hyphens."""
    return re.sub(r"[^0-9A-Z]", "", typed[:200].upper())


def claim_address(typed: str) -> str:
    """A claim code as an address carries it, however somebody typed it."""
    return "-".join(re.findall(r"[A-Z]+|[0-9]+", plain_token(typed)))


def code_in_words(token: str) -> str:
    """A claim code as people read it."""
    return token.replace("-", " ")


def token_in_parts(token: str) -> str:
    """The secret of a poster as people type it: in two halves."""
    return f"{token[: TOKEN_LENGTH // 2]}-{token[TOKEN_LENGTH // 2 :]}"


def known_as(*, door: DoorKind, team: str | None, name: str | None) -> str:
    """What somebody without an account is called: by name where they gave one, else by where they are."""
    if name:
        return f"{name}, {team}" if team else name
    return f"Somebody in {team}" if door is DoorKind.POSTER and team else "A resident"


def masked(email: str) -> str:
    """An address as whoever typed it knows it again, and nobody else reads it: its first letter and its place."""
    name, _, place = email.partition("@")
    return f"{name[:1]}…@{place}"


# --- what is sent -----------------------------------------------------------------------------------------------------
def title_of(problem: str) -> str:
    """What an idea is called that came without a name: its first sentence, or all of it, cut at a word."""
    first = re.split(r"(?<=[.!?])\s|\n", problem.strip(), maxsplit=1)[0].strip().rstrip(".")
    words = " ".join((first.strip() or problem).split())
    if len(words) <= LONGEST_TITLE:
        return words
    cut = words[: LONGEST_TITLE - 1]
    return f"{cut.rpartition(' ')[0] or cut}…"


def quotes(told: str, source: str) -> bool:
    """Whether a text repeats so many words in a row of another that it quotes it; of a short one, all its words."""
    words, said = _plain_words(told), _plain_words(source)
    run = min(SAME_WORDS, len(said))
    if not run:
        return False
    here = {tuple(words[place : place + run]) for place in range(len(words) - run + 1)}
    return any(tuple(said[place : place + run]) in here for place in range(len(said) - run + 1))


def _plain_words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


# --- settings ---------------------------------------------------------------------------------------------------------
def poster_faults(*, team: str, line: str) -> list[DoorFault]:
    """A poster names its team, and asks one short question."""
    return [
        *([] if team.strip() else [DoorFault("Say which team it is for", "team")]),
        *([] if line.strip() else [DoorFault("Write the sentence that people read first", "line")]),
    ]


def settings_faults(*, days: dict[str, int | None], links: dict[str, str]) -> list[DoorFault]:
    """Contacts and codes are kept for some days; a link leads to a page of the web."""
    counted = [
        DoorFault(f"Enter a number of days from 1 to {LONGEST_KEPT:,}", name)
        for name, given in days.items()
        if given is None or not 1 <= given <= LONGEST_KEPT
    ]
    return counted + [
        DoorFault("Enter an address that begins with https://", name)
        for name, link in links.items()
        if link.strip() and not _is_web_address(link.strip())
    ]


def _is_web_address(link: str) -> bool:
    try:
        found = urlsplit(link)
    except ValueError:
        return False
    return found.scheme in {"http", "https"} and bool(found.netloc) and not re.search(r"[\s\"'<>]", link)


# --- how long ---------------------------------------------------------------------------------------------------------
def kept_since(days: int, *, today: date) -> date:
    """The last day of an answer after which a contact is let go of today: the days after it are over."""
    return today - timedelta(days=days + 1)


def code_ends(answered: date, days: int) -> date:
    """The last day of a claim code, whose days begin anew with every answer."""
    return answered + timedelta(days=days)
