"""The cloud TSE of fiskaly, against a double that speaks its public description over real TLS."""

import asyncio
import base64

import pytest
from cryptography.hazmat.primitives import serialization

from tests.contracts.signer_contract import CLIENT, DATA, SignerContract
from tests.contracts.signer_doubles.fiskaly_cloud import KEY, PIN, SECRET, FiskalyCloud
from tests.contracts.signer_doubles.secure_element import SecureElement
from tests.contracts.signer_doubles.tls_identity import server_and_trust
from tests.contracts.tar_checker import check_tar
from tresen.adapters.signer_fiskaly import FiskalySigner
from tresen.adapters.signer_fiskaly.http import HttpClient
from tresen.adapters.signer_fiskaly.session import FiskalySession
from tresen.fiscal.process_data import RECEIPT
from tresen.ports.signer import Finished, SignerDown, SignerUnknown, Started

TSS = "6f1c9b5e-0c1d-4b6e-9a55-2f1d0f6f7c11"


@pytest.fixture(scope="module")
def tls(tmp_path_factory):
    return server_and_trust(tmp_path_factory.mktemp("tls"))


@pytest.fixture
def element(tmp_path):
    element = SecureElement(tmp_path / "element")
    yield element
    element.close()


@pytest.fixture
def cloud(element):
    return FiskalyCloud(element, TSS)


@pytest.fixture
async def address(cloud, tls):
    yield await cloud.serve(tls[0])
    await cloud.stop()


def _opened(address, trust, clock, secret=SECRET):
    session = FiskalySession(HttpClient(address, trust, 20), KEY, secret, clock)
    return FiskalySigner(session, TSS, PIN, clock, first_pause=0.001)


@pytest.fixture
async def signer(address, tls, element):
    signer = _opened(address, tls[1], element.clock)
    yield signer
    signer.close()


@pytest.fixture
async def ready(signer):
    await signer.register(CLIENT)
    return signer


class TestFiskalySigner(SignerContract):
    @pytest.fixture
    def signer(self, signer):
        return signer


# ---- the line


@pytest.mark.parametrize("days", [-1, 100])
async def test_nothing_is_sent_to_a_server_that_cannot_prove_who_it_is(cloud, tmp_path, days, element):
    bad, trust = server_and_trust(tmp_path, days=days)
    address = await cloud.serve(bad)
    signer = _opened(address, trust if days < 0 else server_and_trust(tmp_path)[1], element.clock)
    with pytest.raises(SignerDown, match="certificate of the server"):
        await signer.info()
    signer.close()
    await cloud.stop()
    assert not cloud.asked


async def test_unreachable_means_nothing_was_done(address, cloud, tls, element):
    await cloud.stop()
    signer = _opened(address, tls[1], element.clock)
    with pytest.raises(SignerDown, match="cannot be reached"):
        await signer.start(CLIENT)
    await cloud.serve(tls[0])


@pytest.mark.parametrize("fault", ["lose_before", "lose_after", "garbage", "cut", "status 503", "status 499"])
async def test_one_lost_answer_at_start_is_asked_for_again_and_nothing_is_signed_twice(ready, cloud, element, fault):
    cloud.faults = [("PUT .*/tx/", fault)]
    started = await ready.start(CLIENT)
    assert element.transactions == 1
    assert await ready.look_up(started.transaction) == started


@pytest.mark.parametrize("fault", ["lose_after", "cut", "status 500"])
async def test_one_lost_answer_at_finish_is_asked_for_again_and_nothing_is_signed_twice(ready, cloud, element, fault):
    started = await ready.start(CLIENT)
    before = element.signatures
    cloud.faults = [("PUT .*/tx/", fault)]
    done = await ready.finish(CLIENT, started.transaction, RECEIPT, DATA)
    assert element.signatures == before + 1
    assert await ready.look_up(started.transaction) == done


async def test_a_start_that_stays_without_answer_is_unknown_and_found_among_the_open_ones(ready, cloud):
    cloud.faults = [("PUT .*/tx/", "lose_after"), ("PUT .*/tx/", "lose_after"), ("GET .*/tx/", "lose_before"),
                    ("GET .*/tx/", "lose_before")]  # fmt: skip
    with pytest.raises(SignerUnknown):
        await ready.start(CLIENT)
    assert await ready.open_transactions() == ((1, CLIENT),)
    done = await ready.finish(CLIENT, 1, RECEIPT, DATA)
    assert done.transaction == 1


