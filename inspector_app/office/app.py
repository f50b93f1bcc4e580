# SPDX-License-Identifier: MulanPSL-2.0
"""The reception's routes (docs/courier.md): who the office is, parts in, receipts and dispatches out."""

from __future__ import annotations

import hashlib
import hmac
import json
import logging
import re
from functools import partial
from pathlib import Path

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import FileResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from inspector_app.domain.problems import Problem, ProblemCode, Refused
from inspector_app.domain.unit import Device
from inspector_app.office.answers import Denied, busy, denied_request, problem_json, refusal
from inspector_app.office.gate import Gate
from inspector_app.office.limits import Limits
from inspector_app.office.patience import Patience
from inspector_app.office.store import Dispatch, PartState, Received, Store
from inspector_app.office.turns import Turns
from inspector_app.office.uploads import PartId, Uploads, part_id

log = logging.getLogger(__name__)
_NUMBER = re.compile(r"[0-9]{1,15}")
_SIGNED_NUMBER = re.compile(r"-?[0-9]{1,12}")
_HASH = re.compile(r"[0-9a-f]{64}")
_NAME = re.compile(r"[0-9a-z]{0,64}")


class Reception:
    """The office's side of the courier: stateless but for what is under way; what arrived lies on disk."""

    def __init__(self, store: Store, limits: Limits | None = None) -> None:
        self.store, self.limits = store, limits or Limits()
        self.uploads = Uploads(store.folder / "uploads", self.limits)
        self.uploads.prepare()
        self.gate = Gate(store, self.limits)
        self._reading = Turns("office-reading", self.limits.commits)
        self._making = Turns("office-making", self.limits.commits)

    def asgi(self) -> Patience:
        """Give the ASGI application."""
        routes = [
            Route("/v1/office", self.about, methods=["GET"]),
            Route("/v1/parts/{part}", self.part, methods=["GET", "HEAD"]),
            Route("/v1/parts/{part}", self.upload, methods=["PATCH", "PUT"]),
            Route("/v1/parts/{part}/commit", self.commit, methods=["POST"]),
            Route("/v1/receipts/{device}", self.receipt, methods=["GET"]),
            Route("/v1/dispatch/{device}", self.dispatch, methods=["GET"]),
            Route("/v1/dispatch/{device}/{bundle}/{part}", self.dispatch_part, methods=["GET"]),
        ]
        handlers = {Denied: _on_denied, Refused: _on_refused, HTTPException: _on_http, ClientDisconnect: _on_gone}
        app = Starlette(routes=routes, exception_handlers=handlers)  # type: ignore[arg-type]
        app.router.redirect_slashes = False
        return Patience(app, self.limits)

    def close(self) -> None:
        """Wait for the part that is being read; nothing new begins."""
        self._reading.close()
        self._making.close()

    async def about(self, _request: Request) -> Response:
        """Say who the office is and what its time is; the only thing that anybody may ask."""
        found = await run_in_threadpool(self.store.about)
        return JSONResponse({
            "unit": found.unit, "name": found.name, "key": found.key, "level": found.level,
            "time": found.time.isoformat(timespec="milliseconds"), "largest_part": self.limits.part_bytes,
        })  # fmt: skip

    async def part(self, request: Request) -> Response:
        """Say how much of a part has arrived, and whether it was read already."""
        part, _, _ = await self._part(request)
        async with self.uploads.claim(part):
            arrived = await run_in_threadpool(self.uploads.offset, part)
            is_read = await run_in_threadpool(self.store.is_read, part.bundle, part.part, part.device)
        headers = {"Upload-Offset": str(arrived), "Upload-Done": "1" if is_read else "0", "Cache-Control": "no-store"}
        return JSONResponse({"offset": arrived, "done": is_read}, headers=headers)

    async def upload(self, request: Request) -> Response:
        """Append to a part at the offset that has arrived."""
        part, _, signed = await self._part(request)
        offset = _header_number(request, "upload-offset")
        length = _header_number(request, "upload-length")
        coming = _header_number(request, "content-length")
        with self.uploads.admitted(part.device):
            async with self.uploads.claim(part) as stop:
                await run_in_threadpool(partial(self.uploads.allow, part, offset, coming, length))
                arrived = await self.uploads.append(
                    part, request.stream(), stop, offset=offset, coming=coming, sha256=signed
                )
        return Response(status_code=204, headers={"Upload-Offset": str(arrived)})

    async def commit(self, request: Request) -> Response:
        """Read a part that has arrived whole. Once more is the same as once."""
        part, device, signed = await self._part(request)
        wanted, length = _commit_body(await self.gate.body(request, signed))
        async with self.uploads.claim(part):
            arrived = await run_in_threadpool(self.uploads.offset, part)
            is_read = await run_in_threadpool(self.store.is_read, part.bundle, part.part, part.device)
            if (
                is_read and arrived != length
            ):  # read before, and what lies here is at most the beginning of a repetition
                received = Received(state=PartState.KNOWN)
            elif arrived != length:
                fields = {"found": str(length), "expected": str(arrived)}
                problem = Problem(code=ProblemCode.COURIER_OFFSET, fields=fields)
                raise Denied(409, problem, {"Upload-Offset": str(arrived)})
            else:
                received = await self._reading.do(partial(self._read, part, wanted))
            await run_in_threadpool(self.uploads.discard, part)
        await self._note_clock(request, device)
        receipt = await self._reading.do(partial(self.store.receipt_for, part.device))
        log.info("part %s of %s: %s", part.name[-20:], device.id[:12], received.state)
        content = {
            "part": part.name, "state": received.state.value, "operations": received.operations,
            "problems": [problem_json(p) for p in received.problems], "receipt": receipt,
        }  # fmt: skip
        return JSONResponse(content, 422 if received.state is PartState.REFUSED else 200)

    async def receipt(self, request: Request) -> Response:
        """Give a laptop its receipt."""
        device, _ = await self._own(request)
        return PlainTextResponse(await self._reading.do(partial(self.store.receipt_for, device.id)), headers=_NO_STORE)

    async def dispatch(self, request: Request) -> Response:
        """List the files of what waits for a laptop; 204 when nothing does."""
        device, _ = await self._own(request)
        have = request.query_params.get("have", "")
        if not _NAME.fullmatch(have):
            raise denied_request("have")
        found = await self._making.do(partial(self.store.dispatch_for, device.id, have))
        if found is None or found.bundle == have:
            return Response(status_code=204, headers=_NO_STORE)
        parts = [{"part": p.part, "bytes": p.bytes, "sha256": p.sha256} for p in found.parts]
        return JSONResponse({"bundle": found.bundle, "parts": parts}, headers=_NO_STORE)

    async def dispatch_part(self, request: Request) -> Response:
        """Give one file of the dispatch, whole or from an offset (Range)."""
        device, _ = await self._own(request)
        bundle = str(request.path_params["bundle"])
        found = (
            await run_in_threadpool(self.store.dispatch_kept, device.id, bundle) if _NAME.fullmatch(bundle) else None
        )
        path = _path_in(found, str(request.path_params["part"]))
        return FileResponse(path, media_type="application/octet-stream", headers=_NO_STORE)

    def _read(self, part: PartId, wanted: str) -> Received:
        """Compare with what the laptop says that it sent, and with the part's own head; then take it in."""
        path = self.uploads.path(part)
        with path.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
        named = {"name": part.name, "detail": ""}
        if not hmac.compare_digest(found, wanted):
            self.uploads.discard(part)
            raise Denied(422, Problem(code=ProblemCode.BUNDLE_CHANGED, fields=named), {"Upload-Offset": "0"})
        try:
            bundle, number, device = self.store.header_of(path)
            if (bundle, number, device) != (part.bundle, part.part, part.device):
                fields = {**named, "detail": "part"}
                raise Refused([Problem(code=ProblemCode.BUNDLE_MALFORMED, fields=fields)])
        except Refused as refused:
            self.uploads.discard(part)
            return Received(state=PartState.REFUSED, problems=refused.problems)
        return self.store.receive(path)

    async def _part(self, request: Request) -> tuple[PartId, Device, str]:
        device, signed = await self.gate.caller(request)
        return part_id(device.id, str(request.path_params["part"])), device, signed

    async def _own(self, request: Request) -> tuple[Device, str]:
        """Give the laptop that asks for its own things; those of another it does not get."""
        device, signed = await self.gate.caller(request)
        if request.path_params["device"] != device.id:
            raise Denied(403, Problem(code=ProblemCode.DEVICE_UNKNOWN, fields={"device": ""}))
        return device, signed

    async def _note_clock(self, request: Request, device: Device) -> None:
        ahead = request.headers.get("clock-ahead", "")
        if _SIGNED_NUMBER.fullmatch(ahead):
            await self._reading.do(partial(self.store.note_clock, device.id, int(ahead)))


