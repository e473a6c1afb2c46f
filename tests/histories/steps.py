"""Steps in the life of a hazard, recorded by anybody in any order: what stands may make no sense, and is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieldcheck.model.identifiers import new_id
from fieldcheck.store import Transaction
from tests.histories.oracle import Named

if TYPE_CHECKING:
    from tests.histories.world import World

FIELDS = {
    "rectification": "description",
    "extension": "reason",
    "recheck": "comment",
    "closure": "approver",
    "annulment": "reason",
}
"""The field of each kind of step in which somebody types."""


class Steps:
    """The steps that were recorded in a world, by hazard."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._recorded: dict[str, list[Named]] = {}

    def record(self, who: int, kind: str, which: int) -> None:
        """Somebody records a step of a hazard that is shown, or that one did not happen; no guard is asked."""
        actor = self._world.actor(who)
        finding = self._world.shown(actor, which, "finding")
        earlier = self._recorded.get(finding[1], []) if finding is not None else []
        if finding is None or (kind == "annulment" and not earlier):
            return
        record, named = (kind, new_id()), self._world.new_value()
        values: dict[str, object] = {"finding": finding[1], FIELDS[kind]: named}
        if kind == "annulment":
            values["kind"], values["step"] = earlier[which % len(earlier)]

        def work(transaction: Transaction) -> str:
            transaction.append(*record, finding[1], values)
            return record[1]

        if self._world.written(actor, work):
            self._recorded.setdefault(finding[1], []).append(record)
            self._world.typed_once(actor, record, FIELDS[kind], named)
