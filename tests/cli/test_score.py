# SPDX-License-Identifier: MulanPSL-2.0
"""The score on the command line: open items, tables left out, total and grade, the sheet as a PDF."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest

from inspector_app.ledgers.inspections import view
from inspector_app.workspace import open_workspace
from tests.cli.conftest import Cli
from tests.domain.test_jgj59 import FAIR
from tests.helpers.scores import MISSING, answer_site


@pytest.fixture
def site(unit_cli: Cli) -> str:
    """An inspection of a building site with the checklist that scores."""
    unit_cli("enterprises", "add", "--name", "青岚建工集团有限公司", "--address", "青岚县工业路1号", expect=0)
    words = ["--enterprise", "青岚建工集团有限公司", "--pack", "construction_score", "--place", "门诊综合楼"]
    words += ["--officer", "林知远", "--officer", "苏晓棠", "--accompanied-by", "钱立群"]
    inspection: str = unit_cli.json("inspections", "start", *words)["inspection"]
    return inspection


def answer(cli: Cli, inspection: str, off: dict[str, object]) -> None:
    ws = open_workspace(cli.data_dir)
    answer_site(ws, view(ws, inspection).inspection, off)
    ws.close()


def test_what_is_not_checked_is_listed_and_refused(unit_cli: Cli, site: str, tmp_path: Path) -> None:
    said = unit_cli("score", "--inspection", site, expect=1)
    assert "还有 189 项未查" in said.err
    assert "JGJ59-B1-01" in said.err and "桩工机械" in said.err
    data = unit_cli.json("score", "--inspection", site, expect=1)
    assert (data["jgj59"]["total"], len(data["jgj59"]["open"])) == (None, 189)
    assert [p["code"] for p in data["problems"]] == ["score_not_ready"]
    unit_cli("score", "--inspection", site, "--pdf", tmp_path / "s.pdf", expect=1)
    assert not (tmp_path / "s.pdf").exists()


def test_a_site_is_scored_and_its_sheet_written(unit_cli: Cli, site: str, tmp_path: Path) -> None:
    answer(unit_cli, site, {code: said for code, said in FAIR.items() if code != "B11"})
    before = unit_cli.json("score", "--inspection", site)["jgj59"]
    assert (before["total"], before["due"]) == ("76.93", "100")  # the pit with its whole 10 points
    left = unit_cli.json("score", "--inspection", site, "--present", "表B.9", expect=1)
    assert len(left["jgj59"]["open"]) == 10
    path = tmp_path / "sheet.pdf"
    done = unit_cli.json("score", "--inspection", site, "--missing", "表B.9", "--pdf", path)
    assert done["draft"] is True
    assert len(pypdfium2.PdfDocument(path)) == done["pages"]
    said = unit_cli("score", "--inspection", site, expect=0).out
    assert "评定为合格：总分76.93分" in said and "待核" in said and "缺项" in said
    score = done["jgj59"]
    assert score["grade"] == "合格" and score["grade_unsure"]
    assert [row["value"] for row in score["rows"]][:4] == ["7.8", "11.25", "7.55", "10"]
    assert score["tables"][16]["whole"] == {"due": "90", "deducted": "20", "score": "70", "missing": 1}


def test_the_issued_sheet_is_written_as_it_was_issued(unit_cli: Cli, site: str, tmp_path: Path) -> None:
    answer(unit_cli, site, {f"B{n}": MISSING for n in range(4, 19)})
    unit_cli("documents", "issue", "--inspection", site, "--kind", "score_sheet", expect=0)
    path = tmp_path / "sheet.pdf"
    done = unit_cli.json("score", "--inspection", site, "--pdf", path)
    assert done["draft"] is False
    assert unit_cli.json("documents", "list", "--inspection", site)["documents"][0]["pages"] == done["pages"]


def test_a_wrong_table_and_another_checklist_are_refused(unit_cli: Cli, site: str) -> None:
    said = unit_cli("score", "--inspection", site, "--missing", "表B.20", "--json", expect=1)
    assert said.codes == ["score_table_unknown"]
    words = ["--enterprise", "青岚建工集团有限公司", "--pack", "common", "--officer", "林知远", "--officer", "苏晓棠"]
    other = unit_cli.json("inspections", "start", *words)["inspection"]
    assert unit_cli("score", "--inspection", other, "--json", expect=1).codes == ["score_none"]
