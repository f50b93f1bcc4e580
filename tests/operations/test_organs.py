# SPDX-License-Identifier: MulanPSL-2.0
"""The organ and its officers."""

from __future__ import annotations

from pathlib import Path

import pytest

from inspector_app.domain.organ import EnforcementPower
from inspector_app.domain.problems import ProblemCode, Refused
from inspector_app.ledgers import organs as organ_rows
from inspector_app.operations import organs
from inspector_app.workspace import Workspace
from tests.helpers.makers import a_unit

GOOD = """
name = "清河县应急管理局"
short_name = "清河"
review_organ = "清河县人民政府"
court = "清河县人民法院"
numbering_word = "应急"
enforcement_power = "full"

[[officers]]
name = "王建国"
certificate_no = "02011200101"
valid_to = 2027-12-31
"""


def read(tmp_path: Path, text: str) -> organs.OrganFile:
    path = tmp_path / "organ.toml"
    path.write_text(text, encoding="utf-8")
    return organs.read_organ_file(path)


def faults(tmp_path: Path, text: str) -> dict[str, ProblemCode]:
    with pytest.raises(Refused) as refused:
        read(tmp_path, text)
    return {p.where: p.code for p in refused.value.problems}


def test_organ_file_is_read(tmp_path: Path) -> None:
    file = read(tmp_path, GOOD)
    assert file.organ.court == "清河县人民法院"
    assert file.organ.enforcement_power is EnforcementPower.FULL
    assert file.officers[0].valid_to is not None
    assert not file.warnings


def test_organ_table_alias_and_unknown_keys(tmp_path: Path) -> None:
    file = read(tmp_path, '[organ]\nname = "甲"\nshort_name = "乙"\nnumber_word = "安监"\nmotto = "x"\n')
    assert file.organ.numbering_word == "安监"
    assert [(p.code, p.where) for p in file.warnings] == [(ProblemCode.VALUE_UNKNOWN_KEY, "$.motto")]


def test_every_fault_of_an_organ_file_is_named_at_once(tmp_path: Path) -> None:
    found = faults(
        tmp_path,
        'short_name = 3\nenforcement_power = "much"\n[[officers]]\nname = "王"\n[[officers]]\nvalid_to = "soon"\n',
    )
    assert found == {
        "$.name": ProblemCode.VALUE_MISSING,
        "$.short_name": ProblemCode.VALUE_WRONG_TYPE,
        "$.enforcement_power": ProblemCode.VALUE_NOT_ALLOWED,
        "$.officers[0].certificate_no": ProblemCode.VALUE_MISSING,
        "$.officers[1].name": ProblemCode.VALUE_MISSING,
        "$.officers[1].certificate_no": ProblemCode.VALUE_MISSING,
        "$.officers[1].valid_to": ProblemCode.DATE_WRONG,
    }


@pytest.mark.parametrize("text", ["name = ", "\x00\x01", "= 3", "[[[[", "a = " + "[" * 3000])
def test_broken_toml_is_refused(tmp_path: Path, text: str) -> None:
    assert ProblemCode.SYNTAX_WRONG in faults(tmp_path, text).values()


def test_organ_is_amended_not_doubled(ws: Workspace) -> None:
    a_unit(ws)
    first = organ_rows.organ(ws)
    organs.set_organ(ws, organs.OrganDraft(name=" 新河县应急管理局 ", short_name="新河"))
    second = organ_rows.organ(ws)
    assert first and second
    assert (second.id, second.name) == (first.id, "新河县应急管理局")


def test_officer_number_is_unique_and_kept(unit: Workspace) -> None:
    with pytest.raises(Refused) as refused:
        organs.add_officer(unit, organs.OfficerDraft(name="张三", certificate_no="02011200101"))
    assert refused.value.problems[0].code is ProblemCode.OFFICER_DUPLICATE
    known = organ_rows.officers(unit)[0]
    changed = organs.OfficerDraft(name=known.name, certificate_no=known.certificate_no, is_active=False)
    organs.amend_officer(unit, known.id, changed)
    assert [o.name for o in organ_rows.officers(unit, active_only=True)] == ["李慧敏"]


@pytest.mark.parametrize("number", ["", "1", "x" * 31])
def test_odd_certificate_numbers_are_refused(ws: Workspace, number: str) -> None:
    with pytest.raises(Refused):
        organs.add_officer(ws, organs.OfficerDraft(name="张三", certificate_no=number))
