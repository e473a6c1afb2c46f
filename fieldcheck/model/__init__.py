"""Plain frozen values: records, identifiers, form definitions, rules of authority. Standard library only."""
