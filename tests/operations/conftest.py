# SPDX-License-Identifier: MulanPSL-2.0
"""What the tests of operations share: passwords that cost little."""

from tests.helpers.accounts import quick as quick
