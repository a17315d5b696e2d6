"""What the office knows: record types, their fields and checks, and pure rules. No Qt, no engine, no session."""
