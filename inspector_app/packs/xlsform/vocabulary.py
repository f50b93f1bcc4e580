# SPDX-License-Identifier: MulanPSL-2.0
"""Words of forms that this program understands: which choice means 不符合, what “other” is called.

They are the words of authors, looked for in their files and kept in their checklists; nothing here is shown by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

FAILING = frozenset({
    "不符合", "不合格", "不合规", "不达标", "不通过", "未通过", "不满足", "不符", "不到位", "未落实", "不安全", "不良",
    "不具备", "不完好", "不正常", "异常", "失效", "缺失", "未设置", "未配备", "未建立", "未开展", "有隐患", "存在隐患",
    "存在问题", "有问题", "noncompliant", "non-compliant", "non compliant", "non_compliant", "not compliant",
    "noncompliance", "non-compliance", "nonconforming", "nonconformity", "not ok", "nok", "fail", "failed", "fails",
    "failing", "unsafe", "unsatisfactory", "unacceptable", "defective", "at risk",
})  # fmt: skip
"""A choice named or labelled so makes the item 不符合, whatever the question."""
SAYS_NO = frozenset({"否", "没有", "无", "no", "n", "false"})
SAYS_YES = frozenset({"是", "有", "yes", "y", "true"})
"""Yes and no: which of them is 不符合 depends on the question."""
_NOT = r"(?<![不未无防])(?<!没有|杜绝|严禁|禁止|消除|避免)"
_AGAINST = (
    r"(?!.{0,8}(?:报警|监测|检测|探测|防|装置|措施|制度|预案|处置|治理|整改|记录|台账|排查|演练|收集|控制|告知|标志"
    r"|标识))"
)
BAD_THING = re.compile(
    rf"{_NOT}(?:存在|有无|发现|发生|违规|违章|违法|擅自|私拉|乱接|占用|堵塞|超期|过期|超量|超员|超载){_AGAINST}"
    rf"|{_NOT}(?:隐患|泄漏|渗漏|破损|损坏|锈蚀|变形|裸露|积水|积尘|异响|异味|事故|受伤){_AGAINST}"
    r"|\b(?:any|leak|damage|violation|hazard|expired)",
    re.IGNORECASE,
)
"""A question that asks for something bad: whoever says yes to it says that something is wrong.

“安装泄漏报警装置” and “无渗漏” ask for something good.
"""
OTHER = "other"
_CHINESE = re.compile(r"[\u3400-\u9fff\U00020000-\U000323af]")
_MARKS = re.compile(r"^[\s（(]*[×✗✘xX❌✓√✔]?[\s）)]*|[。.!！\s]+$")


def speaks_chinese(texts: Iterable[str]) -> bool:
    """Whether any of the texts is Chinese."""
    return any(_CHINESE.search(text) for text in texts)


def other_words(*, chinese: bool) -> tuple[str, str]:
    """Give the text of the choice “other” and of the question that asks which."""
    return ("其他", "其他（请写明）") if chinese else ("Other", "Specify other.")


def is_failing(name: str, text: str) -> bool:
    """Whether a choice says 不符合 by itself."""
    return bool({_word(name), _word(text)} & FAILING)


def says_no(name: str, text: str) -> bool:
    """Whether a choice is a plain no."""
    return bool({_word(name), _word(text)} & SAYS_NO)


def says_yes(name: str, text: str) -> bool:
    """Whether a choice is a plain yes."""
    return bool({_word(name), _word(text)} & SAYS_YES)


def _word(text: str) -> str:
    bare = _MARKS.sub("", text).strip()
    return (bare or text.strip()).lower()
