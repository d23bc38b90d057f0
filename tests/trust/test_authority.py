"""The node's authority: devices that trust it believe the node, and nothing else that it might be made to say."""

from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.verification import PolicyBuilder, Store, VerificationError

from tresen.web.trust.authority import (
    AUTHORITY_LIFE,
    CERTIFICATE_LIFE,
    PRIVATE_NAMES,
    Authority,
    AuthorityDamaged,
    Names,
    open_authority,
)
from tresen.web.trust.shown import RENEW_BEFORE, CertificateUnusable, GivenCertificate, IssuedCertificate, names_of

NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)
SHOP = Names(("localhost", "theke", "theke.local", "kasse.fritz.box"), ("192.168.178.20", "127.0.0.1", "fd00::20"))


class Clock:
    """A clock that the test moves."""

    def __init__(self, now: datetime = NOW) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


def believed(pem: bytes, authority: x509.Certificate, name: str, now: datetime) -> bool:
    """Whether a device that trusts the authority alone believes that somebody with this certificate is `name`."""
    leaf = x509.load_pem_x509_certificates(pem)[0]
    try:
        subject: x509.GeneralName = x509.IPAddress(ip_address(name))
    except ValueError:
        subject = x509.DNSName(name)
    verifier = PolicyBuilder().store(Store([authority])).time(now).build_server_verifier(subject)  # type: ignore[arg-type]
    try:
        verifier.verify(leaf, [])
    except VerificationError:
        return False
    return True


def test_a_device_that_trusts_the_authority_believes_the_node_under_each_of_its_names(tmp_path: Path) -> None:
    authority = open_authority(tmp_path, "THEKE", SHOP, NOW)
    chain, _ = authority.issue(SHOP, NOW)
    for name in (*SHOP.hosts, *SHOP.addresses):
        assert believed(chain, authority.certificate, name, NOW), name
    assert not believed(chain, authority.certificate, "bank.example", NOW)
    assert not believed(chain, authority.certificate, "192.168.178.21", NOW)


def test_whoever_does_not_trust_this_authority_does_not_believe_the_node(tmp_path: Path) -> None:
    authority = open_authority(tmp_path / "one", "THEKE", SHOP, NOW)
    other = open_authority(tmp_path / "two", "THEKE", SHOP, NOW)
    chain, _ = authority.issue(SHOP, NOW)
    assert not believed(chain, other.certificate, "theke.local", NOW)


def test_the_authority_vouches_for_nothing_outside_of_the_shops_network(tmp_path: Path) -> None:
    authority = open_authority(tmp_path, "THEKE", Names(("theke",)), NOW)
    strange = Names(("bank.example", "local.example", "theke.local"), ("8.8.8.8", "10.0.0.7", "2001:db8::1"))
    assert authority.permits(strange) == Names(("theke.local",), ("10.0.0.7",))
    chain, _ = authority.issue(strange, NOW)
    assert names_of(x509.load_pem_x509_certificates(chain)[0]) == Names(("theke.local",), ("10.0.0.7",))


def signed_past_the_code(folder: Path, authority: Authority, names: Names) -> bytes:
    """A certificate as somebody would make it who has the key but not our scruples."""
    generous = open_authority(folder, "THEKE", names, NOW)
    wanted = x509.load_pem_x509_certificates(generous.issue(names, NOW)[0])[0]
    made = (
        x509.CertificateBuilder()
        .subject_name(wanted.subject)
        .issuer_name(authority.certificate.subject)
        .public_key(wanted.public_key())
        .serial_number(wanted.serial_number)
        .not_valid_before(wanted.not_valid_before_utc)
        .not_valid_after(wanted.not_valid_after_utc)
    )
    for extension in wanted.extensions:
        of_issuer = isinstance(extension.value, x509.AuthorityKeyIdentifier)
        right = x509.AuthorityKeyIdentifier.from_issuer_public_key(authority.key.public_key())
        made = made.add_extension(right if of_issuer else extension.value, extension.critical)
    return made.sign(authority.key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)


