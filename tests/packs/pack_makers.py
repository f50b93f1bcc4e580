# SPDX-License-Identifier: MulanPSL-2.0
"""Packs of every kind of answer for property tests: rare characters, translations, choices with facts, repeats."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from hypothesis import strategies as st

from inspector_app.domain.answering import AnswerKind, AnswerSpec, Choice, LeftOut, Logic, Need, Picture
from inspector_app.domain.checklist import (
    ChecklistItem,
    ChecklistPack,
    DeadlineClass,
    ItemGrade,
    Law,
    Section,
    Verified,
)
from inspector_app.packs.frozen import with_hash
from inspector_app.packs.laws import LawLibrary

RARE = "𠮷㐂㛃䶮𠀀𪚥𫟅々〇"
_ODD = (
    "=1+1",
    "_x0041_",
    "'单引号",
    '="1"',
    "@SUM(A1)",
    "1.0",
    "2026-01-02",
    "true",
    "a;b；c、d",
    "http://x.y/z",
    "{}",
    "${a}",
)
_CHARS = st.characters(exclude_categories=("Cc", "Cs", "Cn", "Co"), exclude_characters="〔〕\ufffe\uffff")

_ANY = st.text(_CHARS, min_size=1, max_size=20)
TEXT = st.one_of(st.sampled_from(_ODD), _ANY, st.text(st.sampled_from(RARE), min_size=1)).map(str.strip).filter(bool)
WORD = st.text(st.sampled_from("甲乙丙丁abcAB01_" + RARE), min_size=1, max_size=6)
OPTIONAL = st.one_of(st.just(""), TEXT)
NUMBER = st.one_of(st.none(), st.decimals("-9999", "9999", places=3, allow_nan=False).map(lambda d: Decimal(str(d))))
LANGUAGE = st.sampled_from(["English (en)", "中文 (zh)", "维吾尔文"])
SPOKEN = st.sampled_from(["check", "hint", "finding", "required_message", "audio"])
FACT = st.sampled_from(["区", "风险", "name", "label", "不符合", "name（附）", "label::English (en)"])
EXTRA = st.sampled_from(
    [
        "appearance",
        "parameters",
        "备注栏",
        "单位",
        "Label",
        "依据（附）",
        "media::image::English (en)",
        "label::法文",
        "guidance_hint",
    ]
)

LAWS = LawLibrary(
    laws={
        "AQF": Law(
            key="AQF", name="中华人民共和国安全生产法", number="2021年修正", kind="法律", verified=Verified.V,
            effective_from=date(2021, 9, 1),
        ),
        "GB 18218": Law(key="GB 18218", name="重大危险源辨识", number="", kind="标准", verified=Verified.M),
        "GB": Law(
            key="GB", name="某标准", number="甲", kind="标准", verified=Verified.V, effective_to=date(2027, 1, 1)
        ),
    },
    seen=frozenset({"AQF", "GB 18218", "GB"}),
)  # fmt: skip
# What an imported pack may cite that this library does not know.
_OLD = Law(
    key="旧规定", name="某年旧规定", number="第1号", kind="", verified=Verified.M, effective_from=date(1999, 1, 2)
)
_STRANGE = LawLibrary(laws={_OLD.key: _OLD}, seen=frozenset({_OLD.key}))


@st.composite
def clauses(draw: st.DrawFn, least: int = 0):
    found = []
    for _ in range(draw(st.integers(least, 3))):
        library = draw(st.sampled_from([LAWS, LAWS, _STRANGE]))
        key = draw(st.sampled_from(sorted(library.laws)))
        words = st.sampled_from(
            ["", "第三十六条第四款", "5.2.1 a)", "附录 V", "表1；注2", "第二条 [V]", "《附件》第三条"]
        )
        found.append(library.clause(key, draw(words), draw(st.sampled_from(Verified))))
    return tuple(found)


@st.composite
def choices(draw: st.DrawFn):
    names = draw(st.lists(WORD, min_size=1, max_size=4, unique=draw(st.booleans())))
    return tuple(
        Choice(
            name=name,
            text=draw(TEXT),
            fails=draw(st.booleans()),
            facts=draw(st.dictionaries(FACT, TEXT, max_size=2)),
            translations=draw(st.dictionaries(LANGUAGE, TEXT, max_size=2)),
        )
        for name in names
    )


@st.composite
def specs(draw: st.DrawFn, kind: AnswerKind, shared: tuple[Choice, ...]):
    numbers = {}
    if kind.is_number:
        numbers = {name: draw(NUMBER) for name in ("least", "most", "step", "limit_least", "limit_most")}
    listed: dict = {}
    if kind in (AnswerKind.CHOICE, AnswerKind.CHOICES, AnswerKind.UNSUPPORTED):
        listed = draw(
            st.one_of(
                st.just({"choices": shared, "choice_list": "共用"}),
                st.fixed_dictionaries(
                    {"choices": choices(), "choice_list": st.sampled_from(["", "共用", "符合性", "_私", "有 空格"])}
                ),
                st.just({"choice_list": "file.csv"}),
            )
        )
    foreign = draw(st.sampled_from(["", "", "audio", "range", "start", "q image", "osm 建筑"]))
    calculator = draw(st.sampled_from(["", "r_value"])) if kind is AnswerKind.WORKING else ""
    unit = draw(st.sampled_from(["", "mg/m³", "℃"]))
    return AnswerSpec(kind=kind, unit=unit, calculator=calculator, foreign_type=foreign, **numbers, **listed)


@st.composite
def logics(draw: st.DrawFn):
    if not draw(st.booleans()):
        return Logic()
    required = draw(st.sampled_from(["", "true()", "false()", "${a} = '是'"]))
    read_only = draw(st.sampled_from(["", "true()", "${a} > 1"]))
    names = ("relevant", "constraint", "calculation", "default", "choice_filter", "repeat_count", "trigger")
    texts = {name: draw(OPTIONAL) for name in names}
    messages = {name: draw(OPTIONAL) for name in ("constraint_message", "required_message")}
    return Logic(required=required, read_only=read_only, **texts, **messages)


@st.composite
def items(
    draw: st.DrawFn, code: str, section: str, kind: AnswerKind, *, parent: str, group: str, shared, is_foreign: bool
):
    spec = draw(specs(kind, shared))
    fails = spec.can_fail and not is_foreign
    needed = TEXT if fails else OPTIONAL
    deadline = draw(st.sampled_from(DeadlineClass)) if spec.can_fail else DeadlineClass.IMMEDIATE
    is_limited = deadline is DeadlineClass.WITHIN_DAYS
    methods = st.lists(st.sampled_from(["查资料", "看现场", "问人", "测试"]), min_size=int(fails), max_size=3)
    return ChecklistItem(
        code=code,
        section=section,
        applies_to=draw(needed),
        check=draw(TEXT),
        methods=tuple(draw(methods)),
        criterion=draw(needed),
        basis=draw(clauses(int(fails))),
        grade=draw(st.sampled_from(ItemGrade)),
        finding=draw(needed),
        measure=draw(needed),
        deadline_class=deadline,
        deadline_days=draw(st.integers(1, 3650)) if is_limited else None,
        suspend=deadline is DeadlineClass.STOP or draw(st.booleans()),
        verified=draw(st.sampled_from(Verified)),
        authority=draw(OPTIONAL if is_foreign else TEXT),
        major_ref=draw(clauses()),
        order_basis=draw(clauses()),
        penalty=draw(clauses()),
        answer=spec,
        logic=draw(logics()),
        group=group,
        parent=parent,
        hint=draw(OPTIONAL),
        picture=draw(st.one_of(st.none(), st.builds(Picture, name=WORD, sha256=st.sampled_from(["", "ab" * 32])))),
        weight=draw(NUMBER),
        points=draw(st.one_of(st.none(), st.integers(1, 1000))),
        needs=tuple(draw(st.lists(st.sampled_from(Need), max_size=2, unique=True))),
        several_places=draw(st.booleans()),
        translations=draw(
            st.dictionaries(
                LANGUAGE,
                st.dictionaries(SPOKEN, TEXT, min_size=1, max_size=2),
                max_size=2,
            )
        ),
        extras=draw(st.dictionaries(EXTRA, TEXT, max_size=3)),
    )  # fmt: skip


_FLOAT = st.floats(allow_nan=False, allow_infinity=False)
_JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(-(10**12), 10**12), _FLOAT, st.text(max_size=8)),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=4), inner, max_size=3)),
    max_leaves=6,
)  # fmt: skip


@st.composite
def packs(draw: st.DrawFn):
    """A pack as the rules allow it; half of them as if they came from a foreign form."""
    is_foreign = draw(st.booleans())
    shared = draw(choices())
    names = draw(st.lists(TEXT, min_size=1, max_size=3, unique=True))
    codes = iter(
        draw(st.lists(st.from_regex(r"\A[A-Z甲𠮷_][A-Z0-9甲㐂.\-]{0,5}\Z"), min_size=14, max_size=14, unique=True))
    )
    made: list[Section] = []
    entries: list[str] = []
    for name in names:
        found: list[ChecklistItem] = []
        parent = group = ""
        for _ in range(draw(st.integers(0, 4))):
            kind = draw(st.sampled_from(AnswerKind))
            group = draw(st.sampled_from([group, "", "小标题甲", "小标题乙 / 丙"]))
            parent = draw(st.sampled_from([parent, "", *entries[-2:]]))
            code = next(codes)
            found.append(
                draw(items(code, name, kind, parent=parent, group=group, shared=shared, is_foreign=is_foreign))
            )
            if kind is AnswerKind.ENTRIES:
                entries.append(code)
                parent = draw(st.sampled_from([parent, code]))
        made.append(Section(name=name, items=tuple(found)))
    every = [item.code for section in made for item in section.items]
    if not every:
        first = draw(
            items(next(codes), names[0], AnswerKind.TICK, parent="", group="", shared=shared, is_foreign=is_foreign)
        )
        made[0], every = Section(name=names[0], items=(first,)), [first.code]
    replaced = st.lists(st.sampled_from(["CM-1", "CM-2"]), min_size=1, max_size=2)
    return with_hash(
        ChecklistPack(
            id=draw(st.from_regex(r"\A[a-z][a-z0-9_]{0,8}\Z")),
            version=draw(st.from_regex(r"\A[0-9]{1,4}\.[0-9]{1,2}(\.[0-9])?\Z")),
            title=draw(TEXT),
            industry=draw(TEXT),
            issuer=draw(TEXT),
            valid_from=draw(st.one_of(st.none(), st.dates(date(2000, 1, 1), date(2100, 1, 1)))),
            sections=tuple(made),
            sha256="",
            supersedes=draw(st.dictionaries(st.sampled_from(every), replaced.map(tuple), max_size=2)),
            origin=draw(st.sampled_from(["xlsform", "safetyculture"])) if is_foreign else "",
            data=draw(st.dictionaries(st.sampled_from(["q", "α表"]), _JSON, max_size=2)),
            languages=tuple(draw(st.lists(LANGUAGE, max_size=2, unique=True))),
            default_language=draw(st.sampled_from(["", "中文 (zh)"])),
            left_out=tuple(draw(st.lists(st.builds(LeftOut, where=TEXT, what=OPTIONAL, text=OPTIONAL), max_size=2))),
        )
    )  # fmt: skip
