"""The gallery of components: every shared piece stands on one valid page, and fields keep what was typed."""

import html5lib
from html5lib.constants import namespaces

HTML = f"{{{namespaces['html']}}}"


def test_every_component_stands_on_one_valid_page(browse):
    page = browse(None).get("/dev/components").text
    assert "<title>Components - Seedbed</title>" in page
    assert page.count('role="img"') >= 5


def test_a_form_sent_empty_says_what_is_wrong_beside_each_field_and_on_top(browse):
    page = browse(None).post("/dev/components", {"problem": "Lights <stay> out", "service": "care"}, status=200).text
    assert "<title>Error: Components - Seedbed</title>" in page
    root = html5lib.parse(page)
    ids = {element.get("id") for element in root.iter() if element.get("id")}
    summary = next(element for element in root.iter(f"{HTML}ul") if "error-summary" in element.get("class", ""))
    wanted = [link.get("href") for link in summary.iter(f"{HTML}a")]
    assert wanted == ["#email", "#whose", "#when", "#until"]
    assert {target[1:] for target in wanted} <= ids
    assert {f"{target[1:]}-error" for target in wanted} <= ids
    assert next(root.iter(f"{HTML}textarea")).text.strip() == "Lights <stay> out"


def test_a_wrong_day_is_given_back_as_it_was_typed(browse):
    page = browse(None).post("/dev/components", {"when": "31 February 2027"}, status=200).text
    typed = [one.get("value") for one in html5lib.parse(page).iter(f"{HTML}input") if one.get("name") == "when"]
    assert typed == ["31 February 2027"]
