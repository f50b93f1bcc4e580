# SPDX-License-Identifier: MulanPSL-2.0
"""What has become of the documents of one inspection, read in one go: lives, services, attached files, reasons."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from inspector_app.domain.order_life import OrderLife
from inspector_app.domain.review import RulePass
from inspector_app.domain.service import Attachment, Service
from inspector_app.storage import attachments, confirmations, documents, order_lives, services
from inspector_app.workspace import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Papers:
    """By document: where an order stands and how it was served. Withdrawn services and removed files are among them."""

    lives: Mapping[str, OrderLife] = field(default_factory=dict)
    services: Mapping[str, tuple[Service, ...]] = field(default_factory=dict)
    attachments: tuple[Attachment, ...] = ()  # of the whole case
    passes: tuple[RulePass, ...] = ()  # oldest first

    def served(self, document_id: str) -> tuple[Service, ...]:
        """Give the services of a document that hold."""
        return tuple(s for s in self.services.get(document_id, ()) if not s.withdrawn_reason)

    def attached(self, document_id: str) -> tuple[Attachment, ...]:
        """Give the files of a document that were not taken out."""
        return tuple(a for a in self.attachments if a.document_id == document_id and not a.removed_reason)


def papers(ws: Workspace, inspection_id: str) -> Papers:
    """Read what has become of the documents of an inspection; empty where there is none."""
    with ws.reader() as db:
        issued = documents.list_documents(db, inspection_id)
        lives = {d.id: order_lives.get_life(db, d.id) for d in issued}
        return Papers(
            lives={key: life for key, life in lives.items() if life is not None},
            services={d.id: services.list_of_document(db, d.id) for d in issued},
            attachments=attachments.list_of_inspection(db, inspection_id),
            passes=confirmations.list_passes(db, inspection_id),
        )
