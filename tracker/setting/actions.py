"""Settings are changed: dated, with a reason, for the days from today on."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import select, update

from tracker import ours
from tracker.clock import now, today
from tracker.council.models import Council
from tracker.history import record
from tracker.history.events.council import SettingsChanged
from tracker.ours import Value
from tracker.setting.models import SettingChange
from tracker.tenancy import current_council, session


def change(*, wanted: Mapping[str, Value | None], because: str, by: UUID) -> list[str]:
    """Set some settings of the open council from today on; None is as it comes. Returns the names that changed.

    Days that are over keep theirs. Twice is once. Whether the values will do is the business of the word that asks
    for them; whoever sets them took their turn on the council.
    """
    here = select(Council.own_settings).where(Council.id == current_council()).with_for_update()
    before = ours.Settings(session().scalar(here))
    changed = {name: value for name, value in wanted.items() if before.get(name) != value}
    if not changed:
        return []
    after, why = before.changed(changed), because.strip()
    session().add_all(
        SettingChange(name=name, value=value, because=why, by_id=by, counts_from=today(), recorded_at=now())
        for name, value in sorted(changed.items())
    )
    session().execute(update(Council).where(Council.id == current_council()).values(own_settings=dict(after)))
    record(SettingsChanged(values=changed, because=why), by=by)
    ours.hold(after)
    return sorted(changed)
