"""What the office prints and sends: each report builds a `Document`, the writers render it.

`REPORTS` lists all kinds; page, command line and tests iterate it. A new report is a file here and its entry there.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from sqlalchemy.orm import Session

from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.errors import UserError
from unioncare_desktop.i18n import _
from unioncare_desktop.reports import (
    calls_report,
    closing,
    competition_results_report,
    correction_report,
    deadlines_report,
    documents_report,
    letterhead,
    member_report,
    merger_report,
    pact_report,
    periodic_report,
    registrations_missing_report,
    registrations_report,
    small_unions_report,
    statistics_report,
    targets_report,
    terms_report,
    title_list_report,
)
from unioncare_desktop.reports.document import Document

Build = Callable[[Session, Span, str, date | None], Document]


@dataclass(frozen=True)
class Report:
    """A kind of report: what it is called on the command line and on screen, and how it is built.

    `of_figures` says that it tells member counts, so that returns that are missing or odd matter before it goes out.
    `of_plans` is how it is built of the plans with some keys alone, where it tells of plans.
    """

    code: str
    title: str
    build: Build
    of_figures: bool = True
    of_plans: Callable[[Collection[str]], Build] | None = None

    def built_of(self, keys: Collection[str]) -> Build:
        """How it is built of the plans called *keys*; of all, where none is called.

        Raises:
            UserError: it does not tell of plans.
        """
        if not keys:
            return self.build
        if self.of_plans is None:
            raise UserError(_("Báo cáo “{code}” không lập theo kế hoạch.").format(code=self.code))
        return self.of_plans(keys)


REPORTS: tuple[Report, ...] = (
    Report("periodic", _("Báo cáo định kỳ"), periodic_report.build),
    Report("members", _("Số liệu đoàn viên, CĐCS"), member_report.build),
    Report("small-unions", _("Danh sách CĐCS nhỏ"), small_unions_report.build),
    Report("mergers", _("Kết quả sáp nhập CĐCS"), merger_report.build),
    Report("targets", _("Thực hiện chỉ tiêu"), targets_report.build, of_plans=targets_report.of_plans),
    Report("statistics", _("Biểu thống kê 1-HĐCĐ"), statistics_report.build),
    Report("registrations", _("Tổng hợp đăng ký"), registrations_report.build, of_figures=False),
    Report("registrations-missing", _("CĐCS chưa đăng ký"), registrations_missing_report.build, of_figures=False),
    Report("title-list", _("Đăng ký danh hiệu"), title_list_report.build, of_figures=False),
    Report("pacts", _("Giao ước thi đua"), pact_report.build, of_figures=False),
    Report("competition-results", _("Kết quả thi đua"), competition_results_report.build, of_figures=False),
    Report(correction_report.CODE, _("Báo cáo đính chính"), correction_report.build),
    Report("calls", _("Danh sách cần liên hệ"), calls_report.build),
    Report("terms", _("Danh sách cán bộ sắp hết nhiệm kỳ"), terms_report.build, of_figures=False),
    Report("deadlines", _("Danh sách việc đến hạn"), deadlines_report.build, of_figures=False),
    Report("documents", _("Sổ văn bản đi"), documents_report.build, of_figures=False),
)
FORMATS = ("xlsx", "pdf")


def find(code: str) -> Report:
    """The report called *code*.

    Raises:
        UserError: there is none; the sentence names those there are.
    """
    for report in REPORTS:
        if report.code == code:
            return report
    known = ", ".join(report.code for report in REPORTS)
    raise UserError(_("Không có báo cáo “{code}”. Các báo cáo: {known}.").format(code=code, known=known))


def built(
    session: Session,
    report: Report,
    span: Span,
    number: str = "",
    day: date | None = None,
    plans: Collection[str] = (),
    signer_id: int | None = None,
) -> Document:
    """The *report* on *span* as it goes out: the one way in which page, commands, issue and e-mail come by it.

    Of a closed period it is what it was then. An empty *number* and *day* are left blank; *plans* are the keys of the
    only plans that it tells of, *signer_id* is who signs in place of the head.

    Raises:
        UserError: it does not tell of plans, or one of the office's texts has an unknown field.
    """
    kept = None if plans else closing.frozen(session, report, span)
    made = kept or report.built_of(plans)(session, span, number, day)
    signed = letterhead.signed(made, session, signer_id)
    return signed if kept is None else numbered(replace(signed, layout=kept.layout), number, day)


def numbered(document: Document, number: str, day: date | None) -> Document:
    """*document* with a number and a day in its head; all else is as it was."""
    year = document.heading.year if day is None else day.year
    return replace(document, heading=replace(document.heading, number=number, day=day, year=year))


def export(document: Document, report: Report, span: Span, formats: tuple[str, ...], folder: Path) -> list[Path]:
    """Write *document* into *folder* in the wanted formats and return the paths; nothing is overwritten.

    Raises:
        UserError: an unknown format, or a folder that cannot be written to.
    """
    issuer = document.heading.issuer.strip("… ")
    return save(document, ("BC", span.code.replace("-", ""), report.code, issuer), formats, folder)


def save(document: Document, name: tuple[str, ...], formats: tuple[str, ...], folder: Path) -> list[Path]:
    """Write *document* into *folder* under a name of several parts, as `export` does."""
    from unioncare_desktop.reports import excel, files, pdf

    writers = {"xlsx": excel.write, "pdf": pdf.write}
    _refuse_unknown(formats)
    stem = files.safe_name("_".join(filter(None, name)))
    paths = []
    for one in formats:
        path = files.free_path(folder, stem, f".{one}")
        writers[one](document, path)
        paths.append(path)
    return paths


def rendered(document: Document, wanted: str) -> bytes:
    """The bytes of *document* in one of the FORMATS.

    Raises:
        UserError: an unknown format.
    """
    from unioncare_desktop.reports import excel, pdf

    _refuse_unknown((wanted,))
    return {"xlsx": excel.render, "pdf": pdf.render}[wanted](document)


def _refuse_unknown(formats: Collection[str]) -> None:
    unknown = [one for one in formats if one not in FORMATS]
    if unknown:
        raise UserError(_("Không có định dạng “{format}”; chọn xlsx hoặc pdf.").format(format=unknown[0]))
