"""Words that turn what follows them round: "not live" is no slip of "live", and "to be approved" is not approved."""

from __future__ import annotations

import difflib
import re

# What says that something is not so, is no longer so, or is not so yet. Of "no longer" each word turns by itself.
_TURNING = frozenset(
    {
        "not", "never", "no", "non", "nor", "none", "yet", "without", "pre", "post", "ex", "await", "awaiting",
        "awaits", "awaited", "pending", "tobe", "due", "un", "stop", "stopped", "longer", "cannot", "cant",
        "isnt", "wasnt", "hasnt", "wont", "before", "until", "unless", "lack", "lacks", "lacking", "heb",
        "ddim", "subject",
    }
)  # fmt: skip
# Of these, what may stand beside a word that it leaves as it is: "stopped - no money", "paused until June".
_BESIDE = frozenset({"stop", "stopped", "before", "until", "unless", "due", "pre", "post", "ex", "subject"})
PART = "part"  # what all words turn a text by that say that something is so only in part
_IN_PART = frozenset({"part", "partly", "partially", "partial", "nearly", "almost", "mostly", "half", "halfway"})
_SHARE = re.compile(
    r"(?<![\d.])(?!100(?:\.0+)? ?%)\d+(?:\.\d+)? ?%|\b\d{1,2} (?:of|out of) \d{1,2}\b|(?<![\d/])\d ?/ ?\d(?![\d/])"
)
_PREFIX = re.compile(r"(un|in|non|dis|de|mis)(.{4,})")
_TO_BE = re.compile(r"\b(?:yet )?to (?:be|go)\b")
WORDS = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
NEAR = 0.8  # how alike two words are by their letters where one is a slip of the other


def words_in(text: str) -> tuple[str, ...]:
    """The words of a text, small, without strokes and apostrophes."""
    return tuple(re.sub("['’]", "", word) for word in WORDS.findall(_TO_BE.sub("tobe", text.casefold())))


def turns_of(text: str, known: frozenset[str]) -> frozenset[str]:
    """What turns a text round: its words that do, and the beginning of one whose rest is a word that is known."""
    found = {PART} if is_part(text) else set()
    for word in words_in(text):
        if word in _TURNING:
            found.add(word)
        elif (parted := _PREFIX.fullmatch(word)) and word not in known and _is_known(parted[2], known):
            found.add(parted[1])
    return frozenset(found)


def is_part(text: str) -> bool:
    """Whether a text says that something is so only in part, or nearly."""
    return bool(_SHARE.search(text.casefold())) or not _IN_PART.isdisjoint(words_in(text))


def denies(turns: frozenset[str]) -> bool:
    """Whether what turns a text round says that something is not so, or is not so yet."""
    return bool(turns - _BESIDE - {PART})


def bare_letters(text: str) -> str:
    """The letters of a text without the words that turn it round, by which two that are turned alike are compared."""
    return "".join(word for word in words_in(text) if word not in _TURNING | _IN_PART)


def _is_known(rest: str, known: frozenset[str]) -> bool:
    near = difflib.get_close_matches(rest, known, n=1, cutoff=NEAR)
    return bool(near) and near[0][0] == rest[0]


def same_beginning(one: str, other: str) -> bool:
    """Whether two words begin alike, as slips of one another do: what was put before a word is no slip."""
    return one[:1] == other[:1]
