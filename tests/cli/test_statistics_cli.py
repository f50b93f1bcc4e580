# SPDX-License-Identifier: MulanPSL-2.0
"""statistics, report and cases on the command line."""

from __future__ import annotations

import re
from typing import Any

import pypdfium2
import pytest

from tests.cli.conftest import Cli
from tests.helpers.makers import a_code

YEAR = ("--from", "2026-01-01", "--to", "2026-12-31")


@pytest.fixture
def place(unit_cli: Cli) -> str:
    said = unit_cli.json(
        "enterprises", "add", "--name", "青岚县恒达化工有限公司", "--credit-code", a_code(3), "--district", "云溪镇"
    )
    return str(said["enterprise"]["id"])


def test_an_empty_year_has_no_rates_and_nothing_wrong(unit_cli: Cli) -> None:
    said = unit_cli.json("statistics", *YEAR)
    assert said["figures"]["rate"]["text"] == "—" and said["figures"]["visits"]["text"] == "0"
    assert said["figures"]["funds"] == {
        "text": "", "unit": "money", "known": False, "unverified": False, "numerator": None, "denominator": None,
        "before": "", "growth": "—",
    }  # fmt: skip
    assert said["warnings"] == [] and said["rows"] == []


def test_figures_are_printed_with_scope_and_cut_off_and_written(unit_cli: Cli, place: str) -> None:
    assert place
    out = unit_cli.folder / "out"
    words = unit_cli(
        "statistics", *YEAR, "--by", "month", "--district", "云溪镇", "--xlsx", out / "a.xlsx", "--pdf", out / "a",
        expect=0,
    )  # fmt: skip
    assert "统计范围：辖区：云溪镇" in words.out and "统计期间：2026年1月1日至2026年12月31日" in words.out
    assert "截止日：" in words.out and "动态整改率（待核）" in words.out and "未登记" in words.out
    assert (out / "a.xlsx").is_file() and (out / "a.pdf").is_file()
    text = pypdfium2.PdfDocument(out / "a.pdf")[0].get_textpage().get_text_range()
    assert "辖区：云溪镇" in re.sub(r"\s", "", text)


def test_wrong_periods_are_refused(unit_cli: Cli) -> None:
    assert unit_cli("statistics", "--from", "2026-02-01", "--to", "2026-01-31", "--json", expect=1).codes == [
        "time_order"
    ]
    assert unit_cli("statistics", "--from", "1926-02-01", "--to", "2026-01-31", "--json", expect=1).codes == [
        "period_too_long"
    ]
    unit_cli("statistics", "--from", "2026-02-30", "--to", "2026-03-31", expect=2)
    unit_cli("statistics", *YEAR, "--by", "colour", expect=2)


def test_reports_are_written_or_refused(unit_cli: Cli) -> None:
    path = unit_cli.folder / "一情况.pdf"
    said = unit_cli.json("report", "situation", *YEAR, "--out", path)
    assert said["path"] == str(path) and "共检查企业0家（0家次）" in said["paragraphs"][0] and path.is_file()
    assert unit_cli("report", "weekly", *YEAR, "--out", path, "--json", expect=1).codes == ["report_unknown"]
    other = unit_cli.folder / "a.docx"
    assert unit_cli("report", "situation", *YEAR, "--out", other, "--json", expect=1).codes == ["value_not_allowed"]
    assert not other.exists()


def test_a_report_with_faults_is_only_made_anyway(unit_cli: Cli, place: str) -> None:
    a_paid_case(unit_cli, place, "7", fine="4000", spot=True)
    path = unit_cli.folder / "b.pdf"
    words = ("report", "monthly", *YEAR, "--out", path)
    assert unit_cli(*words, "--json", expect=1).codes == ["report_checks"]
    assert not path.exists()
    assert [p["code"] for p in unit_cli.json(*words, "--anyway")["warnings"]] == ["figure_spot_fine"]
    assert path.is_file()


def a_paid_case(cli: Cli, place: str, number: str, *, fine: str, spot: bool = False) -> dict[str, Any]:
    opened = cli.json(
        "cases", "open", place, "--number", number, "--cause", "未培训", "--on", "2026-05-03", *(["--spot"] * spot)
    )["case"]
    cli.json(
        "cases", "decide", opened["id"], "--number", "罚1", "--penalty", "fine", "--fine", fine, "--on", "2026-05-04"
    )
    return dict(cli.json("cases", "pay", number, "--amount", fine, "--on", "2026-05-05")["case"])


def test_a_case_from_opening_to_its_end_is_in_the_figures(unit_cli: Cli, place: str) -> None:
    paid = a_paid_case(unit_cli, place, "清应急立〔2026〕1号", fine="35000.50")
    assert (paid["fine"], paid["received"], paid["state"]) == (3_500_050, 3_500_050, "decided")
    unit_cli("cases", "close", paid["id"], "--on", "2026-05-06", expect=0)
    listed = unit_cli("cases", "list", "--from", "2026-05-01", expect=0).out
    assert "青岚县恒达化工有限公司" in listed and "35000.50" in listed and "已结案" in listed
    figures = unit_cli.json("statistics", *YEAR)["figures"]
    assert (figures["cases"]["text"], figures["fines"]["text"], figures["payment_rate"]["text"]) == (
        "1", "3.50", "100.0",
    )  # fmt: skip


def test_amounts_are_yuan_with_two_places(unit_cli: Cli, place: str) -> None:
    for wrong in ("1.005", "-1", "一万", "NaN", "1e30"):
        unit_cli("cases", "pay", "1", "--amount", wrong, expect=2)
    assert unit_cli("cases", "withdraw", "none", "--reason", "x", "--json", expect=1).codes == ["not_found"]
    opened = unit_cli.json("cases", "open", place, "--number", "1", "--cause", "未培训", "--person", "赵明")["case"]
    assert opened["subject"] == "person"
    assert unit_cli.json("cases", "withdraw", "1", "--reason", "证据不足")["case"]["state"] == "withdrawn"
