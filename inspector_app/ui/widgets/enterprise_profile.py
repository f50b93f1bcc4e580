# SPDX-License-Identifier: MulanPSL-2.0
"""The supervision facts of an enterprise (监管档案) as a form that keeps each field as it is left."""

from __future__ import annotations

import dataclasses
from datetime import date
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from inspector_app.domain.enterprise import Enterprise, EnterpriseDraft, Industry
from inspector_app.domain.enterprise_profile import (
    EnterpriseProfile,
    EnterpriseState,
    RiskGrade,
    SponsorGrade,
    SponsorLevel,
    StandardLevel,
)
from inspector_app.domain.problems import Problem, blocking
from inspector_app.operations.enterprise_profiles import keep_profile, profile_problems
from inspector_app.operations.enterprises import amend_enterprise
from inspector_app.ui import theme
from inspector_app.ui.jobs import Jobs
from inspector_app.ui.widgets.enterprise_inputs import Input, InputKind, Inputs
from inspector_app.ui.widgets.page import Band, label, row, scrolled, set_tone
from inspector_app.wording import sentence, tr, word
from inspector_app.workspace import Workspace, code_tables
from inspector_app.workspace.code_tables import CodeTables

# Kept only together: one alone waits in its field.
PAIRS = (("latitude", "longitude"), ("standardised_until", "standardisation"))
CAP = "visit_cap"
MOST_TOLD = 5  # faults above the fields
ROOMY = 1.25  # up to this size of letters three fields stand side by side


