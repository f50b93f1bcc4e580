# SPDX-License-Identifier: MulanPSL-2.0
"""All words that people read, for window and command line alike; English in the code, Chinese by catalogue."""

from inspector_app.wording.catalogue import language, load, set_language, tr
from inspector_app.wording.fault_sentences import fault_sentence
from inspector_app.wording.sentences import field_word, op_name, sentence, word

__all__ = ["fault_sentence", "field_word", "language", "load", "op_name", "sentence", "set_language", "tr", "word"]
