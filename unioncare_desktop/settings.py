"""What the program remembers of its user between two runs: one small JSON file in the user's folder.

The office's own data (name, signer, thresholds) is a record in the database, not a setting.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from unioncare_desktop import json_files
from unioncare_desktop.paths import data_dir

THEMES = ("system", "light", "dark")
ENTER_MOVES = ("down", "right")
MIN_ZOOM, MAX_ZOOM = 80, 200
MOST_RECENT = 20


@dataclass
class Settings:
    """The user's choices; `zoom` is in percent, `window_geometry` is Qt's own text, empty means not chosen.

    `grids` holds how each grid was last seen, `views` the looks that were saved under names, by the name of the page.
    Both are plain data; what in them makes no sense, the grid itself leaves out.
    """

    theme: str = "system"
    zoom: int = 100
    user_name: str = ""
    last_database: str = ""
    last_export_folder: str = ""
    certificate_file: str = ""
    """The certificate that was signed with last; its password is never kept."""
    window_geometry: str = ""
    enter_moves: str = "down"
    recent: list[str] = field(default_factory=list)
    """What was chosen last in the search of everything, the latest first: group and key."""
    grids: dict[str, dict[str, Any]] = field(default_factory=dict)
    views: dict[str, dict[str, Any]] = field(default_factory=dict)
    told_due: dict[str, str] = field(default_factory=dict)
    """By the place of a database the day on which it was last told what is due in it."""

    def save(self, path: Path | None = None) -> None:
        """Write the whole file or nothing. Raises OSError where the disk refuses."""
        json_files.write(path or settings_file(), asdict(self))


def settings_file() -> Path:
    """Where the settings are kept unless a path is given."""
    return data_dir() / "settings.json"


def load(path: Path | None = None) -> Settings:
    """The saved settings; a value that is missing or makes no sense is the default.

    A damaged file is set aside as `settings.json.bad`; one that cannot be read is left alone.
    """
    values = json_files.read(path or settings_file(), dict)
    return Settings() if values is None else _sensible(values)


def _sensible(values: Mapping[str, Any]) -> Settings:
    defaults = asdict(Settings())
    known = {name: values[name] for name, value in defaults.items() if type(values.get(name)) is type(value)}
    settings = Settings(**known)
    settings.zoom = min(max(settings.zoom, MIN_ZOOM), MAX_ZOOM)
    settings.grids = _widths_of_before(values.get("columns")) | _named_groups(settings.grids)
    settings.views = _named_groups(settings.views)
    settings.told_due = {place: day for place, day in settings.told_due.items() if isinstance(day, str)}
    settings.recent = [one for one in settings.recent if isinstance(one, str)][:MOST_RECENT]
    if settings.theme not in THEMES:
        settings.theme = defaults["theme"]
    if settings.enter_moves not in ENTER_MOVES:
        settings.enter_moves = defaults["enter_moves"]
    return settings


def _named_groups(values: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    return {name: group for name, group in values.items() if isinstance(group, dict)}


def _widths_of_before(columns: object) -> dict[str, dict[str, Any]]:
    """What a file of an earlier version knows of grids: the widths of their columns."""
    known = _named_groups(columns) if isinstance(columns, dict) else {}
    return {name: {"widths": widths} for name, widths in known.items()}
