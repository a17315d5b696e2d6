"""Competitions: catalogues, campaigns, registrations, awards, scores; yearly facts; enterprises without a union."""

import sqlalchemy as sa
from alembic import op

from unioncare_desktop.storage.table_parts import (
    DAY,
    FLAG,
    PEOPLE,
    bookkeeping,
    check,
    columns,
    exact,
    index,
    length,
    links,
    ranges,
    unique,
)

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    _registration_kind()
    _recognition_level()
    _award_title()
    _award_form()
    _rating()
    _agreement_grade()
    _campaign()
    _campaign_sector()
    _campaign_round()
    _round_occasion()
    _campaign_pilot()
    _registration()
    _pact_item()
    _award()
    _round_score()
    _yearly_fact()
    _enterprise()


def _registration_kind() -> None:
    op.create_table(
        "registration_kind",
        *bookkeeping("registration_kind"),
        *columns(sa.Text, "form", "name", required=True),
        *columns(sa.Integer, "position", required=True),
        *columns(sa.Text, "valid_from", "valid_to", "source"),
        *columns(sa.Text, "name_key", required=True),
        *ranges(
            "registration_kind",
            form="\"{0}\" IN ('individual', 'collective', 'work', 'initiative', 'pact')",
            name=length(200),
            valid_from=DAY,
            valid_to=DAY,
            source=length(200),
        ),
        unique("registration_kind", "name_key"),
        *exact("registration_kind", days=("valid_from", "valid_to"), texts=("form", "name", "source")),
        sqlite_strict=True,
    )


def _recognition_level() -> None:
    op.create_table(
        "recognition_level",
        *bookkeeping("recognition_level"),
        *columns(sa.Text, "name", required=True),
        *columns(sa.Integer, "position", required=True),
        *columns(sa.Text, "valid_from", "valid_to", "source"),
        *columns(sa.Text, "name_key", required=True),
        *ranges(
            "recognition_level",
            name=length(200),
            valid_from=DAY,
            valid_to=DAY,
            source=length(200),
        ),
        unique("recognition_level", "name_key"),
        *exact("recognition_level", days=("valid_from", "valid_to"), texts=("name", "source")),
        sqlite_strict=True,
    )


def _award_title() -> None:
    op.create_table(
        "award_title",
        *bookkeeping("award_title"),
        *columns(sa.Text, "applies_to", required=True),
        *columns(sa.Integer, "level_id"),
        *columns(sa.Text, "movement"),
        *columns(sa.Text, "name", required=True),
        *columns(sa.Integer, "position", required=True),
        *columns(sa.Text, "valid_from", "valid_to", "source"),
        *columns(sa.Text, "name_key", required=True),
        *ranges(
            "award_title",
            applies_to="\"{0}\" IN ('individual', 'collective', 'both')",
            movement=length(200),
            name=length(200),
            valid_from=DAY,
            valid_to=DAY,
            source=length(200),
        ),
        *links("award_title", level_id="recognition_level"),
        unique("award_title", "name_key"),
        *exact("award_title", days=("valid_from", "valid_to"), texts=("applies_to", "movement", "name", "source")),
        sqlite_strict=True,
    )


def _award_form() -> None:
    op.create_table(
        "award_form",
        *bookkeeping("award_form"),
        *columns(sa.Text, "applies_to", required=True),
        *columns(sa.Integer, "level_id"),
        *columns(sa.Text, "name", required=True),
        *columns(sa.Integer, "position", required=True),
        *columns(sa.Text, "valid_from", "valid_to", "source"),
        *columns(sa.Text, "name_key", required=True),
        *ranges(
            "award_form",
            applies_to="\"{0}\" IN ('individual', 'collective', 'both')",
            name=length(200),
            valid_from=DAY,
            valid_to=DAY,
            source=length(200),
        ),
        *links("award_form", level_id="recognition_level"),
        unique("award_form", "name_key"),
        *exact("award_form", days=("valid_from", "valid_to"), texts=("applies_to", "name", "source")),
        sqlite_strict=True,
    )


