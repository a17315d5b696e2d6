"""Every row of the catalogue of bad inputs for texts, numbers, days, rounds and mergers, with the tests that meet it.

All fields of forms, all cells of grids and all columns of lists meet the inputs of `cases` in the first three tests;
what needs more than one value, another place or a file stands beside them.
"""

import pytest

from tests import named_tests
from tests.bad_inputs.cases import cases
from unioncare_desktop.domain.fields import fields_of
from unioncare_desktop.domain.records import RECORDS

FORMS = "tests/bad_inputs/test_forms.py::test_a_field_meets_every_bad_input"
GRIDS = "tests/bad_inputs/test_grids.py::test_figures_meet_every_bad_input"
LISTS = "tests/bad_inputs/test_grids.py::test_lists_meet_every_bad_input"
UNIONS = "tests/bad_inputs/test_imports.py::test_cells_of_unions_meet_every_bad_input"
FIGURES = "tests/bad_inputs/test_imports.py::test_cells_of_figures_meet_every_bad_input"
ROUND = "tests/bad_inputs/test_round_trip.py::test_accepted_values_come_back_from_database_and_workbook"
TEXTS = (FORMS, GRIDS, LISTS, UNIONS, ROUND)
NUMBERS = (FORMS, GRIDS, LISTS, FIGURES)
DAYS = (FORMS, LISTS, UNIONS)

KINDS = "tests/domain/test_kinds.py::"
DOUBLES = "tests/services/test_unions.py::test_the_living_share_neither_name_nor_code"
OFFERED = "tests/bad_inputs/test_forms.py::test_what_may_have_been_meant_is_taken_with_the_keyboard"
ODD_WORKBOOK = "tests/reports/test_excel.py::test_text_stays_text"
ODD_BOX = "tests/ui/test_messages.py::test_an_error_is_shown_as_it_is_never_as_markup"
ODD_PDF = "tests/reports/test_pdf.py::test_text_is_never_markup"
NO_FORMULA = "tests/services/test_workbook.py::test_what_is_written_is_read_again_and_never_a_formula"
THOUSANDTHS = "tests/bad_inputs/test_imports.py::test_a_number_that_looks_like_thousands_is_pointed_out"
COUNTS = "tests/services/test_counts.py::"
MERGERS = "tests/services/test_mergers.py::"
UPPERS = "tests/services/test_unions.py::"
CAMPAIGNS = "tests/services/test_campaigns.py::"
RESULTS = "tests/services/test_results.py::"
REGISTRATIONS = "tests/services/test_registrations.py::"

