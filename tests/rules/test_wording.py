"""What values are called: two readings, particulars, a council's own words above the built-in ones."""

import pytest

from tracker.wording import (
    BUILT_IN,
    Reading,
    UnknownWordWarning,
    Vocabulary,
    own_names,
    own_words,
    own_words_faults,
    with_article,
)

OURS = Vocabulary({"role.owner": "project lead", "stage.mobilise": "pilot", "stage.embedded": "everyday"})


def test_leads_read_the_fields_own_names_and_staff_plain_words():
    assert BUILT_IN.called("mobilise", "stage") == "mobilise"
    assert BUILT_IN.called("mobilise", "stage", Reading.STAFF) == "being tried"
    assert BUILT_IN.called("conditional_go", "decision") == "conditional go"
    assert BUILT_IN.called("conditional_go", "decision", Reading.STAFF) == "going ahead, with conditions"
    assert BUILT_IN.called("granted", "certainty", Reading.STAFF) == "granted"


def test_where_an_idea_stands_is_its_stage_its_outcome_or_its_state():
    standing = [BUILT_IN.called(where, "standing", "staff") for where in ("mobilise", "merged", "triage", "question")]
    assert standing == ["being tried", "joined with another idea", "being read", "a question for you"]


def test_a_name_or_a_date_makes_the_words_fuller_and_they_do_without():
    assert BUILT_IN.called("triage", "state", "staff", who="Priya", by="Friday") == "with Priya, reply by Friday"
    assert BUILT_IN.called("triage", "state", "staff", who="Priya", by="") == "being read"
    assert BUILT_IN.called("parked", "standing", "staff", by="3 March") == "waiting until 3 March"
    assert BUILT_IN.called("parked", "standing", "staff", by=None) == "waiting"


def test_what_nobody_said_is_called_nothing():
    assert (BUILT_IN.called(None, "extent"), BUILT_IN.called("", "extent")) == ("", "")


def test_a_councils_own_words_stand_above_both_readings():
    assert OURS.called("owner", "role") == "project lead"
    assert OURS.called("mobilise", "stage") == "pilot"
    assert OURS.called("mobilise", "stage", Reading.STAFF) == "in pilot"
    assert OURS.called("mobilise", "standing", Reading.STAFF) == "in pilot"
    assert OURS.called("design", "stage") == "design"


def test_what_is_named_after_a_role_or_a_stage_follows_the_councils_word():
    assert (BUILT_IN.called("mobilise", "gate"), OURS.called("mobilise", "gate")) == ("mobilise gate", "pilot gate")
    assert (BUILT_IN.called("embed", "gate"), OURS.called("embed", "gate")) == ("embed gate", "everyday gate")
    assert BUILT_IN.called("lead", "recipient") == "an innovation lead"
    assert Vocabulary({"role.lead": "change manager"}).called("lead", "recipient") == "a change manager"


def test_what_somebody_wrote_is_never_read_as_a_name_of_an_entry():
    said = BUILT_IN.called("adapted", "notice", council="Hartley", title="“{role.owner} {council}”")
    assert said == "Hartley has taken “{role.owner} {council}” into its own pipeline"


def test_a_form_offers_the_values_of_a_list_in_their_order_each_explained_where_it_needs_it():
    assert BUILT_IN.choices("part_verdict") == [("keep", "Keep"), ("change", "Change"), ("drop", "Drop")]
    assert BUILT_IN.choices("part_verdict", ["drop", "keep"]) == [("drop", "Drop"), ("keep", "Keep")]
    assert BUILT_IN.choices("part_verdict", []) == []
    assert dict(BUILT_IN.choices("extent"))["radical"] == "A new kind of service"
    assert dict(OURS.choices("role"))["owner"] == "Project lead: keeps ideas current and asks for decisions"
    assert "*" not in dict(BUILT_IN.choices("instrument"))


def test_a_value_that_the_file_does_not_have_warns_and_reads_without_an_underscore():
    with pytest.warns(UnknownWordWarning, match="extent,quite_big"):
        assert BUILT_IN.called("quite_big", "extent") == "quite big"
    with pytest.warns(UnknownWordWarning, match="moons,full_moon"):
        assert BUILT_IN.called("full_moon", "moons") == "full moon"


def test_a_list_that_case_files_add_to_takes_any_value():
    assert BUILT_IN.called("town_lottery", "instrument") == "town lottery"


def test_an_article_fits_its_word():
    read = [with_article(words) for words in ("owner", "project lead", "idea keeper", "user", "European", "one-off")]
    assert read == ["an owner", "a project lead", "an idea keeper", "a user", "a European", "a one-off"]


# --- a council's own words ---
@pytest.mark.parametrize("words", ["project lead", "Löffel-Halter", "d’Arcy’s friend", "x", "a" * 40])
def test_a_name_of_letters_spaces_hyphens_and_apostrophes_will_do(words):
    assert own_words_faults({"role.owner": words}) == {}


@pytest.mark.parametrize("words", ["a" * 41, "lead 2", "<b>", "{role.lead}", "owner_of", "-lead", "’"])
def test_anything_else_is_refused(words):
    assert set(own_words_faults({"role.owner": words, "role.admin": "clerk"})) == {"role.owner"}


@pytest.mark.parametrize(
    "wanted",
    [
        {"role.owner": "lead"},
        {"role.owner": "Lead", "role.lead": "boss"},
        {"role.owner": "keeper", "role.sponsor": "KEEPER"},
        {"stage.design": "mobilise", "stage.mobilise": "pilot"},
    ],
)
def test_a_word_that_another_of_the_list_has_is_refused(wanted):
    assert next(iter(wanted)) in own_words_faults(wanted)


def test_a_role_may_be_called_as_a_stage_is():
    assert own_words_faults({"role.owner": "pilot", "stage.mobilise": "pilot"}) == {}


def test_only_roles_and_stages_can_be_called_otherwise():
    assert set(own_words_faults({"decision.go": "off you go", "role.mayor": "mayor"})) == {"decision.go", "role.mayor"}
    assert {name.partition(".")[0] for name in own_names()} == {"role", "stage", "criterion"}


def test_a_word_left_empty_or_as_it_comes_is_no_word_of_ones_own():
    wanted = {"role.owner": "  project   lead ", "role.lead": "", "role.admin": " ", "stage.design": "design"}
    assert own_words(wanted) == {"role.owner": "project lead"}
