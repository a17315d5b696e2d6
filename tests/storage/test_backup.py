import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.campaigns import campaign
from tests.killing import chance, killed, make_backups
from tests.offices import Q1, add_union, copy_of, report
from unioncare_desktop.errors import DatabaseDamaged, DatabaseTooNew, DiskFull, EnvironmentProblem, UserError
from unioncare_desktop.paths import backup_dir
from unioncare_desktop.services import backups, checking, office, unions
from unioncare_desktop.storage import backup
from unioncare_desktop.storage.database import Database


def add(database: Path, *names: str) -> None:
    """Add unions, one action each."""
    with closing(office.open_office(database, user="Lan")) as opened:
        for name in names:
            with opened.write("Thêm") as session:
                report(session, Q1, add_union(session, name), workers=9, members=8)


def names_in(database: Path) -> list[str]:
    """The unions of a file that passes every check."""
    with closing(office.open_office(database)) as opened:
        assert checking.check(opened) == []
        with opened.read() as session:
            return [union.name for union in unions.listed(session)]


def files_in(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir()}


# Making


def test_a_backup_is_a_sound_file_with_a_manifest(database_file: Path) -> None:
    add(database_file, "Hoa Sen", "Hoa Mai")

    made = backup.make(database_file, "manual")

    assert made.path.parent == backup_dir(database_file)
    assert made.sha256 == backup.digest(made.path)
    assert (made.number, made.reason) == (1, "manual")
    assert made.rows["trade_union"] == 2
    assert names_in(made.path) == ["Hoa Mai", "Hoa Sen"]
    assert backup.backups(database_file) == [made]


def test_a_backup_is_one_closed_file(database_file: Path) -> None:
    with closing(office.open_office(database_file)) as opened, opened.write("Thêm") as session:
        add_union(session, "Hoa Sen")
        made = backup.make(database_file, "manual")  # while somebody writes

    assert sorted(files_in(made.path.parent)) == [made.path.name, made.path.name + ".json"]
    assert names_in(made.path) == []


def test_a_backup_is_made_only_of_changes(database_file: Path) -> None:
    add(database_file, "Hoa Sen")

    assert backup.make_if_changed(database_file, "exit") is not None
    assert backup.make_if_changed(database_file, "exit") is None
    add(database_file, "Hoa Mai")
    assert backup.make_if_changed(database_file, "exit") is not None


def test_other_changes_after_a_restore_are_backed_up(database_file: Path) -> None:
    """The numbers of changes are given again after an older backup has been put back."""
    first = backup.make(database_file, "manual")
    add(database_file, "Hoa Sen")
    backup.make(database_file, "manual")
    backup.restore(first.path, database_file)
    later_than_the_backup()
    add(database_file, "Hoa Mai")

    made = backup.make_if_changed(database_file, "exit")

    assert made is not None
    assert names_in(made.path) == ["Hoa Mai"]


def later_than_the_backup() -> None:
    """Wait for the next second: times are stored in seconds."""
    start = datetime.now().astimezone().replace(microsecond=0)
    while datetime.now().astimezone() < start + timedelta(seconds=1):
        pass


def test_the_last_ten_are_kept(database_file: Path) -> None:
    made = [backup.make(database_file, "manual") for _time in range(13)]

    assert backup.backups(database_file) == made[-10:]
    assert len(files_in(backup_dir(database_file))) == 20


def test_the_order_is_that_of_the_numbers_not_of_the_clock(database_file: Path) -> None:
    """P14: the clock jumped back ten years between two backups."""
    old = backup.make(database_file, "manual")
    new = backup.make(database_file, "manual")
    past = new.path.with_name(new.path.name.replace(new.path.name.split("-")[2], "20130101"))
    new.path.rename(past)
    Path(f"{new.path}.json").rename(f"{past}.json")
    os.utime(past, (0, 0))

    newest = backup.newest_backup(database_file)

    assert newest is not None
    assert newest.path == past
    for _time in range(9):
        backup.make(database_file, "manual")
    assert not old.path.exists()
    assert past.exists()


def test_databases_of_one_folder_do_not_forget_each_others_backups(database_file: Path) -> None:
    other = copy_of(database_file, database_file.with_name("unioncare-2.db"))
    kept = backup.make(other, "manual")

    for _time in range(11):
        backup.make(database_file, "manual")

    assert backup.backups(other) == [kept]
    assert len(backup.backups(database_file)) == 10


