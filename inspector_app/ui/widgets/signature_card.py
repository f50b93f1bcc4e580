# SPDX-License-Identifier: MulanPSL-2.0
"""The data check signatures under an issued document: whose, when, whether they stand, and who has still to sign."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from inspector_app.domain.change import Op
from inspector_app.domain.document import OfficialDocument
from inspector_app.domain.problems import Problem, Refused
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.widgets.page import Band, Card, button, label, row
from inspector_app.ui.widgets.row_list import Row, RowList
from inspector_app.ui.widgets.sign_dialog import SignerChoice, ask_signers, signer_choice
from inspector_app.wording import sentence, tr, word
from inspector_app.workspace import Workspace

if TYPE_CHECKING:  # heavy: keys and ciphers are loaded when they are used
    from inspector_app.operations.signing import CheckedSignature, Signers
    from inspector_app.workspace.protection import Unlocked


class SignatureCard(Card):
    """Nothing in open data: there nobody signs."""

    def __init__(self, ws: Workspace, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(tr("Data check signatures"), parent)
        self.ws, self.jobs = ws, jobs
        self._document: OfficialDocument | None = None
        self._choice = SignerChoice(first=None)
        self.list = RowList(tr("Data check signatures"), fits=True)
        self.list.setObjectName("cardList")
        self.words = label("", tone="muted", size="small", wrap=True)
        self.band = Band()
        self.sign_button = button(tr("Second officer signs …"), self.sign, icon="edit")
        for part in (self.list, self.words, self.band):
            self.add(part)
        self.outer.addLayout(row(self.sign_button, None))
        self.hide()

    def show_document(self, document: OfficialDocument) -> None:
        """Show the signatures under a document."""
        if self._document is None or self._document.id != document.id:
            self.band.hide()
        self._document = document
        self.setVisible(self.ws.login is not None)
        if self.ws.login is not None:
            self.refresh()

    def refresh(self) -> None:
        """Check the signatures again."""
        document = self._document
        if document is not None:
            work = partial(_read, self.ws, document.id)
            self.jobs.run_read(self, work, then=partial(self._show, document), refused=self._bad, key="signatures")

    def _show(self, document: OfficialDocument, read: tuple[Signers, SignerChoice]) -> None:
        if self._document is None or document.id != self._document.id:
            return
        signers, self._choice = read
        self.list.put([_row(one) for one in signers.signatures])
        self.list.setVisible(bool(signers.signatures))
        self.note.setText(tr("two officers have signed") if signers.is_complete else "")
        missing = "、".join(p.name for p in signers.missing)
        if not signers.signatures:
            said = tr("Nobody has signed the data; the paper with seal and signature stands by itself.")
        else:
            said = tr("Not signed yet: {names}. Each signs with the own password.", names=missing) if missing else ""
        self.words.setText(said)
        self.words.setVisible(bool(said))
        self.sign_button.setVisible(document.is_valid and bool(signers.missing) and self.ws.may(Op.SIGN_DOCUMENT))
        self.sign_button.setEnabled(bool(self._choice.others))
        reason = "" if self._choice.others else tr("None of them has a password on this laptop")
        self.sign_button.setToolTip(reason)

    def sign(self) -> None:
        """Ask the officer who has not signed for the own password."""
        document = self._document
        if document is None or not self._choice.others:
            return
        title = tr("Sign {number}", number=document.number)
        text = tr("Read the document once more before you sign.")
        ask_signers(self.ws, self.jobs, title, text, self._choice, self.window(), partial(self._on_keys, document))

    def _on_keys(self, document: OfficialDocument, keys: tuple[Unlocked, ...]) -> None:
        from inspector_app.operations.signing import sign_unlocked

        work = partial(sign_unlocked, self.ws, document.id, keys[0])
        self.jobs.run_write(self, work, then=lambda _made: self._on_signed(), refused=self._bad)

    def _on_signed(self) -> None:
        self.band.say(tr("Signed."), tone="ok")
        self.refresh()

    def _bad(self, problems: tuple[Problem, ...]) -> None:
        self.band.say("\n".join(map(sentence, problems)), tone="bad")


def _read(ws: Workspace, document_id: str) -> tuple[Signers, SignerChoice]:
    from inspector_app.operations.signing import signatures_of

    signers = signatures_of(ws, document_id)
    names = tuple(p.name for p in signers.missing)
    try:
        choice = signer_choice(ws, names, is_after=True)
    except Refused:  # slots that cannot be read say so where they are asked for
        choice = SignerChoice(first=None)
    return signers, choice


def _row(one: CheckedSignature) -> Row:
    signature = one.signature
    who = "" if one.is_officer else tr("in charge, not an officer of the document")
    detail = " · ".join(p for p in (signature.certificate_no, signature.at.strftime("%Y-%m-%d %H:%M"), who) if p)
    return Row(
        id=signature.id, title=signature.name, detail=detail, chip=word(one.state),
        chip_role="ok" if one.state.stands else "bad", icon="edit",
    )  # fmt: skip
