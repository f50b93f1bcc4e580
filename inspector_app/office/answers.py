# SPDX-License-Identifier: MulanPSL-2.0
"""Answers of the reception: problems as JSON, never a traceback."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence

from starlette.responses import JSONResponse

from inspector_app.domain.problems import Problem, ProblemCode
from inspector_app.wording import sentence, tr

JITTER = 8  # seconds; so that fifty laptops do not come back at the same moment


class Denied(Exception):
    """A request is not served; carries the HTTP status, the reasons and headers."""

    def __init__(self, status: int, problem: Problem, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(f"{status} {problem.code}")
        self.status, self.problem, self.headers = status, problem, dict(headers or {})


def problem_json(problem: Problem) -> dict[str, object]:
    """Give a problem as a laptop gets it: the code and its facts, and the sentence for people."""
    return {
        "code": problem.code.value,
        "where": problem.where,
        "fields": dict(problem.fields),
        "message": sentence(problem),
    }


def refusal(status: int, problems: Sequence[Problem], headers: Mapping[str, str] | None = None) -> JSONResponse:
    """Say why a request is not served."""
    return JSONResponse({"problems": [problem_json(p) for p in problems]}, status, headers=dict(headers or {}))


def fault(status: int = 500) -> JSONResponse:
    """Say that the fault is the program's; what happened stands in the office's own log."""
    message = tr("The office met a fault of its own; nothing was changed.")
    problem = {"code": "unexpected_fault", "where": "", "fields": {}, "message": message}
    return JSONResponse({"problems": [problem]}, status)


def denied_request(detail: str, status: int = 400) -> Denied:
    """Refuse what is not a request of the courier."""
    return Denied(status, Problem(code=ProblemCode.COURIER_REQUEST, fields={"detail": detail}))


def busy(least: int = 2) -> Denied:
    """Ask a laptop to come back, each at another moment."""
    seconds = str(least + secrets.randbelow(JITTER))
    problem = Problem(code=ProblemCode.COURIER_BUSY, fields={"seconds": seconds})
    return Denied(429, problem, {"Retry-After": seconds})
