"""The catalogues of the competitions: what is registered, which titles and forms of award there are, who recognises.

Titles (danh hiệu thi đua) and forms of award (hình thức khen thưởng) are two lists: a title is won in a competition, a
form is how merit is rewarded. Both are dated: law 15/2003 and 39/2013 until 31/12/2023, law 06/2022 from 1/1/2024.
"""

from sqlalchemy.orm import Mapped

from unioncare_desktop.domain.fields import field
from unioncare_desktop.domain.kinds import Choice, Flag, Link, Text
from unioncare_desktop.domain.records.lists import ListEntry
from unioncare_desktop.i18n import _

INDIVIDUAL, COLLECTIVE, WORK, INITIATIVE, PACT = "individual", "collective", "work", "initiative", "pact"
FORMS = {
    INDIVIDUAL: _("danh hiệu cá nhân"),
    COLLECTIVE: _("danh hiệu tập thể"),
    WORK: _("công trình, phần việc"),
    INITIATIVE: _("sáng kiến, đề tài"),
    PACT: _("giao ước thi đua"),
}
"""What a registration of a kind consists of: the fields that its form asks for."""
TITLE_FORMS = (INDIVIDUAL, COLLECTIVE)
"""The forms whose content is a title of the catalogue."""
PERSON, GROUP, ANYONE = "individual", "collective", "both"
APPLIES_TO = {PERSON: _("cá nhân"), GROUP: _("tập thể"), ANYONE: _("cá nhân và tập thể")}


class RegistrationKind(ListEntry):
    """A kind of registration: titles, works, initiatives, pacts; `form` says which fields belong to it."""

    __tablename__ = "registration_kind"
    title = _("loại đăng ký")

    form: Mapped[str] = field(Choice(FORMS), _("Nội dung gồm"), required=True, default=WORK, width=22)


class RecognitionLevel(ListEntry):
    """Who recognises a result or gives an award: the grassroots, the upper union, the province, the nation."""

    __tablename__ = "recognition_level"
    title = _("cấp công nhận")


class AwardTitle(ListEntry):
    """An emulation title that can be registered and awarded."""

    __tablename__ = "award_title"
    title = _("danh hiệu thi đua")

    applies_to: Mapped[str] = field(Choice(APPLIES_TO), _("Áp dụng cho"), required=True, default=PERSON, width=18)
    level_id: Mapped[int | None] = field(Link("recognition_level"), _("Cấp công nhận"), width=24)
    movement: Mapped[str | None] = field(Text(), _("Phong trào"), width=30)


class AwardForm(ListEntry):
    """A form of award: flag, certificate of merit, letter of commendation, medal."""

    __tablename__ = "award_form"
    title = _("hình thức khen thưởng")

    applies_to: Mapped[str] = field(Choice(APPLIES_TO), _("Áp dụng cho"), required=True, default=ANYONE, width=18)
    level_id: Mapped[int | None] = field(Link("recognition_level"), _("Cấp khen thưởng"), width=24)


class Rating(ListEntry):
    """A level of the yearly rating of a union (domain.md 4.4: four levels); `good` counts as "tốt trở lên"."""

    __tablename__ = "rating"
    title = _("mức xếp loại CĐCS")

    good: Mapped[bool] = field(Flag(), _("Tính là tốt trở lên"), required=True, default=False)


class AgreementGrade(ListEntry):
    """A grade of a collective agreement (guidance 1580/HD-TLĐ: A, B, C, D or not graded).

    `graded` says whether it belongs among the graded ones, `good` whether it counts as "loại B trở lên".
    """

    __tablename__ = "agreement_grade"
    title = _("loại thỏa ước lao động tập thể")

    graded: Mapped[bool] = field(Flag(), _("Có xếp loại"), required=True, default=True)
    good: Mapped[bool] = field(Flag(), _("Tính là loại B trở lên"), required=True, default=False)
