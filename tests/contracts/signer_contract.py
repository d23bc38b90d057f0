"""What every signer must do. An adapter's test subclasses it and gives the fixture `signer`."""

import base64
from abc import ABC, abstractmethod
from hashlib import sha256

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization

from tests.contracts.tar_checker import check_tar
from tresen.core.receipt import Signed
from tresen.fiscal.process_data import RECEIPT, abort_process_data
from tresen.fiscal.qr_code import qr_text
from tresen.fiscal.verification import verify_qr
from tresen.ports.signer import STATES, Finished, Signer, SignerDown, Started

CLIENT = "TRESEN-0001"
OTHER_CLIENT = "TRESEN-0002"
DATA = "Beleg^0.00_2.55_0.00_0.00_0.00^2.55:Bar"


class SignerContract(ABC):
    @pytest.fixture
    @abstractmethod
    def signer(self) -> Signer:
        """A device that is ready, with no client registered by this test."""

    @pytest.fixture
    async def ready(self, signer):
        await signer.register(CLIENT)
        return signer

    async def test_master_data_belong_together(self, ready):
        info = await ready.info()
        assert info.serial == sha256(info.public_key).hexdigest()
        leaf = x509.load_der_x509_certificate(info.certificates[0])
        point = leaf.public_key().public_bytes(
            serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
        )
        assert point == info.public_key
        assert info.expires_at == int(leaf.not_valid_after_utc.timestamp()) * 1000
        assert info.encoding in {"UTF-8", "ASCII"}
        assert info.open_limit > 0

    async def test_a_receipt_is_signed_and_its_code_verifies(self, ready):
        info = await ready.info()
        started = await ready.start(CLIENT)
        done = await ready.finish(CLIENT, started.transaction, RECEIPT, DATA)
        assert (done.transaction, done.started_at) == (started.transaction, started.at)
        assert (done.process_type, done.process_data) == (RECEIPT, DATA)
        assert done.counter > started.counter
        assert done.at >= done.started_at
        signed = Signed(
            client=CLIENT,
            process_data=DATA,
            transaction=done.transaction,
            counter=done.counter,
            started_at=done.started_at,
            finished_at=done.at,
            signature=base64.b64encode(done.signature).decode(),
            algorithm=info.algorithm,
            time_format=info.time_format,
            public_key=base64.b64encode(info.public_key).decode(),
        )
        verdict = verify_qr(qr_text(signed))
        assert verdict.valid, verdict.reason
        assert verdict.serial == info.serial
        assert not verdict.remark

    async def test_numbers_only_grow(self, ready):
        counters, transactions = [], []
        for _ in range(3):
            started = await ready.start(CLIENT)
            done = await ready.finish(CLIENT, started.transaction, RECEIPT, abort_process_data())
            counters += [started.counter, done.counter]
            transactions.append(started.transaction)
        assert counters == list(range(counters[0], counters[0] + 6))
        assert transactions == list(range(transactions[0], transactions[0] + 3))

    async def test_registering_again_is_harmless(self, ready):
        before = await ready.start(CLIENT)
        await ready.register(CLIENT)
        after = await ready.start(CLIENT)
        assert after.transaction == before.transaction + 1

    async def test_an_unknown_till_is_refused(self, signer):
        with pytest.raises(SignerDown):
            await signer.start("UNKNOWN-TILL")

    async def test_what_is_not_open_cannot_be_finished(self, ready):
        started = await ready.start(CLIENT)
        await ready.finish(CLIENT, started.transaction, RECEIPT, DATA)
        with pytest.raises(SignerDown):
            await ready.finish(CLIENT, started.transaction, RECEIPT, DATA)
        with pytest.raises(SignerDown):
            await ready.finish(CLIENT, started.transaction + 1, RECEIPT, DATA)

    async def test_only_the_till_that_started_finishes(self, ready):
        await ready.register(OTHER_CLIENT)
        started = await ready.start(CLIENT)
        with pytest.raises(SignerDown):
            await ready.finish(OTHER_CLIENT, started.transaction, RECEIPT, DATA)
        assert isinstance(await ready.look_up(started.transaction), Started)

    async def test_transactions_may_overlap_and_open_ones_are_listed(self, ready):
        await ready.register(OTHER_CLIENT)
        first = await ready.start(CLIENT)
        second = await ready.start(OTHER_CLIENT)
        listed = await ready.open_transactions()
        assert (first.transaction, CLIENT) in listed
        assert (second.transaction, OTHER_CLIENT) in listed
        await ready.finish(OTHER_CLIENT, second.transaction, RECEIPT, DATA)
        listed = await ready.open_transactions()
        assert (first.transaction, CLIENT) in listed
        assert (second.transaction, OTHER_CLIENT) not in listed

    async def test_looking_up_tells_open_finished_and_nothing(self, ready):
        started = await ready.start(CLIENT)
        assert await ready.look_up(started.transaction) == started
        done = await ready.finish(CLIENT, started.transaction, RECEIPT, DATA)
        found = await ready.look_up(started.transaction)
        assert isinstance(found, Finished)
        assert found == done
        assert await ready.look_up(started.transaction + 1) is None
        assert await ready.look_up(0) is None

    async def test_the_export_is_complete_and_true(self, ready):
        info = await ready.info()
        started = await ready.start(CLIENT)
        await ready.finish(CLIENT, started.transaction, RECEIPT, DATA)
        left_open = await ready.start(CLIENT)
        checked = check_tar(b"".join([piece async for piece in ready.export()]))
        assert checked.serials[0] == info.serial
        assert checked.transactions[started.transaction] == ["Start", "Finish"]
        assert checked.process_data[started.transaction] == DATA
        assert checked.transactions[left_open.transaction] == ["Start"]

    async def test_a_later_part_of_the_export_joins_the_earlier(self, ready):
        started = await ready.start(CLIENT)
        done = await ready.finish(CLIENT, started.transaction, RECEIPT, DATA)
        later = await ready.start(CLIENT)
        await ready.finish(CLIENT, later.transaction, RECEIPT, abort_process_data())
        part = b"".join([piece async for piece in ready.export(done.counter + 1)])
        checked = check_tar(part, done.counter + 1)
        assert checked.serials[0] == (await ready.info()).serial, "each part can be checked by itself"
        assert checked.transactions[later.transaction] == ["Start", "Finish"]
        assert checked.counters[-1] >= later.counter + 1

    async def test_its_condition_says_whether_it_signs_and_how_much_is_open(self, ready):
        before = await ready.condition()
        assert before.state in STATES
        assert before.state == "ready"
        info = await ready.info()
        assert before.expires_at == info.expires_at
        started = await ready.start(CLIENT)
        assert (await ready.condition()).open_transactions == before.open_transactions + 1
        await ready.finish(CLIENT, started.transaction, RECEIPT, abort_process_data())
        assert (await ready.condition()).open_transactions == before.open_transactions

    async def test_tested_and_with_its_clock_set_it_goes_on_signing(self, ready):
        await ready.update_time()
        await ready.self_test(CLIENT)
        assert (await ready.condition()).state == "ready"
        started = await ready.start(CLIENT)
        await ready.finish(CLIENT, started.transaction, RECEIPT, DATA)
