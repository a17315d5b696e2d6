"""Pure calculations of the office's work, one a file."""
