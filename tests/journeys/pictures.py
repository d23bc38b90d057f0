"""What a camera sees on a screen."""

import io

import zxingcpp
from PIL import Image
from playwright.sync_api import Locator, expect


def read_code(picture: Locator) -> str:
    """The text of the QR code that the element shows."""
    expect(picture).to_be_visible()
    picture.scroll_into_view_if_needed()
    shown = Image.open(io.BytesIO(picture.screenshot()))
    codes = zxingcpp.read_barcodes(shown.resize((shown.width * 2, shown.height * 2)))
    assert len(codes) == 1, "one code is readable"
    return str(codes[0].text)
