# SPDX-License-Identifier: MulanPSL-2.0
"""Facts and a form become content; what is missing is refused when the document is to be issued."""

from __future__ import annotations

from collections.abc import Iterator

from inspector_app.documents.blocks import Block, DocumentContent, Running
from inspector_app.documents.field_values import field_slot_values, missing_fields
from inspector_app.documents.fill_blocks import fill_block
from inspector_app.documents.fill_score import missing_score
from inspector_app.documents.filler import Filler
from inspector_app.documents.form import BlockKind, Condition, Form, FormBlock
from inspector_app.documents.phrases import Phrases
from inspector_app.documents.slots import general_slots, is_immediate, shown
from inspector_app.domain.document import DocumentFacts
from inspector_app.domain.problems import Problem, ProblemCode, Severity, refuse

_OF_ORGAN = frozenset({"organ", "review_organ", "court"})


def check_facts(form: Form, facts: DocumentFacts) -> tuple[Problem, ...]:
    """Give everything that is missing, as warnings for a draft.

    FORM_UNKNOWN, ORGAN_WITHOUT_POWER, FORM_NOT_FOR_SECTOR, ORGAN_INCOMPLETE, VALUE_MISSING, TOO_FEW_OFFICERS,
    NO_FINDINGS_CHOSEN, DEADLINE_MISSING. The first three block drafts too.
    """
    if facts.kind is not form.kind:
        return (Problem(code=ProblemCode.FORM_UNKNOWN, where=form.id, fields={"kind": facts.kind}),)
    refused = []
    if facts.organ.enforcement_power not in form.powers:
        refused.append(ProblemCode.ORGAN_WITHOUT_POWER)
    if facts.organ.sector not in form.sectors:
        refused.append(ProblemCode.FORM_NOT_FOR_SECTOR)
    if refused:
        return tuple(Problem(code=code, where=form.id, fields={"form": form.title}) for code in refused)
    severity = Severity.WARN if facts.is_draft else Severity.BLOCK
    return tuple(_missing(form, facts, severity))


def fill(form: Form, facts: DocumentFacts) -> DocumentContent:
    """Make the content, or refuse with what `check_facts` blocks."""
    refuse(check_facts(form, facts))
    phrases = Phrases(form.words)
    typed = field_slot_values(form, facts.fields, phrases)
    raw = {**general_slots(form, facts, phrases), **typed}
    slots = shown(raw, form, is_draft=facts.is_draft)
    filler = Filler(
        form=form,
        facts=facts,
        phrases=phrases,
        slots=slots,
        open_slots={name: value if raw[name] or value != form.words["none"] else "" for name, value in slots.items()},
        fields={name: slots[name] for name in typed},
    )
    blocks: list[Block] = []
    for block in form.blocks:
        if filler.stands(block.guard):
            blocks.extend(fill_block(block, filler))
    return DocumentContent(
        form_id=form.id,
        form_version=form.version,
        form_sha256=form.sha256,
        title=form.title,
        number=slots["number"],
        is_draft=facts.is_draft,
        running=_running(form, facts, "" if form.own_series else slots["number"]),
        blocks=tuple(blocks),
    )


def _running(form: Form, facts: DocumentFacts, number: str) -> Running:
    words = form.words
    marks = [words["draft"]] if facts.is_draft else []
    notices = [*marks]
    if facts.organ.is_demo:
        marks.append(words["demo"])
        notices.append(words["demo_header"])
    return Running(
        number=number,
        continued=words["continued"].replace("{title}", form.title),
        page=words["page"],
        notice="\u3000".join(notices),
        watermarks=tuple(marks),
        foot=form.foot,
    )


def _missing(form: Form, facts: DocumentFacts, severity: Severity) -> Iterator[Problem]:
    slots = general_slots(form, facts, Phrases(form.words))
    for name in form.required:
        if name == "number" and facts.is_draft:
            continue
        if not slots[name].strip():
            code = ProblemCode.ORGAN_INCOMPLETE if name in _OF_ORGAN else ProblemCode.VALUE_MISSING
            yield Problem(code=code, where=f"{form.id}:{name}", fields={"field": name}, severity=severity)
    if len(facts.officers) < form.least_officers:
        fields = {"count": str(len(facts.officers)), "least": str(form.least_officers)}
        yield Problem(code=ProblemCode.TOO_FEW_OFFICERS, where=form.id, fields=fields, severity=severity)
    yield from missing_fields(form, facts.fields, severity)
    if any(block.kind is BlockKind.REMEDY for block in form.blocks) and not facts.remedy.strip():
        where, fields = f"{form.id}:remedy", {"field": "remedy"}
        yield Problem(code=ProblemCode.VALUE_MISSING, where=where, fields=fields, severity=severity)
    yield from missing_score(form, facts, severity)
    yield from _missing_of_lines(form, facts, severity)


def _missing_of_lines(form: Form, facts: DocumentFacts, severity: Severity) -> Iterator[Problem]:
    """A form with a table of findings has some; one that prints deadlines has one for each."""
    tables = (block for block in form.blocks if block.kind is BlockKind.FINDINGS)
    if not facts.lines and any(block.guard.when is not Condition.HAS_FINDINGS for block in tables):
        yield Problem(code=ProblemCode.NO_FINDINGS_CHOSEN, where=form.id, severity=severity)
    if not any(map(_prints_deadlines, form.blocks)):
        return
    for line in facts.lines:
        if line.deadline is None and not is_immediate(line):
            yield Problem(
                code=ProblemCode.DEADLINE_MISSING,
                where=f"finding:{line.finding_id}:deadline",
                fields={"ordinal": str(line.ordinal)},
                severity=severity,
            )


def _prints_deadlines(block: FormBlock) -> bool:
    if block.kind is BlockKind.DEADLINES:
        return True
    texts = (*block.texts.values(), *(column.text for column in block.columns))
    return block.kind in (BlockKind.FINDINGS, BlockKind.FACTS) and any("{deadline}" in text for text in texts)
