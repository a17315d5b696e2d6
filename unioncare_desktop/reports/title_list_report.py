"""Danh sách đăng ký danh hiệu thi đua: individuals, collectives and initiatives, in the columns of the usual form.

Where a union registers a number of people without their names, the list says how many they are.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from sqlalchemy.orm import Session

from unioncare_desktop.domain.records import AwardTitle
from unioncare_desktop.domain.records.awards import COLLECTIVE, INDIVIDUAL, INITIATIVE, TITLE_FORMS
from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.i18n import _
from unioncare_desktop.reports import chapters
from unioncare_desktop.reports import competition_parts as parts
from unioncare_desktop.reports.competition_parts import Competition
from unioncare_desktop.reports.document import (
    Block,
    Cell,
    Column,
    Document,
    Kind,
    Table,
    Text,
)
from unioncare_desktop.reports.registrations_report import title_table
from unioncare_desktop.services import records
from unioncare_desktop.services.registrations import RegistrationRow
from unioncare_desktop.vietnamese import counted, fold

_LISTED_FORMS = {
    INDIVIDUAL: (_("Danh hiệu cá nhân"), _("người")),
    COLLECTIVE: (_("Danh hiệu tập thể"), _("tập thể")),
    INITIATIVE: (_("Sáng kiến, đề tài"), _("sáng kiến")),
}
"""The parts of the list in their order: what each is called, and what is counted where no name is given."""


def build(session: Session, span: Span, number: str = "", day: date | None = None) -> Document:
    """The titles registered in the rounds of *span*; an empty *number* and *day* are left for the clerk to write."""
    told = parts.read(session, span)
    subject = _("Đăng ký danh hiệu thi đua {rounds}").format(rounds=told.rounds_words)
    return parts.document(
        told,
        told.heading(number, day, _("DANH SÁCH"), subject, "DS"),
        _body(session, told),
        chapters.annexes(*_lists(told)),
    )


def _body(session: Session, told: Competition) -> Iterator[Block]:
    yield from told.text(session, "title_list.intro")
    titled = list(_chapters(told, list(records.choices(session, AwardTitle).values())))
    yield from chapters.numbered(titled)
    if not titled:
        yield Text(_("Chưa có đơn vị nào đăng ký danh hiệu thi đua hoặc sáng kiến."))


def _chapters(told: Competition, catalogue: list[str]) -> Iterator[tuple[str, Sequence[Block]]]:
    """Each part of the list that is not empty: how much it holds, and of which titles."""
    filled = [(form, found) for form in _LISTED_FORMS if (found := _of_form(told, form))]
    for number, (form, found) in enumerate(filled, 1):
        title, noun = _LISTED_FORMS[form]
        sentence = _("Có {count} của {units} đăng ký {annex}.").format(
            count=counted(parts.quantity(found), noun),
            units=counted(parts.unions_among(found), told.view.kind.unit),
            annex=chapters.in_annex(number),
        )
        yield title, (Text(sentence), *([title_table(told, found, catalogue)] if form in TITLE_FORMS else []))


def _of_form(told: Competition, form: str) -> list[RegistrationRow]:
    return [row for row in told.by_union if row.form == form]


# Lists


def _lists(told: Competition) -> Iterator[tuple[str, Table]]:
    for form, (title, _noun) in _LISTED_FORMS.items():
        found = _of_form(told, form)
        words = _("{title} đăng ký {rounds}").format(title=title, rounds=told.rounds_words)
        yield words, _initiatives(told, found) if form == INITIATIVE else _titles(told, found)


def _titles(told: Competition, found: Iterable[RegistrationRow]) -> Table:
    """Form: Stt, Ông (bà), Họ và tên, Chức vụ, đơn vị, Đăng ký: Thi đua, Khen thưởng (domain.md 4.3)."""
    rows: list[tuple[Cell, ...]] = [
        (
            number,
            parts.words_of("honorific", row.honorific),
            _who(row),
            _where(row),
            *_round(told, row),
            row.content,
            row.award,
            row.quantity,
        )
        for number, row in enumerate(found, 1)
    ]
    columns = (
        Column(_("Stt"), Kind.ORDINAL),
        Column(_("Ông (bà)")),
        Column(_("Họ và tên"), width=1.5),
        Column(_("Chức vụ, đơn vị"), width=2.5),
        *_round_column(told),
        Column(_("Đăng ký thi đua"), width=2),
        Column(_("Đăng ký khen thưởng"), width=1.5),
        Column(parts.label_of("quantity"), Kind.WHOLE, total=True),
    )
    return Table(columns, tuple(rows), totals_label=_("Cộng"))


def _initiatives(told: Competition, found: Iterable[RegistrationRow]) -> Table:
    """Form: Stt, Họ và tên, Chức vụ, đơn vị, Đăng ký DHTĐ, Tên đề tài sáng kiến, Môn (domain.md 4.3)."""
    titles = _titles_of_people(told)
    rows: list[tuple[Cell, ...]] = [
        (
            number,
            _who(row),
            _where(row),
            *_round(told, row),
            ", ".join(titles.get(_person(row), ())) or None,
            row.content,
            row.work_field,
            row.quantity,
        )
        for number, row in enumerate(found, 1)
    ]
    columns = (
        Column(_("Stt"), Kind.ORDINAL),
        Column(_("Họ và tên"), width=1.5),
        Column(_("Chức vụ, đơn vị"), width=2.5),
        *_round_column(told),
        Column(_("Đăng ký DHTĐ"), width=1.5),
        Column(_("Tên đề tài, sáng kiến"), width=2.5),
        Column(_("Môn")),
        Column(parts.label_of("quantity"), Kind.WHOLE, total=True),
    )
    return Table(columns, tuple(rows), totals_label=_("Cộng"))


def _titles_of_people(told: Competition) -> dict[tuple[int, str], list[str]]:
    """The titles that people are registered for, by their union and folded name."""
    titles: dict[tuple[int, str], list[str]] = {}
    for row in told.registrations:
        if row.form == INDIVIDUAL and row.person:
            titles.setdefault(_person(row), []).append(row.content)
    return titles


def _person(row: RegistrationRow) -> tuple[int, str]:
    return row.union.id, fold(row.person or "")


def _who(row: RegistrationRow) -> str:
    """Whose registration it is; where nobody is named, how many they are: "06 người"."""
    _title, noun = _LISTED_FORMS[row.form]
    return row.person or chapters.counted_in_two_digits(row.quantity, noun)


def _where(row: RegistrationRow) -> str:
    return f"{row.position}, {row.union.name}" if row.position else row.union.name


def _round_column(told: Competition) -> tuple[Column, ...]:
    return (Column(parts.label_of("round_id")),) if len(told.rounds) > 1 else ()


def _round(told: Competition, row: RegistrationRow) -> tuple[str, ...]:
    return (told.label(row.round),) if len(told.rounds) > 1 else ()
