"""What the TSEs recorded, beside the closings: each piece of the TSE archive goes into the first step that finds it."""

import shutil
from pathlib import Path
from typing import Any

from tresen.operations.archiving.step_folder import steps_in
from tresen.operations.archiving.write_archive import Part
from tresen.operations.drawer.close_day import Closing
from tresen.operations.signers.archive import SignerArchive

FOLDER = "tse"


def tse_pieces(kept: SignerArchive) -> Part:
    """Copies the pieces that no step of the archive has yet."""

    def write(_connection: Any, _closing: Closing, folder: Path) -> None:
        steps = steps_in(folder.parent).values()
        known = {path.relative_to(step) for step in steps for path in (step / FOLDER).glob("*/*.tar")}
        for serial in kept.serials():
            for piece in kept.pieces(serial):
                name = Path(FOLDER, serial, piece.file)
                if name not in known:
                    (folder / name).parent.mkdir(parents=True, exist_ok=True)
                    shutil.copyfile(kept.folder / serial / piece.file, folder / name)

    return write