def _rating() -> None:
    op.create_table(
        "rating",
        *bookkeeping("rating"),
        *columns(sa.Integer, "good", required=True),
        *columns(sa.Text, "name", required=True),
        *columns(sa.Integer, "position", required=True),
        *columns(sa.Text, "valid_from", "valid_to", "source"),
        *columns(sa.Text, "name_key", required=True),
        *ranges(
            "rating",
            good=FLAG,
            name=length(200),
            valid_from=DAY,
            valid_to=DAY,
            source=length(200),
        ),
        unique("rating", "name_key"),
        *exact("rating", days=("valid_from", "valid_to"), texts=("name", "source")),
        sqlite_strict=True,
    )


def _agreement_grade() -> None:
    op.create_table(
        "agreement_grade",
        *bookkeeping("agreement_grade"),
        *columns(sa.Integer, "graded", "good", required=True),
        *columns(sa.Text, "name", required=True),
        *columns(sa.Integer, "position", required=True),
        *columns(sa.Text, "valid_from", "valid_to", "source"),
        *columns(sa.Text, "name_key", required=True),
        *ranges(
            "agreement_grade",
            graded=FLAG,
            good=FLAG,
            name=length(200),
            valid_from=DAY,
            valid_to=DAY,
            source=length(200),
        ),
        unique("agreement_grade", "name_key"),
        *exact("agreement_grade", days=("valid_from", "valid_to"), texts=("name", "source")),
        sqlite_strict=True,
    )


def _campaign() -> None:
    op.create_table(
        "campaign",
        *bookkeeping("campaign"),
        *columns(sa.Text, "name", required=True),
        *columns(sa.Integer, "year", required=True),
        *columns(sa.Text, "plan_number", "plan_date", "issuer", "theme", "goal", "content", "measures", "participants"),
        *columns(sa.Integer, "required_kind_id", "required_least"),
        *columns(sa.Text, "pilot_by"),
        *columns(sa.Integer, "pilot_most"),
        *columns(sa.Text, "template", "note"),
        *ranges(
            "campaign",
            name=length(200),
            year='"{0}" BETWEEN 0 AND 2200',
            plan_number=length(60),
            plan_date=DAY,
            issuer=length(200),
            theme=length(500),
            goal=length(2000),
            content=length(2000),
            measures=length(2000),
            participants=length(2000),
            required_least='"{0}" BETWEEN 0 AND 99',
            pilot_by=DAY,
            pilot_most='"{0}" BETWEEN 0 AND 99',
            template=length(60),
            note=length(2000),
        ),
        check("campaign", "requirement_is_whole", "(required_kind_id IS NULL) = (required_least IS NULL)"),
        *links("campaign", required_kind_id="registration_kind"),
        unique("campaign", "year", "name"),
        *exact(
            "campaign",
            days=("plan_date", "pilot_by"),
            texts=(
                "name",
                "plan_number",
                "issuer",
                "theme",
                "goal",
                "content",
                "measures",
                "participants",
                "template",
                "note",
            ),
        ),
        sqlite_strict=True,
    )


def _campaign_sector() -> None:
    op.create_table(
        "campaign_sector",
        *bookkeeping("campaign_sector"),
        *columns(sa.Integer, "campaign_id", "sector_id", required=True),
        *links("campaign_sector", campaign_id="campaign", sector_id="sector"),
        unique("campaign_sector", "campaign_id", "sector_id"),
        sqlite_strict=True,
    )


