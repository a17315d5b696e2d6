"""Where data rest: engine, transactions, history, migrations, backups. No knowledge of the office's work."""
