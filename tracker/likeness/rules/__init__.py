"""What is true of two texts that may say the same: pure, without a database and without the model."""

from tracker.likeness.rules.asking import IndexQuestion, asked_of
from tracker.likeness.rules.boilerplate import without_boilerplate
from tracker.likeness.rules.reasons import IdeaText, reasons
from tracker.likeness.rules.score import (
    WITH_MODEL,
    WORDS_ALONE,
    Features,
    Thresholds,
    common_words,
    features_of,
    scores,
)
from tracker.likeness.rules.terms import TextMatter, synonyms, telling_of

__all__ = [
    "WITH_MODEL",
    "WORDS_ALONE",
    "Features",
    "IdeaText",
    "IndexQuestion",
    "TextMatter",
    "Thresholds",
    "asked_of",
    "common_words",
    "features_of",
    "reasons",
    "scores",
    "synonyms",
    "telling_of",
    "without_boilerplate",
]
