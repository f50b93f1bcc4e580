# SPDX-License-Identifier: MulanPSL-2.0
"""The columns of each sheet: head, the field it holds, what a person is told about it.

The heads are part of a file format; English ones are those of XLSForm, Chinese ones are ours and other programs
pass over them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from inspector_app.domain.answering import AnswerKind
from inspector_app.packs.workbook.words import DEADLINES, GRADES, KINDS, MARKS, NO, YES
from inspector_app.sheets import ColumnPlan, Tone

SURVEY, CHOICES, SETTINGS = "survey", "choices", "settings"
LAWS, GUIDE, DATA, LEFT_OUT = "_依据", "_说明", "_数据", "_未支持"
FORMAT_HEAD = "检查表格式"
TICK_LIST = "符合性"
TICKS = ("符合", "不符合", "不适用")
EXTRA_MARK = "（附）"
"""Behind the head of a foreign column that is called like one of ours."""
OTHER_FIELD_MARK = "（译）"
"""Behind the name of a translated field that has no column of its own."""
LANGUAGE = "::"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column. `field` is where its cell goes, by the names of `items.toml`."""

    head: str
    field: str
    width: float = 12
    note: str = ""
    choices: tuple[str, ...] = ()
    is_strict: bool = True
    tone: Tone = Tone.OWN
    is_core: bool = False  # shown even where no item uses it

    def plan(self, *, is_used: bool) -> ColumnPlan:
        """Give the column as it is drawn; one that nobody uses is folded away."""
        return ColumnPlan(
            head=self.head, width=self.width, note=self.note, choices=self.choices, is_strict=self.is_strict,
            tone=self.tone, is_folded=not (self.is_core or is_used),
        )  # fmt: skip


_YES_NO = (YES, NO)
_MARKS = tuple(MARKS.values())
_GRADES = tuple(GRADES.values())
_DEADLINES = tuple(DEADLINES.values())
_OWN_KINDS = tuple(KINDS[kind] for kind in (AnswerKind.DEDUCTION, AnswerKind.WORKING, AnswerKind.UNSUPPORTED))
_CLAUSE = (
    "一行一条，按 Alt+Enter 换行。写法：依据编码 条款 [核验]，如 AQF 第三十六条 [V]。依据编码见 _依据 表；"
    "也可写《法规全名》第几条。不写 [V] 的按待核（M）处理。"
)
_CITED = "本清单引用的条款，供查对；改它不起作用。"
_TYPES = (
    f"select_one {TICK_LIST}", "text", "integer", "decimal", "date", "time", "dateTime", "note", "image", "geopoint",
    "barcode", "calculate", "begin_group", "end_group", "begin_repeat", "end_repeat",
)  # fmt: skip


def _needed(head: str, field: str, width: float, note: str = "", choices: tuple[str, ...] = ()) -> Column:
    """A column that a person has to fill in; its lists let other words in, for reading takes their variants."""
    return Column(
        head=head, field=field, width=width, note=note, choices=choices, is_strict=False, tone=Tone.NEEDED, is_core=True
    )


def _core(head: str, field: str, width: float, note: str = "", choices: tuple[str, ...] = ()) -> Column:
    return Column(head=head, field=field, width=width, note=note, choices=choices, is_core=True)


def _rare(head: str, field: str, width: float, note: str = "", choices: tuple[str, ...] = ()) -> Column:
    return Column(head=head, field=field, width=width, note=note, choices=choices, is_strict=False)


def _foreign(head: str, field: str, width: float, note: str = "") -> Column:
    """A column of XLSForm that few people need."""
    return Column(head=head, field=field, width=width, note=note, tone=Tone.PLAIN)


def _program(head: str, field: str, width: float, *, is_core: bool = False) -> Column:
    note = "由程序写，不用改。"
    return Column(head=head, field=field, width=width, note=note, tone=Tone.QUIET, is_core=is_core)


