"""Programs that are killed in the middle of their work: nothing in them cleans up, as in a power cut."""

import multiprocessing
import sys
import time
from collections.abc import Callable
from contextlib import closing, suppress
from multiprocessing.connection import Connection
from pathlib import Path
from random import Random

from tests.offices import Q1, add_union, report
from tests.schemas import as_next_schema
from unioncare_desktop.reports import files
from unioncare_desktop.services import office, unions
from unioncare_desktop.storage import backup
from unioncare_desktop.storage.migrate import upgrade_file

if sys.platform == "win32":
    _CONTEXT = multiprocessing.get_context("spawn")
else:
    _CONTEXT = multiprocessing.get_context("forkserver")
    _CONTEXT.set_forkserver_preload([__name__])

Work = Callable[[Connection, Path], None]


def chance(seed: int = 2023) -> Random:
    """The same moments and places in every run."""
    return Random(seed)  # noqa: S311 - nothing secret


def killed(work: Work, path: Path, *, after: int, pause: float) -> list[int]:
    """What *work* acknowledged until it was killed, *pause* seconds after its acknowledgement number *after*."""
    receiving, sending = _CONTEXT.Pipe(duplex=False)
    process = _CONTEXT.Process(target=work, args=(sending, path), daemon=True)
    process.start()
    sending.close()
    with closing(receiving):
        told = [receiving.recv() for _time in range(after)]
        time.sleep(pause)
        process.kill()
        with suppress(EOFError):
            while True:
                told.append(receiving.recv())
    process.join()
    return told


def add_unions(told: Connection, path: Path) -> None:
    """Actions without end, each with three unions and their figures; the number of each is told once it is stored."""
    with closing(office.open_office(path, user="Lan")) as database:
        with database.read() as session:
            number = len(unions.listed(session)) // 3
        while True:
            number += 1
            with database.write(f"Lần {number}") as session:
                for part in ("a", "b", "c"):
                    report(session, Q1, add_union(session, f"Tổ {number} {part}"), members=number)
            told.send(number)


def make_backups(told: Connection, path: Path) -> None:
    """Backups without end; the number of each is told once it is made."""
    while True:
        told.send(backup.make(path, "manual").number)


def endless_files(told: Connection, folder: Path) -> None:
    """Files without end in *folder*, each of a million times the same byte; its number is told once it is there."""
    for number in range(1_000_000):
        files.put(files.free_path(folder, f"BC{number}", ".bin"), bytes([number % 256]) * 1_000_000)
        told.send(number)


def upgrade(told: Connection, path: Path) -> None:
    """One upgrade to the next schema; 0 is told before, 1 after."""
    with as_next_schema():
        told.send(0)
        upgrade_file(path)
        told.send(1)
    time.sleep(60)
