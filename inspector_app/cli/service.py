# SPDX-License-Identifier: MulanPSL-2.0
"""Commands after a document was issued: service, signed paper that comes back, other files of the case."""

from __future__ import annotations

from pathlib import Path

import click

from inspector_app.cli.files import prepare_file
from inspector_app.cli.frame import Command, Group, opened
from inspector_app.cli.kinds import PATH, Word
from inspector_app.cli.lookup import document_of, not_found
from inspector_app.cli.names import about
from inspector_app.cli.result import Result, as_object, flat, table, warned
from inspector_app.domain.service import Attachment, AttachmentKind
from inspector_app.ledgers import attachments as ledger
from inspector_app.operations import attachments as files
from inspector_app.operations import service as verbs
from inspector_app.operations.file_exports import save_attachment
from inspector_app.wording import tr, word


@click.command("serve", cls=Command, help=tr("record how a document was served"))
@click.argument("document", metavar="DOCUMENT")
@click.option("--data", type=PATH, required=True, metavar="FILE.json", help=tr("the service: docs/service-format.md"))
def _serve(document: str, data: Path) -> Result:
    """Record a service from a file, with the scans and pictures that it names."""
    with opened() as ws:
        row = document_of(ws, document)
        done = verbs.serve_from_file(ws, row.document.id, data).value
        day = verbs.service_day(ws, done.service)
    found: dict[str, object] = {
        "service": done.service.id, "number": row.document.number, "document": row.document.id,
        "method": done.service.method.value, "served_on": day.isoformat(),
    }  # fmt: skip
    if done.warnings:
        found["warnings"] = [as_object(p) for p in done.warnings]
    line = tr(
        "Served: {number}, {method}, {day}", number=row.document.number, method=word(done.service.method), day=day
    )
    return Result(data=found, lines=[line, *table([(tr("Service"), done.service.id)])], notes=warned(done.warnings))


@click.command("unserve", cls=Command, help=tr("withdraw a wrong entry of a service; it is kept with its reason"))
@click.argument("service", metavar="SERVICE")
@click.option("--reason", required=True, metavar="TEXT", help=tr("Reason"))
def _unserve(service: str, reason: str) -> Result:
    """Withdraw a service."""
    with opened() as ws:
        made = verbs.withdraw_service(ws, service, reason).value
    return Result(data={"service": made.id, "document": made.document_id}, lines=[tr("Withdrawn: {id}", id=made.id)])


@click.command("attach", cls=Command, help=tr("attach a scan, photo or recording to a document"))
@click.argument("document", metavar="DOCUMENT")
@click.argument("file", type=PATH, metavar="FILE")
@click.option("--kind", type=Word(AttachmentKind), required=True, help=tr("what the file shows"))
@click.option("--title", default="", metavar="TEXT", help=tr("its title; else the name of the file"))
@click.option("--note", default="", metavar="TEXT", help=tr("what is heard and seen, of a recording"))
def _attach(document: str, file: Path, kind: AttachmentKind, title: str, note: str) -> Result:
    """Attach a file to a document."""
    with opened() as ws:
        row = document_of(ws, document).document
        made = files.attach_file(ws, row.inspection_id, file, kind, title, document_id=row.id, note=note).value
    return _attached(made)


def _attached(made: Attachment) -> Result:
    rows = [(tr("Attached"), made.title), (tr("Format"), made.format), (tr("Pages"), str(made.pages or "-")),
            ("SHA-256", made.sha256), (tr("Identifier"), made.id)]  # fmt: skip
    return Result(data={"attachment": flat(made)}, lines=table(rows))


DOCUMENT_COMMANDS = (_serve, _unserve, _attach)


@click.group("attachments", cls=Group, help=about("attachments"))
def attachments() -> None:
    """Commands about the files of a case."""


@attachments.command("add", help=tr("attach a file to a case as a whole"))
@click.argument("inspection", metavar="INSPECTION")
@click.argument("file", type=PATH, metavar="FILE")
@click.option("--kind", type=Word(AttachmentKind), required=True, help=tr("what the file shows"))
@click.option("--title", default="", metavar="TEXT", help=tr("its title; else the name of the file"))
@click.option("--note", default="", metavar="TEXT", help=tr("what is heard and seen, of a recording"))
def _add(inspection: str, file: Path, kind: AttachmentKind, title: str, note: str) -> Result:
    """Attach a file to a case."""
    with opened() as ws:
        made = files.attach_file(ws, inspection, file, kind, title, note=note).value
    return _attached(made)


@attachments.command("list", help=tr("list the files of a case"))
@click.argument("inspection", metavar="INSPECTION")
def _list(inspection: str) -> Result:
    """List the files of a case."""
    with opened() as ws:
        found = ledger.rows(ws, inspection)
    if not found:
        return Result(data={"attachments": []}, lines=[tr("Nothing was found.")])
    head = (tr("Kind"), tr("Title"), tr("Format"), tr("Pages"), tr("Document"), tr("Identifier"))
    rows = [
        (word(r.attachment.kind), r.attachment.title, r.attachment.format, str(r.attachment.pages or "-"),
         r.document_number or "-", r.attachment.id)
        for r in found
    ]  # fmt: skip
    listed = [flat(r.attachment, number=r.document_number) for r in found]
    return Result(data={"attachments": listed}, lines=table([head, *rows]))


@attachments.command("export", help=tr("write a file of a case as it came"))
@click.argument("attachment", metavar="ATTACHMENT")
@click.option("--out", type=PATH, required=True, metavar="FILE", help=tr("the file to write"))
def _export(attachment: str, out: Path) -> Result:
    """Write the bytes as they came."""
    prepare_file(out)
    with opened() as ws:
        made = ledger.find(ws, attachment) or not_found("attachment", attachment)
        save_attachment(ws, made, out)
    found = {"attachment": made.id, "path": str(out), "sha256": made.sha256}
    return Result(data=found, lines=[tr("Written: {path}", path=str(out))])


@attachments.command("remove", help=tr("take a file out of the case; it is kept with the reason"))
@click.argument("attachment", metavar="ATTACHMENT")
@click.option("--reason", required=True, metavar="TEXT", help=tr("Reason"))
def _remove(attachment: str, reason: str) -> Result:
    """Remove a file."""
    with opened() as ws:
        made = files.remove_attachment(ws, attachment, reason).value
    return Result(data={"attachment": made.id}, lines=[tr("Removed: {title}", title=made.title)])