TESTS: dict[str, tuple[str, ...]] = {
    **{f"T{number:02}": TEXTS for number in (*range(1, 31), 34, 35, 36, 37)},
    **{f"N{number:02}": NUMBERS for number in (*range(1, 4), *range(6, 12), 13, 14)},
    **{f"D{number:02}": DAYS for number in (*range(1, 12), 15)},
    "T01": (*TEXTS, "tests/bad_inputs/test_grids.py::test_what_must_be_given_cannot_be_emptied"),
    "T04": (*TEXTS, DOUBLES),
    "T10": (
        *TEXTS,
        f"{KINDS}test_text_is_kept_as_it_was_meant",
        "tests/reports/test_excel.py::test_decomposed_text_is_composed_and_dirt_is_dropped",
    ),
    "T12": (
        *TEXTS,
        "tests/bad_inputs/test_forms.py::test_a_million_characters_do_not_freeze_the_form",
        "tests/bad_inputs/test_grids.py::test_a_huge_text_does_not_freeze_the_grid",
    ),
    "T13": (*TEXTS, "tests/reports/test_pdf.py::test_words_without_spaces_are_broken"),
    "T14": (*TEXTS, "tests/reports/test_pdf.py::test_letters_that_the_font_lacks_become_boxes"),
    "T16": (*TEXTS, ODD_WORKBOOK),
    "T22": (
        *TEXTS,
        ODD_WORKBOOK,
        NO_FORMULA,
    ),
    "T23": (
        *TEXTS,
        ODD_WORKBOOK,
        ODD_PDF,
        ODD_BOX,
    ),
    "T26": (*TEXTS, ODD_PDF),
    "T27": (*TEXTS, "tests/services/test_unions.py::test_a_union_is_found_by_any_of_its_words"),
    "T30": (*TEXTS, f"{KINDS}test_lines_of_a_note_are_kept"),
    "T31": (DOUBLES,),
    "T32": (
        "tests/services/test_unions.py::test_codes_that_differ_in_a_mark_are_two",
        "tests/ui/pages/test_registry.py::test_codes_that_differ_in_marks_only_are_shown_before_saving",
    ),
    "T33": (DOUBLES, "tests/test_vietnamese.py::test_codes_are_the_same_whatever_their_case_and_spaces"),
    "T34": (*TEXTS, OFFERED, DOUBLES),
    "T35": (*TEXTS, "tests/reports/test_files.py::test_safe_names"),
    "T36": (*TEXTS, OFFERED, "tests/bad_inputs/test_imports.py::test_text_of_an_old_font_is_offered_in_unicode"),
    "T37": (*TEXTS, OFFERED, "tests/domain/test_old_fonts.py::test_what_was_meant_is_found"),
    "T38": (
        *(FORMS, UNIONS, ROUND),
        "tests/reports/test_emails.py::test_whatever_is_typed_stays_where_it_belongs",
        "tests/reports/test_emails.py::test_two_addresses_are_not_one",
        "tests/services/test_correspondence.py::test_what_is_no_address_stays_in_its_cell_and_the_line_waits",
    ),
    "T39": (FORMS, UNIONS, ROUND, OFFERED, "tests/bad_inputs/test_imports.py::test_a_phone_is_mended_and_told"),
    "N04": (
        f"{COUNTS}test_what_cannot_be_is_refused",
        f"{COUNTS}test_more_members_than_workers_need_the_offices_leave_and_a_reason",
    ),
    "N05": (f"{COUNTS}test_what_cannot_be_is_refused",),
    "N12": (
        f"{KINDS}test_counts",
        THOUSANDTHS,
    ),
    "N14": (*NUMBERS, OFFERED, "tests/bad_inputs/test_forms.py::test_a_dash_may_mean_nothing"),
    "N16": (f"{COUNTS}test_what_cannot_be_is_refused", f"{COUNTS}test_a_ratio_needs_workers_and_members"),
    "N17": (f"{COUNTS}test_figures_that_differ_much_from_the_period_before_are_odd",),
    "D01": (
        *DAYS,
        OFFERED,
        f"{REGISTRATIONS}test_days_that_are_none_are_refused",
        "tests/storage/test_database.py::test_what_no_form_accepts_the_file_refuses_too",
    ),
    "D06": (*DAYS, "tests/bad_inputs/test_imports.py::test_a_short_year_is_spelled_out_in_the_preview"),
    "D08": (*DAYS, "tests/bad_inputs/test_imports.py::test_days_that_may_stand_for_months_are_doubted"),
    "D09": (*DAYS, "tests/services/lists/test_lines.py::test_a_day_written_before_there_were_unions_is_doubted"),
    "D10": (*DAYS, "tests/services/test_workbook.py::test_serials_that_are_no_days"),
    "D11": (*DAYS, f"{KINDS}test_days"),
    "D12": ("tests/services/test_unions.py::test_what_is_typed_wrong_is_not_saved",),
    "D13": (
        "tests/services/lists/test_finding.py::test_a_period_ahead_is_pointed_out",
        "tests/bad_inputs/test_grids.py::test_a_period_ahead_is_pointed_out_above_its_figures",
    ),
    "D14": ("tests/services/test_unions.py::test_no_union_reported_before_it_was_founded",),
    "M01": (f"{MERGERS}test_a_union_with_itself", f"{MERGERS}test_a_union_in_two_groups"),
    "M02": (f"{MERGERS}test_a_circle_is_shown", f"{UPPERS}test_no_union_is_above_itself"),
    "M03": (
        f"{MERGERS}test_one_that_was_merged_names_its_successor",
        "tests/services/lists/test_matching.py::test_a_merged_union_names_its_successor",
    ),
    "M04": (f"{MERGERS}test_into_one_that_has_ended",),
    "M05": (
        f"{MERGERS}test_before_a_participant_was_founded",
        f"{MERGERS}test_a_proposal_waits_and_is_carried_out_later",
        "tests/test_cli_mergers_done.py::test_a_future_day_and_a_missing_file_are_refused",
    ),
    "M06": (f"{MERGERS}test_before_later_figures_of_a_source",),
    "M07": (
        f"{MERGERS}test_across_upper_unions_only_if_confirmed",
        f"{MERGERS}test_across_level_sector_bloc_and_area_is_odd",
        "tests/test_cli_mergers_done.py::test_other_upper_unions_are_confirmed",
    ),
    "M08": (
        f"{UPPERS}test_no_union_is_above_itself",
        f"{UPPERS}test_there_are_not_more_than_six_levels",
        "tests/storage/test_database.py::test_what_no_form_accepts_the_file_refuses_too",
    ),
    "M09": (
        f"{MERGERS}test_what_was_built_upon_a_merger_is_listed",
        "tests/test_cli_mergers_done.py::test_what_depends_on_a_merger_is_named",
    ),
    "M10": (
        f"{MERGERS}test_data_that_changed_since_the_preview",
        f"{MERGERS}test_two_users_merge_the_same_union_at_once",
    ),
    "M11": (
        f"{UPPERS}test_a_union_with_figures_stays",
        f"{MERGERS}test_what_is_proposed_to_be_merged_is_not_deleted",
    ),
    "P01": (f"{CAMPAIGNS}test_a_round_that_ends_before_it_starts",),
    "P02": (f"{CAMPAIGNS}test_rounds_that_overlap_name_each_other",),
    "P03": (f"{CAMPAIGNS}test_a_gap_between_rounds_is_pointed_out",),
    "P04": (
        f"{CAMPAIGNS}test_nothing_of_a_closed_round_changes",
        f"{CAMPAIGNS}test_undoing_does_not_reach_into_a_closed_round",
        f"{CAMPAIGNS}test_what_was_deleted_does_not_come_back_into_a_closed_round",
        f"{REGISTRATIONS}test_a_closed_round_takes_nothing",
    ),
    "P05": (
        "tests/services/lists/test_yearly_lists.py::test_a_union_twice_is_refused",
        "tests/services/test_yearly_facts.py::test_two_answers_for_one_fact_of_a_union_are_refused",
    ),
    "R01": (
        f"{CAMPAIGNS}test_a_round_that_ends_before_it_starts",
        f"{CAMPAIGNS}test_a_deadline_that_does_not_exist_stays_as_text_and_asks",
    ),
    "R02": (f"{REGISTRATIONS}test_a_result_without_a_registration_is_added_later_or_refused",),
    "R03": (
        f"{REGISTRATIONS}test_days_outside_the_round_are_told",
        f"{REGISTRATIONS}test_a_registration_after_the_deadline_is_stored_with_a_warning",
    ),
    "R04": (
        f"{REGISTRATIONS}test_the_same_is_not_registered_twice",
        f"{REGISTRATIONS}test_a_row_may_not_become_another",
        f"{REGISTRATIONS}test_a_form_refuses_what_a_grid_refuses",
    ),
    "R05": (
        FORMS,
        f"{RESULTS}test_points_that_cannot_be_are_refused",
        f"{RESULTS}test_unions_with_the_same_points_share_a_place",
        f"{RESULTS}test_entered_places_against_points_or_with_gaps_are_odd",
    ),
    "R06": (f"{CAMPAIGNS}test_a_round_with_registrations_stays_and_says_what_is_in_it",),
}
CANNOT_BE = {
    "N15": "No field holds a percentage yet; `parse_percent` refuses these (tests/test_vietnamese.py).",
    "D16": "No field holds a birth date.",
}
CATALOGUE = [
    f"{letter}{number:02}"
    for letter, last in (("T", 39), ("N", 17), ("D", 16), ("P", 5), ("R", 6), ("M", 11))
    for number in range(1, last + 1)
]


def test_every_row_of_the_catalogue_is_met_or_cannot_be() -> None:
    assert sorted({*TESTS, *CANNOT_BE}) == sorted(CATALOGUE)
    assert not TESTS.keys() & CANNOT_BE.keys()


@pytest.mark.parametrize("row", TESTS)
def test_the_tests_are_there(row: str) -> None:
    assert [named for named in TESTS[row] if not named_tests.exists(named)] == []


def test_rows_that_are_met_by_every_field_are_among_the_cases() -> None:
    met = {case.id for record in RECORDS for field in fields_of(record).values() for case in cases(field.kind)}
    wanted = {row for row, tests in TESTS.items() if FORMS in tests}

    assert wanted == met
