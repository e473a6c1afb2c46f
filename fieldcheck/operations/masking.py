"""What is hidden of a person in lists, exports and what a command prints: digits of phone and identity numbers."""

from __future__ import annotations

from fieldcheck.model.canonical import Json
from fieldcheck.model.ledger import masked_phone
from fieldcheck.model.papers import masked_identity


def masked(field: str, value: Json) -> Json:
    """Return the value of a field (plain JSON) with the middle digits of its phone and identity numbers hidden."""
    if isinstance(value, list):
        return [masked(field, each) for each in value]
    if isinstance(value, str) and field == "identity_number":
        return masked_identity(value)
    if isinstance(value, str) and field == "phone":
        return masked_phone(value)
    if isinstance(value, dict):
        return {name: masked(name, each) for name, each in value.items()}
    return value
