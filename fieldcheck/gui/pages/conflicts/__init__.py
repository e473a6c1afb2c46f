"""Conflicts: different values of one field, side by side, until the bureau decides."""