@pytest.mark.parametrize("signed", [False, True])
async def test_a_finish_that_stays_without_answer_is_unknown_and_looking_up_tells(ready, cloud, element, signed):
    started = await ready.start(CLIENT)
    fault = "lose_after" if signed else "lose_before"
    cloud.faults = [("PUT .*/tx/", fault), ("PUT .*/tx/", fault)]
    with pytest.raises(SignerUnknown):
        await ready.finish(CLIENT, started.transaction, RECEIPT, DATA)
    found = await ready.look_up(started.transaction)
    assert isinstance(found, Finished if signed else Started)
    if not signed:
        await ready.finish(CLIENT, started.transaction, RECEIPT, DATA)
    assert len(check_tar(await element.tar()).transactions) == 1


async def test_a_cancelled_finish_leaves_a_line_that_is_not_used_again(ready, cloud):
    started = await ready.start(CLIENT)
    cloud.faults = [("PUT .*/tx/", "hang")]
    call = asyncio.create_task(ready.finish(CLIENT, started.transaction, RECEIPT, DATA))
    await cloud.hanging.wait()
    call.cancel()
    with pytest.raises(asyncio.CancelledError):
        await call
    assert await ready.look_up(started.transaction) == started
    await ready.finish(CLIENT, started.transaction, RECEIPT, DATA)


async def test_a_silent_server_is_waited_for_a_bounded_time(cloud, address, tls, element):
    signer = FiskalySigner(
        FiskalySession(HttpClient(address, tls[1], 0.05), KEY, SECRET, element.clock), TSS, PIN, None
    )
    cloud.faults = [("GET", "hang"), ("GET", "hang")]
    with pytest.raises(SignerDown):
        await signer.look_up(1)
    signer.close()


# ---- asked to wait


async def test_a_short_wait_that_fiskaly_asks_for_is_waited(ready, cloud):
    cloud.faults = [("PUT .*/tx/", "status 429 Retry-After: 0")]
    await ready.start(CLIENT)


async def test_a_long_wait_is_an_outage_in_which_nobody_is_asked(ready, cloud, element):
    cloud.faults = [("PUT .*/tx/", "status 429 Retry-After: 120")]
    with pytest.raises(SignerDown, match="asks to wait 120 s"):
        await ready.start(CLIENT)
    asked = len(cloud.asked)
    with pytest.raises(SignerDown, match="asks to wait"):
        await ready.start(CLIENT)
    assert len(cloud.asked) == asked
    assert element.transactions == 0


async def test_a_wait_until_a_moment_is_understood(ready, cloud, element):
    element.clock.at = 1_445_412_470_000
    cloud.faults = [("PUT .*/tx/", "status 429 Retry-After: Wed, 21 Oct 2015 07:28:20 GMT")]
    with pytest.raises(SignerDown, match="asks to wait 30 s"):
        await ready.start(CLIENT)


# ---- the token


async def test_a_token_that_is_not_accepted_any_more_is_renewed(ready, cloud):
    cloud.tokens.clear()
    cloud.asked.clear()
    await ready.start(CLIENT)
    assert cloud.asked.count("POST /auth") == 1


async def test_a_token_is_renewed_before_its_end(cloud, address, tls, element):
    cloud.token_seconds = 59
    signer = _opened(address, tls[1], element.clock)
    await signer.info()
    await signer.info()
    assert cloud.asked.count("POST /auth") == 2
    signer.close()


async def test_without_a_refresh_token_the_key_signs_in(ready, cloud):
    cloud.tokens.clear()
    cloud.refresh_tokens.clear()
    await ready.start(CLIENT)


async def test_a_wrong_key_is_told_and_stands_in_no_text(address, tls, element):
    signer = _opened(address, tls[1], element.clock, secret="wrong-secret")
    with pytest.raises(SignerDown, match="does not accept the API key") as told:
        await signer.start(CLIENT)
    assert "wrong-secret" not in str(told.value) + repr(told.value)
    signer.close()


# ---- the TSE


