# SPDX-License-Identifier: MulanPSL-2.0
"""What can be wrong with a part's file, as refusals that name the file."""

from __future__ import annotations

import errno
from dataclasses import dataclass
from pathlib import Path

from inspector_app.domain.problems import Problem, ProblemCode, Refused

_GONE = {errno.ENOENT, errno.ENODEV, errno.ENXIO, errno.EIO, errno.ESTALE, errno.ENOTCONN, errno.ENOTDIR}


@dataclass(frozen=True, slots=True)
class PartFaults:
    """Makes refusals about one file; `where` of each is the file's name."""

    path: Path

    def cut(self) -> Refused:
        """It ends too early."""
        return self._refused(ProblemCode.BUNDLE_CUT)

    def changed(self, detail: str) -> Refused:
        """A hash does not fit, or bytes follow that do not belong to it."""
        return self._refused(ProblemCode.BUNDLE_CHANGED, detail=detail)

    def signature(self) -> Refused:
        """A signature does not fit."""
        return self._refused(ProblemCode.BUNDLE_SIGNATURE)

    def key(self) -> Refused:
        """None of the identities opens it."""
        return self._refused(ProblemCode.BUNDLE_KEY)

    def malformed(self, detail: str) -> Refused:
        """Its sender signed something that is no part."""
        return self._refused(ProblemCode.BUNDLE_MALFORMED, detail=detail[:200])

    def newer(self, found: str, known: int) -> Refused:
        """It was made for a newer reader."""
        return self._refused(ProblemCode.BUNDLE_NEWER, found=found, known=str(known))

    def too_large(self, limit: int) -> Refused:
        """Something in it is larger than the format allows, `limit` in bytes or pieces."""
        return self._refused(ProblemCode.BUNDLE_TOO_LARGE, limit=str(limit))

    def not_one(self) -> Refused:
        """It is something else altogether."""
        return self._refused(ProblemCode.BUNDLE_NOT_ONE)

    def unreadable(self, error: OSError) -> Refused:
        """The medium is gone, or the file may not be read."""
        code = ProblemCode.MEDIUM_GONE if error.errno in _GONE else ProblemCode.FILE_UNREADABLE
        return self._refused(code, reason=error.strerror or type(error).__name__)

    def _refused(self, code: ProblemCode, **fields: str) -> Refused:
        known = {"name": self.path.name, "path": str(self.path), **fields}
        return Refused([Problem(code=code, where=self.path.name, fields=known)])
