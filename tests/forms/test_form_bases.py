"""An item cites the duty; the criterion of a major hazard is cited by its rule, once an officer confirms major."""

from __future__ import annotations

import pytest

from fieldcheck.forms import loader

DEFINITIONS = loader.load_shipped()


@pytest.mark.parametrize("form", sorted(DEFINITIONS))
def test_an_item_with_a_duty_does_not_cite_the_criterion(form: str) -> None:
    definition = DEFINITIONS[form]
    criteria = {rule.basis.title for rule in definition.major_rules}
    for item in definition.items():
        titles = {basis.title for basis in item.basis}
        assert not titles & criteria or titles <= criteria, item.id
