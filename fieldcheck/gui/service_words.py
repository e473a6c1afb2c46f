"""How a document was served, in a line."""

from __future__ import annotations

from fieldcheck.gui import texts
from fieldcheck.model.papers import Service, ServiceMethod
from fieldcheck.operations.service import METHODS, Known
from fieldcheck.translation import _


def told(known: Known) -> str:
    """Return whether and how a document was served, in a line."""
    if known.service is not None:
        return service_text(known.service)
    if known.replaced:
        return _("It was replaced before it was served.")
    return _("Signed for on the spot: it was served by that.") if known.signed else _("Not served yet.")


def service_text(found: Service) -> str:
    """Return how a document was served, as one line."""
    at = " · ".join(part for part in (texts.moment(found.at), found.place) if part)
    if found.method == ServiceMethod.LEFT:
        witness = found.witness.name if found.witness else "—"
        words = _("Left there, {at}. Reason: {reason}. Witness: {witness}.")
        return words.format(at=at, reason=(found.reason or "").rstrip("。.；; "), witness=witness)
    recipient = found.recipient.name if found.recipient else ""
    word = METHODS.get(ServiceMethod(found.method)) if found.method in set(ServiceMethod) else None
    said = _("Served: {method}, {at}").format(method=_(word) if word else found.method, at=at)
    return f"{said} · {recipient}" if recipient else said
