# SPDX-License-Identifier: MulanPSL-2.0
"""XLSForm files of others as checklists: parsed, checked by pyxform and by ourselves, mapped item by item."""

from inspector_app.packs.xlsform.reader import XlsformReading, read_xlsform

__all__ = ["XlsformReading", "read_xlsform"]
