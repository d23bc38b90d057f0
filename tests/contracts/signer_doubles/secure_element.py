"""What is inside every double of a TSE: the simulated one, with real signatures, log messages and a TAR.

A double adds what its maker speaks around it. The state is read here, so that a double can refuse in its maker's words.
"""

import io
import tarfile

from tests.contracts.signer_practice import FixedClock
from tresen.adapters.signer_simulator import SimulatedSigner
from tresen.fiscal.log_message import LogMessage, parse_log_file


class SecureElement:
    def __init__(self, folder=None, *, open_limit=512, curve="P-256", device=None):
        """A new one in a folder, or one that is there already."""
        self.device = device or SimulatedSigner(folder, FixedClock(), curve, open_limit=open_limit)
        self.clock = self.device._clock
        self.open_limit = open_limit

    def close(self):
        self.device.close()

    @property
    def clients(self) -> set[str]:
        return self.device._known.clients

    @property
    def open(self) -> dict[int, str]:
        return {number: opened.client for number, opened in self.device._known.open.items()}

    @property
    def transactions(self) -> int:
        return self.device._known.transactions

    @property
    def signatures(self) -> int:
        return self.device._known.counter

    @property
    def certificates(self) -> tuple[bytes, ...]:
        return tuple(raw for _, raw in self.device._identity.certificate_files())

    @property
    def public_key(self) -> bytes:
        return self.device._identity.public_key

    @property
    def serial(self) -> str:
        return self.device._identity.serial.hex()

    @property
    def algorithm(self) -> str:
        return self.device._identity.algorithm

    @property
    def expires_at(self) -> int:
        """Seconds since 1970."""
        return self.device._identity.expires_at // 1000

    def message(self, transaction: int, *, last: bool) -> LogMessage | None:
        """The first or the last log message of a transaction."""
        known = self.device._known
        if not 1 <= transaction <= known.transactions:
            return None
        offset = (known.finish_offsets if last else known.start_offsets)[transaction - 1]
        return None if offset < 0 else parse_log_file(self.device._log.read(offset))

    async def tar(self, from_counter=0, transaction=0, since=0) -> bytes:
        """The log, all of it, or from a signature counter on, or of one transaction, or from a second on."""
        whole = b"".join([piece async for piece in self.device.export(from_counter)])
        if transaction:
            return only(whole, lambda name: f"_Log-Tra_No-{transaction}_" in name)
        return only(whole, lambda name: int(name.split("_")[1]) >= since) if since else whole


def only(whole: bytes, wanted) -> bytes:
    """The TAR with the messages whose names are wanted, and everything that is no message."""
    made = io.BytesIO()
    with tarfile.open(fileobj=io.BytesIO(whole)) as tar, tarfile.open(fileobj=made, mode="w") as out:
        for member in tar.getmembers():
            if not member.name.endswith(".log") or wanted(member.name):
                out.addfile(member, tar.extractfile(member))
    return made.getvalue()
