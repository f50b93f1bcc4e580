# SPDX-License-Identifier: MulanPSL-2.0
"""Commands about official documents: choose, preview, issue, list, export, void."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TypeVar

import click

from inspector_app.cli.credentials import given_password
from inspector_app.cli.deadlines import with_law
from inspector_app.cli.document_kinds import all_kinds, fields_of, kinds_of
from inspector_app.cli.files import prepare_file, prepare_folder
from inspector_app.cli.frame import Group, opened
from inspector_app.cli.kinds import DAY, PATH, Word
from inspector_app.cli.lookup import document_of, not_found
from inspector_app.cli.names import about
from inspector_app.cli.result import REFUSED, Result, as_object, flat, refusal, table, warned
from inspector_app.domain.document import DocumentKind
from inspector_app.domain.document_fields import as_json
from inspector_app.domain.problems import Refused, Severity
from inspector_app.ledgers import documents as ledger
from inspector_app.ledgers import inspections as inspection_ledger
from inspector_app.operations import document_drafts as drafts
from inspector_app.operations import documents as verbs
from inspector_app.operations.deadlines import law_of
from inspector_app.operations.document_graph import kinds_for
from inspector_app.operations.file_exports import save_draft, save_issued
from inspector_app.operations.files import save_file
from inspector_app.operations.masked_copies import save_masked
from inspector_app.operations.rule_reasons import EVERY
from inspector_app.operations.signing import own_signer
from inspector_app.wording import tr, word

F = TypeVar("F", bound=Callable[..., object])


@click.group("documents", cls=Group, help=about("documents"))
def documents() -> None:
    """Commands about documents."""


def _subject(function: F) -> F:
    """Add the options that say which document of which inspection."""
    kind = click.option("--kind", type=Word(DocumentKind), required=True, help=tr("which document"))
    return click.option("--inspection", required=True, metavar="INSPECTION", help=tr("the inspection"))(kind(function))


def _content(function: F) -> F:
    """Add the options that say what a document says beside what the visit says."""
    data = click.option(
        "--data", "written", type=PATH, default=None, metavar="FILE", help=tr("the fields of the form as JSON")
    )
    target = click.option(
        "--refers-to", default=None, metavar="DOCUMENT", help=tr("the document that this one answers or extends")
    )
    return data(target(function))


@documents.command("kinds", help=tr("list the kinds of documents, and which may be made of an inspection"))
@click.option("--inspection", default=None, metavar="INSPECTION", help=tr("the inspection"))
@click.option("--fields", "with_fields", type=Word(DocumentKind), default=None, help=tr("list the fields of a kind"))
def _kinds(inspection: str | None, with_fields: DocumentKind | None) -> Result:
    """List the kinds, what each rests on, and its fields; the kinds alone also without a data folder."""
    if inspection is None and with_fields is None:
        return with_law(lambda ws: all_kinds(law_of(ws).documents))
    with opened() as ws:
        return (
            fields_of(drafts.form_fields(ws, with_fields)) if with_fields else kinds_of(kinds_for(ws, str(inspection)))
        )


@documents.command("fill", help=tr("write the fields of a document in the making"))
@_subject
@_content
def _fill(inspection: str, kind: DocumentKind, written: Path | None, refers_to: str | None) -> Result:
    """Keep what is written; the document is not issued."""
    with opened() as ws:
        fields, unknown = (None, ()) if written is None else drafts.read_fields_file(ws, kind, written)
        drafts.fill_document(ws, inspection, kind, fields=fields, refers_to=refers_to)
        page = drafts.draft_page(ws, inspection, kind)
    shown: dict[str, object] = {"inspection": inspection, "kind": kind.value, "fields": as_json(page.values)}
    return Result(data=shown, lines=[tr("Kept.")], aside=warned(unknown))


@documents.command("issue", help=tr("issue a document: it gets its number and never changes again"))
@_subject
@click.option("--out", type=PATH, default=None, metavar="DIR", help=tr("the folder for the PDF"))
@click.option("--date", "issued_on", type=DAY, default=None, metavar="DATE", help=tr("day of issue; else today"))
@click.option("--confirm-unverified", is_flag=True, help=tr("answer for legal bases that are to be verified"))
@_content
@click.option("--reason", "reasons", multiple=True, metavar="RULE=TEXT", help=tr("why a warning is passed; * for all"))
@click.option("--need-reasons", is_flag=True, help=tr("refuse where a warning has no reason"))
def _issue(
    inspection: str, kind: DocumentKind, out: Path | None, issued_on: date | None, confirm_unverified: bool,
    written: Path | None, refers_to: str | None, reasons: tuple[str, ...], need_reasons: bool,
) -> Result:  # fmt: skip
    """Issue a document and write its PDF. The folder is tried first, so that no number is spent in vain."""
    if out is not None:
        prepare_folder(out)
    given = _reasons(reasons)
    with opened() as ws:
        fields, unknown = (None, ()) if written is None else drafts.read_fields_file(ws, kind, written)
        found = verbs.document_problems(ws, inspection, kind, issued_on, confirm_unverified=confirm_unverified)
        done = verbs.issue_document(
            ws, inspection, kind, issued_on=issued_on, confirm_unverified=confirm_unverified, reasons=given,
            need_reasons=need_reasons, fields=fields, refers_to=refers_to,
            signers=own_signer(ws, given_password()),
        )  # fmt: skip
        found = (*unknown, *(p for p in found if p.severity is Severity.WARN))
        made, name = done.value, inspection_ledger.view(ws, inspection).enterprise.name
        pdf = verbs.document_pdf(ws, made.id)
    path = out / verbs.file_name(made, name) if out is not None else None
    data: dict[str, object] = {
        "number": made.number,
        "document": made.id,
        "path": str(path) if path else None,
        "sha256": made.sha256,
    }
    lines = table([(tr("Issued"), made.number), (tr("Document"), made.id), (tr("File"), str(path or "-")),
                   ("SHA-256", made.sha256)])  # fmt: skip
    if path is not None:
        try:
            save_file(path, pdf)  # the act is the issue, and that is journalled: one act, no export of its own
        except Refused as refused:  # issued all the same: its number and id must be known
            said = refusal(refused.problems)
            return Result(data={**data, "path": None, **said.data}, lines=lines, notes=said.notes, code=REFUSED)
    return Result(data=data, lines=lines, aside=warned(found))


def _reasons(given: tuple[str, ...]) -> dict[str, str]:
    """Read RULE=TEXT; a text alone is the reason for every warning."""
    reasons: dict[str, str] = {}
    for text in given:
        rule, found, reason = text.partition("=")
        is_rule = bool(found) and (rule.strip() == EVERY or rule.strip()[:1] == "R")
        reasons[rule.strip() if is_rule else EVERY] = reason if is_rule else text
    return reasons


@documents.command("preview", help=tr("draw a document with the draft mark; nothing is issued"))
@_subject
@click.option("--out", type=PATH, required=True, metavar="FILE", help=tr("the file for the PDF"))
@click.option("--date", "issued_on", type=DAY, default=None, metavar="DATE", help=tr("day of issue; else today"))
@_content
def _preview(
    inspection: str, kind: DocumentKind, out: Path, issued_on: date | None, written: Path | None, refers_to: str | None
) -> Result:
    """Write the draft, and list what stands in the way of issuing it; what --data says is kept in the draft."""
    prepare_file(out)
    with opened() as ws:
        if written is not None or refers_to is not None:
            fields = None if written is None else drafts.read_fields_file(ws, kind, written)[0]
            drafts.fill_document(ws, inspection, kind, fields=fields, refers_to=refers_to)
        shown = save_draft(ws, inspection, kind, out, issued_on)
    open_points = [{**as_object(p), "severity": p.severity.value} for p in shown.problems]
    data = {"path": str(out), "pages": shown.pages, "open": open_points}
    head = tr("Draft of {pages} pages: {path}", pages=shown.pages, path=str(out))
    return Result(data=data, lines=[head], notes=warned(shown.problems))


@documents.command("choose", help=tr("choose which findings the document takes"))
@_subject
@click.argument("chosen", nargs=-1, metavar="FINDING")
def _choose(inspection: str, kind: DocumentKind, chosen: tuple[str, ...]) -> Result:
    """Choose findings; those not named wait for another document."""
    with opened() as ws:
        known = {f.id for f in inspection_ledger.view(ws, inspection).findings}
        unknown = [name for name in chosen if name not in known]
        if unknown:
            not_found("finding", unknown[0])
        drafts.choose_findings(ws, inspection, kind, chosen)
        taken = drafts.chosen_ids(ws, inspection, kind)
    line = tr("The document takes {count} findings.", count=len(taken))
    return Result(data={"inspection": inspection, "kind": kind.value, "findings": list(taken)}, lines=[line])


@documents.command("list", help=tr("list the issued documents, void ones too"))
@click.option("--inspection", default=None, metavar="INSPECTION", help=tr("only those of this inspection"))
def _list(inspection: str | None) -> Result:
    """List documents."""
    with opened() as ws:
        found = ledger.rows(ws, inspection)
    listed = [flat(r.document, without=("content",), enterprise=r.enterprise_name) for r in found]
    if not found:
        return Result(data={"documents": []}, lines=[tr("Nothing was found.")])
    head = (tr("Number"), tr("Kind"), tr("State"), tr("Day of issue"), tr("Enterprise"), tr("Document"))
    rows = [
        (r.document.number, word(r.document.kind), word(r.document.state), r.document.issued_on.isoformat(),
         r.enterprise_name, r.document.id)
        for r in found
    ]  # fmt: skip
    return Result(data={"documents": listed}, lines=table([head, *rows]))


@documents.command("export", help=tr("write the frozen PDF of an issued document"))
@click.argument("document", metavar="DOCUMENT")
@click.option("--out", type=PATH, required=True, metavar="FILE", help=tr("the file for the PDF"))
@click.option("--masked", is_flag=True, help=tr("a copy for others, personal data masked, marked as a copy"))
def _export(document: str, out: Path, masked: bool) -> Result:
    """Write the bytes as they were issued, or a masked copy."""
    with opened() as ws:
        row = document_of(ws, document)
        target = out / verbs.file_name(row.document, row.enterprise_name) if out.is_dir() else out
        prepare_file(target)
        if masked:
            save_masked(ws, row.document.id, target)
            return Result(
                data={"number": row.document.number, "document": row.document.id, "path": str(target), "masked": True},
                lines=[tr("Written: {path}", path=str(target))],
            )
        save_issued(ws, row.document.id, target)
    data = {
        "number": row.document.number,
        "document": row.document.id,
        "path": str(target),
        "sha256": row.document.sha256,
    }
    return Result(data=data, lines=[tr("Written: {path}", path=str(target))])


@documents.command("void", help=tr("void a document that was not served; its number is kept"))
@click.argument("document", metavar="DOCUMENT")
@click.option("--reason", required=True, metavar="TEXT", help=tr("Reason"))
def _void(document: str, reason: str) -> Result:
    """Void a document."""
    with opened() as ws:
        row = document_of(ws, document)
        made = verbs.void_document(ws, row.document.id, reason).value
    data = {"number": made.number, "document": made.id, "state": made.state.value}
    return Result(data=data, lines=[tr("Void: {number}", number=made.number)])
