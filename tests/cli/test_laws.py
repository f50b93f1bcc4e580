# SPDX-License-Identifier: MulanPSL-2.0
"""The commands of the law library, as the one does who keeps an office's checklists."""

from __future__ import annotations

import pytest

from tests.cli.conftest import Cli
from tests.helpers.law_updates import a_clause, a_lapse, a_law, an_update, write

CITED = "第三十六条第二款"
DAY = "2026-11-21"  # of the bundled library: an update of that day counts, and no clock is behind it


def lapse(cli: Cli, name: str = "update.toml") -> str:
    instead = "{ law = 'HCL', clause = '第三十七条第一款' }"
    data = an_update(
        a_lapse("AQF", CITED, effective_to="2026-11-20", checked_on=DAY, superseded_by=instead),
        a_law("NEW1", checked_on=DAY),
    )
    return str(write(cli.folder, data, name))


def test_laws_are_listed_searched_and_shown(unit_cli: Cli) -> None:
    laws = {law["key"]: law for law in unit_cli.json("laws", "list")["laws"]}
    assert laws["AQF"]["state"] == "in_force" and laws["AQF"]["cited"] > 400 and laws["AQF"]["clauses"] > 100
    assert [law["key"] for law in unit_cli.json("laws", "list", "--lapsed")["laws"]] == ["D15"]
    assert {law["key"] for law in unit_cli.json("laws", "list", "--search", "双人收发")["laws"]} == {"HCL"}
    early = unit_cli.json("laws", "list", "--state", "not_yet", "--on", "2026-04-30")["laws"]
    assert "HCL" in {law["key"] for law in early}
    said = unit_cli("laws", "list", "--search", "危险化学品安全法", expect=0).out
    assert "现行" in said and "主席令第64号" in said
    shown = unit_cli.json("laws", "show", "D15")
    assert (shown["law"]["state"], shown["law"]["effective_to"]) == ("lapsed", "2026-01-31")
    assert shown["successors"] == ["《安全生产违法行为行政处罚办法》（应急管理部令第18号，2026-02-01施行）"]
    said = unit_cli("laws", "show", "AQF", expect=0).out
    assert "第六十五条第一款第三项" in said and "2021-09-01" in said


def test_a_law_that_nobody_knows_is_refused(unit_cli: Cli) -> None:
    for words in (("show", "NOPE"), ("cites", "NOPE")):
        assert unit_cli("laws", *words, "--json", expect=1).codes == ["not_found"]
    assert "法规" in unit_cli("laws", "show", "NOPE", expect=1).err


def test_who_cites_a_law_or_one_clause_of_it(unit_cli: Cli) -> None:
    found = unit_cli.json("laws", "cites", "AQF", "--clause", "第36条第2款")["citations"]
    assert "CM-RSK-08" in {c["id"] for c in found if c["kind"] == "item"}
    assert {c["text"] for c in found} == {CITED}
    said = unit_cli("laws", "cites", "XZCF", expect=0).out
    assert "期限" in said and "评查规则" in said and "文书格式" in said
    assert "没有地方引用" in unit_cli("laws", "cites", "XZJD", expect=0).out


def test_what_has_to_be_mended_is_listed(unit_cli: Cli) -> None:
    found = unit_cli.json("laws", "lapsed", "--on", "2026-12-01")
    assert found["items"] == []
    assert [c["law"] for c in found["others"]] == ["D15"]
    assert "没有需要修改的检查项" in unit_cli("laws", "lapsed", "--on", "2026-12-01", expect=0).out
    soon = unit_cli.json("laws", "lapsed", "--on", "2026-12-01", "--within", "90")["items"]
    assert [(i["code"], i["reason"], i["day"]) for i in soon] == [("CM-ELE-01", "lapsing", "2027-01-31")]
    said = unit_cli("laws", "lapsed", "--on", "2027-02-01", expect=0).out
    assert "CM-ELE-01" in said and "已失效" in said
    every = unit_cli.json("laws", "lapsed", "--unverified", "--no-penalty")["items"]
    assert {"unverified", "no_penalty"} <= {i["reason"] for i in every}


