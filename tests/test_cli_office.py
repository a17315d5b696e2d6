"""The command that tells who the office is, and sets it."""

from pathlib import Path

from tests.commands import Command


def test_an_office_is_set_and_told(run: Command, tmp_path: Path) -> None:
    file = tmp_path / "o.db"

    ended = run(
        *("--database", file, "office", "--set", "kind=district", "--set", "name=  LĐLĐ quận   Ba Đình"),
        *("--set", "term_from=1/3/2023", "--set", "recipients=Như trên\nLưu: VT"),
    )
    told = run("--database", file, "office", "--json").json

    assert ended.status == 0
    assert (told["kind"], told["name"], told["symbol"]) == ("district", "LĐLĐ quận Ba Đình", "LĐLĐ")
    assert (told["committee"], told["term_from"]) == ("TM. BAN THƯỜNG VỤ", "2023-03-01")
    assert not [name for name in told if "hash" in name]


def test_what_cannot_be_is_refused_and_changes_nothing(run: Command, tmp_path: Path) -> None:
    file = tmp_path / "o.db"
    run("--database", file, "office", "--set", "name=CĐ phường Bách Hoa")
    before = run("--database", file, "office", "--json").json

    for wrong, said in (
        ("email=khong phai", "không phải là một địa chỉ e-mail"),
        ("seal_hash=12", "Đơn vị không có mục “seal_hash”"),
        ("kind=quận", "Không có loại đơn vị “quận”"),
        ("name=", "bắt buộc"),
        ("tên", "FIELD=VALUE"),
    ):
        ended = run("--database", file, "office", "--set", "phone=0912345678", "--set", wrong)
        assert ended.status == 2
        assert said in ended.err

    assert run("--database", file, "office", "--json").json == before
