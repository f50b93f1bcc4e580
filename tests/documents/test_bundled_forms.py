# SPDX-License-Identifier: MulanPSL-2.0
"""Every form that ships: it is whole, it can be filled by anybody who may use it, empty, by default and full."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from inspector_app.documents import Form, default_values, fill, load_form, missing_glyphs, render
from inspector_app.documents.blocks import texts
from inspector_app.documents.form import BlockKind, FormClass
from inspector_app.domain.document import DocumentFacts, DocumentKind
from inspector_app.domain.document_fields import FieldSpec, FieldType, FieldValues, Value, as_json, read_values
from inspector_app.domain.numbering import number_of
from inspector_app.domain.organ import EnforcementPower
from inspector_app.domain.problems import blocking
from inspector_app.operations.forms import check_form
from tests.documents.everything import every_fact
from tests.documents.paper import ORGAN, ROOT, make_items, page_texts, squeezed
from tests.documents.test_render_fields import FONTS, boxes
from tests.helpers.scores import scored

FORMS = {path.stem: path for path in sorted((ROOT / "forms").glob("*.toml")) if path.stem != "common"}


def form_of(kind: str) -> Form:
    return load_form(ROOT / "forms", DocumentKind(kind))


def facts_of(form: Form, fields: FieldValues, **changes: object) -> DocumentFacts:
    power = min(form.powers, key=list(EnforcementPower).index)
    organ = replace(ORGAN, sector=min(form.sectors), enforcement_power=power)
    facts = replace(every_fact(fields), kind=form.kind, organ=organ, items=make_items(12), score=scored({"B4": "缺项"}))
    return replace(facts, **changes)


def value_of(spec: FieldSpec, text: str) -> Value:
    match spec.type:
        case FieldType.ROWS:
            return tuple({column.name: str(value_of(column, text)) for column in spec.columns} for _ in range(3))
        case FieldType.CHOICES:
            return spec.words
        case FieldType.CHOICE:
            return spec.words[-1]
        case FieldType.DAY:
            return date(2026, 12, 31).isoformat()
        case FieldType.TIME:
            return "2026-11-21T09:05+08:00"
        case FieldType.NUMBER:
            return "12"
        case FieldType.MONEY:
            return "3000"
        case FieldType.FLAG:
            return "yes"
        case _:
            return text


def test_every_kind_has_its_form() -> None:
    assert set(FORMS) == set(DocumentKind)


@pytest.mark.parametrize("kind", FORMS)
def test_it_has_no_fault_and_all_that_rules_rely_on(kind: str) -> None:
    form, problems = check_form(FORMS[kind])
    assert form is not None
    assert not blocking(problems)
    assert form.id == form.kind == kind
    assert (form.form_class is FormClass.ORDER) == any(b.kind is BlockKind.REMEDY for b in form.blocks)
    assert all(part.source for part in form.parts)
    pattern = {"short_name": "津蓟", "numbering_word": "应急", "word": form.number_word, "year": 2026, "serial": 12}
    number = number_of(form.number_pattern, **pattern)  # type: ignore[arg-type]
    assert "2026" in number
    assert "12" in number
    assert "{" not in number


@pytest.mark.parametrize("kind", FORMS)
def test_a_draft_can_be_seen_before_anything_is_filled_in(kind: str) -> None:
    form = form_of(kind)
    facts = facts_of(form, {}, is_draft=True, number="", remedy="", lines=(), verdicts=(), finished_at=None)
    for fields in ({}, default_values(form, facts)):
        content = fill(form, replace(facts, fields=fields))
        assert missing_glyphs(content, FONTS) == ()
        assert render(form, content, {}, FONTS).pages >= 1
    reading = read_values(form.fields, as_json(default_values(form, facts)))
    assert reading.problems == ()


@pytest.mark.parametrize("kind", FORMS)
def test_a_full_one_shows_what_was_typed_within_the_margins(kind: str) -> None:
    form = form_of(kind)
    for text in ("填入的文字<b>", "很长的一段文字，" * 20):
        facts = facts_of(form, {spec.name: value_of(spec, text) for spec in form.fields})
        content = fill(form, facts)
        pdf = render(form, content, {}, FONTS).pdf
        shown = squeezed("".join(page_texts(pdf)))
        assert squeezed(form.title) in shown
        assert (facts.remedy in [said for _, said in texts(content)]) == (form.form_class is FormClass.ORDER)
        for left, right, _, _ in boxes(pdf):
            assert left > 70
            assert right < 525


@pytest.mark.parametrize("kind", FORMS)
def test_no_text_from_the_program_stands_in_two_brackets(kind: str) -> None:
    form = form_of(kind)
    facts = facts_of(form, {spec.name: value_of(spec, "文字") for spec in form.fields})
    assert not [text for _, text in texts(fill(form, facts)) if "（（" in text or "））" in text]
