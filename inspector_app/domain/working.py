# SPDX-License-Identifier: MulanPSL-2.0
"""A calculation with its working: what went in, what came out, and every step as it is printed into the record."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from inspector_app.domain import texts
from inspector_app.domain.json_fields import Fields, kind_of, parse_json
from inspector_app.domain.problems import Problem, ProblemCode, refuse

NAME = "working"  # how the text is called in problems


@dataclass(frozen=True, slots=True, kw_only=True)
class Working:
    """One calculation. `result` is a line in words, empty while something is still missing (see `is_draft`).

    `fails` says whether the result is against the rules; none where the calculation alone cannot say it.
    `unverified` names the facts used that nobody has read in their source (待核).
    """

    calculator: str
    inputs: Mapping[str, object]  # plain JSON values
    result: str = ""
    lines: tuple[str, ...] = ()
    fails: bool | None = None
    unverified: tuple[str, ...] = field(default=())

    @property
    def is_draft(self) -> bool:
        """Whether it holds only what was typed so far; nothing of it is printed."""
        return not self.result


def working_out(working: Working) -> str:
    """Give it as canonical JSON: the value that an answer keeps."""
    content = {
        "calculator": working.calculator,
        "inputs": working.inputs,
        "result": working.result,
        "lines": list(working.lines),
        "fails": working.fails,
        "unverified": list(working.unverified),
    }
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def working_in(text: str) -> Working:
    """Read it back. Refuses SYNTAX_WRONG, VALUE_MISSING and VALUE_WRONG_TYPE with every fault of the text."""
    value, faults = parse_json(text.encode("utf-8", "surrogatepass"), NAME)
    refuse(faults)
    problems: list[Problem] = []
    top = Fields(value, "$", problems)
    inputs = value.get("inputs") if isinstance(value, dict) else None
    if top.has("inputs") and not isinstance(inputs, dict):
        top.note(ProblemCode.VALUE_WRONG_TYPE, top.where("inputs"), expected="object", found=kind_of(inputs))
    made = Working(
        calculator=top.text("calculator", required=True),
        inputs=inputs if isinstance(inputs, dict) else {},
        result=top.text("result", limit=texts.LONG_LIMIT),
        lines=top.texts("lines", limit=texts.LONG_LIMIT),
        fails=top.flag("fails") if top.has("fails") else None,
        unverified=top.texts("unverified", limit=texts.LONG_LIMIT),
    )
    top.close()
    refuse(problems)
    return made
