"""What is true of two texts that may say the same: pure, without a database and without the model."""

from tracker.likeness.rules.asking import IndexQuestion, asked_of
from tracker.likeness.rules.reasons import IdeaText, reasons
from tracker.likeness.rules.score import WITH_MODEL, WORDS_ALONE, Features, Thresholds, features_of, scores
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
    "features_of",
    "reasons",
    "scores",
    "synonyms",
    "telling_of",
]
