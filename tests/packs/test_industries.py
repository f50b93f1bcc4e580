# SPDX-License-Identifier: MulanPSL-2.0
"""The words by which an enterprise's industry suggests checklists."""

from __future__ import annotations

from pathlib import Path

import pytest

from inspector_app.domain.problems import ProblemCode, Refused
from inspector_app.locations import bundled
from inspector_app.packs.industries import FILE_NAME, load_industries


def test_the_bundled_words_name_packs_that_there_are() -> None:
    named = [entry.pack_id for entry in load_industries(bundled("checklists"))]
    folders = {path.parent.name for path in bundled("checklists").glob("*/pack.toml")}
    assert len(named) == len(set(named))
    assert set(named) <= folders
    assert folders - set(named) == {"common", "resumption"}  # these suit every industry


def test_every_fault_of_the_file_is_told(tmp_path: Path) -> None:
    text = "format = 2\n[[pack]]\nid = 'a'\n[[pack]]\nwords = ['x']\nonly_named = 3\n"
    (tmp_path / FILE_NAME).write_text(text, encoding="utf-8")
    with pytest.raises(Refused) as refused:
        load_industries(tmp_path)
    assert len(refused.value.problems) == 4
    with pytest.raises(Refused) as refused:
        load_industries(tmp_path / "none")
    assert [p.code for p in refused.value.problems] == [ProblemCode.FILE_MISSING]
