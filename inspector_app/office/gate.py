# SPDX-License-Identifier: MulanPSL-2.0
"""Who may ask: every request of a laptop is signed with the key that the office certified."""

from __future__ import annotations

import hashlib
import hmac

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from inspector_app.domain.problems import Problem, ProblemCode
from inspector_app.domain.unit import Device, DeviceState
from inspector_app.handoff.courier_signature import certificate_id, is_authentic, read_authorization
from inspector_app.office.answers import Denied, denied_request
from inspector_app.office.limits import Limits
from inspector_app.office.store import Store


class Gate:
    """Finds out which laptop asks."""

    def __init__(self, store: Store, limits: Limits) -> None:
        self._store, self._limits = store, limits

    async def caller(self, request: Request) -> tuple[Device, str]:
        """Give the laptop that signed the request, and the hash of the body that it signed.

        Denies with 401 what is not signed, signed wrongly, or signed too long ago; with 403 a revoked laptop.
        """
        claim = read_authorization(request.headers.get("authorization", ""))
        if claim is None:
            raise Denied(401, Problem(code=ProblemCode.COURIER_SIGNATURE, fields={"device": ""}), _WANTED)
        device = await run_in_threadpool(self._store.device, claim.device)
        if device is None or not device.public_key:
            raise Denied(401, Problem(code=ProblemCode.DEVICE_UNKNOWN, fields={"device": claim.device[:12]}), _WANTED)
        about = await run_in_threadpool(self._store.about)
        named = {"device": device.id[:12]}
        target = request.scope["raw_path"].decode("ascii")
        query = request.scope["query_string"].decode("ascii", "replace")
        target = f"{target}?{query}" if query else target
        if not is_authentic(claim, device.public_key, unit=about.unit, method=request.method, target=target):
            raise Denied(401, Problem(code=ProblemCode.COURIER_SIGNATURE, fields=named), _WANTED)
        if device.state is DeviceState.REVOKED:
            day = "" if device.revoked_at is None else device.revoked_at.date().isoformat()
            raise Denied(403, Problem(code=ProblemCode.DEVICE_REVOKED, fields={**named, "day": day}))
        if not hmac.compare_digest(claim.certificate, certificate_id(device.certificate)):
            raise Denied(401, Problem(code=ProblemCode.COURIER_SIGNATURE, fields=named), _WANTED)
        away = abs(claim.time - int(about.time.timestamp()))
        if away > self._limits.tolerance_seconds:
            headers = {**_WANTED, "Office-Time": str(int(about.time.timestamp()))}
            fields = {"minutes": str(away // 60)}
            raise Denied(401, Problem(code=ProblemCode.COURIER_TIME, fields=fields), headers)
        return device, claim.sha256

    async def body(self, request: Request, signed: str) -> bytes:
        """Read a small body and compare it with the hash that was signed."""
        kept = bytearray()
        async for chunk in request.stream():
            kept += chunk
            if len(kept) > self._limits.text_bytes:
                raise denied_request("body", 413)
        if not hmac.compare_digest(hashlib.sha256(kept).hexdigest(), signed):
            raise Denied(401, Problem(code=ProblemCode.COURIER_SIGNATURE, fields={"device": ""}), _WANTED)
        return bytes(kept)


_WANTED = {"WWW-Authenticate": "AJ1"}
