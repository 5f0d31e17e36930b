"""The full record: a stranger works the same eight parts out from its files, and nothing secret is in them."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import timedelta
from uuid import UUID

import pytest

from local import record_page
from tests.plain_record import Record
from tests.plain_triangles import triangles
from tracker import clock, council, exchange, portfolio
from tracker.exchange.rules.record import LEFT_OUT
from tracker.tenancy import as_council, directory


@pytest.fixture(scope="module")
def folder(people, tmp_path_factory):
    made = tmp_path_factory.mktemp("whole")
    exchange.export_folder(made)
    exchange.export_record(made)
    return made


@pytest.mark.parametrize("ago", [0, 40, 400, 5_900])
def test_the_eight_parts_of_every_council_come_out_of_the_files_alone(folder, ago):
    day, values = clock.today() - timedelta(days=ago), 0
    with directory():
        places = [(one.id, one.code, one.nation) for one in council.all_councils()]
    for place, code, nation in places:
        with as_council(place):
            said = {part["name"]: part["value"] for part in portfolio.profile_json(as_of=day)["parts"]}
        worked_out = Record.read(folder, code).profile(
            day, working_days=lambda start, end, nation=nation: clock.working_days_between(start, end, nation)
        )
        assert worked_out == said, (code, day)
        values += sum(value is not None for value in said.values())
    assert values >= (8 if ago == 0 else 0)


def told(found) -> dict[str, object]:
    """A triangle of the product, in the words of the plain one."""
    return {
        "score": None if found.score is None else float(found.score),
        "trust": float(found.trust),
        "corners": {str(c): None if mean is None else float(mean) for c, mean in found.corners.items()},
        "items": {reading.item.key: reading.value for reading in found.items},
        "weak": set(found.weak_links),
    }


def test_the_triangles_of_every_idea_come_out_of_the_files_alone(folder):
    with directory():
        places = [(one.id, one.code) for one in council.all_councils()]
    stages, values = Counter(), Counter()
    for place, code in places:
        record = Record.read(folder, code)
        worked_out, ids = triangles(record, clock.today()), {row["ref"]: row["id"] for row in record.rows["idea"]}
        with as_council(place):
            for ref, by_hand in worked_out.items():
                said = portfolio.triangle_now(idea_id=UUID(ids[ref]))
                assert by_hand == told(said), (code, ref)
                stages[said.stage] += 1
                values.update(reading.value for reading in said.items)
    assert min(stages[stage] for stage in ("latent", "design", "mobilise", "mainstream", "embedded")) >= 2
    assert min(values[value] for value in (None, 0, 2, 4)) >= 5


def test_every_table_goes_out_with_its_header_and_nothing_that_opens_a_door(folder):
    for table in exchange.record_tables():
        with (folder / table.file).open(encoding="utf-8", newline="") as file:
            header = next(csv.reader(file))
        assert len(set(header)) == len(header), table.name
        assert not {"token_digest", "password_hash", "sent_key"} & set(header)
    names = {table.name for table in exchange.record_tables()}
    assert {"membership", "message", "answer", "contact", "decision", "publication", "adaptation"} - names == {
        "contact"
    }
    assert not {"credential", "sign_in", "nudge_token", "letter"} & names


def test_a_draft_is_in_none_of_the_files(folder):
    with (folder / "record" / "idea.csv").open(encoding="utf-8", newline="") as file:
        ideas = list(csv.DictReader(file))
    assert ideas
    assert "draft" not in {idea["state"] for idea in ideas}


def test_the_page_about_the_record_says_what_it_holds(people):
    assert record_page.PAGE.read_text(encoding="utf-8") == record_page.page(), "python -m local.record_page"
    assert not {table.name for table in exchange.record_tables()} & set(LEFT_OUT)
