# SPDX-License-Identifier: MulanPSL-2.0
"""All rules by id. The catalogue (`forms/law/rules.toml`) says what each is; here is what each looks at."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from inspector_app.domain.problems import Problem
from inspector_app.domain.review import RuleStage
from inspector_app.law.rules import Rules
from inspector_app.operations.review import (
    after,
    basis,
    before,
    coercion,
    dates,
    file,
    findings,
    numbers,
    penalty,
    people,
    photos,
    remedy,
    service,
    signatures,
    whole,
)
from inspector_app.operations.review.case import Case

Check = Callable[[Case, Rules], Iterator[Problem]]

RULES: Mapping[str, Check] = {
    "R01": people.r01,
    "R02": people.r02,
    "R03": people.r03,
    "R04": people.r04,
    "R05": people.r05,
    "R06": remedy.r06,
    "R07": remedy.r07,
    "R08": remedy.r08,
    "R09": before.r09,
    "R10": before.r10,
    "R11": before.r11,
    "R12": dates.r12,
    "R13": dates.r13,
    "R14": dates.r14,
    "R15": findings.r15,
    "R16": basis.r16,
    "R17": basis.r17,
    "R18": basis.r18,
    "R19": basis.r19,
    "R20": findings.r20,
    "R21": findings.r21,
    "R22": findings.r22,
    "R23": photos.r23,
    "R24": photos.r24,
    "R25": photos.r25,
    "R26": photos.r26,
    "R27": signatures.r27,
    "R28": signatures.r28,
    "R29": signatures.r29,
    "R30": findings.r30,
    "R31": signatures.r31,
    "R32": signatures.r32,
    "R33": signatures.r33,
    "R34": numbers.r34,
    "R35": numbers.r35,
    "R36": service.r36,
    "R37": service.r37,
    "R38": service.r38,
    "R39": findings.r39,
    "R40": findings.r40,
    "R41": findings.r41,
    "R42": coercion.r42,
    "R43": coercion.r43,
    "R44": coercion.r44,
    "R45": penalty.r45,
    "R46": penalty.r46,
    "R47": penalty.r47,
    "R48": penalty.r48,
    "R49": penalty.r49,
    "R50": penalty.r50,
    "R51": penalty.r51,
    "R52": penalty.r52,
    "R53": penalty.r53,
    "R54": after.r54,
    "R55": after.r55,
    "R56": file.r56,
    "R57": file.r57,
    "R58": people.r58,
    "R59": before.r59,
    "R60": before.r60,
    "R61": whole.r61,
    "R62": whole.r62,
}


def broken_rules(case: Case, rules: Rules, stage: RuleStage) -> tuple[Problem, ...]:
    """Give everything that the rules of a stage find, in the order of the catalogue."""
    return tuple(problem for rule in rules.at(stage) for problem in RULES[rule.id](case, rules))