def _campaign_round() -> None:
    op.create_table(
        "campaign_round",
        *bookkeeping("campaign_round"),
        *columns(sa.Integer, "campaign_id", "number", required=True),
        *columns(sa.Text, "name", required=True),
        *columns(sa.Text, "theme"),
        *columns(sa.Text, "start", "end", required=True),
        *columns(sa.Text, "deadline", "deadline_text"),
        *columns(sa.Integer, "most_score", required=True),
        *columns(sa.Text, "closed_on", "reopened_why", "note"),
        *ranges(
            "campaign_round",
            number='"{0}" BETWEEN 0 AND 99',
            name=length(200),
            theme=length(500),
            start=DAY,
            end=DAY,
            deadline=DAY,
            deadline_text=length(200),
            most_score='"{0}" BETWEEN 0 AND 100000',
            closed_on=DAY,
            reopened_why=length(200),
            note=length(2000),
        ),
        check("campaign_round", "deadline_inside", 'deadline BETWEEN start AND "end"'),
        check("campaign_round", "end_after_start", '"end" >= start'),
        *links("campaign_round", campaign_id="campaign"),
        unique("campaign_round", "campaign_id", "number"),
        *exact(
            "campaign_round",
            days=("start", "end", "deadline", "closed_on"),
            texts=("name", "theme", "deadline_text", "reopened_why", "note"),
        ),
        sqlite_strict=True,
    )


def _round_occasion() -> None:
    op.create_table(
        "round_occasion",
        *bookkeeping("round_occasion"),
        *columns(sa.Integer, "round_id", required=True),
        *columns(sa.Text, "name", required=True),
        *columns(sa.Text, "since", "on"),
        *columns(sa.Integer, "position", required=True),
        *ranges(
            "round_occasion",
            name=length(200),
            since="\"{0}\" BETWEEN '1000-01-01' AND '2200-12-31'",
            on=DAY,
        ),
        *links("round_occasion", round_id="campaign_round"),
        *exact("round_occasion", days=("since", "on"), texts=("name",)),
        sqlite_strict=True,
    )
    index("round_occasion", "round_id")


def _campaign_pilot() -> None:
    op.create_table(
        "campaign_pilot",
        *bookkeeping("campaign_pilot"),
        *columns(sa.Integer, "campaign_id", "union_id", required=True),
        *columns(sa.Text, "launched_on", "note"),
        *ranges(
            "campaign_pilot",
            launched_on=DAY,
            note=length(200),
        ),
        *links("campaign_pilot", campaign_id="campaign", union_id="trade_union"),
        unique("campaign_pilot", "campaign_id", "union_id"),
        *exact("campaign_pilot", days=("launched_on",), texts=("note",)),
        sqlite_strict=True,
    )
    index("campaign_pilot", "union_id")


def _registration() -> None:
    op.create_table(
        "registration",
        *bookkeeping("registration"),
        *columns(sa.Integer, "round_id", "union_id", "kind_id", required=True),
        *columns(sa.Text, "content", required=True),
        *columns(sa.Integer, "quantity", required=True),
        *columns(
            sa.Text, "registered_on", "honorific", "person", "position", "award", "work_field", "performer", "due_on"
        ),
        *columns(sa.Integer, "recognised", "in_programme", required=True),
        *columns(sa.Text, "note", "outcome"),
        *columns(sa.Integer, "achieved"),
        *columns(sa.Text, "decision", "decided_on"),
        *columns(sa.Integer, "level_id"),
        *columns(sa.Text, "result_note"),
        *columns(sa.Integer, "added_later", required=True),
        *columns(sa.Text, "content_key", required=True),
        *ranges(
            "registration",
            content=length(500),
            quantity=PEOPLE,
            registered_on=DAY,
            honorific="\"{0}\" IN ('mr', 'ms')",
            person=length(200),
            position=length(200),
            award=length(200),
            work_field=length(200),
            performer=length(200),
            due_on=DAY,
            recognised=FLAG,
            in_programme=FLAG,
            note=length(2000),
            outcome="\"{0}\" IN ('achieved', 'partly', 'failed')",
            achieved=PEOPLE,
            decision=length(200),
            decided_on=DAY,
            result_note=length(2000),
            added_later=FLAG,
        ),
        check("registration", "quantity_is_something", "quantity >= 1"),
        *links(
            "registration",
            round_id="campaign_round",
            union_id="trade_union",
            kind_id="registration_kind",
            level_id="recognition_level",
        ),
        unique("registration", "round_id", "union_id", "kind_id", "content_key"),
        *exact(
            "registration",
            days=("registered_on", "due_on", "decided_on"),
            texts=(
                "content",
                "honorific",
                "person",
                "position",
                "award",
                "work_field",
                "performer",
                "note",
                "outcome",
                "decision",
                "result_note",
            ),
        ),
        sqlite_strict=True,
    )
    index("registration", "union_id")