def test_a_name_with_brackets_has_backups_too(database_file: Path) -> None:
    awkward = copy_of(database_file, database_file.with_name("số liệu [2023] {0}.db"))

    made = [backup.make(awkward, "exit") for _time in range(2)]

    assert backup.backups(awkward) == made


def test_a_copy_of_the_users_choice(database_file: Path, tmp_path: Path) -> None:
    """Its name may even end like a manifest."""
    add(database_file, "Hoa Sen")
    target = tmp_path / "usb" / "bản sao.json"

    made = backups.make(database_file, "manual", target)

    assert made.path == target
    assert names_in(copy_of(target, tmp_path / "copy.db")) == ["Hoa Sen"]
    assert backup.backups(database_file) == []
    with pytest.raises(UserError, match="không bị ghi đè"):
        backups.make(database_file, "manual", target)


def test_a_manifest_that_is_not_one_is_no_backup(database_file: Path) -> None:
    made = backup.make(database_file, "manual")
    for nonsense in ("", "[]", "{}", '{"number": 1}', "{"):
        Path(f"{made.path}.json").write_text(nonsense, encoding="utf-8")
        assert backup.backups(database_file) == []

    assert backup.make(database_file, "manual").number == 2


@pytest.mark.parametrize("location", ["missing.db", "."])
def test_where_there_is_nothing_there_is_nothing_to_back_up(tmp_path: Path, location: str) -> None:
    with pytest.raises(EnvironmentProblem, match="Không tìm thấy tệp dữ liệu"):
        backups.make(tmp_path / location, "manual")
    with pytest.raises(EnvironmentProblem, match="Không tìm thấy tệp dữ liệu"):
        backup.make_if_changed(tmp_path / location, "exit")


def test_a_server_is_backed_up_by_itself() -> None:
    for do in (backups.make, lambda url, name: backups.restore(Path(name), url)):
        with pytest.raises(UserError, match="pg_dump"):
            do("postgresql://localhost/unioncare", "manual")


# Damage


