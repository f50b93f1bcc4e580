# SPDX-License-Identifier: MulanPSL-2.0
"""Say one fault of the check of all data: what is bad and where."""

from __future__ import annotations

from inspector_app.domain.signatures import SignatureState
from inspector_app.domain.verification import Fault
from inspector_app.wording.catalogue import fill, translate
from inspector_app.wording.conflict_words import TABLES
from inspector_app.wording.sentences import field_word, word
from inspector_app.wording.verification_words import FAULT_SENTENCES


def fault_sentence(fault: Fault) -> str:
    """Give the sentence; times to the minute, tables and columns by the words that people know them by."""
    fields = {"where": fault.where, **fault.fields}
    table = fields.get("table", "")
    if table in TABLES:
        fields["table"] = translate(TABLES[table])
    if fields.get("column"):
        fields["column"] = field_word(fields["column"], table)
    if fields.get("state") in tuple(SignatureState):
        fields["state"] = word(SignatureState(fields["state"]))
    if "at" in fields:
        fields["at"] = fields["at"][:16].replace("T", " ")
    if "row" in fields:
        fields["row"] = fields["row"][:12]
    return fill(translate(FAULT_SENTENCES[fault.kind]), fields)
