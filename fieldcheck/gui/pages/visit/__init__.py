"""One visit: its facts, its checklist, its review, its documents."""