@pytest.fixture(scope="module")
def backed_up(template_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with unions and ten good backups; made once, copied for every test."""
    file = copy_of(template_database, tmp_path_factory.mktemp("backed_up") / "unioncare.db")
    for number in range(10):
        add(file, f"Tổ {number}")
        backup.make(file, "exit")
    return file


@pytest.fixture
def with_backups(backed_up: Path, tmp_path: Path) -> Path:
    """The same, for a test to damage."""
    shutil.copytree(backed_up.parent, tmp_path, dirs_exist_ok=True)
    return tmp_path / backed_up.name


def damages(whole: bytes, bits: int = 0) -> Iterator[bytes]:
    """What a dying disk makes of a file: nothing, a part, a page of zeros, one bit less."""
    random = chance()
    yield b""
    yield b"PK\x03\x04" + whole
    for _cut in range(10):
        yield whole[: random.randrange(len(whole))]
    for _page in range(10):
        start = random.randrange(len(whole) // 4096) * 4096
        yield whole[:start] + bytes(4096) + whole[start + 4096 :]
    for _bit in range(bits):
        flipped = bytearray(whole)
        flipped[random.randrange(len(whole))] ^= 1 << random.randrange(8)
        yield bytes(flipped)


@campaign("bits", 20, 200)
def test_damage_is_never_backed_up_over_good_copies(with_backups: Path, bits: int) -> None:
    """P4: what `make` accepts is a copy that passes every check of the file; a broken file touches no backup."""
    whole = with_backups.read_bytes()
    good = files_in(backup_dir(with_backups))
    refused = 0
    for damaged in damages(whole, bits):
        with_backups.write_bytes(damaged)
        try:
            made = backup.make(with_backups, "exit")
        except DatabaseDamaged:
            refused += 1
            assert files_in(backup_dir(with_backups)) == good
            assert with_backups.read_bytes() == damaged
        else:
            backup.verify(made.path)
            for name in files_in(backup_dir(with_backups)).keys() - good.keys():
                (backup_dir(with_backups) / name).unlink()
            for name, content in good.items():
                (backup_dir(with_backups) / name).write_bytes(content)

    assert refused >= 22  # every cut and page, and most bits


def test_leaving_with_a_damaged_file_is_told(with_backups: Path) -> None:
    content = with_backups.read_bytes()
    with_backups.write_bytes(content[:4096] + bytes(len(content) - 4096))

    with pytest.raises(DatabaseDamaged, match="khôi phục từ bản sao lưu"):
        backup.make_if_changed(with_backups, "exit")


def test_a_killed_program_leaves_only_whole_backups(database_file: Path) -> None:
    """P5."""
    add(database_file, "Hoa Sen")
    random = chance()
    for _kill in range(10):
        told = killed(make_backups, database_file, after=random.randint(1, 5), pause=random.uniform(0, 0.05))

        kept = backup.backups(database_file)
        assert {one.number for one in kept} >= set(told[-9:])
        assert all(one.sha256 == backup.digest(one.path) for one in kept)
    assert names_in(copy_of(kept[-1].path, database_file.with_name("copy.db"))) == ["Hoa Sen"]
    backup.make(database_file, "manual")
    assert len(backup.backups(database_file)) == 10


# Restoring


def test_a_restored_file_is_the_backup(database_file: Path) -> None:
    add(database_file, "Hoa Sen")
    made = backup.make(database_file, "manual")
    add(database_file, "Hoa Mai")

    told = backups.restore(made.path, database_file)

    assert names_in(database_file) == ["Hoa Sen"]
    assert backup.digest(made.path) == made.sha256
    assert str(made.path) in told


def test_restoring_can_be_undone(database_file: Path) -> None:
    made = backup.make(database_file, "manual")
    add(database_file, "Hoa Sen")
    backup.restore(made.path, database_file)

    newest = backup.newest_backup(database_file)

    assert newest is not None
    assert newest.reason == "restore"
    backup.restore(newest.path, database_file)
    assert names_in(database_file) == ["Hoa Sen"]


def test_the_oldest_backup_survives_its_own_restoration(with_backups: Path) -> None:
    oldest = backup.backups(with_backups)[0]
    add(with_backups, "Hoa Sen")

    backup.restore(oldest.path, with_backups)

    assert names_in(with_backups) == ["Tổ 0"]
    assert oldest.path.exists()


def test_what_is_replaced_is_kept_as_a_set(database_file: Path) -> None:
    """M5: an old journal beside the restored file would be played into it."""
    made = backup.make(database_file, "manual")
    old = b"SQLite format 3\x00 or what is left of it"
    database_file.write_bytes(old)
    for ending in ("-journal", "-wal", "-shm"):
        Path(f"{database_file}{ending}").write_bytes(ending.encode())

    aside = backup.restore(made.path, database_file)

    assert aside is not None
    assert files_in(aside.parent) == {
        "unioncare.db": old,
        **{f"unioncare.db{ending}": ending.encode() for ending in ("-journal", "-wal", "-shm")},
    }
    assert names_in(database_file) == []
    assert {file.name for file in database_file.parent.glob("unioncare.db*")} <= {
        "unioncare.db",
        "unioncare.db-journal",
    }


def test_every_replaced_set_is_kept(database_file: Path) -> None:
    made = backup.make(database_file, "manual")

    kept = [backup.restore(made.path, database_file) for _time in range(3)]

    assert len(set(kept)) == 3
    assert all(one is not None and one.exists() for one in kept)


def test_a_backup_restores_a_file_that_is_gone(with_backups: Path) -> None:
    with_backups.unlink()

    assert backup.restore(backup.backups(with_backups)[-1].path, with_backups) is None

    assert len(names_in(with_backups)) == 10


def test_every_damaged_file_can_be_restored(with_backups: Path) -> None:
    """P5: the live file destroyed in twenty ways."""
    whole = with_backups.read_bytes()
    newest = backup.backups(with_backups)[-1].path
    for damaged in list(damages(whole))[:20]:
        with_backups.write_bytes(damaged)
        backups.restore(newest, with_backups)
        assert len(names_in(with_backups)) == 10


def test_a_backup_that_was_touched_is_refused(database_file: Path) -> None:
    made = backup.make(database_file, "manual")
    with closing(sqlite3.connect(made.path)) as connection:
        connection.execute("PRAGMA user_version = 0")
    before = database_file.read_bytes()

    with pytest.raises(DatabaseDamaged, match="sai mã kiểm"):
        backups.restore(made.path, database_file)

    assert database_file.read_bytes() == before
    assert sorted(file.name for file in database_file.parent.iterdir()) == ["backups", "unioncare.db"]


def test_the_journal_of_a_stranger_does_not_change_a_backup(database_file: Path) -> None:
    add(database_file, "Hoa Sen")
    made = backup.make(database_file, "manual")
    Path(f"{made.path}-journal").write_bytes(b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7" + bytes(504))

    backup.restore(made.path, database_file)

    assert backup.digest(made.path) == made.sha256
    assert names_in(database_file) == ["Hoa Sen"]


def test_a_backup_without_its_manifest_is_checked_and_taken(database_file: Path, tmp_path: Path) -> None:
    """B09: a copy that came on a stick."""
    add(database_file, "Hoa Sen")
    stick = copy_of(backup.make(database_file, "manual").path, tmp_path / "stick.db")
    database_file.unlink()

    backups.restore(stick, database_file)

    assert names_in(database_file) == ["Hoa Sen"]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", bytes(8192)])
def test_what_is_no_backup_is_refused(database_file: Path, tmp_path: Path, content: bytes) -> None:
    source = tmp_path / "nonsense.db"
    source.write_bytes(content)
    before = files_in(tmp_path)

    with pytest.raises(DatabaseDamaged):
        backups.restore(source, database_file)
    with pytest.raises(EnvironmentProblem):
        backups.restore(tmp_path / "missing.db", database_file)

    assert files_in(tmp_path) == before


def test_a_backup_of_a_newer_program_is_refused(database_file: Path, tmp_path: Path) -> None:
    newer = copy_of(database_file, tmp_path / "newer.db")
    with closing(sqlite3.connect(newer)) as connection:
        connection.execute("PRAGMA user_version = 999")

    with pytest.raises(DatabaseTooNew):
        backups.restore(newer, database_file)


# No room


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 2 MB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("only root on Linux can make a small disk")
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(folder)], capture_output=True, check=False
    )
    if made.returncode:
        pytest.skip("this machine does not allow a small disk")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def fill(disk: Path) -> Path:
    """Leave no room on *disk*; the file that takes it."""
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(4096))
        except OSError:
            return filler


def test_a_full_disk_is_told_and_nothing_is_lost(database_file: Path, small_disk: Path) -> None:
    """P3: the action fails, the text stays typed, and it succeeds once there is room again."""
    path = copy_of(database_file, small_disk / "unioncare.db")
    filler = fill(small_disk)
    with closing(office.open_office(path)) as opened:
        with pytest.raises(DiskFull, match="đầy"):
            many(opened)
        filler.unlink()
        many(opened)

    assert len(names_in(path)) == 30


def many(opened: Database) -> None:
    with opened.write("Nhập") as session:
        for number in range(30):
            add_union(session, f"Tổ {number}", note="x" * 1000)


def test_a_backup_on_a_full_disk_leaves_no_half_one(database_file: Path, small_disk: Path) -> None:
    path = copy_of(database_file, small_disk / "unioncare.db")
    first = backup.make(path, "manual")
    fill(small_disk)

    with pytest.raises(DiskFull, match="đầy"):
        backup.make(path, "manual")
    with pytest.raises(DiskFull, match="đầy"):
        backup.make(database_file, "manual", small_disk / "copy.db")

    assert backup.backups(path) == [first]
    assert sorted(files_in(first.path.parent)) == [first.path.name, first.path.name + ".json"]
    assert names_in(path) == []


def test_a_restore_on_a_full_disk_changes_nothing(database_file: Path, small_disk: Path) -> None:
    path = copy_of(database_file, small_disk / "unioncare.db")
    before = path.read_bytes()
    filler = fill(small_disk)
    add(database_file, "Hoa Sen")

    with pytest.raises(EnvironmentProblem, match="Không khôi phục được"):
        backups.restore(database_file, path)

    assert path.read_bytes() == before
    assert sorted(file.name for file in small_disk.iterdir()) == [filler.name, path.name]


def test_a_database_on_a_full_disk_is_not_half_created(small_disk: Path) -> None:
    filler = fill(small_disk)

    with pytest.raises(EnvironmentProblem):
        office.open_office(small_disk / "unioncare.db", create=True)

    assert [file.name for file in small_disk.iterdir()] == [filler.name]
