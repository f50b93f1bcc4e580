# SPDX-License-Identifier: MulanPSL-2.0
"""What each part of an XLSForm becomes: kinds, limits, choices, logic, groups, repeats, languages, id and version."""

from __future__ import annotations

from decimal import Decimal

import pytest

from inspector_app.domain.answering import AnswerKind, Picture
from inspector_app.packs.xlsform.codes import Codes, pack_id, pack_version
from inspector_app.packs.xlsform.expressions import is_live
from inspector_app.packs.xlsform.vocabulary import BAD_THING
from tests.packs.xlsform_forms import VERDICTS, form, items, only, warnings

KINDS = {
    "text": "text", "integer": "whole", "decimal": "number", "date": "date", "time": "time", "dateTime": "instant",
    "datetime": "instant", "note": "note", "image": "photo", "photo": "photo", "geopoint": "position",
    "gps": "position", "barcode": "code", "acknowledge": "choice", "select_one r": "choice",
    "select one from r": "choice", "select_multiple r": "choices", "int": "whole", "string": "text",
    "q date time": "instant", "geotrace": "unsupported", "geoshape": "unsupported", "audio": "unsupported",
    "video": "unsupported", "file": "unsupported", "rank r": "unsupported", "osm": "unsupported",
    "select_one_from_file a.csv": "unsupported", "select_multiple_from_file b.geojson": "unsupported",
}  # fmt: skip


@pytest.mark.parametrize(("word", "kind"), KINDS.items())
def test_every_type_has_its_kind(word: str, kind: str) -> None:
    item = only(form(f"type|name|label\n{word}|a|题目"))
    assert item.answer.kind == kind
    assert item.check == "题目"


@pytest.mark.parametrize("word", [w for w, kind in KINDS.items() if kind == "unsupported"])
def test_what_cannot_be_answered_here_is_kept_and_listed(word: str) -> None:
    reading = form(f"type|name|label|required|relevant|说明列\ntext|b|前题\n{word}|a|题目|yes|${{b}} != ''|留着")
    item = items(reading)["a"]
    assert item.answer.foreign_type == word
    assert item.logic.relevant == "${b} != ''" and not item.logic.required
    assert item.extras == {"required": "yes", "说明列": "留着"}
    assert reading.pack is not None
    assert ("survey:3:type", word, "题目") in [(e.where, e.what, e.text) for e in reading.pack.left_out]


def test_metadata_is_listed_unless_an_expression_reads_it() -> None:
    unread = form("type|name|label\nusername|谁\ntoday|今天\ntext|a|题目")
    assert list(items(unread)) == ["a"]
    assert unread.pack is not None
    assert [e.what for e in unread.pack.left_out] == ["username", "today"]
    read = items(form("type|name|label|relevant\nusername|谁\ntoday|今天\ntext|a|题目|${谁} = '' and ${今天} != ''"))
    assert [(i.answer.kind, i.logic.calculation) for i in read.values()][:2] == [
        (AnswerKind.COMPUTED, "''"),
        (AnswerKind.COMPUTED, "today()"),
    ]


@pytest.mark.parametrize(
    ("parameters", "kind", "bounds"),
    [
        ("start=0 end=100 step=5", "whole", ("0", "100", "5")),
        ("start=0.5;end=2;step=0.1", "number", ("0.5", "2", "0.1")),
        ("start=10, end=-10, step=2", "whole", ("-10", "10", "2")),
        ("", "whole", ("1", "10", "1")),
    ],
)
def test_a_range_has_its_bounds(parameters: str, kind: str, bounds: tuple[str, str, str]) -> None:
    spec = only(form(f"type|name|label|parameters\nrange|a|液位|{parameters}")).answer
    assert spec.kind == kind
    assert (spec.least, spec.most, spec.step) == tuple(Decimal(b) for b in bounds)


def test_bounds_of_the_old_number_types() -> None:
    spec = only(form("type|name|label\npercentage|a|持证率")).answer
    assert (spec.kind, spec.least, spec.most) == (AnswerKind.WHOLE, Decimal(0), Decimal(100))
    assert only(form("type|name|label\nphone number|a|电话")).logic.constraint == "regex(., '^\\d*$')"


