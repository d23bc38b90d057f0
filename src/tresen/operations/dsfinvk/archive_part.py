"""DSFinV-K of each closing in the archive."""

from pathlib import Path
from typing import Any

from tresen.core.failures import Failure
from tresen.ledger.dsfinvk import Wanted
from tresen.masterdata.settings_now import settings_now
from tresen.operations.drawer.close_day import Closing
from tresen.operations.dsfinvk.export import export_dsfinvk

FILE = "dsfinvk.zip"


def dsfinvk_of_closing(connection: Any, closing: Closing, folder: Path) -> None:
    """Write it into the folder of the closing's step."""
    wanted = Wanted(till=closing.till, number=closing.number)
    made = export_dsfinvk(connection, wanted, settings_now(connection).fiscal, folder / FILE, lambda done, total: None)
    assert not isinstance(made, Failure), "the closing is there and its folder is new"
