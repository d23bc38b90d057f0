"""Certificates and keys of TSEs in every form that makers hand them out."""

import base64
import contextlib
from datetime import UTC, datetime

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from hypothesis import given
from hypothesis import strategies as st

from tresen.adapters.signer_simulator.identity import open_identity
from tresen.fiscal.certificates import BadCertificate, certificates_in, chain_of, raw_point

DER = serialization.Encoding.DER
PEM = serialization.Encoding.PEM


@pytest.fixture(scope="module", params=["P-256", "P-384"])
def identity(request, tmp_path_factory):
    return open_identity(tmp_path_factory.mktemp("identity") / "identity.pem", request.param, 1_700_000_000_000)


@pytest.fixture(scope="module")
def ders(identity):
    return tuple(one.public_bytes(DER) for one in identity.certificates)


def test_the_same_chain_from_pem_base64_and_der(identity, ders):
    pem = b"".join(one.public_bytes(PEM) for one in identity.certificates)
    row = b"".join(ders)
    for form in (pem, b"\n" + pem, base64.b64encode(row), base64.encodebytes(row), base64.b64encode(pem), row):
        assert certificates_in(form) == ders


def test_the_leaf_comes_first_whatever_the_order(identity, ders):
    for row in (ders[0] + ders[1], ders[1] + ders[0]):
        chain, ends = chain_of(row, identity.public_key)
        assert chain == ders
        assert ends == identity.expires_at
    assert datetime.fromtimestamp(ends / 1000, UTC) == x509.load_der_x509_certificate(ders[0]).not_valid_after_utc


def test_a_chain_of_another_tse_is_refused(ders):
    with pytest.raises(BadCertificate, match="belongs"):
        chain_of(ders[0], b"\x04" + bytes(64))


def test_the_point_from_every_form_of_a_key(identity):
    point = identity.public_key
    wrapped = identity.key.public_key().public_bytes(DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    assert raw_point(point) == raw_point(point[1:]) == raw_point(wrapped) == point


@given(st.binary(max_size=200))
def test_rubbish_is_refused_and_nothing_else_happens(raw):
    with contextlib.suppress(BadCertificate):
        certificates_in(raw)
    with contextlib.suppress(BadCertificate):
        chain_of(raw, b"")
    with contextlib.suppress(BadCertificate):
        assert raw_point(raw)[0] == 0x04
