"""Likeness: what two texts speak of, what they mean, and how close that makes them.

words     what two ideas are to each other: the same, related; what people said of that; why
rules     pure: stems, things of several names, the manner of telling, what to ask of the index, scores, reasons
commons   what a process knows that too many ideas of a council have: asked for no more
meaning   the sentence model, where its packages are installed: a text as a vector
sketches  what a process keeps of a council's vectors, to find those that are near
measure   how well it goes, on labelled pairs
models    vectors, and marks on two ideas
"""

from tracker.likeness.commons import CommonWords, common_words_of
from tracker.likeness.meaning import EDITION, Meaning, cosines, is_here, meaning_of, model, put_down
from tracker.likeness.measure import LabelledPair, TrialResult, read_pairs, trial
from tracker.likeness.models import IdeaMeaning, KeptMatter, LikenessEntry
from tracker.likeness.rules import (
    WITH_MODEL,
    WORDS_ALONE,
    Features,
    IdeaMatter,
    IdeaText,
    IndexQuestion,
    TextMatter,
    Thresholds,
    asked_of,
    common_words,
    features_of,
    kept_matter,
    matter_edition,
    matter_of,
    matters_of,
    reasons,
    runs_of,
    scores,
    synonyms,
    telling_of,
    without_boilerplate,
)
from tracker.likeness.sketches import ROW_BYTES, SketchBook, book_of, forget, make_room
from tracker.likeness.words import Closeness, Likeness, LikenessMark

__all__ = [
    "EDITION",
    "ROW_BYTES",
    "WITH_MODEL",
    "WORDS_ALONE",
    "Closeness",
    "CommonWords",
    "Features",
    "IdeaMatter",
    "IdeaMeaning",
    "IdeaText",
    "IndexQuestion",
    "KeptMatter",
    "LabelledPair",
    "Likeness",
    "LikenessEntry",
    "LikenessMark",
    "Meaning",
    "SketchBook",
    "TextMatter",
    "Thresholds",
    "TrialResult",
    "asked_of",
    "book_of",
    "common_words",
    "common_words_of",
    "cosines",
    "features_of",
    "forget",
    "is_here",
    "kept_matter",
    "make_room",
    "matter_edition",
    "matter_of",
    "matters_of",
    "meaning_of",
    "model",
    "put_down",
    "read_pairs",
    "reasons",
    "runs_of",
    "scores",
    "synonyms",
    "telling_of",
    "trial",
    "without_boilerplate",
]
