"""The issued documents of all visits."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QWidget

from fieldcheck.gui import texts, theme
from fieldcheck.gui.pages.hazards import number_text
from fieldcheck.gui.pages.list_page import ListPage, button_row, chosen, filter_box, laptop_column, width_of_days
from fieldcheck.gui.service_panel import ServicePanel
from fieldcheck.gui.session import Route
from fieldcheck.gui.widgets.doubled_numbers import DoubledNumbers
from fieldcheck.gui.widgets.empty_state import EmptyState
from fieldcheck.gui.widgets.evidence_view import EvidenceView
from fieldcheck.gui.widgets.fields import ComboBox
from fieldcheck.gui.widgets.paged_table import Column, FindIds, LoadRows
from fieldcheck.gui.widgets.rows_view import width_of_chips, width_of_texts
from fieldcheck.gui.widgets.status_chip import StatusChip
from fieldcheck.model.document import TO_BE_SERVED, DocumentKind
from fieldcheck.model.records import Document
from fieldcheck.operations import documents
from fieldcheck.store import Changes
from fieldcheck.store.queries import lists, records
from fieldcheck.store.queries.lists import DocumentRow
from fieldcheck.store.queries.served import Serving
from fieldcheck.translation import N_, _


def state_chip(row: DocumentRow) -> tuple[str, str]:
    """Return (word, tone) of what became of a document: how it was served, else whether the unit signed."""
    if row.superseded:
        return (_("Replaced"), "neutral")
    if row.service == Serving.DONE and row.signing != "signed":
        return (_("Served"), "success")
    if row.signing == "refused":
        return (texts.signing("refused"), "danger")
    if row.signing == "signed":
        return (texts.signing("signed"), "success")
    if row.service == Serving.WAITING:
        return (_("Not served"), "warning")
    return (_("Not signed"), "info")


class DocumentsPage(ListPage):
    """Every issued document, newest first."""

    title = N_("Documents")
    _service: ServicePanel | None = None
    """The part of the panel that records a service, where the document is one that is served."""
    kinds = frozenset({"document", "signing", "service", "site"})

    def below_head(self) -> Sequence[QWidget]:
        """Return the warning where a number stands on two documents."""
        self.doubled = DoubledNumbers(self.session)
        return (self.doubled,)

    def look(self) -> None:
        """Look for numbers that stand on two documents too."""
        super().look()
        self.doubled.reload()

    def columns(self) -> Sequence[Column]:
        """Return what a row shows."""
        signed = (texts.signing("refused"), texts.signing("signed"), _("Not signed"))
        states = (*signed, _("Served"), _("Not served"), _("Replaced"))
        kinds, days = width_of_texts(texts.document_kind(kind) for kind in DocumentKind), width_of_days()
        return (
            Column(key="number", title=_("Number"), render=lambda row: number_text(row.number), width=230),
            Column(key="kind", title=_("Document"), render=lambda row: texts.document_kind(row.kind), width=kinds),
            Column(key="site", title=_("Site"), render=lambda row: row.site_name, stretch=True),
            Column(key="issued", title=_("Issued on"), render=lambda row: texts.day(row.issued_on), width=days),
            Column(key="state", title=_("State"), render=lambda row: "", width=width_of_chips(states), chip=state_chip),
            laptop_column(),
        )

    def open(self, route: Route) -> None:
        """Show the list; with a part of the route only those documents."""
        if route.part:
            self.narrow(self._serving, route.part)
        super().open(route)

    def panel_shows(self, changes: Changes) -> bool:
        """Leave the panel alone while a service is filled in there."""
        return self._service is None or not self._service.is_open()

    def leave(self) -> None:
        """Keep what is half typed."""
        if self._service is not None:
            self._service.keep_draft()
            self._service = None
        super().leave()

    def filters(self) -> Sequence[ComboBox]:
        """Return the kind, and whether it was served."""
        kinds = [("", _("All documents")), *texts.choices(texts.DOCUMENT_KINDS)]
        self._kind = filter_box(_("Kind of document"), kinds)
        serving = [
            ("", _("Served or not")),
            (Serving.WAITING, _("Not served")),
            (Serving.DONE, _("Served")),
            (Serving.NO_PAGE, _("Signed paper missing")),
        ]
        self._serving = filter_box(_("Service"), serving)
        return (self._kind, self._serving)

    def query(self) -> FindIds:
        """Return the ids of the documents that the filter leaves."""
        text = self.text()
        kind, serving = chosen(self._kind), chosen(self._serving)
        return lambda reader: lists.document_ids(reader, text, kind, serving)

    def load(self) -> LoadRows:
        """Return the rows of documents."""
        return lists.document_rows

    def empty(self) -> EmptyState:
        """Say where documents come from."""
        text = _("Documents are issued at the end of a visit, under its tab Documents.")
        state = EmptyState("file-text", _("No documents yet"), text, _("Show the visits"))
        state.triggered.connect(lambda: self.session.go(Route("inspections")))
        return state

    def show_detail(self, entity: str) -> None:
        """Show what the document is and what was recorded about its signing."""
        reader = self.session.reader()
        document = records.find(reader, Document, entity)
        rows = lists.document_rows(reader, [entity])
        if document is None or not rows:
            return
        row = rows[0]
        self.panel.set_title(texts.document_kind(row.kind))
        self.panel.add("", _chip(row))
        self.panel.add(_("Number"), number_text(row.number))
        self.panel.add(_("Site"), row.site_name)
        self.panel.add(_("Issued on"), texts.day(row.issued_on))
        self.panel.add(_("Hazards named"), str(len(document.findings or ())))
        for signing in documents.signings(reader, entity):
            who = signing.signer or signing.witness
            said = " · ".join(
                part for part in (texts.moment(signing.at), who.name if who else "", signing.reason) if part
            )
            self.panel.add(texts.signing(signing.result), said)
        self._show_service(document)
        self.panel.add(_("Laptop"), self.laptop_of(row.laptop))
        self.panel.add(_("SHA-256 of the PDF"), " ".join((document.sha256 or "")[i : i + 8] for i in range(0, 64, 8)))
        self._show_evidence(entity)
        open_it = theme.button(_("Open"), "primary")
        open_it.clicked.connect(lambda: self.open_row(entity))
        self.panel.add("", button_row(open_it))

    def _show_service(self, document: Document) -> None:
        """Say whether it was served, with the form that records it."""
        self._service = None
        if document.kind not in TO_BE_SERVED:
            return
        self._service = served = ServicePanel(self.session, narrow=True)
        receipt = Route("visit", document.inspection or "", "documents", DocumentKind.SERVICE_RECEIPT)
        served.receipt_wanted.connect(lambda: self.session.go(receipt))
        self.panel.add(_("Service"), served)
        served.show_document(document.id)

    def _show_evidence(self, entity: str) -> None:
        """Walk the chain of evidence beside the window, and show it in its place."""
        chain = EvidenceView(self.session)
        self.panel.add(_("Evidence"), chain)
        chain.show_document(entity)

    def open_row(self, entity: str) -> None:
        """Open the visit's tab of documents with this one in view."""
        document = records.get(self.session.reader(), Document, entity)
        self.session.go(Route("visit", document.inspection or "", "documents", document.kind or ""))


def _chip(row: DocumentRow) -> QWidget:
    holder = QWidget()
    layout = QHBoxLayout(holder)
    theme.margins(layout, 0)
    layout.addWidget(StatusChip(*state_chip(row)))
    layout.addStretch(1)
    return holder
