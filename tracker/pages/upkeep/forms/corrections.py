"""Everything recorded on an idea that can be put right, by the word that stands for its kind in an address."""

from __future__ import annotations

from tracker.pages.upkeep.forms.context import CONTEXT_CORRECTIONS
from tracker.pages.upkeep.forms.records import CORRECTIONS, Correction

EVERY_CORRECTION: dict[str, type[Correction]] = {**CORRECTIONS, **CONTEXT_CORRECTIONS}
