"""Every kind of report of an invented ward, in both formats, as other programs read it: qpdf, poppler, LibreOffice."""

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from unioncare_desktop import reports
from unioncare_desktop.domain.rules.calendar import Span
from unioncare_desktop.reports import FORMATS, REPORTS, rendered
from unioncare_desktop.reports.document import Document
from unioncare_desktop.reports.official import mark_line
from unioncare_desktop.services import demo, office, status
from unioncare_desktop.vietnamese import show_whole

LAST = Span.parse("2026-Q4")
OF_FIGURES = ("members", "periodic", "statistics")
"""The kinds that tell the headline figures of the whole ward."""
Written = dict[str, Document]


def program(name: str) -> str:
    """Where another program is; without it, its tests are left out."""
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not installed")
    return found


@pytest.fixture(scope="module")
def ward(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("ward")
    demo.create(folder / "ward.db", "ward")
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def told(ward: Path) -> dict[str, Any]:
    """What `status` tells of the quarter."""
    with closing(office.open_office(ward / "ward.db")) as opened, opened.read() as session:
        return dict(status.status(session, LAST))


@pytest.fixture(scope="module")
def written(ward: Path) -> Written:
    """All kinds of report, written beside the database; by what they are called on the command line."""
    with closing(office.open_office(ward / "ward.db")) as opened, opened.read() as session:
        documents = {report.code: reports.built(session, report, LAST) for report in REPORTS}
    for code, document in documents.items():
        for one in FORMATS:
            (ward / f"{code}.{one}").write_bytes(rendered(document, one))
    return documents


def text_of(path: Path) -> str:
    """What poppler reads, a line's end being a space."""
    command = [program("pdftotext"), "-layout", str(path), "-"]
    done = subprocess.run(command, check=True, capture_output=True, timeout=60)
    return " ".join(done.stdout.decode().split())


def headlines(told: dict[str, Any]) -> list[int]:
    return [told["unions"]["active"], *told["counts"].values()]


def test_qpdf_finds_nothing_to_repair(ward: Path, written: Written) -> None:
    for code in written:
        command = [program("qpdf"), "--check", str(ward / f"{code}.pdf")]
        done = subprocess.run(command, check=False, capture_output=True, timeout=60)
        assert (code, done.returncode, done.stderr) == (code, 0, b"")


def test_poppler_reads_the_mark_of_the_data_on_every_page(ward: Path, written: Written) -> None:
    for code, document in written.items():
        *sheets, end = text_of(ward / f"{code}.pdf").split(mark_line(document))
        assert len(sheets) >= 1 + len(document.annexes), code
        assert end == "", code


@pytest.mark.usefixtures("written")
@pytest.mark.parametrize("code", OF_FIGURES)
def test_poppler_reads_the_figures_of_the_status(ward: Path, told: dict[str, Any], code: str) -> None:
    words = text_of(ward / f"{code}.pdf").split()

    assert set(map(show_whole, headlines(told))) <= set(words)


def test_libreoffice_reads_the_workbooks_as_they_were_written(
    ward: Path, written: Written, told: dict[str, Any]
) -> None:
    profile = f"-env:UserInstallation={(ward / 'profile').as_uri()}"
    command = [program("soffice"), profile, "--headless", "--convert-to", "xlsx", "--outdir", str(ward / "out")]
    subprocess.run([*command, *map(str, ward.glob("*.xlsx"))], check=True, capture_output=True, timeout=180)

    for code in written:
        ours, theirs = (cells(folder / f"{code}.xlsx") for folder in (ward, ward / "out"))
        assert [key for key, value in ours.items() if theirs.get(key) != pytest.approx(value)] == [], code
        computed = {value for key, value in theirs.items() if key not in ours}
        assert not [value for value in computed if value == "Lệch" or str(value).startswith(("#", "Err"))], code
        if code in OF_FIGURES:
            assert set(headlines(told)) <= set(theirs.values()), code


def cells(path: Path) -> dict[tuple[str, int, int], Any]:
    """What stands in the cells of a workbook, by sheet, row and column."""
    book = CalamineWorkbook.from_path(path)
    return {
        (name, row, at): value
        for name in book.sheet_names
        for row, values in enumerate(book.get_sheet_by_name(name).to_python(skip_empty_area=False))
        for at, value in enumerate(values)
        if value != ""
    }