def _pact_item() -> None:
    op.create_table(
        "pact_item",
        *bookkeeping("pact_item"),
        *columns(sa.Integer, "registration_id", required=True),
        *columns(sa.Text, "part", "name", required=True),
        *columns(sa.Text, "goal", "starts_on", "ends_on", "unit", "planned", "result", "note"),
        *columns(sa.Integer, "position", required=True),
        *ranges(
            "pact_item",
            part="\"{0}\" IN ('movement', 'target')",
            name=length(500),
            goal=length(500),
            starts_on=DAY,
            ends_on=DAY,
            unit=length(60),
            planned=length(60),
            result=length(60),
            note=length(200),
        ),
        check("pact_item", "ends_after_starts", "ends_on >= starts_on"),
        *links("pact_item", registration_id="registration"),
        *exact(
            "pact_item",
            days=("starts_on", "ends_on"),
            texts=("part", "name", "goal", "unit", "planned", "result", "note"),
        ),
        sqlite_strict=True,
    )
    index("pact_item", "registration_id")


def _award() -> None:
    op.create_table(
        "award",
        *bookkeeping("award"),
        *columns(sa.Integer, "round_id", "union_id", required=True),
        *columns(sa.Integer, "registration_id"),
        *columns(sa.Text, "kind", "name", required=True),
        *columns(sa.Text, "honorific", "person", "position"),
        *columns(sa.Integer, "quantity", required=True),
        *columns(sa.Text, "state", required=True),
        *columns(sa.Text, "proposal", "proposed_on", "decision", "decided_on"),
        *columns(sa.Integer, "level_id"),
        *columns(sa.Text, "note"),
        *ranges(
            "award",
            kind="\"{0}\" IN ('title', 'form')",
            name=length(200),
            honorific="\"{0}\" IN ('mr', 'ms')",
            person=length(200),
            position=length(200),
            quantity=PEOPLE,
            state="\"{0}\" IN ('proposed', 'awarded', 'declined')",
            proposal=length(200),
            proposed_on=DAY,
            decision=length(200),
            decided_on=DAY,
            note=length(2000),
        ),
        check("award", "awarded_has_day", "state <> 'awarded' OR decided_on IS NOT NULL"),
        *links(
            "award",
            round_id="campaign_round",
            union_id="trade_union",
            registration_id="registration",
            level_id="recognition_level",
        ),
        *exact(
            "award",
            days=("proposed_on", "decided_on"),
            texts=("kind", "name", "honorific", "person", "position", "state", "proposal", "decision", "note"),
        ),
        sqlite_strict=True,
    )
    index("award", "union_id")
    index("award", "registration_id")
    index("award", "round_id")


def _round_score() -> None:
    op.create_table(
        "round_score",
        *bookkeeping("round_score"),
        *columns(sa.Integer, "round_id", "union_id", required=True),
        *columns(sa.Integer, "score", "rank"),
        *columns(sa.Text, "note"),
        *ranges(
            "round_score",
            score='"{0}" BETWEEN 0 AND 100000',
            rank='"{0}" BETWEEN 0 AND 99999',
            note=length(200),
        ),
        *links("round_score", round_id="campaign_round", union_id="trade_union"),
        unique("round_score", "round_id", "union_id"),
        *exact("round_score", texts=("note",)),
        sqlite_strict=True,
    )
    index("round_score", "union_id")


