# SPDX-License-Identifier: MulanPSL-2.0
"""Why the courier did not reach the office, or was refused there: the word of the code, and the words for people."""

from __future__ import annotations

from collections.abc import Mapping

COURIER_REASONS: Mapping[str, str] = {
    "no connection": "nobody listens at this address, or the network is not there",
    "no answer": "no answer came",
    "too slow": "the connection was too slow",
    "cut off": "the connection broke",
    "damaged": "what came was damaged",
    "busy": "the office has much to do",
    "office full": "the office's disk is full",
    "office fault": "the office met a fault",
    "not an office": "something else answers at this address",
    "device_unknown": "this laptop is not enrolled there",
    "device_revoked": "this laptop was revoked",
    "courier_signature": "the signature was not accepted",
    "courier_time": "the time of the request was not accepted",
}