@pytest.mark.parametrize(("state", "said"), [
    ("CREATED", "not_set_up"), ("UNINITIALIZED", "not_set_up"), ("DISABLED", "disabled"), ("DEFECTIVE", "locked"),
])  # fmt: skip
async def test_the_states_of_fiskaly_in_the_words_of_the_shop(signer, cloud, state, said):
    cloud.state = state
    assert (await signer.condition()).state == said


async def test_an_expired_certificate_is_seen(signer, element):
    element.clock.at = element.expires_at * 1000 + 1
    assert (await signer.condition()).state == "expired"


async def test_a_tse_that_is_being_loaded_is_down(signer, cloud):
    cloud.state = "EVICTED"
    with pytest.raises(SignerDown, match="evicted"):
        await signer.condition()


async def test_the_test_environment_counts_as_simulated(signer, cloud):
    cloud.env = "TEST"
    assert (await signer.info()).simulated


async def test_a_key_with_a_wrapping_is_unwrapped_for_the_receipt(signer, cloud, element):
    key = element.device._identity.key.public_key()
    cloud.public_key = key.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    assert (await signer.info()).public_key == element.public_key


async def test_too_many_open_transactions_are_told(tmp_path, tls):
    element = SecureElement(tmp_path / "small", open_limit=1)
    cloud = FiskalyCloud(element, TSS)
    signer = _opened(await cloud.serve(tls[0]), tls[1], element.clock)
    await signer.register(CLIENT)
    await signer.start(CLIENT)
    with pytest.raises(SignerDown, match="too many"):
        await signer.start(CLIENT)
    signer.close()
    await cloud.stop()
    element.close()


async def test_after_a_restart_it_finishes_what_was_open(ready, address, tls, element):
    started = await ready.start(CLIENT)
    again = _opened(address, tls[1], element.clock)
    done = await again.finish(CLIENT, started.transaction, RECEIPT, DATA)
    assert done.started_at == started.at
    again.close()


async def test_a_transaction_finished_as_something_else_is_no_success(ready, cloud, element):
    started = await ready.start(CLIENT)
    id = next(iter(cloud.transactions))
    client = next(iter(cloud.clients))
    raw = {"process_type": RECEIPT, "process_data": base64.b64encode(b"other").decode()}
    await cloud._upsert(
        id, cloud.transactions[id], 2, {"state": "FINISHED", "client_id": client, "schema": {"raw": raw}}
    )
    with pytest.raises(SignerDown, match="something else"):
        await ready.finish(CLIENT, started.transaction, RECEIPT, DATA)


async def test_process_data_come_back_from_the_code_where_the_schema_is_missing(ready, cloud):
    started = await ready.start(CLIENT)
    await ready.finish(CLIENT, started.transaction, "Bestellung-V1", '1;"Tee";2.00')
    row = next(iter(cloud.transactions.values()))
    del row["schema"]
    row["qr_code_data"] = f'V0;{CLIENT};Bestellung-V1;1;"Tee";2.00;1;4;a;b;c;d;e;f'
    found = await ready.look_up(started.transaction)
    assert (found.process_type, found.process_data) == ("Bestellung-V1", '1;"Tee";2.00')


async def test_many_open_transactions_are_listed_page_by_page(ready):
    for _ in range(101):
        await ready.start(CLIENT)
    assert len(await ready.open_transactions()) == 101


async def test_a_till_that_was_signed_off_is_registered_again(ready, cloud, address, tls, element):
    next(iter(cloud.clients.values()))["state"] = "DEREGISTERED"
    again = _opened(address, tls[1], element.clock)
    with pytest.raises(SignerDown, match="not registered"):
        await again.start(CLIENT)
    await again.register(CLIENT)
    await again.start(CLIENT)
    assert not cloud.admin
    again.close()


@pytest.mark.parametrize("end", ["ERROR", "CANCELLED", "EXPIRED"])
async def test_an_export_that_fails_says_how(ready, cloud, end):
    cloud.export_steps = ["WORKING", end]
    with pytest.raises(SignerDown, match=end.lower()):
        [piece async for piece in ready.export()]


async def test_a_file_that_is_cut_off_is_no_export(ready, cloud):
    cloud.faults = [("/file", "cut")]
    with pytest.raises(SignerDown):
        [piece async for piece in ready.export()]
