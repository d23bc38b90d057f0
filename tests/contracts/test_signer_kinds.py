"""Every kind of TSE can be chosen, and asks in words that a shop understands."""

import pytest

from tests.contracts.signer_practice import FixedClock
from tresen.ports.signer import SignerDown
from tresen.web.signer_kinds import signer_kinds

KINDS = ("fiskaly", "epson", "swissbit", "diebold", "simulator")


@pytest.fixture
def kinds(tmp_path):
    return signer_kinds(tmp_path, FixedClock())


def test_all_are_there_and_only_the_simulator_is_none(kinds):
    assert tuple(kinds) == KINDS
    assert [name for name, kind in kinds.items() if kind.simulated] == ["simulator"]
    assert all(kind.kind == name for name, kind in kinds.items())


@pytest.mark.parametrize("name", KINDS)
async def test_nothing_typed_is_refused_with_words(kinds, name):
    with pytest.raises(SignerDown) as told:
        await kinds[name].test({})
    assert len(str(told.value)) > 10


@pytest.mark.parametrize("name", KINDS)
def test_a_set_up_that_lacks_everything_opens_nothing(kinds, name):
    with pytest.raises(SignerDown):
        kinds[name].open({}, {})
