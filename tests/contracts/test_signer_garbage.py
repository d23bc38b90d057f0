"""Whatever a TSE answers, a sale hears only: surely not done, or nobody knows. Never anything that ends the sale."""

import random

import pytest

from tests.contracts.signer_contract import CLIENT, DATA
from tests.contracts.signer_doubles.makers import diebold, epson, fiskaly
from tests.contracts.signer_doubles.secure_element import SecureElement
from tests.contracts.signer_doubles.spoiled import spoiled
from tests.contracts.tar_checker import check_tar
from tresen.fiscal.process_data import RECEIPT
from tresen.ports.signer import Finished, SignerCondition, SignerDown, SignerInfo, SignerUnknown, Started


async def _all_of(pieces):
    return b"".join([piece async for piece in pieces])


CALLS = {
    "info": (lambda signer, open: signer.info(), SignerInfo),
    "condition": (lambda signer, open: signer.condition(), SignerCondition),
    "register": (lambda signer, open: signer.register("TILL-9"), type(None)),
    "start": (lambda signer, open: signer.start(CLIENT), Started),
    "finish": (lambda signer, open: signer.finish(CLIENT, open, RECEIPT, DATA), Finished),
    "look_up": (lambda signer, open: signer.look_up(open), (Started, Finished, type(None))),
    "open": (lambda signer, open: signer.open_transactions(), tuple),
    "self_test": (lambda signer, open: signer.self_test(CLIENT), type(None)),
    "update_time": (lambda signer, open: signer.update_time(), type(None)),
    "export": (lambda signer, open: _all_of(signer.export()), bytes),
}


@pytest.mark.parametrize("maker", [fiskaly, epson, diebold])
async def test_a_spoiled_answer_is_down_or_unknown_and_never_an_end(tmp_path, maker, monkeypatch):
    monkeypatch.setattr("tresen.adapters.signer_fiskaly.session._REPEAT_AFTER", 0)
    element = SecureElement(tmp_path, open_limit=100_000)
    async with maker(element) as (double, make):
        await make().register(CLIENT)
        for seed in range(150):
            rng = random.Random(seed)
            double.spoil, double.export = None, None
            signer = make()
            opened = (await signer.start(CLIENT)).transaction
            name = rng.choice(list(CALLS))
            call, kind = CALLS[name]
            double.spoil = lambda answer, rng=rng: spoiled(rng, answer) if rng.random() < 0.5 else answer
            double.export_steps = ["COMPLETED"] * 3
            try:
                answer = await call(signer, opened)
            except (SignerDown, SignerUnknown):
                continue
            except Exception as error:
                raise AssertionError(f"seed {seed}: {name} ended with {error!r}") from error
            assert isinstance(answer, kind), f"seed {seed}: {name}"
    check_tar(await element.tar())
    element.close()
