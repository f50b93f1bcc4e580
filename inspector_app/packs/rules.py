# SPDX-License-Identifier: MulanPSL-2.0
"""What must hold across one pack; each rule gives every fault that it finds, with its place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Set

from inspector_app.domain.checklist import ChecklistItem, DeadlineClass
from inspector_app.domain.problems import Problem, ProblemCode
from inspector_app.packs.draft import COMMON, ITEMS_FILE, PACK_FILE, DraftItem, DraftPack, PackHead, clauses_of
from inspector_app.packs.laws import LawLibrary

SLOT_OPEN, SLOT_CLOSE = "\u3014", "\u3015"

# A name of XML without a colon (Namespaces in XML 1.0, NCName), so that every code may stand as ${code} in an
# expression and as a name in an XLSForm.
_STARTS = (
    "A-Z_a-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d\u2070-\u218f\u2c00-\u2fef"
    "\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
CODE = re.compile(f"[{_STARTS}][{_STARTS}0-9.\u00b7\u0300-\u036f\u203f-\u2040-]{{0,63}}")
_RESERVED = ("meta",)  # of XLSForm
_NOT_RESERVED = "another code than meta"
_PACK_ID = re.compile(r"[a-z][a-z0-9_]{0,63}")
_VERSION = re.compile(r"[0-9]{1,6}(\.[0-9]{1,6}){1,3}")
_ID_SHAPE = "a-z, 0-9, _"
_VERSION_SHAPE = "2026.11.1"


def faults(draft: DraftPack, library: LawLibrary, common: Set[str] | None) -> Iterator[Problem]:
    """Give everything wrong with a draft; `common` holds the codes that may be superseded, none if unknown."""
    if draft.head is not None:
        yield from _head_faults(draft.head, f"{draft.name}/{PACK_FILE}")
        replaceable = frozenset() if draft.head.id == COMMON else common
        yield from _supersedes_faults(draft, draft.head, replaceable)
    if draft.has_items_file and not draft.items:
        yield Problem(code=ProblemCode.PACK_EMPTY, where=f"{draft.name}/{ITEMS_FILE}")
    sections = None if draft.head is None else frozenset(draft.head.sections)
    seen: set[str] = set()
    for entry in draft.items:
        yield from _code_faults(entry, seen)
        yield from _item_faults(entry, sections, library)


def version_key(version: str) -> tuple[int, ...]:
    """Give versions their order: 2026.9.1 stands before 2026.11.1; a faulty one before all."""
    return tuple(map(int, version.split("."))) if _VERSION.fullmatch(version) else ()


def is_pack_id(text: str) -> bool:
    """Whether a text may be the id of a pack."""
    return _PACK_ID.fullmatch(text) is not None


def has_broken_slot(text: str) -> bool:
    """Whether a bracket of a slot is open, nested or alone. An empty slot is whole: a blank to fill."""
    is_open = False
    for character in text:
        if character in {SLOT_OPEN, SLOT_CLOSE}:
            if is_open is (character == SLOT_OPEN):
                return True
            is_open = not is_open
    return is_open


def _head_faults(head: PackHead, file: str) -> Iterator[Problem]:
    if head.id and not is_pack_id(head.id):
        yield _fault(ProblemCode.PACK_FIELD_WRONG, file, "id", expected=_ID_SHAPE, found=head.id)
    if head.version and not _VERSION.fullmatch(head.version):
        yield _fault(ProblemCode.PACK_FIELD_WRONG, file, "version", expected=_VERSION_SHAPE, found=head.version)
    seen: set[str] = set()
    for ordinal, section in enumerate(head.sections, 1):
        if section in seen:
            yield _fault(ProblemCode.PACK_CODE_DUPLICATE, file, f"sections[{ordinal}]", code=section)
        seen.add(section)


def _supersedes_faults(draft: DraftPack, head: PackHead, common: Set[str] | None) -> Iterator[Problem]:
    own = {entry.item.code for entry in draft.items}
    file = f"{draft.name}/{PACK_FILE}"
    for code, superseded in head.supersedes.items():
        place = f"supersedes_common.{code}"
        if draft.has_items_file and code not in own:
            yield _fault(ProblemCode.PACK_SUPERSEDES_UNKNOWN, file, place, code=code)
        for ordinal, dropped in enumerate(superseded, 1):
            if common is not None and dropped not in common:
                yield _fault(ProblemCode.PACK_SUPERSEDES_UNKNOWN, file, f"{place}[{ordinal}]", code=dropped)


def _code_faults(entry: DraftItem, seen: set[str]) -> Iterator[Problem]:
    code = entry.item.code
    if not code:
        return
    if code in seen:
        yield _fault(ProblemCode.PACK_CODE_DUPLICATE, entry.place, "code", code=code)
    elif code in _RESERVED:
        yield _fault(ProblemCode.PACK_FIELD_WRONG, entry.place, "code", expected=_NOT_RESERVED, found=code)
    elif not CODE.fullmatch(code):
        yield _fault(ProblemCode.PACK_CODE_SHAPE, entry.place, "code", code=code)
    seen.add(code)


def _item_faults(entry: DraftItem, sections: Set[str] | None, library: LawLibrary) -> Iterator[Problem]:
    item = entry.item
    if sections is not None and item.section and item.section not in sections:
        yield _fault(ProblemCode.PACK_SECTION_UNKNOWN, entry.place, "section", section=item.section)
    for name, clause in clauses_of(item):
        if clause.law and not library.knows(clause.law):
            yield _fault(ProblemCode.PACK_LAW_UNKNOWN, entry.place, f"{name}.law", law=clause.law)
    yield from _wording_faults(entry)
    yield from _deadline_faults(entry.place, item)


def _wording_faults(entry: DraftItem) -> Iterator[Problem]:
    item = entry.item
    texts = (
        ("check", item.check),
        ("criterion", item.criterion),
        ("finding", item.finding),
        ("measure", item.measure),
    )
    for name, text in texts:
        if has_broken_slot(text):
            yield _fault(ProblemCode.PACK_SLOT_BROKEN, entry.place, name, text=text)


def _deadline_faults(place: str, item: ChecklistItem) -> Iterator[Problem]:
    needs_days = item.deadline_class is DeadlineClass.WITHIN_DAYS
    if needs_days is not (item.deadline_days is not None):
        days = "" if item.deadline_days is None else str(item.deadline_days)
        yield _fault(
            ProblemCode.PACK_DAYS_MISMATCH,
            place,
            "deadline.days",
            **{"class": str(item.deadline_class), "days": days},
        )
    if item.deadline_class is DeadlineClass.STOP and not item.suspend:
        yield _fault(ProblemCode.PACK_FIELD_WRONG, place, "deadline.suspend", expected="true", found="false")


def _fault(code: ProblemCode, place: str, field: str, /, **fields: str) -> Problem:
    return Problem(code=code, where=f"{place}:{field}", fields={"field": field} | fields)