def test_logic_columns_go_where_they_belong() -> None:
    reading = form(
        "type|name|label|required|required_message|relevant|constraint|constraint_message|default|read_only\n"
        "integer|n|人数|yes|必填|true|. > 0|要大于零|3|no\n"
        "text|t|说明|${n} > 5||${n} > 1 and “a” = ‘a’|||concat(${n}, '人')|true()"
    )
    n, t = items(reading)["n"].logic, items(reading)["t"].logic
    assert (n.required, n.required_message, n.relevant) == ("true()", "必填", "")
    assert (n.constraint, n.constraint_message, n.default, n.read_only) == (". > 0", "要大于零", "3", "")
    assert (t.required, t.relevant) == ("${n} > 5", "${n} > 1 and \"a\" = 'a'")
    assert (t.default, t.read_only) == ("concat(${n}, '人')", "true()")


def test_a_computed_value_is_not_typed_unless_a_trigger_computes_it() -> None:
    found = items(
        form(
            "type|name|label|calculation|trigger|default\ninteger|n|人数\ndecimal|率|配备率|${n} div 100\n"
            "text|记|记录|concat(${n}, '人')|${n}\ncalculate|c||1 + 1\nhidden|h||||固定值\ncalculate|d||||now()"
        )
    )
    assert [found[c].answer.kind.value for c in ("率", "记", "c", "h", "d")] == [
        "computed", "text", "computed", "computed", "computed",
    ]  # fmt: skip
    assert found["记"].logic.trigger == "${n}"
    assert found["h"].logic.calculation == "'固定值'" and not found["h"].logic.default
    assert found["d"].logic.calculation == "once(now())"


def test_groups_are_sections_and_headings_and_their_conditions_hold_for_all_inside() -> None:
    reading = form(
        "type|name|label|relevant|readonly\n"
        "text|a|开头\n"
        "begin group|g|消防|${a} = '1'|\nbegin group|h|灭火器|${a} != '2'|yes\nbegin group|i||\n"
        "text|b|压力|${a} != '3'\nend group\nend group\ntext|c|通道\nend group\ntext|d|结尾"
    )
    assert reading.pack is not None
    assert [(s.name, [i.code for i in s.items]) for s in reading.pack.sections] == [
        ("表", ["a"]), ("消防", ["b", "c"]), ("表 2", ["d"]),
    ]  # fmt: skip
    b, c = items(reading)["b"], items(reading)["c"]
    assert (b.group, c.group) == ("灭火器", "")
    assert b.logic.relevant == "(${a} = '1') and (${a} != '2') and (${a} != '3')"
    assert (b.logic.read_only, c.logic.relevant) == ("true()", "${a} = '1'")


def test_a_repeat_is_entries_and_an_inner_one_goes_into_them() -> None:
    reading = form(
        "type|name|label|relevant|repeat_count|calculation\ninteger|n|层数\nbegin repeat|层|楼层|${n} > 0|${n}\n"
        "text|层名|楼层名\nbegin repeat|间|房间\ntext|房号|房号\nend repeat\nend repeat\ncalculate|总||||count(${间})"
    )
    found = items(reading)
    assert found["层"].answer.kind is AnswerKind.ENTRIES
    assert found["层"].logic.repeat_count == "${n}"
    assert [found[c].parent for c in ("层名", "房号", "总")] == ["层", "层", ""]
    assert found["房号"].group == "房间" and found["房号"].extras["repeat"] == "间"
    assert found["房号"].logic.relevant == "${n} > 0"
    assert found["总"].logic.calculation == "count(${层})"
    assert "repeat_inside survey:5:type" in warnings(reading)


