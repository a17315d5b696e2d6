"""Which small unions to merge with which: `planning` is the door, the others are its rooms. Pure; no database."""
