# SPDX-License-Identifier: MulanPSL-2.0
"""The line to the office: signed requests over HTTP or pinned TLS. The only place that opens a network connection."""

from __future__ import annotations

import contextlib
import hashlib
import json
import ssl
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO
from urllib.parse import urlsplit

from inspector_app.domain.problems import Problem, ProblemCode, Refused, Severity
from inspector_app.domain.unit import Membership
from inspector_app.handoff.courier_signature import EMPTY, Claim, authorization, certificate_id

if TYPE_CHECKING:
    import httpx

CONNECT_SECONDS, QUIET_SECONDS = 10.0, 120.0  # an office that reads a large part answers late
LARGEST_ANSWER = 8_000_000  # bytes; the receipt of a large office has some 100,000
SLICE = 64 * 1024  # bytes
NO_CHECK_TIME = 0x200000  # X509_V_FLAG_NO_CHECK_TIME: the certificate is pinned, and a laptop's clock may be wrong


class LineBroken(Exception):
    """The office was not reached, or the connection broke; trying again later may help."""

    def __init__(self, reason: str, after: float = 0.0) -> None:
        super().__init__(reason)
        self.reason, self.after = reason, after  # one of `COURIER_REASONS`; seconds that the office asked for


class NotTaken(Exception):
    """The office answered that it does not take this."""

    def __init__(self, status: int, problems: tuple[Problem, ...], offset: int | None) -> None:
        super().__init__(f"{status}")
        self.status, self.problems, self.offset = status, problems, offset


@dataclass(frozen=True, slots=True, kw_only=True)
class Signer:
    """Who asks."""

    device: str
    secret: str
    member: Membership


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the office said."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> Mapping[str, object]:
        """Read the body. Raises LineBroken when it is not what an office says."""
        try:
            found = json.loads(self.body)
        except (ValueError, RecursionError) as error:
            raise LineBroken("not an office") from error
        if not isinstance(found, dict):
            raise LineBroken("not an office")
        return found


class Line:
    """A connection to one office, opened when first needed."""

    def __init__(self, url: str, signer: Signer, now: Callable[[], datetime]) -> None:
        self.url = office_url(url)
        self._signer, self._now = signer, now
        self._ahead = 0.0  # seconds of our clock before the office's
        self._client: httpx.Client | None = None

    @property
    def ahead(self) -> int:
        """How many seconds our clock is before the office's."""
        return round(self._ahead)

    def close(self) -> None:
        """Hang up."""
        if self._client is not None:
            self._client.close()
            self._client = None

    def greet(self) -> None:
        """Ask who answers and what time it is there. Refuses COURIER_CERTIFICATE when it is not our office."""
        found = self._ask("GET", "/v1/office", signed=False).json()
        if found.get("key") != self._signer.member.office_key or found.get("unit") != self._signer.member.unit:
            raise Refused([Problem(code=ProblemCode.COURIER_CERTIFICATE, fields={"office": self.url})])
        try:
            theirs = datetime.fromisoformat(str(found["time"]))
            self._ahead = (self._now() - theirs).total_seconds()
        except (KeyError, ValueError, TypeError) as error:
            raise LineBroken("not an office") from error

    def get(self, target: str) -> Answer:
        """Ask for something. Raises LineBroken and NotTaken."""
        return self._ask("GET", target)

    def send(self, method: str, target: str, body: bytes, **headers: str) -> Answer:
        """Send something. Raises LineBroken and NotTaken."""
        extra = {name.replace("_", "-"): value for name, value in headers.items()}
        return self._ask(method, target, body, extra)

    def fetch(self, target: str, out: BinaryIO, start: int, most: int, told: Callable[[int], None]) -> None:
        """Append what lies at an address to a file, from an offset on. Raises LineBroken and NotTaken."""
        headers = {"Range": f"bytes={start}-"} if start else {}
        with self._answering("GET", target, b"", headers) as answer:
            if answer.status_code not in (200, 206):
                raise _not_taken(_read_short(answer))
            if answer.status_code == 200 and start:
                out.seek(0)
                out.truncate()
            for chunk in answer.iter_raw():
                if out.tell() + len(chunk) > most:
                    raise LineBroken("damaged")
                out.write(chunk)
                told(len(chunk))

    def _ask(
        self, method: str, target: str, body: bytes = b"", headers: Mapping[str, str] | None = None,
        *, signed: bool = True,
    ) -> Answer:  # fmt: skip
        with self._answering(method, target, body, headers or {}, signed=signed) as response:
            answer = _read_short(response)
        if answer.status >= 300:
            raise _not_taken(answer)
        return answer

    @contextlib.contextmanager
    def _answering(
        self, method: str, target: str, body: bytes, headers: Mapping[str, str], *, signed: bool = True
    ) -> Iterator[httpx.Response]:
        import httpx  # slow to load, and needed by nothing else

        every = {**headers, "Accept-Encoding": "identity"}
        if signed:
            every["Authorization"] = self._sign(method, target, body)
        try:
            client = self._opened()
            if body:
                every["Content-Length"] = str(len(body))
            with client.stream(
                method, self.url + target, content=_slices(body) if body else None, headers=every
            ) as response:
                yield response
        except httpx.TransportError as error:
            if _is_foreign(error):
                raise Refused([Problem(code=ProblemCode.COURIER_CERTIFICATE, fields={"office": self.url})]) from error
            raise LineBroken(_reason(error)) from error
        except httpx.HTTPError as error:
            raise LineBroken("not an office") from error

    def _opened(self) -> httpx.Client:
        import httpx

        if self._client is None:
            timeout = httpx.Timeout(QUIET_SECONDS, connect=CONNECT_SECONDS)
            verify: ssl.SSLContext | bool = _pinned(self._signer.member.tls, self.url)
            self._client = httpx.Client(verify=verify, timeout=timeout, trust_env=False, follow_redirects=False)
        return self._client

    def _sign(self, method: str, target: str, body: bytes) -> str:
        claim = Claim(
            device=self._signer.device,
            certificate=certificate_id(self._signer.member.certificate),
            time=max(0, int(self._now().timestamp() - self._ahead)),
            sha256=hashlib.sha256(body).hexdigest() if body else EMPTY,
        )
        unit = self._signer.member.unit
        return authorization(self._signer.secret, claim, unit=unit, method=method, target=target)


