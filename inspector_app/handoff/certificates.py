# SPDX-License-Identifier: MulanPSL-2.0
"""Certificates: what the office signs for a laptop (AJC1), and the office's own TLS certificate for the courier."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from inspector_app.handoff import keys

CERTIFICATE = "AJC1"
TLS_NAME = "office.inspector-app"  # what the courier asks for, whatever the address
TLS_YEARS = 20  # it is pinned, so its end protects nothing; a laptop must not lose its office because of a date


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """What the office says of a laptop: its signing key and age key, and under which incarnation it was enrolled."""

    unit: str
    device: str
    incarnation: str
    public_key: str  # hex Ed25519
    recipient: str  # age1...
    name: str
    at: str  # UTC


def signed_certificate(certificate: Certificate, office_secret: str) -> str:
    """Sign a laptop's certificate with the office's key."""
    body = {name: getattr(certificate, name) for name in Certificate.__slots__}
    return keys.signed_text(CERTIFICATE, body, office_secret)


def read_certificate(text: str, office_key: str) -> Certificate | None:
    """Read a laptop's certificate, if the office with this key signed it; else give nothing."""
    try:
        signed = keys.read_signed(text, CERTIFICATE)
    except keys.NotSigned:
        return None
    values = {name: signed.body.get(name) for name in Certificate.__slots__}
    if not office_key or signed.key != office_key or not all(isinstance(v, str) for v in values.values()):
        return None
    return Certificate(**values)  # type: ignore[arg-type]


def tls_certificate(name: str, now: datetime) -> tuple[str, str]:
    """Make the office's self-signed certificate for its network address, and its key; both as PEM.

    Laptops know it by itself (it travels in the answer to their request), so the names in it do not matter.
    """
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name[:60] or "office")])
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=3650))  # a laptop whose clock is years behind still finds its office
        .not_valid_after(now + timedelta(days=365 * TLS_YEARS))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(TLS_NAME)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return made.public_bytes(serialization.Encoding.PEM).decode(), secret.decode()


def fingerprint(key: str) -> str:
    """Give a public key as people compare it aloud: five groups of four characters of its hash."""
    digest = hashes.Hash(hashes.SHA256())
    digest.update(bytes.fromhex(key))
    text = digest.finalize().hex()[:20]
    return " ".join(text[n : n + 4] for n in range(0, 20, 4))
