# SPDX-License-Identifier: MulanPSL-2.0
"""Case-file review (案卷评查, handbook 9): 62 rules as small functions over a case or a document in the making."""
