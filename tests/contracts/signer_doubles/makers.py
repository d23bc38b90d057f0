"""Each adapter with its double around a secure element, ready to be used and to be broken in the same way."""

import asyncio
from contextlib import asynccontextmanager
from pathlib import Path

from tests.contracts.signer_doubles.diebold_socket import ADMIN, TIME, DieboldService
from tests.contracts.signer_doubles.epson_printer import PINS, EpsonPrinter
from tests.contracts.signer_doubles.fiskaly_cloud import KEY, PIN, SECRET, FiskalyCloud
from tests.contracts.signer_doubles.swissbit_library import ADMIN as SWISSBIT_ADMIN
from tests.contracts.signer_doubles.swissbit_library import TIME as SWISSBIT_TIME
from tests.contracts.signer_doubles.swissbit_library import SwissbitLibrary
from tresen.adapters.signer_diebold.line import DieboldLine
from tresen.adapters.signer_diebold.signer import DieboldSigner
from tresen.adapters.signer_diebold.signer import Pins as DieboldPins
from tresen.adapters.signer_diebold.websocket import Address
from tresen.adapters.signer_epson.line import EpsonLine, Place
from tresen.adapters.signer_epson.signer import EpsonSigner
from tresen.adapters.signer_epson.signer import Pins as EpsonPins
from tresen.adapters.signer_fiskaly import FiskalySigner
from tresen.adapters.signer_fiskaly.http import HttpClient
from tresen.adapters.signer_fiskaly.session import FiskalySession
from tresen.adapters.signer_swissbit import SwissbitSetup

TSS = "6f1c9b5e-0c1d-4b6e-9a55-2f1d0f6f7c11"
STEPS = ("start", "finish")


@asynccontextmanager
async def fiskaly(element):
    cloud = FiskalyCloud(element, TSS)
    session = FiskalySession(HttpClient(await cloud.serve()), KEY, SECRET, element.clock)
    yield cloud, lambda: FiskalySigner(session, TSS, PIN, element.clock, first_pause=0.001)
    session.close()
    await cloud.stop()


@asynccontextmanager
async def epson(element):
    printer = EpsonPrinter(element)
    line = EpsonLine(Place("127.0.0.1", await printer.listen()), 5)
    yield printer, lambda: EpsonSigner(line, EpsonPins(PINS["admin"], PINS["time"]), element.clock)
    line.close()
    await printer.stop()


@asynccontextmanager
async def diebold(element):
    service = DieboldService(element)
    line = DieboldLine(Address(f"ws://127.0.0.1:{await service.listen()}/"), None, 1)
    yield service, lambda: DieboldSigner(line, DieboldPins(ADMIN, TIME), element.clock)
    line.close()
    await service.stop()


@asynccontextmanager
async def swissbit(element):
    library = SwissbitLibrary(element)
    pins = {"admin_pin": SWISSBIT_ADMIN, "time_admin_pin": SWISSBIT_TIME}
    setup = SwissbitSetup(Path("/nowhere"), element.clock, lambda folder: library)
    signers = []

    def make():
        signers.append(setup.open({"mount": "/media/tse"}, pins))
        return signers[-1]

    yield library, make
    for signer in signers:
        thread = signer._worker._thread
        signer.close()
        if thread is not None:
            await asyncio.get_running_loop().run_in_executor(None, thread.join)


def break_link(double, step, *, signed):
    """The link breaks at the next start or finish, before it arrives or after it was signed."""
    if isinstance(double, FiskalyCloud):
        fault = "lose_after" if signed else "lose_before"
        double.faults += [("PUT .*/tx/", fault), ("PUT .*/tx/", fault)]  # the first is sent once more
    elif isinstance(double, SwissbitLibrary):
        double.faults.append((f"worm_transaction_{step}", 3, signed))
    else:
        double.faults.append((f"{step.capitalize()}Transaction", "lose_after" if signed else "lose_before"))
