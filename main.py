"""Starts UnionCare Desktop: its window, or the command that is named."""

from unioncare_desktop.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
