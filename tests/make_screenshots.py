"""Pictures of every page for the README: light, dark, and at 150 %, on the screen of a small office PC.

Run by `python tests/make_screenshots.py`; writes <page>.png, <page>-dark.png and <page>-150.png in resources.
The office is the invented former district; nothing of the person who runs it is read, written or shown.
"""

import os
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def main() -> None:
    """Write all pictures."""
    target = ROOT / "resources" / "screenshots"
    folder = Path(tempfile.gettempdir()) / "UnionCare"
    for one in (target, folder):
        one.mkdir(exist_ok=True)
    sys.path.insert(0, str(ROOT))
    os.environ |= {"QT_QPA_PLATFORM": "offscreen", "UNIONCARE_DATA": str(folder), "LOGNAME": "Văn phòng"}

    from PySide6.QtWidgets import QApplication

    from tests.ui import tour
    from unioncare_desktop.ui.pages.listed import PAGES

    application = QApplication([])
    with tour.desk(folder, application) as desk:
        for ending in tour.LOOKS:
            tour.look_like(desk, ending)
            for page in PAGES:
                tour.visit(desk, page.name)
                tour.save(tour.picture(desk), target / f"{page.name}{ending}.png")
    with tour.first_start(folder, application) as desk:
        for ending in tour.LOOKS:
            tour.look_like(desk, ending)
            tour.save(tour.picture(desk), target / f"welcome{ending}.png")


if __name__ == "__main__":
    main()