def test_a_stolen_key_cannot_pose_as_a_bank(tmp_path: Path) -> None:
    """Devices look at the name constraints themselves: whoever signs with the key past our code gains nothing."""
    authority = open_authority(tmp_path, "THEKE", SHOP, NOW)
    assert believed(signed_past_the_code(tmp_path / "a", authority, SHOP), authority.certificate, "theke.local", NOW)
    for name in ("bank.example", "8.8.8.8"):
        names = Names((name,)) if name[0] == "b" else Names(("theke.local",), (name,))
        assert not believed(
            signed_past_the_code(tmp_path / name, authority, names), authority.certificate, name, NOW
        ), name


def test_the_authority_lasts_ten_years_and_its_certificates_as_long_as_browsers_allow(tmp_path: Path) -> None:
    authority = open_authority(tmp_path, "THEKE", SHOP, NOW)
    chain, _ = authority.issue(SHOP, NOW)
    leaf = x509.load_pem_x509_certificates(chain)[0]
    assert leaf.not_valid_after_utc - leaf.not_valid_before_utc == CERTIFICATE_LIFE <= timedelta(days=397)
    assert believed(chain, authority.certificate, "theke.local", NOW - timedelta(hours=20)), "a slow clock"
    assert not believed(chain, authority.certificate, "theke.local", NOW + CERTIFICATE_LIFE)
    late = NOW + AUTHORITY_LIFE - timedelta(days=100)
    chain, _ = authority.issue(SHOP, late)
    assert believed(chain, authority.certificate, "theke.local", late)
    assert x509.load_pem_x509_certificates(chain)[0].not_valid_after_utc == authority.certificate.not_valid_after_utc


def test_the_same_authority_is_found_again_until_it_ends(tmp_path: Path) -> None:
    first = open_authority(tmp_path, "THEKE", SHOP, NOW)
    assert open_authority(tmp_path, "OTHER", Names(), NOW + timedelta(days=3000)).der == first.der
    after = open_authority(tmp_path, "THEKE", SHOP, NOW + AUTHORITY_LIFE)
    assert after.der != first.der
    assert after.called == "Tresen THEKE 2036-11-25"


def test_nobody_else_on_the_machine_reads_the_keys(tmp_path: Path) -> None:
    folder = tmp_path / "https"
    authority = open_authority(folder, "THEKE", SHOP, NOW)
    IssuedCertificate(folder, authority, lambda: SHOP, Clock())
    assert folder.stat().st_mode & 0o777 == 0o700
    for name in ("authority.key", "server.key"):
        assert (folder / name).stat().st_mode & 0o777 == 0o600, name
    (folder / "authority.key").chmod(0o644)
    open_authority(folder, "THEKE", SHOP, NOW)
    assert (folder / "authority.key").stat().st_mode & 0o777 == 0o600, "what was opened by hand is closed again"
    assert "PRIVATE" not in (folder / "authority.pem").read_text() + (folder / "server.pem").read_text()
    assert "key" not in repr(authority)


def test_half_an_authority_is_not_replaced_silently(tmp_path: Path) -> None:
    open_authority(tmp_path, "THEKE", SHOP, NOW)
    (tmp_path / "authority.key").unlink()
    with pytest.raises(AuthorityDamaged):
        open_authority(tmp_path, "THEKE", SHOP, NOW)
    other = open_authority(tmp_path / "other", "THEKE", SHOP, NOW)
    (tmp_path / "authority.key").write_bytes((tmp_path / "other" / "authority.key").read_bytes())
    assert other
    with pytest.raises(AuthorityDamaged, match="does not belong"):
        open_authority(tmp_path, "THEKE", SHOP, NOW)
    (tmp_path / "authority.pem").write_text("")
    with pytest.raises(AuthorityDamaged):
        open_authority(tmp_path, "THEKE", SHOP, NOW)


