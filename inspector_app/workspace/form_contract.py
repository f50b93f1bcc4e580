# SPDX-License-Identifier: MulanPSL-2.0
"""What the law and the rules rely on in a form of a kind; an organ's own form, or the office's, must have it too."""

from __future__ import annotations

from collections.abc import Iterator

from inspector_app.documents.form import Form
from inspector_app.documents.form_reader import load_form
from inspector_app.domain.document_fields import FieldSpec
from inspector_app.domain.problems import Problem, ProblemCode
from inspector_app.law.documents import DocumentLaw, KindLaw, load_documents
from inspector_app.locations import bundled

FORMS = "forms"


def contract_problems(form: Form, name: str = "", law: DocumentLaw | None = None) -> tuple[Problem, ...]:
    """Say what a form breaks of what the law and the rules rely on for its kind.

    FORM_FIELD_MISSING for a field that a rule reads; FORM_FIELD_WRONG for a class, power or department that the
    kind does not have, or a field of another type, or without a word that the program's own form has.
    """
    known = law or load_documents(bundled(FORMS) / "law")
    ours = load_form(bundled(FORMS), form.kind)
    return tuple(_contract(form, known.of(form.kind), ours, name or f"{form.kind}.toml"))


def _contract(form: Form, law: KindLaw, ours: Form, name: str) -> Iterator[Problem]:
    if form.form_class != law.form_class:
        yield _fault(ProblemCode.FORM_FIELD_WRONG, name, "class", found=form.form_class)
    for power in sorted(set(form.powers) - set(law.powers)):
        yield _fault(ProblemCode.FORM_FIELD_WRONG, name, f"powers.{power}", found=form.powers[power])
    # A form that names no department is for all of which its kind may be.
    for sector in sorted(form.sectors - set(law.sectors)) if form.names_sectors else ():
        yield _fault(ProblemCode.FORM_FIELD_WRONG, name, "sectors", found=sector)
    own, known = ({spec.name: spec for spec in f.fields} for f in (form, ours))
    for field in law.must_fields:
        spec = own.get(field)
        if spec is None:
            yield _fault(ProblemCode.FORM_FIELD_MISSING, name, f"fields.{field}")
        elif field in known:
            yield from _same_field(spec, known[field], name)


def _same_field(spec: FieldSpec, known: FieldSpec, name: str) -> Iterator[Problem]:
    """A field that rules read keeps its type, its words and its columns; labels are the organ's own business."""
    if spec.type is not known.type:
        yield _fault(ProblemCode.FORM_FIELD_WRONG, name, f"fields.{spec.name}.type", found=spec.type)
        return
    for word in (w for w in known.words if w not in spec.words):
        yield _fault(ProblemCode.FORM_FIELD_MISSING, name, f"fields.{spec.name}.choices.{word}")
    columns = {column.name for column in spec.columns}
    for column in (c.name for c in known.columns if c.name not in columns):
        yield _fault(ProblemCode.FORM_FIELD_MISSING, name, f"fields.{spec.name}.columns.{column}")


def _fault(code: ProblemCode, name: str, place: str, **fields: str) -> Problem:
    return Problem(code=code, where=f"{name}:{place}", fields={"form": name, "field": place, **fields})
