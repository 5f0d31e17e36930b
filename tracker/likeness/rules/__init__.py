"""What is true of two texts that may say the same: pure, without a database and without the model."""

from tracker.likeness.rules.asking import IndexQuestion, asked_of
from tracker.likeness.rules.boilerplate import runs_of, without_boilerplate
from tracker.likeness.rules.matter import IdeaMatter, kept_matter, matter_edition, matter_of, matters_of
from tracker.likeness.rules.reasons import reasons
from tracker.likeness.rules.score import (
    WITH_MODEL,
    WORDS_ALONE,
    Features,
    Thresholds,
    common_words,
    features_of,
    scores,
)
from tracker.likeness.rules.stem import stem
from tracker.likeness.rules.terms import IdeaText, TextMatter, synonyms, telling_of, telling_words

__all__ = [
    "WITH_MODEL",
    "WORDS_ALONE",
    "Features",
    "IdeaMatter",
    "IdeaText",
    "IndexQuestion",
    "TextMatter",
    "Thresholds",
    "asked_of",
    "common_words",
    "features_of",
    "kept_matter",
    "matter_edition",
    "matter_of",
    "matters_of",
    "reasons",
    "runs_of",
    "scores",
    "stem",
    "synonyms",
    "telling_of",
    "telling_words",
    "without_boilerplate",
]
