"""The import of 1.500 unions with their figures against the bare library reading the same file.

A ratio of the best of several alternating rounds in one run, like the other benchmarks.
"""

import sys
import time
from contextlib import closing
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.offices import copy_of
from tests.sheets import save, sheet
from unioncare_desktop.progress import drain
from unioncare_desktop.services import importing, office
from unioncare_desktop.services.importing import Options

pytestmark = pytest.mark.benchmark

ROUNDS = 7
UNIONS = 1500
MOST = 2.0
HEADINGS = (
    *("STT", "Mã", "Tên công đoàn cơ sở", "Địa bàn", "Khối", "Loại hình", "Tổng số CNVCLĐ", "Nữ CNVCLĐ"),
    *("Tổng số đoàn viên", "Đoàn viên nữ", "UV BCH", "Chủ tịch", "SĐT"),
)


@pytest.fixture(scope="module")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    rows = [
        (
            *(number, f"CS{number:04}", f"CĐCS Công ty TNHH Sao Việt {number}", f"Phường {number % 14}", "Trường học"),
            *("Sự nghiệp công lập", 100, 50, 90, 40, 5, f"Nguyễn Thị Ước {number % 90}", f"024{number:07}"),
        )
        for number in range(1, UNIONS + 1)
    ]
    path = tmp_path_factory.mktemp("import") / "danh-sach.xlsx"
    return save(path, sheet((("Số liệu tính đến ngày 31/12/2022",), HEADINGS, *rows)))


def read_bare(path: Path) -> int:
    book = load_workbook(path, read_only=True, data_only=True, keep_links=False)
    return sum(len(row) for sheet_ in book.worksheets for row in sheet_.iter_rows(values_only=True))


def test_import(workbook: Path, database_file: Path, tmp_path: Path) -> None:
    ours, bare = [], []
    for attempt in range(ROUNDS):
        with closing(office.open_office(copy_of(database_file, tmp_path / f"{attempt}.db"))) as database:
            start = time.perf_counter()
            (plan,) = drain(importing.import_files(database, [workbook], Options()))
            ours.append(time.perf_counter() - start)
        assert plan.new == UNIONS
        start = time.perf_counter()
        read_bare(workbook)
        bare.append(time.perf_counter() - start)
    ratio = min(ours) / min(bare)
    sys.stdout.write(f"{ratio:.2f} ({min(ours):.3f} s, {min(bare):.3f} s)\n")  # shown by pytest -s

    assert ratio <= MOST
