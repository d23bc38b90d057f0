"""QR codes of receipts: as text, one a line, or read from a picture if a reader is installed."""

import importlib
import importlib.util
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from tresen.fiscal.log_message import ALGORITHMS, TIME_FORMATS
from tresen.fiscal.objection import Objections
from tresen.fiscal.qr_code import BadQrCode, parse_qr
from tresen.fiscal.tse_log import object_to_text
from tresen.fiscal.verification import WRAPPED_KEY, point_in, signed_bytes_of, verify_signature

LONGEST_CODE: Final = 8192
"""Bytes; the largest QR code holds 2,953."""
_LARGEST_PICTURE: Final = 100_000_000
"""Pixels; a receipt of two metres has about ten million."""
_READER: Final = "zxingcpp"


@dataclass(slots=True)
class Codes:
    """How many codes were seen, and how many of them are true."""

    seen: int = 0
    true: int = 0


def check_code(text: str, place: str, line: int, objections: Objections) -> bool:
    """Check the text of one code. Whether its signature is true."""
    try:
        code = parse_qr(text)
    except BadQrCode as error:
        objections.add("tse.code_bad", place, line, reason=str(error))
        return False
    if code.algorithm not in ALGORITHMS:
        objections.add("tse.algorithm", place, line)
        return False
    if code.time_format not in TIME_FORMATS:
        objections.add("tse.code_bad", place, line, reason=f"{code.time_format!r} is no time format of a TSE")
        return False
    object_to_text(objections, place, line, code.process_type, code.process_data)
    if not point_in(code.public_key):
        objections.add("tse.code_bad", place, line, reason="the key is no point")
        return False
    verdict = verify_signature(code.public_key, code.algorithm, signed_bytes_of(code), code.signature)
    if verdict.remark == WRAPPED_KEY:
        objections.add("tse.key_wrapped", place, line)
    if not verdict.valid:
        objections.add("tse.signature", place, line, reason=verdict.reason)
        return False
    if verdict.form == "der":
        objections.add("tse.der_signature", place, line)
    return True


def check_code_file(file: Path, objections: Objections) -> Codes:
    """Check a text file: one code a line. An order's code may hold carriage returns, so lines end with a line feed."""
    codes = Codes()
    with file.open("rb") as stream:
        line = 0
        while raw := stream.readline(LONGEST_CODE):
            line += 1
            if not raw.endswith(b"\n") and len(raw) == LONGEST_CODE:
                objections.add("tse.code_bad", file.name, line, reason="no QR code holds so much")
                return codes
            text = raw.decode("utf-8", "replace").strip()
            if text:
                codes.seen += 1
                codes.true += check_code(text, file.name, line, objections)
    return codes


def check_code_picture(file: Path, objections: Objections) -> Codes:
    """Check every QR code of a receipt that a picture shows. Other codes on it (of a web page) are no affair of ours."""
    codes = Codes()
    if importlib.util.find_spec(_READER) is None:
        objections.add("tse.no_code_reader", file.name)
        return codes
    found = list(_texts(file, objections))
    for text in found:
        codes.seen += 1
        codes.true += check_code(text, file.name, 0, objections)
    return codes


def _texts(file: Path, objections: Objections) -> Iterator[str]:
    from PIL import Image

    reader: Any = importlib.import_module(_READER)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            picture = Image.open(file)
        if picture.width * picture.height > _LARGEST_PICTURE:
            objections.add("tse.not_readable", file.name, reason=f"{picture.width} x {picture.height} pixels")
            return
        texts = [found.text for found in reader.read_barcodes(picture.convert("L"))]
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        objections.add("tse.not_readable", file.name, reason=str(error))
        return
    codes = [text for text in texts if text.startswith("V") and text.count(";") >= 11]
    if not codes:
        objections.add("tse.no_code", file.name)
    yield from codes
