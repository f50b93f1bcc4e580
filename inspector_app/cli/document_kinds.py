# SPDX-License-Identifier: MulanPSL-2.0
"""What the command line says about kinds of documents: what each rests on, who uses it, which fields it has."""

from __future__ import annotations

from collections.abc import Sequence

from inspector_app.cli.result import Result, as_object, table
from inspector_app.domain.document_fields import FieldSpec
from inspector_app.domain.problems import blocking
from inspector_app.law.documents import DocumentLaw, KindLaw
from inspector_app.operations.document_graph import KindState
from inspector_app.wording import sentence, tr, word


def all_kinds(law: DocumentLaw) -> Result:
    """List every kind, whoever uses it."""
    kinds = [_law(kind) for kind in law.kinds.values()]
    head = (tr("Kind"), tr("Document"), tr("No."), tr("Used by"), tr("Source"))
    rows = [
        (k.kind.value, k.name, k.no, "、".join(word(s) for s in k.sectors), f"{k.basis} {_mark(k)}".strip())
        for k in law.kinds.values()
    ]
    return Result(data={"kinds": kinds}, lines=table([head, *rows]))


def kinds_of(states: Sequence[KindState]) -> Result:
    """List what this organ may make of an inspection, and why what may not be made may not."""
    kinds = [
        {
            **_law(state.law),
            "may_begin": state.may_begin,
            "issued": [d.number for d in state.issued if d.is_valid],
            "problems": [as_object(p) for p in blocking(state.problems)],
        }
        for state in states
    ]
    head = (tr("Kind"), tr("Document"), tr("May be made"), tr("Why not"))
    rows = [
        (s.kind.value, s.law.name, tr("yes") if s.may_begin else tr("no"),
         " ".join(sentence(p) for p in blocking(s.problems)))
        for s in states
    ]  # fmt: skip
    return Result(data={"kinds": kinds}, lines=table([head, *rows]))


def fields_of(specs: Sequence[FieldSpec]) -> Result:
    """List the fields of a form, as FIELDS.json names them."""
    head = (tr("Name"), tr("Label"), tr("Type"), tr("Needed"), tr("Words"))
    rows = [(s.name, s.label, s.type.value, tr("yes") if s.required else "", _words(s)) for s in specs]
    return Result(data={"fields": [_spec(spec) for spec in specs]}, lines=table([head, *rows]))


def _mark(law: KindLaw) -> str:
    return tr("(to be verified)") if law.mark.is_unsure else ""


def _law(law: KindLaw) -> dict[str, object]:
    return {
        "kind": law.kind.value,
        "no": law.no,
        "name": law.name,
        "class": law.form_class,
        "remedy": law.remedy.value,
        "needs": [list(group) for group in law.needs],
        "refers_to": [kind.value for kind in law.refers_to],
        "sectors": [sector.value for sector in law.sectors],
        "powers": [power.value for power in law.powers],
        "basis": law.basis,
        "mark": law.mark.value,
    }


def _words(spec: FieldSpec) -> str:
    if spec.columns:
        return "; ".join(f"{c.name} {c.label}" for c in spec.columns)
    return "; ".join(f"{choice} {label}" for choice, label in spec.choices)


def _spec(spec: FieldSpec) -> dict[str, object]:
    return {
        "name": spec.name,
        "label": spec.label,
        "type": spec.type.value,
        "required": spec.required,
        "choices": [{"word": choice, "label": label} for choice, label in spec.choices],
        "columns": [_spec(column) for column in spec.columns],
        "help": spec.help,
    }
