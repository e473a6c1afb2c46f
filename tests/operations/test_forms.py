"""Forms as stores keep them: one record for one form, whoever used it first."""

from __future__ import annotations

from pathlib import Path

from fieldcheck.model.records import Form
from fieldcheck.operations import stores
from fieldcheck.store.queries import conflicts, records
from tests.bureau import add_site, begin
from tests.county import county


def test_the_form_that_two_laptops_used_is_one_record(tmp_path: Path) -> None:
    with county(tmp_path) as land:
        for name in ("一号", "二号"):
            laptop = land.laptop(name)
            begin(laptop, site=add_site(laptop))
            land.send_up(laptop)
            land.send_down(laptop)
            assert len(records.everything(laptop.reader(), Form)) == 1
        (kept,) = records.everything(land.bureau.reader(), Form)
        assert kept.form == "machinery"
        assert not conflicts.conflicts(land.bureau.reader())
        assert not stores.verify_store(land.bureau).problems
