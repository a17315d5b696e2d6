"""What the office does: functions that take a session first, return plain values, and never commit."""
