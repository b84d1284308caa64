"""What is proposed to stand instead: by label, by whose the name is, and counted from the first day of the case."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as some

from app.deid.finding import find
from app.deid.replacing import Proposal, proposals
from tests.benchmarks.deid_text.generator import notes

NOTES = [note.text for note in notes(60, seed=7)]


def instead(text: str, language: str | None = None) -> list[str]:
    return [each.replacement for each in proposals({"history": text}, language)["history"]]


def replaced(text: str, found: list[Proposal]) -> str:
    for each in reversed(found):
        text = text[: each.span.start] + each.replacement + text[each.span.end :]
    return text


def test_a_proposal_says_what_it_covers() -> None:
    text = "MRN 1234567"
    [only] = proposals({"history": text})["history"]
    assert (only.wording, only.span.of(text), only.replacement) == ("1234567", "1234567", "[number]")


def test_names_are_replaced_by_whose_they_are() -> None:
    text = "Dr Adeyemi saw Mr Fotheringay with his wife Amina; adeyemi agreed."
    assert instead(text) == ["[clinician]", "[name]", "[relative]", "[clinician]"]


def test_a_name_with_a_cue_in_one_field_is_found_in_all_of_them() -> None:
    found = proposals({"title": "rash of zubuze", "history": "Mrs Zubuze attended.", "caption": "Zubuze, left shin"})
    assert {field: [each.wording for each in several] for field, several in found.items()} == {
        "title": ["zubuze"],
        "history": ["Zubuze"],
        "caption": ["Zubuze"],
    }


def test_days_are_counted_from_the_first_full_date_of_the_case() -> None:
    found = proposals(
        {"history": "Fell on 12 March 2021.", "course": "Operated on 15 March 2021, well on 26 March 2021."}
    )
    assert [each.replacement for several in found.values() for each in several] == ["day 0", "day 3", "2 weeks later"]


def test_far_days_are_told_in_months_and_years() -> None:
    text = "Seen on 2021-03-12, 2021-08-20, 2017-03-10 and 2021-03-02."
    assert instead(text) == ["day 0", "about 5 months later", "about 4 years earlier", "day -10"]


def test_a_date_of_birth_is_not_the_first_day() -> None:
    assert instead("DOB 04/05/1961, seen on 13/05/2021") == ["[date of birth]", "day 0"]


def test_an_order_of_day_and_month_that_nothing_tells_is_not_guessed() -> None:
    assert instead("On 12 March 2021 and on 03/04/2021") == ["day 0", "[date]"]
    assert instead("On 12/03/2021, 25/03/2021 and 03/04/2021") == ["day 0", "day 13", "day 22"]
    assert instead("On 03/12/2021, 03/25/2021 and 04/03/2021") == ["day 0", "day 13", "day 22"]
    assert instead("Le 12 mars 2021 et le 03/04/2021", "fr") == ["day 0", "day 22"]


def test_what_is_no_day_of_a_calendar_or_lacks_the_year_stays_untold() -> None:
    assert instead("On 12 March 2021, on 31 February 2021, on 4 May and in June 2021") == [
        "day 0",
        "[date]",
        "[date]",
        "[date]",
    ]


def test_an_age_over_89_reads_on_in_its_sentence() -> None:
    assert replaced_all("A 93-year-old man, aged 94.") == "A very old (90 or older) man, aged 90 or older."
    assert replaced_all("She is in her late nineties.") == "She is in her aged 90 or older."


def replaced_all(text: str) -> str:
    return replaced(text, proposals({"history": text})["history"])


def test_each_other_kind_has_its_own_words() -> None:
    text = "From Mombasa, at Jones Medical Center, x@y.org, www.xyz.org, ring 07911 123456, lot 7719-KX22, by @tam_run."
    assert instead(text) == ["[place]", "[hospital]", "[e-mail]", "[link]", "[phone]", "[device number]", "[removed]"]


@given(some.lists(some.sampled_from(NOTES), min_size=1, max_size=3))
def test_where_all_is_replaced_nothing_is_found_any_more(texts: list[str]) -> None:
    fields = {str(number): text for number, text in enumerate(texts)}
    after = {field: replaced(fields[field], found) for field, found in proposals(fields).items()}
    assert {field: [each.wording for each in found] for field, found in proposals(after).items()} == {
        field: [] for field in fields
    }


def test_what_this_room_proposes_is_never_found_itself() -> None:
    text = (
        "Dr [clinician] saw Mr [name], [date of birth], aged 90 or older, on day 3 and 2 weeks later "
        "at [hospital], [place]."
    )
    assert find(text) == []