def test_the_certificate_is_renewed_thirty_days_ahead_and_when_the_machine_gets_an_address(tmp_path: Path) -> None:
    clock, names = Clock(), [SHOP]
    shown = IssuedCertificate(tmp_path, open_authority(tmp_path, "THEKE", SHOP, NOW), lambda: names[0], clock)
    first = (tmp_path / "server.pem").read_bytes()
    assert not shown.renew()
    clock.now = NOW - timedelta(days=1) + CERTIFICATE_LIFE - RENEW_BEFORE - timedelta(seconds=1)
    assert not shown.renew()
    clock.now += timedelta(seconds=1)
    assert shown.renew()
    assert (tmp_path / "server.pem").read_bytes() != first
    names[0] = SHOP | Names((), ("192.168.178.99",))
    assert shown.renew()
    assert "192.168.178.99" in shown.names.addresses
    names[0] = SHOP
    assert not shown.renew(), "an address that is gone for a while costs nothing"
    names[0] = SHOP | Names(("shop.example",), ("203.0.113.9",))
    assert not shown.renew(), "what the authority may not vouch for is no reason"


def test_a_certificate_of_a_wrong_clock_is_replaced_when_the_clock_is_right(tmp_path: Path) -> None:
    clock = Clock(datetime(2030, 1, 1, tzinfo=UTC))
    shown = IssuedCertificate(tmp_path, open_authority(tmp_path, "THEKE", SHOP, NOW), lambda: SHOP, clock)
    clock.now = NOW
    assert shown.renew()
    assert shown.expires_at < NOW + timedelta(days=398)


def test_a_restart_keeps_a_good_certificate_and_replaces_a_broken_one(tmp_path: Path) -> None:
    authority = open_authority(tmp_path, "THEKE", SHOP, NOW)
    IssuedCertificate(tmp_path, authority, lambda: SHOP, Clock())
    first = (tmp_path / "server.pem").read_bytes()
    IssuedCertificate(tmp_path, authority, lambda: SHOP, Clock())
    assert (tmp_path / "server.pem").read_bytes() == first
    (tmp_path / "server.key").write_text("torn by a power cut")
    IssuedCertificate(tmp_path, authority, lambda: SHOP, Clock())
    assert (tmp_path / "server.pem").read_bytes() != first


def test_near_the_end_of_the_authority_certificates_are_not_renewed_over_and_over(tmp_path: Path) -> None:
    clock = Clock(NOW + AUTHORITY_LIFE - timedelta(days=10))
    shown = IssuedCertificate(tmp_path, open_authority(tmp_path, "THEKE", SHOP, NOW), lambda: SHOP, clock)
    assert not shown.renew()


def test_a_real_certificate_is_read_again_when_its_files_change(tmp_path: Path) -> None:
    authority = open_authority(tmp_path, "ISSUER", Names(("shop.example",)), NOW)
    certificate, key = tmp_path / "chain.pem", tmp_path / "chain.key"

    def put(names: Names) -> None:
        chain, secret = authority.issue(names, datetime.now(UTC))
        certificate.write_bytes(chain)
        key.write_bytes(secret)

    put(Names(("shop.example",)))
    shown = GivenCertificate(certificate, key)
    assert shown.authority is None
    assert not shown.renew()
    put(Names(("shop.example", "www.shop.example")))
    assert shown.renew()
    assert shown.names.hosts == ("shop.example", "www.shop.example")
    key.write_text("half written")
    with pytest.raises(CertificateUnusable):
        shown.renew()
    assert shown.names.hosts == ("shop.example", "www.shop.example"), "the old one stays in use"


def test_a_key_with_a_password_is_refused_instead_of_waiting_for_somebody_to_type(tmp_path: Path) -> None:
    chain, _ = open_authority(tmp_path, "ISSUER", SHOP, NOW).issue(SHOP, NOW)
    key = ec.generate_private_key(ec.SECP256R1())
    (tmp_path / "chain.pem").write_bytes(chain)
    (tmp_path / "chain.key").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.BestAvailableEncryption(b"secret"),
        )
    )
    with pytest.raises(CertificateUnusable):
        GivenCertificate(tmp_path / "chain.pem", tmp_path / "chain.key")


def test_private_names_belong_to_nobody_on_the_internet() -> None:
    assert all(not name.endswith((".de", ".com", ".org")) for name in PRIVATE_NAMES)
