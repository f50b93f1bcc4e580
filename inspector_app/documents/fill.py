# SPDX-License-Identifier: MulanPSL-2.0
"""Facts and a form become content; what is missing is refused when the document is to be issued."""

from __future__ import annotations

from collections.abc import Iterator

from inspector_app.documents.blocks import Block, DocumentContent, Running
from inspector_app.documents.fill_blocks import Filler, fill_block
from inspector_app.documents.form import BlockKind, Form, FormClass
from inspector_app.documents.phrases import Phrases
from inspector_app.documents.slots import general_slots, holds, is_immediate, shown
from inspector_app.domain.document import DocumentFacts
from inspector_app.domain.problems import Problem, ProblemCode, Severity, refuse

_OF_ORGAN = frozenset({"organ", "review_organ", "court"})


def check_facts(form: Form, facts: DocumentFacts) -> tuple[Problem, ...]:
    """Give everything that is missing, as warnings for a draft.

    FORM_UNKNOWN, ORGAN_WITHOUT_POWER, ORGAN_INCOMPLETE, VALUE_MISSING, TOO_FEW_OFFICERS, NO_FINDINGS_CHOSEN,
    DEADLINE_MISSING. The first two block drafts too.
    """
    if facts.kind is not form.kind:
        return (Problem(code=ProblemCode.FORM_UNKNOWN, where=form.id, fields={"kind": facts.kind}),)
    if facts.organ.enforcement_power not in form.powers:
        return (Problem(code=ProblemCode.ORGAN_WITHOUT_POWER, where=form.id, fields={"form": form.title}),)
    severity = Severity.WARN if facts.is_draft else Severity.BLOCK
    return tuple(_missing(form, facts, severity))


def fill(form: Form, facts: DocumentFacts) -> DocumentContent:
    """Make the content, or refuse with what `check_facts` blocks."""
    refuse(check_facts(form, facts))
    phrases = Phrases(form.words)
    slots = shown(general_slots(form, facts, phrases), form, is_draft=facts.is_draft)
    filler = Filler(form=form, facts=facts, phrases=phrases, slots=slots)
    blocks: list[Block] = []
    for block in form.blocks:
        if holds(block.when, facts):
            blocks.extend(fill_block(block, filler))
    return DocumentContent(
        form_id=form.id,
        form_version=form.version,
        form_sha256=form.sha256,
        title=form.title,
        number=slots["number"],
        is_draft=facts.is_draft,
        running=_running(form, facts, slots["number"]),
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
    if form.form_class is not FormClass.ORDER:
        return
    if not facts.lines and any(block.kind is BlockKind.FINDINGS for block in form.blocks):
        yield Problem(code=ProblemCode.NO_FINDINGS_CHOSEN, where=form.id, severity=severity)
    for line in facts.lines:
        if line.deadline is None and not is_immediate(line):
            yield Problem(
                code=ProblemCode.DEADLINE_MISSING,
                where=f"finding:{line.finding_id}:deadline",
                fields={"ordinal": str(line.ordinal)},
                severity=severity,
            )