@pytest.mark.parametrize(
    ("label", "choices", "failing"),
    [
        ("灭火器完好", ("符合", "不符合", "不适用"), ["不符合"]),
        ("灭火器完好", ("合格", "不合格"), ["不合格"]),
        ("灭火器完好", ("✓ 达标", "✗ 不达标"), ["✗ 不达标"]),
        ("Extinguishers ok", ("Pass", "Fail", "N/A"), ["Fail"]),
        ("是否配备灭火器", ("是", "否"), ["否"]),
        ("应急照明设置", ("有", "无"), ["无"]),
        ("是否存在违规动火", ("是", "否"), []),
        ("有无泄漏", ("有", "无"), []),
        ("总体评价", ("好", "中", "差"), []),
        ("是否参会", ("否", "未定"), []),
    ],
)
def test_which_choice_says_noncompliant(label: str, choices: tuple[str, ...], failing: list[str]) -> None:
    rows = [("list_name", "name", "label"), *(("r", f"c{n}", text) for n, text in enumerate(choices))]
    reading = form(f"type|name|label\nselect_one r|a|{label}", rows)
    assert [c.text for c in only(reading).answer.choices if c.fails] == failing
    assert only(reading).answer.can_fail is bool(failing)


def test_a_question_for_something_bad_says_that_nothing_is_marked() -> None:
    rows = (("list_name", "name", "label"), ("r", "1", "是"), ("r", "0", "否"))
    assert warnings(form("type|name|label\nselect_one r|a|是否存在占用通道", rows)) == ["fails_unclear survey:2:type"]
    assert warnings(form("type|name|label\nselect_one r|a|是否安装泄漏报警装置", rows)) == []


@pytest.mark.parametrize(
    "good", ["加油枪无渗漏", "未占用消防通道", "泄漏报警装置完好", "隐患排查制度健全", "严禁违章动火"]
)
def test_a_question_for_something_good_is_not_taken_for_a_bad_one(good: str) -> None:
    assert not BAD_THING.search(good)


def test_choices_keep_their_columns_for_the_filter_and_their_translations() -> None:
    rows = (
        ("list_name", "name", "label::中文 (zh)", "label::English (en)", "市", "image"),
        ("区", "d", "东城区", "Dongcheng", "清河", "d.png"),
    )
    reading = form("type|name|label::中文 (zh)|choice_filter\ntext|市|市\nselect_one 区|区|区|市 = ${市}", rows)
    (choice,) = items(reading)["区"].answer.choices
    assert (choice.text, choice.translations) == ("东城区", {"English (en)": "Dongcheng"})
    assert choice.facts == {"市": "清河", "image": "d.png"}
    assert items(reading)["区"].logic.choice_filter == "市 = ${市}"


def test_or_other_adds_the_choice_and_its_question() -> None:
    found = items(form("type|name|label|relevant\ntext|t|前题\nselect_one r or_other|a|结论|${t} != ''"))
    assert [c.name for c in found["a"].answer.choices] == ["ok", "bad", "other"]
    assert found["a_other"].logic.relevant == "(${t} != '') and (selected(${a}, 'other'))"
    assert found["a_other"].answer.kind is AnswerKind.TEXT and found["a_other"].check == "其他（请写明）"


def test_languages_default_and_translations() -> None:
    survey = (
        "type|name|label::English (en)|label::中文 (zh)|hint::English (en)|constraint_message::English (en)\n"
        "text|a|Name|名称|Full name|Too short"
    )
    chosen = form(survey)
    assert chosen.pack is not None
    assert (chosen.pack.languages, chosen.pack.default_language) == (("中文 (zh)", "English (en)"), "中文 (zh)")
    item = only(chosen)
    assert (item.check, item.hint) == ("名称", "")
    assert item.translations == {
        "English (en)": {"check": "Name", "hint": "Full name", "constraint_message": "Too short"}
    }
    told = form(survey, settings=(("default_language",), ("English (en)",)))
    assert only(told).check == "Name" and only(told).hint == "Full name"
    assert only(told).translations == {"中文 (zh)": {"check": "名称"}}


def test_markup_and_references_become_plain_text_and_the_original_is_kept() -> None:
    reading = form("type|name|label|media::image\ntext|企业|企业名称\nnote|n|**请核对** ${企业}<br>的证照|a.jpg")
    item = items(reading)["n"]
    assert item.check == "请核对 “企业名称” 的证照"
    assert item.extras == {"label": "**请核对** ${企业}<br>的证照"}
    assert item.picture == Picture(name="a.jpg")


def test_equal_names_in_two_groups_get_codes_of_their_own() -> None:
    reading = form(
        "type|name|label\nbegin group|甲|甲\ntext|备注|备注\nend group\nbegin group|乙|乙\ntext|备注|备注\nend group"
    )
    assert list(items(reading)) == ["备注", "乙_备注"]
    assert items(reading)["乙_备注"].extras == {"name": "备注"}


