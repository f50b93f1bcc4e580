# SPDX-License-Identifier: MulanPSL-2.0
"""What follows a draw: recompute it, print it, give its record away, note its publication, void it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from inspector_app.domain.account import Act
from inspector_app.domain.change import Op
from inspector_app.domain.draw import Draw, DrawState
from inspector_app.domain.draw_record import Difference, Verification
from inspector_app.ui.widgets.draw_sheets import breakable_hash
from inspector_app.ui.widgets.handoff_facts import Facts
from inspector_app.ui.widgets.ledger_flow import FlowRow
from inspector_app.ui.widgets.mask_choice import MaskChoice
from inspector_app.ui.widgets.page import Band, button, column
from inspector_app.ui.widgets.rights import bind_rights
from inspector_app.wording import tr, word
from inspector_app.workspace import Workspace


class DrawAfter(QWidget):
    """Buttons, what was published, and the outcome of the recomputation."""

    verify_wanted = Signal()
    print_wanted = Signal()
    save_wanted = Signal()
    record_wanted = Signal()
    publish_wanted = Signal()
    void_wanted = Signal()

    def __init__(self, ws: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.masking = MaskChoice(ws)
        self.verify = button(tr("Recompute the draw"), self.verify_wanted.emit, icon="reinspection")
        self.print = button(tr("Print"), self.print_wanted.emit, icon="print")
        self.save = button(tr("Save as PDF …"), self.save_wanted.emit, icon="documents")
        self.record = button(tr("Save the record …"), self.record_wanted.emit, icon="export")
        self.publish = button(tr("Note the publication …"), self.publish_wanted.emit, icon="note")
        self.void = button(tr("Void the draw …"), self.void_wanted.emit, icon="trash", kind="danger")
        self.record.setToolTip(tr("The file from which anybody can recompute the draw, without this program's data"))
        acts: list[QWidget] = [
            self.verify, self.print, self.save, self.masking, self.record, self.publish, self.void,
        ]  # fmt: skip
        bind_rights(
            ws,
            {
                self.print: Act.PRINT, self.save: Act.EXPORT, self.record: Act.EXPORT, self.publish: Op.PUBLISH_DRAW,
                self.void: Op.VOID_DRAW,
            },
        )  # fmt: skip
        self.facts = Facts()
        self.outcome = Band()
        self.outcome.dismiss.hide()
        self.setLayout(column(FlowRow(acts), self.outcome, self.facts))

    def show_draw(self, draw: Draw) -> None:
        """Show what was published, and what may still be done."""
        is_drawn, has_result = draw.state is DrawState.DRAWN, bool(draw.record_sha256)
        for act in (self.verify, self.print, self.save, self.masking, self.record):
            act.setVisible(has_result)
        self.publish.setVisible(is_drawn)
        self.void.setVisible(draw.state is not DrawState.VOID)
        published = draw.published_on.isoformat() if draw.published_on else ""
        self.facts.show_facts(
            [
                (tr("SHA-256 of the record"), breakable_hash(draw.record_sha256), "muted"),
                (tr("Made public on"), published or (tr("Not published yet") if is_drawn else ""), ""),
                (tr("Where"), draw.channel, ""), (tr("Link"), draw.link, ""),
                (tr("Void because"), draw.void_reason, "bad"),
            ]
        )  # fmt: skip

    def clear(self) -> None:
        """Forget the recomputation of another draw."""
        self.outcome.hide()

    def show_verification(self, found: Verification) -> None:
        """Say what recomputing gave."""
        if found.is_right:
            words = tr(
                "Recomputed from the record alone: seed {seed}, {objects} units, {officers} officers and {picks} lines "
                "of the result agree. SHA-256 of the result: {hash}",
                seed=found.seed, objects=found.objects, officers=found.officers, picks=found.picks,
                hash=breakable_hash(found.result_sha256),
            )  # fmt: skip
            self.outcome.say(words, tone="ok")
        else:
            self.outcome.say(difference_words(found), tone="bad")


def difference_words(found: Verification) -> str:
    """Say what does not fit in a record, and where."""
    words = tr("The record does not agree: {what}.", what=word(Difference(found.difference)))
    if found.place:
        words = tr("{words} Place: {place}", words=words, place=found.place)
    if found.stated or found.found:
        words = tr(
            "{words}; stated: {stated}; recomputed: {found}", words=words, stated=found.stated, found=found.found
        )
    return words
