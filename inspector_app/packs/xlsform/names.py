# SPDX-License-Identifier: MulanPSL-2.0
"""Names as XML 1.0 allows them; XLSForm takes no others, and item codes are such names without a colon."""

from __future__ import annotations

import re

_START = (
    r"A-Z_a-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d\u2070-\u218f"
    r"\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_PART = _START + r"\-.0-9\u00b7\u0300-\u036f\u203f-\u2040"
NAME = re.compile(rf"[{_START}][{_PART}]*(?::[{_START}][{_PART}]*)?")
"""A name, which may have one prefix with a colon."""
NO_START = re.compile(rf"[^{_START}]")
NO_PART = re.compile(rf"[^{_PART}]")