class EnterpriseProfileForm(QWidget):
    """Classification, grades, sponsor, place; nothing has to be filled in, and nothing needs a button."""

    kept = Signal()

    def __init__(self, ws: Workspace, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ws, self.jobs = ws, jobs
        self.enterprise: Enterprise | None = None
        self.profile = EnterpriseProfile()
        self.state = label("", tone="muted", size="small")
        self.band = Band()
        self.inputs = Inputs(
            _inputs(code_tables.tables(ws.folder)), ws.today(), columns=3 if theme.scale() < ROOMY else 2
        )
        self.fields = self.inputs.fields
        self.inputs.left.connect(self._on_left)
        body = QWidget()
        self._inner = QVBoxLayout(body)
        self._inner.setContentsMargins(0, 0, theme.dp(8), 0)
        self._inner.setSpacing(theme.dp(12))
        self._inner.addWidget(self.inputs)
        self._inner.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(theme.dp(8))
        outer.addLayout(row(self.state, None))
        outer.addWidget(self.band)
        outer.addWidget(scrolled(body), 1)

    def put_above(self, part: QWidget) -> None:
        """Let another part stand above the fields."""
        self._inner.insertWidget(0, part)

    def show_profile(self, enterprise: Enterprise, profile: EnterpriseProfile) -> None:
        """Show what is kept; of the same enterprise, a field that is being typed in stays as it is."""
        is_same = self.enterprise is not None and self.enterprise.id == enterprise.id
        self.enterprise, self.profile = enterprise, profile
        if not is_same:
            self.band.hide()
            self.state.setText(tr("Changes are kept as you leave a field"))
            set_tone(self.state, "muted")
        waiting = self._waiting() if is_same else {}
        self.inputs.put(profile, but_focused=is_same)
        cap = self.fields[CAP]
        if not (is_same and cap.edit.hasFocus()):
            cap.put("" if enterprise.visit_cap is None else str(enterprise.visit_cap))
        for name, (text, words) in waiting.items():
            self._put_back(name, text, words)

    def _waiting(self) -> dict[str, tuple[str, str]]:
        """Give what stands in fields that say what is wrong: it is not kept yet, and must not be lost."""
        found = {
            name: (field.text(), field.words.text())
            for name, field in self.fields.items()
            if field.words.text() and field.words.property("tone") == "bad" and not field.words.isHidden()
        }
        for pair in PAIRS:  # the other one of a pair waits as well
            if not found.keys().isdisjoint(pair):
                found.update((name, (self.fields[name].text(), "")) for name in pair if name not in found)
        return found

    def _put_back(self, name: str, text: str, words: str) -> None:
        self.fields[name].put(text)
        self.fields[name].fault(words)

    def _on_left(self, name: str) -> None:
        if self.enterprise is None:
            return
        values, faults = self.inputs.values()
        self.inputs.tell({name: faults[name]} if name in faults else {}, [name])
        if name in faults:
            self._say_not_kept()
            return
        if name == CAP:
            self._keep_cap(values[CAP])
            return
        profile = self._profile(values)
        told = {
            p.where: sentence(p) for p in profile_problems(profile, code_tables.tables(self.ws.folder)) if blocking([p])
        }
        if name in told:  # other fields may still be wrong; this one is kept without them
            self.inputs.tell(told, [name])
            self._say_not_kept()
            return
        wrong = {one: getattr(self.profile, one) for one in told if hasattr(self.profile, one)}
        profile = dataclasses.replace(profile, **wrong)
        work = partial(keep_profile, self.ws, self.enterprise.id, profile)
        self.jobs.run_write(self, work, then=self._on_kept, refused=self._on_refused)

    def _profile(self, values: dict[str, object]) -> EnterpriseProfile:
        """Give the facts as they are typed; of a pair of which one is missing, and of what cannot be read, as kept."""
        typed = {name: value for name, value in values.items() if name != CAP}
        for one, other in PAIRS:
            lacks = tr("Both are needed") if typed.get(one) is not None and typed.get(other) is None else ""
            back = one == "latitude" and typed.get(other) is not None and typed.get(one) is None
            if lacks or back:
                typed.pop(one, None)
                typed.pop(other, None)
                missing = one if back else other
                self.inputs.tell({missing: lacks or tr("Both are needed")}, [missing])
            else:
                self.inputs.tell({}, [one, other])
        return dataclasses.replace(self.profile, **typed)  # type: ignore[arg-type]

    def _keep_cap(self, cap: object) -> None:
        assert self.enterprise is not None
        known = self.enterprise
        draft = EnterpriseDraft(**{f.name: getattr(known, f.name) for f in dataclasses.fields(EnterpriseDraft)})
        number = cap if isinstance(cap, int) else 0
        work = partial(amend_enterprise, self.ws, known.id, draft, visit_cap=number)
        self.jobs.run_write(self, work, then=lambda _kept: self._say_kept(), refused=self._on_refused)

    def _on_kept(self, profile: EnterpriseProfile) -> None:
        self.profile = profile
        self._say_kept()

    def _say_kept(self) -> None:
        self.band.hide()
        waits = bool(self._waiting())
        if waits:
            self._say_not_kept()
        else:
            self.state.setText(tr("Kept {time}", time=self.ws.now().strftime("%H:%M:%S")))
            set_tone(self.state, "ok")
        self.kept.emit()

    def _say_not_kept(self) -> None:
        self.state.setText(tr("What is marked red is not kept yet"))
        set_tone(self.state, "bad")

    def _on_refused(self, problems: tuple[Problem, ...]) -> None:
        told = {p.where: sentence(p) for p in reversed(problems)}
        self.inputs.tell(told, [name for name in told if name in self.fields])
        elsewhere = [words for where, words in reversed(told.items()) if where not in self.fields]
        if len(elsewhere) > MOST_TOLD:  # only a faulty code table of the unit has so many
            more = tr("More is wrong in the code table; “inspector-app enterprises codes” lists it all.")
            elsewhere = [*elsewhere[:MOST_TOLD], more]
        if elsewhere:
            self.band.say("\n".join(elsewhere), tone="bad")
        self._say_not_kept()


def _inputs(tables: CodeTables) -> tuple[Input, ...]:
    choice = InputKind.CHOICE
    unknown = tr("Not known")
    return (
        Input(name="state", title=tr("Business state"), kind=choice, choices=tuple(EnterpriseState),
              words={s: word(s) for s in EnterpriseState}),
        Input(name="sector", title=tr("Industry sector"), kind=choice, choices=tuple(Industry),
              words={s: word(s) for s in Industry}, none_word=unknown),
        Input(name="risk_grade", title=tr("Safety grade"), kind=choice, choices=tuple(RiskGrade),
              words={g: word(g) for g in RiskGrade}, none_word=unknown),
        Input(name="industry_code", title=tr("Industry code"), kind=InputKind.CODE, table=tables.industries,
              hint=tr("GB/T 4754: code or name")),
        Input(name="district_code", title=tr("District code"), kind=InputKind.CODE, table=tables.districts,
              hint=tr("GB/T 2260: code or name")),
        Input(name="employees", title=tr("Employees"), kind=InputKind.NUMBER),
        Input(name="grade", title=tr("Sponsor grade"), kind=choice, choices=tuple(SponsorGrade),
              words={g: word(g) for g in SponsorGrade}, none_word=tr("Not graded")),
        Input(name="sponsor_level", title=tr("Level of the sponsor"), kind=choice, choices=tuple(SponsorLevel),
              words={s: word(s) for s in SponsorLevel}, none_word=unknown),
        Input(name="visit_cycle_days", title=tr("Visit cycle in days"), kind=InputKind.NUMBER),
        Input(name="sponsor_unit", title=tr("Sponsor unit")),
        Input(name="sponsor_person", title=tr("Sponsor")),
        Input(name=CAP, title=tr("Visits a year at most"), kind=InputKind.NUMBER, hint=tr("empty: not limited")),
        Input(name="grade_basis", title=tr("Basis of the grade"), wide=True),
        Input(name="standardisation", title=tr("Standardisation level"), kind=choice, choices=tuple(StandardLevel),
              words={s: word(s) for s in StandardLevel}, none_word=tr("None reached")),
        Input(name="standardised_until", title=tr("Standardised until"), kind=InputKind.DAY),
        Input(name="latitude", title=tr("Latitude (WGS-84)"), kind=InputKind.DECIMAL, hint="39.084230"),
        Input(name="longitude", title=tr("Longitude (WGS-84)"), kind=InputKind.DECIMAL, hint="117.200980"),
    )  # fmt: skip


def due_words(last: date | None, cycle: int | None, today: date) -> tuple[str, str]:
    """Say when the next visit of the cycle is due, with a tone; nothing where no cycle is set."""
    if cycle is None:
        return "", ""
    if last is None:
        return tr("Visit due: never visited, every {days} days", days=cycle), "warn"
    left = cycle - (today - last).days
    if left < 0:
        return tr("Visit due since {days} days", days=-left), "bad"
    return tr("Next visit in {days} days at the latest", days=left), "muted"
