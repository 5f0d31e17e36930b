"""Words about gates and decisions (domain.md, "Gate decision")."""

from __future__ import annotations

import enum


class Gate(enum.StrEnum):
    """The gates, each named after the stage behind it as the reference file spells it."""

    DESIGN = "design"
    MOBILISE = "mobilise"
    MAINSTREAM = "mainstream"
    EMBED = "embed"


class Word(enum.StrEnum):
    """The words of a decision. The last is said of a closed idea, by a lead, at no gate."""

    GO = "go"
    CONDITIONAL = "conditional_go"
    HOLD = "hold"
    RETURN = "return"
    STOP = "stop"
    REOPEN = "reopen"


# The questions at the mobilise gate that ask how others do it, and with which tools.
TOOL_QUESTIONS = ("q1-1a", "q1-1b", "q1-1c", "q1-1d", "q1-1e")
GATE_WORDS = (Word.GO, Word.CONDITIONAL, Word.HOLD, Word.RETURN, Word.STOP)
ADVANCING = (Word.GO, Word.CONDITIONAL)


class Manner(enum.StrEnum):
    """How a gate asks a question: needed, asked without being needed, or not at all."""

    NEEDED = "needed"
    ASKED = "asked"
    OFF = "off"


class QuestionKind(enum.StrEnum):
    """What kind of answer a question takes."""

    QUESTION = "question"
    NEEDED = "needed_to_progress"
    PITFALL = "pitfall"


class Status(enum.StrEnum):
    """How an item stands: the first four for what is needed, the last three for pitfalls."""

    MET = "met"
    PARTLY = "partly"
    NOT_YET = "not_yet"
    NOT_APPLICABLE = "does_not_apply"
    AVOIDED = "avoided"
    POSSIBLE = "possible"
    HAPPENING = "happening"


class StopReason(enum.StrEnum):
    """Why an idea was stopped: a closed list."""

    DOES_NOT_WORK = "does_not_work"
    TOO_LITTLE_SUPPORT = "too_little_support"
    NO_RESOURCES = "no_resources"
    NO_LEADERSHIP = "no_leadership"
    NO_VALUE = "no_public_or_organisational_value"
    MISSES_THE_NEED = "misses_the_need"
    NO_REAL_NEED = "no_real_need"
    BETTER_IMPROVED = "better_improved"
    BETTER_RESOURCED = "better_resourced"
    SUPERSEDED = "superseded_by_a_variant"
    DUPLICATE = "duplicates_another"
    PROVIDER_FAILED = "provider_failed"
    POLICY_REVERSED = "policy_reversed"