def test_a_name_that_gives_way_to_a_code_is_replaced_in_all_expressions() -> None:
    long = "长" * 70
    found = items(form(f"type|name|label|relevant\ntext|{long}|甲\ntext|b|乙|${{{long}}} != ''\ntext|ns:c|丙"))
    code = "长" * 64
    assert list(found) == [code, "b", "ns_c"]
    assert found["b"].logic.relevant == f"${{{code}}} != ''"
    assert found["b"].extras == {"relevant": f"${{{long}}} != ''"}
    assert (found[code].extras, found["ns_c"].extras) == ({"name": long}, {"name": "ns:c"})


def test_codes_are_never_equal_and_never_too_long() -> None:
    codes = Codes()
    given = [codes.give("长" * 80, "组") for _ in range(12)]
    assert len(set(given)) == 12 and max(map(len, given)) <= 64


@pytest.mark.parametrize(
    ("text", "version"),
    [
        ("2026112201", "2026.11.22.1"), ("20261122", "2026.11.22"), ("2026-11-22", "2026.11.22"), ("3", "3.0"),
        ("v1.2 (draft)", "1.2"), ("2026年11月22日第3版", "2026.11.22.3"), ("1700000000000", "1.700000.0"),
        ("2026.11.1", "2026.11.1"), ("vZk9Qp", "1.0"), ("初版", "1.0"), ("", "1.0"),
        ("2026-11-22 00:00:00", "2026.11.22"),
    ],
)  # fmt: skip
def test_versions_are_numbers_that_keep_their_order(text: str, version: str) -> None:
    assert pack_version(text) == version


@pytest.mark.parametrize(
    ("form_id", "made"),
    [
        ("jiayouzhan-2026", "xf_jiayouzhan_2026"), ("加油站", "xf_jia_you_zhan"), ("xf_a", "xf_a"),
        ("common", "xf_common"), ("𠮷县", "xf_u20bb7_xian"), ("", "xf_biao"),
    ],
)  # fmt: skip
def test_an_id_can_never_be_that_of_a_checklist_of_the_program(form_id: str, made: str) -> None:
    assert pack_id(form_id, "表.xlsx") == made
    assert len(pack_id("很长的表名" * 30, "")) <= 64


@pytest.mark.parametrize(
    "expression",
    [
        "pulldata('a', 'b', 'c', ${q})", "instance('r')/root/item[1]/name", "${last-saved#q} = 1", "/data/q = 1",
        "../q = 1", "uuid()", "once(random())", "${group} = 1", "current()/../q",
    ],
)  # fmt: skip
def test_what_only_a_phone_computes_is_set_aside_and_listed(expression: str) -> None:
    assert not is_live(expression, {"q"})
    reading = form(f"type|name|label|relevant\nbegin group|group|组\ntext|q|甲\nend group\ntext|b|乙|{expression}")
    item = items(reading)["b"]
    assert item.logic.is_empty and item.extras == {"relevant": expression}
    assert reading.pack is not None
    assert [(e.where, e.what, e.text) for e in reading.pack.left_out] == [("survey:5:relevant", "relevant", expression)]


@pytest.mark.parametrize(
    "expression",
    ["${q} = 'a/b'", "position(..) > 1", "jr:choice-name(${q}, '${q}') = '是'", "current()/. = 1", "once(now())"],
)
def test_what_can_be_computed_stays(expression: str) -> None:
    assert is_live(expression, {"q"})


def test_settings_that_mean_nothing_here_are_listed() -> None:
    settings = (("form_title", "form_id", "version", "public_key", "主管"), ("检查", "jc", "2026.1", "MIIB", "王"))
    reading = form("type|name|label\ntext|a|甲", settings=settings)
    assert reading.pack is not None
    assert (reading.pack.title, reading.pack.id, reading.pack.version) == ("检查", "xf_jc", "2026.1")
    assert [(e.where, e.text) for e in reading.pack.left_out] == [
        ("settings:2:public_key", "MIIB"), ("settings:2:主管", "王"),
    ]  # fmt: skip
    assert reading.pack.origin == "xlsform" and len(VERDICTS) == 3