def test_a_dry_run_shows_what_would_change_and_changes_nothing(unit_cli: Cli) -> None:
    path = lapse(unit_cli)
    preview = unit_cli.json("laws", "update", path, "--dry-run")
    assert preview["applied"] is False
    assert [law["place"]["law"] for law in preview["laws"]] == ["NEW1"]
    assert preview["clauses"][0]["fields"][0] == {"field": "effective_to", "old": "", "new": "2026-11-20"}
    item = next(i for i in preview["items"] if i["code"] == "CM-RSK-08")
    assert item["clauses"][0]["fates"] == ["lapses"]
    assert {c["kind"] for c in preview["others"]} <= {"rule", "form", "document", "period", "step"}
    said = unit_cli("laws", "update", path, "--dry-run", expect=0).out
    assert "CM-RSK-08" in said
    assert "有效至 2026-11-20，由《危险化学品安全法》第三十七条第一款取代" in said
    assert "没有作任何更改" in said
    assert unit_cli.json("laws", "updates")["updates"] == []
    assert unit_cli.json("laws", "lapsed", "--on", "2026-12-01")["items"] == []


def test_an_update_is_applied_listed_and_taken_back(unit_cli: Cli) -> None:
    path = lapse(unit_cli)
    expected = unit_cli.json("laws", "update", path, "--dry-run")
    done = unit_cli.json("laws", "update", path, "--by", "林知远")
    assert done == {**expected, "applied": True}
    (row,) = unit_cli.json("laws", "updates")["updates"]
    assert (row["person"], row["lapses"], row["laws"]) == ("林知远", 1, 1)
    assert "林知远" in unit_cli("laws", "updates", expect=0).out
    mended = {i["code"] for i in unit_cli.json("laws", "lapsed")["items"]}
    assert mended == {i["code"] for i in done["items"]}
    assert unit_cli.json("laws", "show", "AQF")["updates"][0]["title"] == "条款核对"
    assert unit_cli("laws", "update", path, "--by", "林知远", "--json", expect=1).codes == ["law_update_twice"]
    assert unit_cli.json("undo")["undone"] == "apply_law_update"
    assert unit_cli.json("laws", "updates")["updates"] == []
    assert unit_cli.json("verify")["well"] is True


def test_without_a_name_it_is_wrong_use(unit_cli: Cli) -> None:
    assert unit_cli("laws", "update", lapse(unit_cli), "--json", expect=2).codes == ["wrong_use"]
    assert unit_cli("laws", "update", "--json", expect=2).codes == ["wrong_use"]
    assert unit_cli("laws", "list", "--state", "gone", "--json", expect=2).codes == ["wrong_use"]


@pytest.mark.parametrize(
    ("data", "codes"),
    [
        (b"", ["pack_field_missing"] * 4),
        (b"\xff\xfe", ["syntax_wrong"]),
        (b"[[law", ["syntax_wrong"]),
        (b"a" * 5_500_000, ["file_too_large"]),
        (b"x = " + b"[" * 5000, ["syntax_wrong"]),
        (an_update(), ["law_update_empty"]),
        (an_update("colour = 'red'"), ["value_unknown_key"]),
        (an_update(a_lapse("AQF", checked_on="2020-01-01")), ["law_update_older"]),
        (an_update(a_clause("NOPE", "第一条", checked_on=DAY)), ["pack_law_unknown"]),
        (an_update(a_law("N", checked_on="2099-01-01")), ["law_update_future"]),
        (
            an_update("[[clause]]\nlaw = 5\nclause = ['x']\nverified = 'X'"),
            ["pack_field_wrong"] * 3 + ["pack_field_missing"],
        ),
        (an_update("lapse = 'AQF'"), ["pack_field_wrong"]),
    ],
)  # fmt: skip
def test_a_faulty_file_is_refused_with_every_fault(unit_cli: Cli, data: bytes, codes: list[str]) -> None:
    path = write(unit_cli.folder, data)
    for words in (("--dry-run",), ("--by", "林知远")):
        assert sorted(unit_cli("laws", "update", path, *words, "--json", expect=1).codes) == sorted(codes)
    assert unit_cli.json("laws", "updates")["updates"] == []


def test_a_file_that_is_not_there_is_refused(unit_cli: Cli) -> None:
    missing = unit_cli.folder / "none.toml"
    assert unit_cli("laws", "update", missing, "--dry-run", "--json", expect=1).codes == ["file_missing"]
    assert unit_cli("laws", "update", unit_cli.folder, "--dry-run", "--json", expect=1).codes == ["file_unreadable"]


def test_what_is_passed_over_is_told_as_a_warning(unit_cli: Cli) -> None:
    data = an_update(a_law("XFF", checked_on="2020-01-01"), a_law("NEW1", checked_on=DAY))
    path = write(unit_cli.folder, data)
    assert "XFF" in unit_cli("laws", "update", path, "--dry-run", expect=0).err
    said = unit_cli.json("laws", "update", path, "--by", "林知远")
    assert [w["code"] for w in said["warnings"]] == ["law_update_older"]
    assert said["applied"] is True
