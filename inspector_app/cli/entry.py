# SPDX-License-Identifier: MulanPSL-2.0
"""From words to exit code: parse, run, print; every fault of the world ends as a sentence, none as a traceback."""

from __future__ import annotations

import contextlib
import errno
import os
import re
import sys
import tempfile
from collections.abc import Sequence
from typing import TextIO

import click

from inspector_app import logs, wording
from inspector_app.cli.frame import HelpWanted, usage_result
from inspector_app.cli.result import DONE, INTERRUPTED, REFUSED, Result, refusal
from inspector_app.cli.root import PROGRAM, root
from inspector_app.domain.problems import Problem, ProblemCode, Refused
from inspector_app.locations import bundled

_FULL = (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC))
# Controls but for tab and line end, and the characters that turn the direction of what follows.
_ACTING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_FORBIDDEN = (errno.EACCES, errno.EPERM, errno.EROFS)


def run(argv: Sequence[str]) -> int:
    """Run the command of these words and give its exit code."""
    wording.load(bundled("resources") / "translations")
    words = [str(word) for word in argv]
    as_json = _wants_json(words)
    try:
        return show(_result(list(words)), as_json=as_json)  # a copy: click eats the list
    except KeyboardInterrupt:
        _drop(sys.stdout)
        return INTERRUPTED


def _wants_json(words: Sequence[str]) -> bool:
    return "--json" in (words[: words.index("--")] if "--" in words else words)


def _result(words: list[str]) -> Result:
    try:
        with root().make_context(PROGRAM, words) as context:
            found = context.command.invoke(context)
        return found if isinstance(found, Result) else Result(data={}, lines=())
    except HelpWanted as wanted:
        return wanted.result
    except click.UsageError as error:
        return usage_result(error)
    except Refused as refused:
        return refusal(refused.problems)
    except (click.Abort, EOFError, KeyboardInterrupt):
        return Result(
            data={}, lines=(), code=INTERRUPTED, notes=[wording.tr("Interrupted; nothing half-done is kept.")]
        )
    except OSError as error:
        return refusal([_problem_of(error)])
    except UnicodeEncodeError as error:  # half a character among the words, as a terminal may give
        fields = {"code_point": f"U+{ord(error.object[error.start]):04X}", "place": wording.tr("the command")}
        return refusal([Problem(code=ProblemCode.CHARACTER_FORBIDDEN, where="argv", fields=fields)])
    except Exception as error:  # a fault of ours: said in one sentence, kept in a report
        return _unexpected(error)


def _problem_of(error: OSError) -> Problem:
    path = str(error.filename or error.filename2 or "")
    if error.errno in _FULL:
        return Problem(code=ProblemCode.DISK_FULL, where=path, fields={"path": path})
    if error.errno in _FORBIDDEN:
        return Problem(code=ProblemCode.FOLDER_NOT_WRITABLE, where=path, fields={"path": path})
    if error.errno == errno.ENOENT:
        return Problem(code=ProblemCode.FILE_MISSING, where=path, fields={"path": path})
    fields = {"path": path, "reason": error.strerror or ""}
    return Problem(code=ProblemCode.FILE_UNREADABLE, where=path, fields=fields)


def _unexpected(error: Exception) -> Result:
    report = ""
    with contextlib.suppress(OSError):
        handle, report = tempfile.mkstemp(prefix="inspector-app-fault-", suffix=".txt", text=True)
        with os.fdopen(handle, "w", encoding="utf-8", errors="backslashreplace") as file:
            file.write(logs.fault_text(error))
    message = wording.tr("The program met a fault of its own and changed nothing; report: {path}", path=report)
    problem = {"code": "unexpected_fault", "where": "", "message": message}
    return Result(data={"problems": [problem]}, lines=(), code=REFUSED, notes=[message])


def show(result: Result, *, as_json: bool) -> int:
    """Print a result: JSON to stdout, or lines to stdout and notes to stderr; give the exit code."""
    if as_json and result.code != INTERRUPTED:
        failed = _print(sys.stdout, result.json(), "utf-8")
        _print(sys.stderr, _plain("\n".join(result.aside)))
        return failed or result.code
    failed = _print(sys.stdout, _plain("\n".join(result.lines)))
    _print(sys.stderr, _plain("\n".join([*result.notes, *result.aside])))
    return failed or result.code


def _plain(text: str) -> str:
    """Give a text for a terminal: names from outside may hold what moves the cursor or turns the direction."""
    return _ACTING.sub(lambda found: f"\\u{{{ord(found[0]):04x}}}", text)


def _print(stream: TextIO | None, text: str, encoding: str = "") -> int:
    """Write text; what the stream's encoding lacks is escaped. Gives REFUSED if it could not be written."""
    if stream is None or not text:
        return DONE
    own = stream.encoding or "utf-8"
    data = f"{text}\n".encode(encoding or own, "backslashreplace")
    try:
        if encoding and own.lower().replace("_", "-") != encoding and hasattr(stream, "buffer"):
            stream.flush()
            stream.buffer.write(data)
        else:
            stream.write(data.decode(encoding or own))
        stream.flush()
    except BrokenPipeError:  # the reader had enough, as `head` has; the work itself is done
        _drop(stream)
    except (OSError, ValueError):
        _drop(stream)
        return REFUSED
    return DONE


def _drop(stream: TextIO | None) -> None:
    """Send what is left of a broken stream to nowhere, so that the interpreter does not complain at its end."""
    with contextlib.suppress(OSError, ValueError, AttributeError):
        if stream is not None:
            target = os.open(os.devnull, os.O_WRONLY)
            os.dup2(target, stream.fileno())
            os.close(target)
