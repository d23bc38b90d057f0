"""What every way of setting up a signer must do. A kind's test subclasses it and gives the fixtures."""

from abc import ABC, abstractmethod

import pytest

from tests.contracts.signer_contract import CLIENT, DATA
from tresen.fiscal.process_data import RECEIPT
from tresen.ports.signer import SignerDown
from tresen.ports.signer_setup import KeptSetup, SignerSetup


class Interrupted(Exception):
    """The node died right after it had kept what there was."""


class SignerSetupContract(ABC):
    @pytest.fixture
    @abstractmethod
    def setup(self) -> SignerSetup:
        """A kind that can reach a device nobody has set up."""

    @pytest.fixture
    @abstractmethod
    def typed(self) -> dict[str, str]:
        """What an owner types, all of it right."""

    @pytest.fixture
    def wrong(self, typed) -> dict[str, str]:
        """The same with a mistake that `test` can see."""
        return {**typed, "admin_pin": "x"}

    async def _set_up(self, setup, typed, so_far=None):
        stored = []

        async def keep(so_far: KeptSetup) -> None:
            stored.append(so_far)

        return await setup.set_up(typed, so_far or KeptSetup(), keep), stored

    async def test_it_names_itself_and_asks_in_both_languages(self, setup):
        assert setup.kind
        assert setup.maker
        assert setup.form
        assert len({field.name for field in setup.fields}) == len(setup.fields)
        for field in setup.fields:
            assert field.german
            assert field.english
            assert bool(field.german_help) == bool(field.english_help)
            assert (field.type == "choice") == bool(field.choices)
            assert not field.choices or field.default in field.choices

    async def test_once_set_up_it_opens_and_signs(self, setup, typed):
        await setup.test(typed)
        kept, _ = await self._set_up(setup, typed)
        signer = setup.open(kept.configuration, kept.secrets)
        await signer.register(CLIENT)
        started = await signer.start(CLIENT)
        await signer.finish(CLIENT, started.transaction, RECEIPT, DATA)
        assert (await signer.info()).simulated == setup.simulated

    async def test_nothing_secret_is_in_the_configuration(self, setup, typed):
        kept, stored = await self._set_up(setup, typed)
        hidden = {typed[field.name] for field in setup.fields if field.secret and typed.get(field.name)}
        for step in [*stored, kept]:
            assert not hidden & set(step.configuration.values())
            assert not set(step.secrets.values()) & set(step.configuration.values())
            assert set(step.show_once) <= set(step.secrets)
            assert not any(secret in repr(step) for secret in step.secrets.values())

    async def test_a_set_up_that_broke_off_goes_on_with_the_same_device(self, setup, typed):
        kept_by_then = []

        async def die(so_far: KeptSetup) -> None:
            kept_by_then.append(so_far)
            raise Interrupted

        try:
            await setup.set_up(typed, KeptSetup(), die)
        except Interrupted:
            pass
        else:
            return  # this kind has nothing that exists once
        again, _ = await self._set_up(setup, typed, kept_by_then[-1])
        assert {**again.configuration, **kept_by_then[-1].configuration} == again.configuration
        for name in kept_by_then[-1].show_once:
            assert again.secrets[name] == kept_by_then[-1].secrets[name], "what is shown once is not lost"

    async def test_a_mistake_is_told_before_anything_is_changed(self, setup, wrong):
        with pytest.raises(SignerDown):
            await setup.test(wrong)
