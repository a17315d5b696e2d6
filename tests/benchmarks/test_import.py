"""The import of 1.500 unions with their figures against the bare library reading the same file, registers against it.

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
REGISTER = ("STT", "Mã", "Tên CĐCS", "Đợt", "Loại đăng ký", "Nội dung / danh hiệu", "Số lượng", "Ngày đăng ký")
QUARTER = ("STT", "Mã", "Tên công đoàn cơ sở", "Tổng số CNVCLĐ", "Nữ CNVCLĐ", "Tổng số đoàn viên", "Đoàn viên nữ")
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


def test_a_register_takes_less_than_twice_as_long_as_figures(
    workbook: Path, database_file: Path, tmp_path: Path
) -> None:
    """Both have a row for each union, and both are new to the database."""
    named = [(number, f"CS{number:04}", f"CĐCS Công ty TNHH Sao Việt {number}") for number in range(1, UNIONS + 1)]
    content = ("Đợt 1", "Công trình, phần việc", "Trồng cây xanh khuôn viên", 1, "14/02/2023")
    files = {
        "register": (("ĐĂNG KÝ THI ĐUA NĂM 2023",), REGISTER, *((*who, *content) for who in named)),
        "figures": (("SỐ LIỆU QUÝ I/2023",), QUARTER, *((*who, 100, 50, 90, 40) for who in named)),
    }
    paths = {name: save(tmp_path / f"{name}.xlsx", sheet(rows)) for name, rows in files.items()}
    with closing(office.open_office(copy_of(database_file, tmp_path / "office.db"))) as database:
        drain(importing.import_files(database, [workbook], Options()))
    taken: dict[str, list[float]] = {name: [] for name in paths}
    for attempt in range(ROUNDS):
        for name, path in paths.items():
            copy = copy_of(tmp_path / "office.db", tmp_path / f"{name}-{attempt}.db")
            with closing(office.open_office(copy)) as database:
                start = time.process_time()
                (plan,) = drain(importing.import_files(database, [path], Options()))
                taken[name].append(time.process_time() - start)
            assert plan.new == UNIONS
    ratio = min(taken["register"]) / min(taken["figures"])
    sys.stdout.write(f"{ratio:.2f} ({min(taken['register']):.3f} s, {min(taken['figures']):.3f} s)\n")

    assert ratio <= MOST
