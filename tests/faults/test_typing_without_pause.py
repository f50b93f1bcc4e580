# SPDX-License-Identifier: MulanPSL-2.0
"""Who types without ever making a pause is saved too (found by B8: before, nothing was until the first pause)."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QTimer

from inspector_app.operations import findings
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.widgets import drafts
from inspector_app.workspace import Workspace
from tests.helpers.makers import a_finding, an_inspection
from tests.helpers.pages_documents import Answers


def test_typing_without_a_pause_is_saved_in_between(
    unit: Workspace, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drafts, "PAUSE_MS", 60_000)  # the pause never comes
    monkeypatch.setattr(drafts, "LONGEST_MS", 30)
    finding = a_finding(unit, an_inspection(unit))
    jobs = Jobs(Answers())
    typed = drafts.Drafts(jobs)
    saved: list[object] = []
    typed.saved.connect(lambda _key, sent, _value: saved.append(sent))
    keys = QTimer()
    texts = iter(range(1_000_000))

    def key() -> None:
        text = f"{next(texts)}"
        typed.put("finding", text, lambda: findings.amend_finding(unit, finding.id, _with(finding, text)))

    keys.timeout.connect(key)
    keys.start(5)
    try:
        qtbot.waitUntil(lambda: len(saved) > 2, timeout=10_000)
        assert keys.isActive()
    finally:
        keys.stop()
        jobs.wait_idle()
        jobs.shutdown()
    with unit.reader() as db:
        (place,) = db.conn.execute("SELECT place FROM findings WHERE id = ?", (finding.id,)).fetchone()
    assert place == saved[-1]


def _with(finding: Any, place: str) -> findings.FindingDraft:
    return findings.FindingDraft(description=finding.description, measure=finding.measure, place=place)