def _yearly_fact() -> None:
    op.create_table(
        "yearly_fact",
        *bookkeeping("yearly_fact"),
        *columns(sa.Integer, "union_id", "year", required=True),
        *columns(sa.Integer, "rating_id"),
        *columns(sa.Text, "agreement", "agreement_from", "agreement_until"),
        *columns(sa.Integer, "agreement_grade_id"),
        *columns(sa.Text, "conference"),
        *columns(
            sa.Integer,
            "dialogues",
            "officers",
            "officers_trained",
            "participants",
            "hardship",
            "helped",
            "studying",
            "taught",
            "phantom",
            "double",
            "initiatives",
            "initiatives_entered",
        ),
        *columns(sa.Text, "note"),
        *ranges(
            "yearly_fact",
            year='"{0}" BETWEEN 0 AND 2200',
            agreement="\"{0}\" IN ('yes', 'no')",
            agreement_from=DAY,
            agreement_until=DAY,
            conference="\"{0}\" IN ('yes', 'no')",
            dialogues='"{0}" BETWEEN 0 AND 9999',
            officers=PEOPLE,
            officers_trained=PEOPLE,
            participants=PEOPLE,
            hardship=PEOPLE,
            helped=PEOPLE,
            studying=PEOPLE,
            taught=PEOPLE,
            phantom=PEOPLE,
            double=PEOPLE,
            initiatives=PEOPLE,
            initiatives_entered=PEOPLE,
            note=length(2000),
        ),
        check("yearly_fact", "helped_among_hardship", "helped <= hardship"),
        check(
            "yearly_fact", "grade_of_an_agreement", "coalesce(agreement, 'no') = 'yes' OR agreement_grade_id IS NULL"
        ),
        check("yearly_fact", "agreement_in_order", "agreement_until >= agreement_from"),
        check("yearly_fact", "entered_among_recognised", "initiatives_entered <= initiatives"),
        check("yearly_fact", "trained_among_officers", "officers_trained <= officers"),
        check(
            "yearly_fact",
            "days_of_an_agreement",
            "coalesce(agreement, 'no') = 'yes' OR coalesce(agreement_from, agreement_until) IS NULL",
        ),
        *links("yearly_fact", union_id="trade_union", rating_id="rating", agreement_grade_id="agreement_grade"),
        unique("yearly_fact", "union_id", "year"),
        *exact("yearly_fact", days=("agreement_from", "agreement_until"), texts=("agreement", "conference", "note")),
        sqlite_strict=True,
    )
    index("yearly_fact", "year")


def _enterprise() -> None:
    op.create_table(
        "enterprise",
        *bookkeeping("enterprise"),
        *columns(sa.Text, "name", required=True),
        *columns(sa.Text, "code"),
        *columns(sa.Integer, "area_id", "sector_id"),
        *columns(sa.Text, "address", "business"),
        *columns(sa.Integer, "workers"),
        *columns(sa.Text, "contact", "phone", "email", "surveyed_on"),
        *columns(sa.Text, "state", required=True),
        *columns(sa.Integer, "union_id"),
        *columns(sa.Text, "note", "code_key"),
        *columns(sa.Text, "name_key", "sort_key", required=True),
        *ranges(
            "enterprise",
            name=length(200),
            code=length(30),
            address=length(200),
            business=length(200),
            workers=PEOPLE,
            contact=length(200),
            phone=length(16, least=8),
            email=length(200, least=3),
            surveyed_on=DAY,
            state="\"{0}\" IN ('not_yet', 'called_on', 'founded')",
            note=length(2000),
        ),
        check("enterprise", "union_means_founded", "union_id IS NULL OR state = 'founded'"),
        *links("enterprise", area_id="area", sector_id="sector", union_id="trade_union"),
        unique("enterprise", "code_key"),
        *exact(
            "enterprise",
            days=("surveyed_on",),
            texts=("name", "code", "address", "business", "contact", "phone", "email", "state", "note"),
        ),
        sqlite_strict=True,
    )
    index("enterprise", "name_key")
