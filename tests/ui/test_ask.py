# SPDX-License-Identifier: MulanPSL-2.0
"""The question for a secret, as a real dialog: hidden until the eye is pressed, whose it is, and no answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QDialog, QLineEdit

from inspector_app.ui.ask import WindowAsk
from inspector_app.ui.hidden_line import HiddenLine
from inspector_app.ui.widgets.login_form import LoginForm

PEOPLE = (("a1", "王敏"), ("a2", "李建国"))


def answered(act: Callable[[QDialog, HiddenLine], None], people: Sequence[tuple[str, str]]) -> tuple[str, str] | None:
    """Ask, and let a person act while the dialog is open."""
    found: list[BaseException] = []

    def when_open() -> None:
        (dialog,) = [w for w in QApplication.topLevelWidgets() if isinstance(w, QDialog) and w.isVisible()]
        try:
            (line,) = dialog.findChildren(HiddenLine)
            act(dialog, line)
        except BaseException as error:  # else the dialog would wait for ever
            found.append(error)
            dialog.reject()

    QTimer.singleShot(0, when_open)
    answer = WindowAsk().secret("应急导出", "口令，或者纸上的恢复密钥", people)
    if found:
        raise found[0]
    return answer


@pytest.mark.usefixtures("qapp")
def test_it_is_hidden_until_the_eye_is_pressed() -> None:
    def act(dialog: QDialog, line: HiddenLine) -> None:
        QTest.keyClicks(line, "geheim 7 ")
        assert line.echoMode() is QLineEdit.EchoMode.Password
        assert "geheim" not in line.displayText()
        line.eye.trigger()
        assert line.displayText() == "geheim 7 "
        line.eye.trigger()
        assert "geheim" not in line.displayText()
        dialog.accept()

    assert answered(act, ()) == ("", "geheim 7 "), "blanks belong to a password"


@pytest.mark.usefixtures("qapp")
def test_of_several_people_one_is_chosen() -> None:
    def act(dialog: QDialog, line: HiddenLine) -> None:
        (who,) = dialog.findChildren(QComboBox)
        assert who.isVisible()
        who.setCurrentIndex(who.findText("李建国"))
        QTest.keyClicks(line, "x")
        dialog.accept()

    assert answered(act, PEOPLE) == ("a2", "x")


@pytest.mark.usefixtures("qapp")
def test_one_person_needs_no_list_and_a_cancel_is_no_answer() -> None:
    def act(dialog: QDialog, line: HiddenLine) -> None:
        assert not any(who.isVisible() for who in dialog.findChildren(QComboBox))
        QTest.keyClicks(line, "x")
        dialog.reject()

    assert answered(act, PEOPLE[:1]) is None
    assert answered(lambda dialog, _line: dialog.accept(), PEOPLE[:1]) is None, "nothing typed is no answer"


@pytest.mark.usefixtures("qapp")
def test_the_login_uses_the_same_line() -> None:
    form = LoginForm()
    assert isinstance(form.password.edit, HiddenLine)
    assert isinstance(form.key.edit, HiddenLine)
    form.key.edit.setText("AGE-SECRET-KEY-1X")
    form.key.eye.trigger()
    form.forget()
    assert form.key.edit.text() == ""
    assert form.key.edit.displayText() == ""
    assert not form.key.eye.isChecked()
