# SPDX-License-Identifier: MulanPSL-2.0
"""Commands about forms: check one as its author does, list them, copy one, confirm what is 待核."""

from __future__ import annotations

from pathlib import Path

import click

from inspector_app.cli.frame import Command, Group, opened
from inspector_app.cli.kinds import PATH, Word
from inspector_app.cli.names import about
from inspector_app.cli.result import Result, as_object, plain, refusal, table, warned
from inspector_app.domain.document import DocumentKind
from inspector_app.domain.document_fields import FieldSpec
from inspector_app.domain.problems import blocking
from inspector_app.wording import tr

_KIND = click.argument("kind", type=Word(DocumentKind), metavar="KIND")


@click.command("check-form", cls=Command, help=about("check-form"))
@click.argument("path", type=PATH, metavar="PATH")
def check_form(path: Path) -> Result:
    """Check a form; refused with all its faults, 待核 parts are named as warnings."""
    from inspector_app.operations import forms as verbs  # database and papers: not for help

    form, problems = verbs.check_form(path)
    if form is None or blocking(problems):
        return refusal(problems)
    data = {
        "kind": form.kind.value,
        "version": form.version,
        "problems": [],
        "warnings": [as_object(p) for p in problems],
    }
    return Result(data=data, lines=[tr("The form has no faults.")], notes=warned(problems))


@click.group("forms", cls=Group, help=about("forms"))
def forms() -> None:
    """Commands about forms."""


@forms.command("list", help=tr("list the forms, and what in them is to be verified"))
def _list() -> Result:
    """List every form with its version, whose it is, and its open parts."""
    from inspector_app.operations import forms as verbs

    with opened() as ws:
        entries = verbs.list_forms(ws)
    head = (tr("Form"), tr("Version"), tr("Whose"), tr("To be verified"), tr("Faults"), tr("Title of the form"))
    rows = [head]
    listed = []
    for entry in entries:
        faults = blocking(entry.problems)
        whose = tr("own") if entry.is_own else tr("program")
        counts = (str(len(entry.open_parts)), str(len(faults)))
        rows.append((entry.kind.value, entry.version, whose, *counts, entry.name))
        listed.append(
            {
                "kind": entry.kind.value,
                "title": entry.name,
                "version": entry.version,
                "own": entry.is_own,
                "path": str(entry.path),
                "marks": {mark.value: count for mark, count in sorted(entry.marks.items())},
                "open_parts": list(entry.open_parts),
                "sectors": sorted(entry.form.sectors) if entry.form else [],
                "powers": sorted(entry.form.powers) if entry.form else [],
                "problems": [as_object(p) for p in entry.problems],
            }
        )
    return Result(data={"forms": listed}, lines=table(rows))


@forms.command("show", help=tr("show the fields of a form and its parts, with their sources"))
@_KIND
def _show(kind: DocumentKind) -> Result:
    """Show what a person fills in for a document, and how sure each part of its form is."""
    from inspector_app.operations import forms as verbs

    with opened() as ws:
        form = ws.form(kind)
        confirmed = verbs.confirmed_parts(ws, form)
    parts = {(p.name, p.mark.value, p.source): None for p in (*form.parts, *(b.part for b in form.blocks))}
    rows = [(tr("Field of the form"), tr("Type"), tr("Needed"), tr("Label"))]
    for spec in form.fields:
        rows += [_row(spec), *(_row(column, within=spec) for column in spec.columns)]
    marks = [(tr("Verification mark"), tr("Part of the form"), tr("Source of the wording"), tr("Confirmed by"))]
    marks += [(mark, name, source, confirmed.get(name, "")) for name, mark, source in parts]
    data = {
        "kind": form.kind.value,
        "title": form.title,
        "version": form.version,
        "sha256": form.sha256,
        "fields": [plain(spec) for spec in form.fields],
        "parts": [
            {"name": name, "mark": mark, "source": source, "confirmed_by": confirmed.get(name, "")}
            for name, mark, source in parts
        ],
    }
    title = f"{form.title} {form.version}"
    return Result(data=data, lines=[title, "", *table(rows), "", *table(marks)])


def _row(spec: FieldSpec, within: FieldSpec | None = None) -> tuple[str, str, str, str]:
    words = f" ({'|'.join(spec.words)})" if spec.choices else ""
    name = f"{within.name}.{spec.name}" if within else spec.name
    return name, spec.type.value + words, tr("yes") if spec.required else "", spec.label


@forms.command("copy", help=tr("copy a form into the data folder, to change its wording there"))
@_KIND
def _copy(kind: DocumentKind) -> Result:
    """Write the program's form into the data folder."""
    from inspector_app.operations import forms as verbs

    with opened() as ws:
        path = verbs.copy_form(ws, kind)
    said = tr("Copied to {path}; give it a version of its own, then check it with check-form.", path=str(path))
    return Result(data={"kind": kind.value, "path": str(path)}, lines=[said])


@forms.command("confirm", help=tr("confirm a part of a form that is to be verified"))
@_KIND
@click.argument("part", metavar="PART")
@click.option("--person", required=True, metavar="NAME", help=tr("who compared it with the official text"))
def _confirm(kind: DocumentKind, part: str, person: str) -> Result:
    """Confirm one part in the name of a person."""
    from inspector_app.operations import forms as verbs

    with opened() as ws:
        verbs.confirm_part(ws, kind, part, person)
    said = tr("Confirmed: {part}", part=part)
    return Result(data={"kind": kind.value, "part": part, "person": person}, lines=[said])
