"""The command that checks the text of a plan; it needs no data of an office."""

from pathlib import Path

from tests.commands import Command

TEXT = (
    "Đăng ký gửi về quận chậm nhất ngày 15/01/2023.\n\n"
    "Đến năm 2025: trên 85% CĐCS đạt hoàn thành tốt nhiệm vụ trở lên.\n"
)


def written(folder: Path, text: str = TEXT) -> Path:
    path = folder / "ke-hoach.txt"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_text_is_checked_as_json(run: Command, tmp_path: Path) -> None:
    ended = run("lint", written(tmp_path), "--issued", "2023-01-20", "--json")

    assert (ended.status, ended.err) == (0, "")
    found = ended.json
    assert set(found) == {"plan", "findings", "targets", "deadlines", "registers"}
    assert [(one["kind"], one["line"]) for one in found["findings"]] == [("before_issue", 1)]
    assert [(one["indicator"], one["value"], one["milestone"]) for one in found["targets"]] == [
        ("good_ratings", 85, "2025")
    ]
    assert [one["due"] for one in found["deadlines"]] == ["2023-01-15"]


def test_a_text_is_checked_in_lines(run: Command, tmp_path: Path) -> None:
    ended = run("lint", written(tmp_path, "Phân đầu đạt 29.000 đoàn viên công đoàn trong năm 2030."))

    first, last = ended.out.strip().splitlines()
    assert first == "1\tGõ hoặc quét nhầm\t“Phân đầu” có lẽ là “Phấn đấu”."
    assert last == "1 chỉ tiêu, 0 thời hạn, 0 nội dung đăng ký"


def test_what_cannot_be_checked_is_said(run: Command, tmp_path: Path) -> None:
    assert "Không mở được" in run("lint", tmp_path / "none.txt").failure
    assert "Chưa có chữ nào" in run("lint", written(tmp_path, "\n")).failure
    assert "thiếu FILE" in run("lint").failure