_NO_STORE = {"Cache-Control": "no-store"}


def _header_number(request: Request, name: str) -> int:
    text = request.headers.get(name, "")
    if not _NUMBER.fullmatch(text):
        raise denied_request(name, 411 if name == "content-length" else 400)
    return int(text)


def _commit_body(body: bytes) -> tuple[str, int]:
    """Read hash and length of a part."""
    try:
        content = json.loads(body)
        sha256, length = content["sha256"], content["bytes"]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise denied_request("body") from error
    is_sound = isinstance(sha256, str) and _HASH.fullmatch(sha256) and type(length) is int and 0 < length < 1 << 53
    if not is_sound:
        raise denied_request("body")
    return sha256, length


def _path_in(found: Dispatch | None, part: str) -> Path:
    """Find the file of a dispatch; its path comes from the store, never from the request."""
    for known in () if found is None else found.parts:
        if str(known.part) == part and known.path.is_file():
            return known.path
    raise Denied(404, Problem(code=ProblemCode.BUNDLE_NOT_FOUND, fields={"path": "dispatch"}))


def _on_denied(_request: Request, denied: Denied) -> Response:
    return refusal(denied.status, [denied.problem], denied.headers)


def _on_refused(_request: Request, refused: Refused) -> Response:
    """A refusal of the office's own data: it is busy, full or damaged; the laptop's part stays where it is."""
    codes = {p.code for p in refused.problems}
    if ProblemCode.WORKSPACE_BUSY in codes:
        return _on_denied(_request, busy(5))
    status = 507 if ProblemCode.DISK_FULL in codes else 503
    log.warning("refused: %s", ", ".join(sorted(codes)))
    return refusal(status, [Problem(code=p.code, fields={**p.fields, "path": "office"}) for p in refused.problems])


def _on_http(_request: Request, error: HTTPException) -> Response:
    denied = denied_request("method" if error.status_code == 405 else "address", error.status_code)
    return refusal(denied.status, [denied.problem], error.headers)


def _on_gone(_request: Request, _error: ClientDisconnect) -> Response:
    return Response(status_code=400)
