"""How a kind of signer is set up: what its owner is asked, what is done with the device, what is kept of it.

Setting up may give out things that exist once (fiskaly shows the PUK of a new TSE a single time). So the act hands over
what it has as soon as it has it (`keep`), and a set-up that broke off goes on from there (`so_far`).
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal, Protocol

from tresen.ports.signer import Signer

FieldType = Literal["text", "number", "address", "choice"]


@dataclass(slots=True, frozen=True)
class SetupField:
    """One thing that the owner is asked. The words come with the kind, so that a new kind needs no new screen."""

    name: str
    german: str
    english: str
    type: FieldType = "text"
    secret: bool = False
    """PIN, PUK or key: typed hidden, kept encrypted, never shown again."""
    required: bool = True
    default: str = ""
    choices: tuple[str, ...] = ()
    """The values of a `choice`."""
    german_help: str = ""
    english_help: str = ""


@dataclass(slots=True, frozen=True)
class KeptSetup:
    """What the node keeps of a set-up, enough to open the device at every start."""

    configuration: Mapping[str, str] = field(default_factory=dict)
    """Goes into the masterdata and so into the journal: nothing secret."""
    secrets: Mapping[str, str] = field(default_factory=dict, repr=False)
    """Kept encrypted; in no journal, no log, no answer."""
    show_once: tuple[str, ...] = ()
    """Names of secrets that the owner must note, such as the PUK: shown a single time after the set-up."""


Keep = Callable[[KeptSetup], Awaitable[None]]
"""Stores what there is so far, durably, before the set-up goes on."""


class SignerSetup(Protocol):
    """One kind of signer, such as `simulator` or `fiskaly`. Plugged in by the composition root under its `kind`."""

    @property
    def kind(self) -> str:
        """Short and lasting: it stands in the masterdata."""

    @property
    def maker(self) -> str:
        """As the owner knows it."""

    @property
    def form(self) -> str:
        """How DSFinV-K and the notice to the tax office name the design: `SD`, `USB`, `cloud`, ..."""

    @property
    def certification(self) -> str:
        """The certificate of the BSI as far as the kind knows it, such as `BSI-K-TR-0490-2021`; the owner may change it."""

    @property
    def simulated(self) -> bool:
        """Whether its signatures are worth nothing to the tax office."""

    @property
    def fields(self) -> tuple[SetupField, ...]:
        """What is asked, in order."""

    async def test(self, fields: Mapping[str, str]) -> None:
        """Reach the device and check what was typed without changing anything. Raises SignerDown with the reason."""

    async def set_up(self, fields: Mapping[str, str], so_far: KeptSetup, keep: Keep) -> KeptSetup:
        """Make the device ready to register tills. `so_far`: what an earlier try kept, empty at the first. A step that
        was done before is recognised and not done twice. Raises SignerDown or SignerUnknown; what was handed to `keep`
        stays."""

    def open(self, configuration: Mapping[str, str], secrets: Mapping[str, str]) -> Signer:
        """The device as it was set up. Does not wait for it: what cannot be reached says so when it is asked. Raises
        SignerDown if it cannot even be tried, such as where another process holds it."""