def office_url(text: str) -> str:
    """Give an office's address without its tail. Refuses COURIER_ADDRESS."""
    try:
        parts = urlsplit(text.strip().rstrip("/"))
        is_sound = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_sound = False
    if not is_sound or parts.path or parts.query or parts.fragment or parts.username is not None:
        raise Refused([Problem(code=ProblemCode.COURIER_ADDRESS, where="office", fields={"office": text})])
    return f"{parts.scheme}://{parts.netloc}"


def _pinned(certificate: str, url: str) -> ssl.SSLContext | bool:
    """Trust the one certificate that came with our enrolment, whatever name and day stand in it; and no other."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_REQUIRED
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    if certificate:
        try:
            context.load_verify_locations(cadata=certificate)
        except (ssl.SSLError, ValueError) as error:
            raise Refused([Problem(code=ProblemCode.COURIER_CERTIFICATE, fields={"office": url})]) from error
    context.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN | NO_CHECK_TIME
    return context


def _slices(body: bytes) -> Iterator[bytes]:
    """Give a body in small pieces: a long one would be copied again at every write."""
    for start in range(0, len(body), SLICE):
        yield body[start : start + SLICE]


def _read_short(response: httpx.Response) -> Answer:
    body = bytearray()
    for chunk in response.iter_raw():
        body += chunk
        if len(body) > LARGEST_ANSWER:
            raise LineBroken("not an office")
    return Answer(status=response.status_code, headers=response.headers, body=bytes(body))


def _not_taken(answer: Answer) -> NotTaken | LineBroken:
    """Read a refusal; that the office is busy or full is no refusal but a reason to come again."""
    after = answer.headers.get("retry-after", "")
    if answer.status == 429 or answer.status >= 500:
        wait = float(after) if after.isdecimal() and len(after) < 6 else 0.0
        full = answer.status == 507
        return LineBroken("busy" if answer.status == 429 else "office full" if full else "office fault", wait)
    problems: tuple[Problem, ...] = ()
    with contextlib.suppress(LineBroken):
        listed = answer.json().get("problems")
        problems = tuple(_problem(p) for p in listed if isinstance(p, dict)) if isinstance(listed, list) else ()
    offset = answer.headers.get("upload-offset", "")
    return NotTaken(answer.status, problems, int(offset) if offset.isdecimal() and len(offset) < 16 else None)


def problems_of(content: Mapping[str, object]) -> tuple[Problem, ...]:
    """Read the problems of an answer."""
    listed = content.get("problems")
    return tuple(_problem(p) for p in listed if isinstance(p, dict)) if isinstance(listed, list) else ()


def _problem(content: Mapping[str, object]) -> Problem:
    """Read one problem; a code that a newer office has and we have not stays as its sentence."""
    fields = content.get("fields")
    known = {str(k): str(v)[:500] for k, v in fields.items()} if isinstance(fields, dict) else {}
    where, message = str(content.get("where", ""))[:500], str(content.get("message", ""))[:500]
    try:
        return Problem(code=ProblemCode(str(content.get("code"))), where=where, fields=known)
    except ValueError:
        fields_ = {"office": "", "status": "", "reason": message}
        return Problem(code=ProblemCode.COURIER_REFUSED, where=where, fields=fields_, severity=Severity.BLOCK)


def _is_foreign(error: BaseException) -> bool:
    """Whether somebody answered with another certificate."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return True
        cause = cause.__cause__ or cause.__context__
    return False


def _reason(error: httpx.TransportError) -> str:
    import httpx

    if isinstance(error, httpx.ConnectTimeout | httpx.PoolTimeout):
        return "no answer"
    if isinstance(error, httpx.ConnectError):
        return "no connection"
    return "too slow" if isinstance(error, httpx.TimeoutException) else "cut off"


def file_sha256(path: Path) -> str:
    """Hash a file of any size."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
