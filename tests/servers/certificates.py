"""Certificates of servers on the loopback, signed by an authority that a test makes."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

_DAY = timedelta(days=1)
# Python 3.13 asks for each of these (VERIFY_X509_STRICT).
_SIGNS = x509.KeyUsage(
    digital_signature=False,
    content_commitment=False,
    key_encipherment=False,
    data_encipherment=False,
    key_agreement=False,
    key_cert_sign=True,
    crl_sign=True,
    encipher_only=False,
    decipher_only=False,
)


@dataclass(frozen=True)
class Authority:
    """An authority of its own; `file` is what a client believes."""

    file: Path
    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey

    def sign(
        self, folder: Path, host: str = "127.0.0.1", *, expired: bool = False
    ) -> tuple[Path, Path]:
        """Write a certificate for a host and its key, and return their files."""
        key = ec.generate_private_key(ec.SECP256R1())
        names: list[x509.GeneralName]
        try:
            names = [x509.IPAddress(ipaddress.ip_address(host))]
        except ValueError:
            names = [x509.DNSName(host)]
        begin = datetime.now(UTC) - (30 * _DAY if expired else _DAY)
        built = (
            _builder(host, key, begin, 2 * _DAY)
            .issuer_name(self.certificate.subject)
            .add_extension(x509.SubjectAlternativeName(names), critical=False)
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(self.key.public_key()),
                critical=False,
            )
            .sign(self.key, hashes.SHA256())
        )
        certificate, private = folder / f"{host}.pem", folder / f"{host}.key"
        certificate.write_bytes(built.public_bytes(serialization.Encoding.PEM))
        private.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
        )
        return certificate, private


def new_authority(folder: Path) -> Authority:
    """Make an authority whose certificate lies in a folder."""
    key = ec.generate_private_key(ec.SECP256R1())
    builder = _builder("otdesk test authority", key, datetime.now(UTC) - 40 * _DAY, 80 * _DAY)
    certificate = (
        builder.issuer_name(_name("otdesk test authority"))
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_SIGNS, critical=True)
        .sign(key, hashes.SHA256())
    )
    file = folder / "authority.pem"
    file.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    return Authority(file, certificate, key)


def _builder(
    name: str, key: ec.EllipticCurvePrivateKey, begin: datetime, lasting: timedelta
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(_name(name))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begin)
        .not_valid_after(begin + lasting)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )


def _name(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])
