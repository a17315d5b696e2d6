"""Does this installation work? One office, union, count, plan, workbook and PDF in a temporary folder, read back."""

import sys
import tempfile
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.i18n import _
from unioncare_desktop.progress import drain

if TYPE_CHECKING:
    from unioncare_desktop.storage.database import Session

_MEMBERS = 12
_PASSWORD = "thử"  # noqa: S105 - of a certificate that lives for a moment


def self_check() -> int:
    """Print what was tried; the exit status is 0 where all of it worked. A bug ends in its traceback, and 1."""
    from unioncare_desktop.services import checking, counts, office, records, unions

    span = Span.parse("2023-Q1")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        folder = Path(name)
        database = office.open_office(folder / "unioncare.db", create=True)
        with database.write("Tự kiểm tra") as session:
            draft = office.draft(session)
            draft.enter("name", "Công đoàn phường Thử Nghiệm")
            records.save(session, draft)
            union = unions.new_draft(session)
            union.enter("name", "CĐCS Trường Mầm non Hoa Sữa")
            union_id = unions.save(session, union)
            entries = [counts.Entry(union_id, "workers", "15"), counts.Entry(union_id, "members", str(_MEMBERS))]
            counts.enter(session, span, entries)
        with database.read() as session:
            members = counts.totals(session, span).members
            files = _write_reports(session, span, folder)
        findings = checking.check(database)
        database.close()
        results = {
            _("cơ sở dữ liệu"): not findings,
            _("số liệu"): members == _MEMBERS,
            _("tệp Excel"): _is(files[0], b"PK"),
            _("tệp PDF"): _is(files[1], b"%PDF-"),
            _("bộ chữ PDF đọc lại được"): "Hoa Sữa" in _text_of(files[1]),
            _("ký số PDF"): _signs(files[1]),
            _("phương án ghép tốt nhất"): _plans(),
            _("ngày nghỉ lễ"): _knows_holidays(),
            _("tệp lịch"): _writes_calendars(),
        }
    for what, worked in results.items():
        sys.stdout.write(f"{what}: {_('tốt') if worked else _('LỖI')}\n")
    return 0 if all(results.values()) else 1


def _write_reports(session: "Session", span: Span, folder: Path) -> list[Path]:
    from unioncare_desktop import reports

    report = reports.REPORTS[0]
    return reports.export(report.build(session, span, "", None), report, span, reports.FORMATS, folder)


def _signs(path: Path) -> bool:
    """Whether the PDF can be signed with a certificate file, behind what it holds; the certificate is made up."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.serialization import pkcs12

    from unioncare_desktop.reports import signing

    key, day = ec.generate_private_key(ec.SECP256R1()), timedelta(days=1)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Tự kiểm tra")])
    yesterday = datetime.now(UTC) - day
    made = x509.CertificateBuilder(name, name, key.public_key(), 1, yesterday, yesterday + 2 * day)
    locked = serialization.BestAvailableEncryption(_PASSWORD.encode())
    file = pkcs12.serialize_key_and_certificates(None, key, made.sign(key, hashes.SHA256()), None, locked)
    content = path.read_bytes()
    return signing.sign(content, file, _PASSWORD).content.startswith(content)


def _plans() -> bool:
    """Whether the solver is there and finds the one best grouping of four small unions."""
    from unioncare_desktop.domain.rules.merging.planning import Preference, Problem, Unit, plan

    units = tuple(Unit(number, "", members=6, upper=None, bloc="A", area="") for number in range(4))
    best = drain(plan(Problem(units, preference=Preference.FEWEST_UNIONS)))
    return best.optimal and [group.members for group in best.groups] == [sum(unit.members for unit in units)]


def _knows_holidays() -> bool:
    """Whether the calendar of public holidays is there, in Vietnamese."""
    from unioncare_desktop.domain.rules.holidays import day_remark

    remark = day_remark(date(2024, 2, 10))
    return remark is not None and remark.holiday == "Tết Nguyên Đán"


def _writes_calendars() -> bool:
    """Whether what recurs can be written for other calendars and is read back."""
    from unioncare_desktop.domain.rules import recurrence
    from unioncare_desktop.services import deadline_calendar
    from unioncare_desktop.services.deadline_marks import DEADLINE, Source
    from unioncare_desktop.services.deadlines import Occurrence, State

    rule = "FREQ=MONTHLY;BYMONTH=3,6,9,12;BYMONTHDAY=14"
    (day,) = recurrence.occurrences(rule, date(2023, 1, 1), date(2023, 4, 1), date(2023, 1, 1))
    nothing = ("",) * 4
    one = Occurrence(Source(DEADLINE, 1), "Thử", day, "", "", "task", State.AHEAD, *nothing, ("targets", 1), rule=rule)
    content = deadline_calendar.calendar([one], "", datetime.now(UTC))
    deadline_calendar.check(content)
    return b"RRULE:" in content


def _is(path: Path, magic: bytes) -> bool:
    return path.read_bytes().startswith(magic)


def _text_of(path: Path) -> str:
    from pypdfium2 import PdfDocument

    with PdfDocument(path) as document:
        return "\n".join(page.get_textpage().get_text_range() for page in document)
