"""A council sets when its rules speak, how often, and whether they do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from uuid import UUID

from tracker import setting
from tracker.idea.words import Refused, refuse_all
from tracker.nudge.rules import RuleWish, as_settings, wish_faults
from tracker.upkeep import upkeep_entries


def rules_faults(wishes: Mapping[str, RuleWish], because: str) -> Iterator[Refused]:
    """What is wrong with how the rules should be, and why; a field is a rule's code and its part: idle__after."""
    set_here = {entry.name: setting.settings().number(entry.setting, entry.built_in) for entry in upkeep_entries()}
    for fault in wish_faults(wishes, set_here):
        yield Refused(fault.sentence, field=f"{fault.code}__{fault.field}")
    for sentence in setting.reason_faults(because):
        yield Refused(sentence, field="because")


def set_rules(*, wishes: Mapping[str, RuleWish], because: str, by: UUID) -> list[str]:
    """Have the rules of the open council be as wished from today on; days that are over keep theirs.

    A rule that is switched off asks nobody: what it asked is withdrawn when nudges are looked for next. Returns the
    names of the settings that changed. Raises Refused for days that will not do, and without a reason.
    """
    refuse_all(rules_faults(wishes, because))
    return setting.change(wanted=as_settings(wishes), because=because, by=by)
