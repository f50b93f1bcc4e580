# SPDX-License-Identifier: MulanPSL-2.0
"""A pack as the rows of `survey`: sections and headings as groups, one row an item."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from inspector_app.domain.answering import AnswerKind, AnswerSpec
from inspector_app.domain.checklist import ChecklistItem, ChecklistPack, DeadlineClass, ItemGrade
from inspector_app.packs.answer_fields import answer_json
from inspector_app.packs.workbook.clauses import clause_lines
from inspector_app.packs.workbook.columns import (
    EXTRA_MARK,
    HEAD_OF_SPOKEN,
    LANGUAGE,
    OTHER_FIELD_MARK,
    SPOKEN,
    SURVEY_COLUMNS,
    head_key,
)
from inspector_app.packs.workbook.lists import ListsOut
from inspector_app.packs.workbook.types import (
    BASE,
    BEGIN_GROUP,
    BEGIN_REPEAT,
    END_GROUP,
    END_REPEAT,
    FOREIGN,
    row_type,
    select_type,
)
from inspector_app.packs.workbook.words import DEADLINES, GRADES, KINDS, MARKS, NEEDS, YES
from inspector_app.sheets import Tone

_HEADS = frozenset(head_key(column.head) for column in SURVEY_COLUMNS)
_HEAD_OF = {column.field: column.head for column in SURVEY_COLUMNS}
_SELECTS = (AnswerKind.CHOICE, AnswerKind.CHOICES)


@dataclass(frozen=True, slots=True)
class _Frame:
    """An open group, or the repeat of an item."""

    kind: str
    name: str  # the label of a group, the code of a repeat


@dataclass(slots=True)
class SurveyOut:
    """The rows by head, and how each looks."""

    codes: frozenset[str]
    lists: ListsOut = field(default_factory=ListsOut)
    rows: list[Mapping[str, str]] = field(default_factory=list)
    tones: dict[int, Tone] = field(default_factory=dict)
    _open: list[_Frame] = field(default_factory=list)
    _paths: dict[str, tuple[_Frame, ...]] = field(default_factory=dict)
    _groups: int = 0

    def add_pack(self, pack: ChecklistPack) -> None:
        """Write all sections."""
        for section in pack.sections:
            self._begin_group(section.name, Tone.HEADING)
            for item in section.items:
                self._add_item(item, pack.supersedes.get(item.code, ()))
            self._go_to(())
            self._end()

    def _add_item(self, item: ChecklistItem, supersedes: Sequence[str]) -> None:
        around = self._paths.get(item.parent, ())
        inside = (*around, _Frame(BEGIN_REPEAT, item.parent)) if item.parent else ()
        is_nested = bool(item.parent) and tuple(self._open[1 : 1 + len(inside)]) == inside
        base = inside if is_nested else ()
        path = base if _group_of(base) == item.group else (*base, _Frame(BEGIN_GROUP, item.group))
        self._go_to(path)
        row = {**item_cells(item, self.lists), "替代通用项": "\n".join(supersedes)}
        if item.parent and not is_nested:
            row["所属条目"] = item.parent
        if item.answer.kind is AnswerKind.ENTRIES:
            self.tones[len(self.rows)] = Tone.PART
        self.rows.append(row)
        if item.answer.kind is AnswerKind.ENTRIES:
            self._paths[item.code] = path
            self._open.append(_Frame(BEGIN_REPEAT, item.code))

    def _go_to(self, path: tuple[_Frame, ...]) -> None:
        """Close what the next row is not in, and open the groups that it is in."""
        opened = self._open[1:]
        same = 0
        while same < min(len(opened), len(path)) and opened[same] == path[same]:
            same += 1
        for _ in opened[same:]:
            self._end()
        for frame in path[same:]:
            self._begin_group(frame.name, Tone.PART)

    def _begin_group(self, label: str, tone: Tone) -> None:
        self._groups += 1
        name = f"_g{self._groups}"
        while name in self.codes:
            name = f"_{name}"
        self.tones[len(self.rows)] = tone
        self.rows.append({"type": BEGIN_GROUP, "name": name, "label": label})
        self._open.append(_Frame(BEGIN_GROUP, label))

    def _end(self) -> None:
        frame = self._open.pop()
        self.tones[len(self.rows)] = Tone.END
        self.rows.append({"type": END_REPEAT if frame.kind == BEGIN_REPEAT else END_GROUP})


def _group_of(path: tuple[_Frame, ...]) -> str:
    """Give the heading that holds at the end of a path, as reading does."""
    return next((frame.name for frame in reversed(path) if frame.kind == BEGIN_GROUP), "")


def item_cells(item: ChecklistItem, lists: ListsOut) -> dict[str, str]:
    """Give the cells of one item by head; empty ones are left out later."""
    fails = item.answer.can_fail
    has_deadline = fails or item.deadline_class is not DeadlineClass.IMMEDIATE or item.suspend
    return {
        "name": item.code,
        "label": item.check,
        "hint": item.hint,
        "适用范围": item.applies_to,
        "检查方法": "\n".join(item.methods),
        "判定标准": item.criterion,
        "依据": clause_lines(item.basis),
        "核验": MARKS[item.verified],
        "隐患级别": GRADES[item.grade] if fails or item.grade is not ItemGrade.GENERAL else "",
        "隐患表述": item.finding,
        "整改措施": item.measure,
        "整改期限": DEADLINES[item.deadline_class] if has_deadline else "",
        "期限天数": "" if item.deadline_days is None else str(item.deadline_days),
        "整改前停用": YES if item.suspend else "",
        "责令主体": item.authority,
        "重大判定": clause_lines(item.major_ref),
        "责令依据": clause_lines(item.order_basis),
        "处罚条款": clause_lines(item.penalty),
        "多部位": YES if item.several_places else "",
        "不符合时必须附": "\n".join(NEEDS[need] for need in item.needs),
        "分值": "" if item.points is None else str(item.points),
        **_picture_cells(item),
        **_answer_cells(item, lists),
        **_logic_cells(item),
        **_foreign_cells(item),
    }


def _picture_cells(item: ChecklistItem) -> dict[str, str]:
    if item.picture is None:
        return {}
    mark = f"{item.picture.sha256} {item.picture.name}" if item.picture.sha256 else ""
    return {"image": item.picture.name, "图片校验": mark}


def _answer_cells(item: ChecklistItem, lists: ListsOut) -> dict[str, str]:
    spec = item.answer
    numbers = answer_json(item)
    told = numbers.get("answer", {})
    assert isinstance(told, dict)
    cells = {_HEAD_OF[f"answer.{name}"]: str(told.get(name, "")) for name in _SPEC_TEXTS}
    cells["权重"] = str(numbers.get("weight", ""))
    kind_type, needs_kind = _type_of(spec)
    if spec.choices:
        name = lists.name_for(item)
        if spec.kind in _SELECTS:
            kind_type, needs_kind = select_type(spec.kind, name), False
        else:
            cells["选项表"] = name
    else:
        cells["选项表"] = spec.choice_list
    if kind_type == spec.foreign_type:
        cells["原类型"] = ""
    return {**cells, "type": kind_type, "作答方式": KINDS[spec.kind] if needs_kind else ""}


_SPEC_TEXTS = ("unit", "least", "most", "step", "limit_least", "limit_most", "calculator", "foreign_type")


def _type_of(spec: AnswerSpec) -> tuple[str, bool]:
    """Give the type of a question without a list, and whether 作答方式 has to say more."""
    if FOREIGN.get(spec.foreign_type) is spec.kind:
        return spec.foreign_type, False
    if spec.kind is AnswerKind.COMPUTED and spec.foreign_type:
        return BASE[AnswerKind.NOTE], True  # what a phone fills in: without a calculation other programs refuse it
    base = BASE[spec.kind]
    found = row_type(base)
    return base, not found.frame and found.kind is not spec.kind


def _logic_cells(item: ChecklistItem) -> dict[str, str]:
    cells = {}
    for path, head in _HEAD_OF.items():
        outer, _, name = path.partition(".")
        if outer == "logic":
            cells[head] = getattr(item.logic, name)
    for head in ("required", "readonly"):
        cells[head] = "yes" if cells[head] == "true()" else cells[head]
    return cells


def _foreign_cells(item: ChecklistItem) -> dict[str, str]:
    cells = {}
    for language, texts in item.translations.items():
        for name, text in texts.items():
            head = HEAD_OF_SPOKEN.get(name, f"{name}{OTHER_FIELD_MARK}")
            cells[f"{head}{LANGUAGE}{language}"] = text
    for head, text in item.extras.items():
        cells[extra_head(head)] = text
    return cells


def extra_head(head: str) -> str:
    """Give the head of a foreign column; one that is called like ours gets a mark."""
    name, mark, _ = head.partition(LANGUAGE)
    is_ours = head_key(head) in _HEADS or (mark and (name in SPOKEN or name.endswith(OTHER_FIELD_MARK)))
    return head + EXTRA_MARK if is_ours or head.endswith(EXTRA_MARK) else head


def most_common(texts: Iterable[str]) -> str:
    """Give the text that occurs most often, at equal counts the first; empty if any is empty."""
    counts: dict[str, int] = {}
    for text in texts:
        counts[text] = counts.get(text, 0) + 1
    return "" if "" in counts or not counts else max(counts, key=counts.__getitem__)
