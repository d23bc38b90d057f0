"""One transaction out of a TAR, also out of one that is cut off or is none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.contracts.signer_contract import CLIENT, DATA
from tests.contracts.signer_doubles.secure_element import SecureElement
from tresen.fiscal.process_data import RECEIPT
from tresen.fiscal.transaction_log import files_in, messages_of


@pytest.fixture
async def element(tmp_path):
    element = SecureElement(tmp_path)
    await element.device.register(CLIENT)
    yield element
    element.close()


async def test_start_and_finish_of_the_one_that_is_asked_for(element):
    first = await element.device.start(CLIENT)
    second = await element.device.start(CLIENT)
    done = await element.device.finish(CLIENT, first.transaction, RECEIPT, DATA)
    tar = await element.tar()
    start, finish = messages_of(tar, first.transaction)
    assert (start.counter, start.signature, start.client) == (first.counter, first.signature, CLIENT)
    assert (finish.counter, finish.signature, finish.process_data) == (done.counter, done.signature, DATA.encode())
    assert messages_of(tar, second.transaction)[1] is None
    assert messages_of(tar, 3) == (None, None)


async def test_a_tar_that_is_cut_off_gives_what_is_whole(element):
    started = await element.device.start(CLIENT)
    await element.device.finish(CLIENT, started.transaction, RECEIPT, DATA)
    tar = await element.tar()
    whole = list(files_in(tar))
    for size in range(0, len(tar), 211):
        part = list(files_in(tar[:size]))
        assert part == whole[: len(part)]
        assert messages_of(tar[:size], started.transaction)[1] in (None, messages_of(tar, started.transaction)[1])


@given(st.binary(max_size=1200))
def test_rubbish_holds_nothing(raw):
    assert messages_of(raw, 1) == (None, None)
