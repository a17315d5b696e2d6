"""Where things are: shipped resources, the user's data, backups, logs. Nothing here creates a folder.

The only module that knows a frozen program, an installed wheel and a source checkout apart.
"""

import os
import sys
from pathlib import Path

from platformdirs import user_data_path

APPLICATION = "UnionCare"
DATA_VARIABLE = "UNIONCARE_DATA"


def resource(*parts: str) -> Path:
    """A file or folder shipped with the program, such as `resource("fonts", "Tinos-Regular.ttf")`."""
    return _resources().joinpath(*parts)


def _resources() -> Path:
    package = Path(__file__).resolve().parent
    if getattr(sys, "frozen", False):
        return Path(getattr(sys, "_MEIPASS", package.parent)) / "resources"
    installed = package / "resources"
    return installed if installed.is_dir() else package.parent / "resources"


def data_dir() -> Path:
    r"""The user's own folder, never a synchronised one: `%LOCALAPPDATA%\UnionCare` on Windows.

    The environment variable UNIONCARE_DATA names another.
    """
    chosen = os.environ.get(DATA_VARIABLE)
    return Path(chosen).expanduser().absolute() if chosen else user_data_path(APPLICATION, appauthor=False)


def default_database() -> Path:
    """The database that is opened when the user names none."""
    return data_dir() / "unioncare.db"


def backup_dir(database: Path) -> Path:
    """The folder of the backups of *database*: beside it, so that both move together."""
    return database.absolute().parent / "backups"


def log_dir() -> Path:
    """The folder of the program's log files."""
    return data_dir() / "logs"
