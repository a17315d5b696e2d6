"""What is odd about awards: their days, their names, and what the catalogue and the law say of them.

Since 1/1/2024 nobody need have registered for what is awarded (law 06/2022/QH15): that is a hint at most.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from sqlalchemy.orm import Session

from unioncare_desktop import clock
from unioncare_desktop.domain.fields import fields_of
from unioncare_desktop.domain.records import Award
from unioncare_desktop.domain.records.awards import GROUP, PERSON
from unioncare_desktop.domain.records.registration import AWARDED, PROPOSED, TITLE
from unioncare_desktop.errors import Problem, Severity
from unioncare_desktop.i18n import _
from unioncare_desktop.services.awards import AwardRow, Entitled, by_name
from unioncare_desktop.services.registration_rows import holds
from unioncare_desktop.vietnamese import fold, show_day, show_whole

NO_REGISTRATION_NEEDED = date(2024, 1, 1)
_CHECKED = tuple(name for name in AwardRow.__dataclass_fields__ if name in fields_of(Award))


def problems(session: Session, found: Sequence[AwardRow]) -> dict[int, tuple[Problem, ...]]:
    """The warnings and hints of awards, by id; the days and names, and what the catalogue and the law say of them."""
    known, today = by_name(session), clock.today()
    times = Counter(_identity(row) for row in found)
    told = {
        row.id: (*_of_fields(row), *_of_catalogue(row, known), *_of_paper(row, today), *_twice(row, times))
        for row in found
    }
    return {row_id: ones for row_id, ones in told.items() if ones}


def _of_fields(row: AwardRow) -> Iterable[Problem]:
    values = {name: getattr(row, name) for name in _CHECKED}
    described = fields_of(Award)
    return (problem for name in _CHECKED for problem in described[name].problems(values[name], values))


def _of_catalogue(row: AwardRow, known: Mapping[str, Entitled]) -> Iterator[Problem]:
    entitled = known.get(fold(row.name))
    if entitled is None:
        sentence = _("“{name}” không có trong danh mục danh hiệu và hình thức khen thưởng.")
        yield _warning("name", sentence.format(name=row.name))
    elif not holds(vars(entitled), row.day):
        sentence = _("“{name}” không còn hoặc chưa áp dụng vào ngày {day}.")
        yield _warning("name", sentence.format(name=row.name, day=show_day(row.day)))
    elif entitled.applies_to == GROUP and row.person:
        yield _warning("person", _("“{name}” dành cho tập thể nhưng có ghi họ tên.").format(name=row.name))
    elif entitled.applies_to == PERSON and not row.person and row.quantity == 1:
        yield _hint("person", _("“{name}” dành cho cá nhân, chưa ghi họ tên.").format(name=row.name))
    if row.person and row.quantity > 1:
        sentence = _("Ghi tên một người nhưng số lượng là {quantity}.")
        yield _warning("quantity", sentence.format(quantity=show_whole(row.quantity)))


def _of_paper(row: AwardRow, today: date) -> Iterator[Problem]:
    if row.decided_on is not None and row.decided_on > today:
        yield _warning("decided_on", _("Ngày quyết định {day} còn ở tương lai.").format(day=show_day(row.decided_on)))
    if row.state == AWARDED and row.decision is None:
        yield _hint("decision", _("Đã khen thưởng nhưng chưa ghi số quyết định."))
    if row.state == PROPOSED and (row.decision is not None or row.decided_on is not None):
        yield _hint("state", _("Đã ghi quyết định; nếu đã khen thưởng, hãy đổi tình trạng."))
    if row.kind == TITLE and not row.registered:
        if row.day < NO_REGISTRATION_NEEDED:
            yield _warning("name", _("Đơn vị chưa đăng ký danh hiệu này trong năm {year}.").format(year=row.round.year))
        else:
            sentence = _("Đơn vị chưa đăng ký danh hiệu này; từ 01/01/2024 đăng ký không còn là điều kiện bắt buộc.")
            yield _hint("name", sentence)


def _identity(row: AwardRow) -> tuple[object, ...]:
    return row.union.id, row.kind, fold(row.name), fold(row.person or "")


def _twice(row: AwardRow, times: Mapping[tuple[object, ...], int]) -> Iterator[Problem]:
    if times[_identity(row)] > 1:
        yield _warning("name", _("“{name}” của đơn vị này có hai dòng trở lên trong đợt.").format(name=row.name))


def _warning(field: str, text: str) -> Problem:
    return Problem(field, text, Severity.WARNING)


def _hint(field: str, text: str) -> Problem:
    return Problem(field, text, Severity.HINT)
