"""A document between its rendering and the store: the fields that its record takes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from fieldcheck.model.document import DocumentContent
from fieldcheck.model.records import Document, Finding
from fieldcheck.model.values import ItemDeadline
from fieldcheck.operations import document_details
from fieldcheck.operations.document_content import listed_findings
from fieldcheck.operations.document_sources import Sources


class MadeDocument:
    """A rendered document on its way into the store."""

    def __init__(
        self,
        entity: str,
        inspection: str,
        source: Sources,
        content: DocumentContent,
        pdf: bytes,
        old: Document | None,
    ) -> None:
        self.entity, self.inspection, self.source = entity, inspection, source
        self.content, self.pdf, self.old = content, pdf, old

    def values(self, sha256: str, content_sha256: str) -> dict[str, object]:
        """Return the fields of the document record."""
        named = listed_findings(self.source, self.content.kind)
        values = {
            "inspection": self.inspection,
            "site": self.source.site.id,
            "kind": self.content.kind,
            "number": self.content.number,
            "sha256": sha256,
            "content_sha256": content_sha256,
            "issued_on": self.content.issued_on,
            "findings": tuple(finding.id for finding in named),
            "deadlines": tuple(self._deadlines(named)),
            "stops_work": document_details.stops_work(self.content),
            "about": self.source.about.id if self.source.about else None,
            "supersedes": self.old.id if self.old else None,
        }
        return {name: value for name, value in values.items() if value is not None}

    def _deadlines(self, named: Sequence[Finding]) -> Iterator[ItemDeadline]:
        """Yield the last day of each hazard as the document prints it."""
        for finding in named:
            day = document_details.last_day(self.content.kind, finding)
            if day is not None:
                yield ItemDeadline(finding.id, day)