SURVEY_COLUMNS: tuple[Column, ...] = (
    _needed(
        "type", "type", 18, f"怎样回答。勾选的写 select_one {TICK_LIST}；板块用 begin_group、end_group 包住。", _TYPES
    ),
    _needed("name", "code", 16, "编码，全表不重复，用过的不再改。字母或汉字开头，可含字母、汉字、数字、- . _。"),
    _needed("label", "check", 36, "检查什么；begin_group 行写板块名称。"),
    _foreign("hint", "hint", 20, "给检查人员的提示，可不填。"),
    _core("适用范围", "applies_to", 14, "查哪些单位；不填按“全部”。"),
    _core("检查方法", "method", 11, "一行一种：查资料、看现场、问人、测试；不填按“看现场”。"),
    _core("判定标准", "criterion", 34, "怎样算符合；不填按 label。"),
    _needed("依据", "basis", 26, f"主要依据写在第一行。{_CLAUSE}"),
    _core("核验", "verified", 7, "V：判定标准与首条依据已对照原文；M：待核。没读过原文的不写 V。不填按 M。", _MARKS),
    _core("隐患级别", "grade", 12, "不填按一般。“视情形可判重大”“重大”都由人判定，不自动认定。", _GRADES),
    _needed("隐患表述", "finding", 34, "不符合时写入文书的话。〔部位〕是现场填写的空，〔左/右〕是选择。"),
    _needed("整改措施", "measure", 28, "要求怎样改，也可用〔 〕留空。"),
    _needed("整改期限", "deadline.class", 10, "选“限期”的，右边填天数。", _DEADLINES),
    _core("期限天数", "deadline.days", 8, "只在整改期限为“限期”时填，1 至 3650 的整数。"),
    _core("整改前停用", "deadline.suspend", 9, "整改完成前不得使用的选“是”；停产停业一律为“是”。", _YES_NO),
    _core("责令主体", "authority", 18, "谁有权责令；不填按 settings 表的“责令主体”。"),
    _core("重大判定", "major_ref", 22, f"重大事故隐患判定标准的条目。{_CLAUSE}"),
    _core("责令依据", "order_basis", 22, f"责令改正的职权依据。{_CLAUSE}"),
    _core("处罚条款", "penalty", 22, f"可能适用的罚则，没有的空着，不要凑。{_CLAUSE}"),
    _rare("替代通用项", "supersedes", 14, "本项取代的通用检查项编码，一行一个。"),
    _rare("多部位", "several_places", 8, "一项要查多个部位的选“是”。", _YES_NO),
    _rare(
        "不符合时必须附", "needs", 12, "答“不符合”时必须附的：照片、备注，一行一种。", ("照片", "备注", "照片、备注")
    ),
    _rare("权重", "weight", 8, "按权重计分时用，数字。"),
    _rare("分值", "points", 8, "扣分项的满分，整数。"),
    _rare("作答方式", "answer.kind", 10, "只有 type 说不清时才填，如 type 为 decimal 的扣分项。", _OWN_KINDS),
    _rare("单位", "answer.unit", 8, "数字答案的计量单位。"),
    _rare("最小值", "answer.least", 8, "小于它的答案不予接受。"),
    _rare("最大值", "answer.most", 8, "大于它的答案不予接受。"),
    _rare("步长", "answer.step", 8),
    _rare("限值下限", "answer.limit_least", 9, "低于它即为不符合。"),
    _rare("限值上限", "answer.limit_most", 9, "高于它即为不符合。"),
    _rare("计算器", "answer.calculator", 12, "作答方式为“计算器”时用哪一个。"),
    _rare("选项表", "answer.choice_list", 12, "type 写不下选项表名称时才用。"),
    _program("原类型", "answer.foreign_type", 12),
    _rare("所属条目", "parent", 12, "排在 begin_repeat 之外、却属于它的项，写它的编码。"),
    _foreign("image", "picture.name", 14, "示例图片的文件名。"),
    _program("图片校验", "picture.sha256", 14),
    _foreign("required", "logic.required", 9, "必须回答的写 yes，也可写表达式。"),
    _foreign("required_message", "logic.required_message", 14),
    _foreign("relevant", "logic.relevant", 18, "什么时候才问，XLSForm 表达式，如 ${A-01} = '是'。"),
    _foreign("constraint", "logic.constraint", 18, "答案要满足的条件，XLSForm 表达式。"),
    _foreign("constraint_message", "logic.constraint_message", 18),
    _foreign("calculation", "logic.calculation", 18),
    _foreign("default", "logic.default", 12),
    _foreign("choice_filter", "logic.choice_filter", 14),
    _foreign("readonly", "logic.read_only", 9),
    _foreign("repeat_count", "logic.repeat_count", 12),
    _foreign("trigger", "logic.trigger", 12),
)

