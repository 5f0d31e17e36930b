"""A stranger works the same triangles out from the files of the full record, of ideas made at random, as days go by."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import Any

from hypothesis import Phase, given, seed, settings

from tests.plain_record import Record
from tests.plain_triangles import NEEDED, triangles
from tests.tracker.triangle_rich import BARE, QUIET, RICH
from tests.tracker.triangle_rows import DAY, Made, Place, ideas
from tracker import clock, exchange
from tracker.portfolio.triangle.query import records
from tracker.portfolio.triangle.score import triangle
from tracker.portfolio.triangle.words import IdeaTriangle

STAGES = ("latent", "design", "mobilise", "mainstream", "embedded")
LATER = (0, 31, 61, 95, 125, 190, 400)  # days after which something in them is old


def told(found: IdeaTriangle) -> dict[str, Any]:
    """A triangle of the product, in the words of the plain one."""
    return {
        "score": None if found.score is None else float(found.score),
        "trust": None if found.trust is None else float(found.trust),
        "corners": {str(corner): None if share is None else float(share) for corner, share in found.corners.items()},
        "items": {reading.item.key: reading.value for reading in found.items},
        "weak": set(found.weak_links),
    }


def live(made: Made, stage: str) -> Made:
    """The same at work in a stage."""
    return {**made, "columns": {**made["columns"], "stage": stage, "state": "active", "source": None}}


def drawn() -> list[Made]:
    """Some ideas with whatever may stand on one, the same each time."""
    found: list[Made] = []

    @seed(16)
    @settings(max_examples=16, database=None, phases=(Phase.generate,))
    @given(made=ideas)
    def draw(made: Made) -> None:
        found.append(made)

    draw()
    return found


def test_the_triangles_come_out_of_the_files_alone_whatever_is_recorded_and_grows_old(world, tmp_path):
    place, more = Place(world), drawn()
    made = [live(one, STAGES[n % 5]) for n, one in enumerate([*more, RICH, QUIET, BARE, RICH, QUIET])]
    ids = [place.store(one) for one in [*made, *more[:5]]]
    (tmp_path / "record").mkdir()
    for table in exchange.record_tables():
        if table.name in NEEDED:
            exchange.write_record_table(tmp_path, table)
    record = Record.read(tmp_path, world.ours.code)
    values, scores = Counter(), 0
    for days in LATER:
        day = DAY + timedelta(days=days)
        by_hand = triangles(record, day)
        with clock.at(clock.start_of(day)), world.ours.door():
            found = {
                one.ref: triangle(one, day) for one in records(day=day, ideas=ids).values() if one.state != "closed"
            }
        assert len(found) >= 20
        for ref, said in found.items():
            assert by_hand[ref] == told(said), (ref, said.stage, day)
            values.update(reading.value for reading in said.items)
            scores += said.score is not None
    assert scores > 50
    assert min(values[value] for value in (None, 0, 2, 4)) > 50
