# SPDX-License-Identifier: MulanPSL-2.0
"""What the check of a paper may come to, and what of the stored document is shown beside it."""

from __future__ import annotations

from enum import StrEnum


class PaperVerdict(StrEnum):
    """What the check of a paper comes to; the worst that was found."""

    GENUINE = "genuine"  # signed rightly, and stored here as it says
    VOID = "void"  # the same, but the document was voided
    DIFFERS = "differs"  # signed rightly, but the stored document is another
    SET_BACK = "set_back"  # signed rightly by this unit, but the journal does not have its head
    NOT_HERE = "not_here"  # signed rightly, but no document of this number is here
    FORGED = "forged"  # the signature does not fit
    KEY_UNKNOWN = "key_unknown"  # signed by a key that nobody here has


class PaperField(StrEnum):
    """What is shown of the stored document beside the paper."""

    NUMBER = "number"
    KIND = "kind"
    UNIT = "unit"
    ISSUED_ON = "issued_on"
    FINDINGS = "findings"
    PAGES = "pages"
    CONTENT = "content"
    HEAD = "head"
    KEY = "key"
    STATE = "state"