CHOICE_COLUMNS: tuple[Column, ...] = (
    _needed("list_name", "list", 16, "选项表的名称，不含空格。"),
    _needed("name", "name", 16, "选项的编码，同一选项表内不重复。"),
    _needed("label", "text", 30, "选项的文字。"),
    _core("不符合", "fails", 9, "选中它即为不符合的，写“是”。", _YES_NO),
    _program("原表名", "choice_list", 14),
)

SETTING_COLUMNS: tuple[Column, ...] = (
    _needed("form_title", "title", 30, "检查清单的名称。"),
    _needed("form_id", "id", 20, "清单的标识：小写字母开头，可含 a-z、0-9、_；各版本相同。"),
    _needed("version", "version", 14, "如 2026.11.1。改过任何内容都要写更高的版本号。"),
    _needed("发布单位", "issuer", 26, "对内容负责的单位。"),
    _core("行业", "industry", 14, "不填按 form_id。"),
    _core("启用日期", "valid_from", 14, "如 2026-12-01，可不填。"),
    _core("责令主体", "authority", 26, "检查项没有写责令主体时用它。"),
    _program("来源", "origin", 14),
    _foreign("default_language", "default_language", 18),
    _rare("语言", "languages", 18, "一行一种。"),
    _program("allow_choice_duplicates", "allow_choice_duplicates", 12),
    _program(FORMAT_HEAD, "format", 12, is_core=True),
)

LAW_COLUMNS: tuple[Column, ...] = (
    _needed("依据编码", "key", 14, "检查项的“依据”等列写它。"),
    _needed("名称", "name", 44),
    _core("文号", "number", 30),
    Column(head="条款", field="clauses", width=34, note=_CITED, tone=Tone.QUIET, is_core=True),
    _core("生效日", "effective_from", 12, "如 2026-05-01；不清楚的空着。"),
    _core("失效日", "effective_to", 12, "最后有效的一天；仍有效的空着。"),
    _core("核验", "verified", 8, "文件本身是否已核对。", _MARKS),
    _core("状态", "status", 24),
    _core("被替代", "superseded_by", 14),
    _core("核对日", "checked_on", 12),
)
DATA_COLUMNS: tuple[Column, ...] = (_core("表", "name", 20), _program("内容", "text", 100, is_core=True))
LEFT_OUT_COLUMNS: tuple[Column, ...] = (
    _core("位置", "where", 20),
    _core("类型", "what", 20),
    _core("内容", "text", 60),
)

# Texts of an item that may be translated, by the head of their column.
SPOKEN: Mapping[str, str] = {
    "label": "check", "hint": "hint", "constraint_message": "constraint_message",
    "required_message": "required_message", "适用范围": "applies_to", "判定标准": "criterion", "隐患表述": "finding",
    "整改措施": "measure",
}  # fmt: skip
HEAD_OF_SPOKEN: Mapping[str, str] = {field: head for head, field in SPOKEN.items()}

_ALIASES: Mapping[str, str] = {
    "caption": "label", "relevance": "relevant", "read_only": "readonly", "media::image": "image",
    "calculate": "calculation", "id_string": "form_id", "title": "form_title",
}  # fmt: skip


def head_key(text: str) -> str:
    """Give a head for comparing: XLSForm takes large letters and blanks in its own."""
    key = "_".join(text.split())
    if key.isascii():
        key = key.lower()
    return _ALIASES.get(key, key)


def known_heads(columns: tuple[Column, ...]) -> frozenset[str]:
    """Give the heads of a sheet for comparing."""
    return frozenset(column.head for column in columns)
