"""What may come in: shapes that the interface describes and checks before an operation sees them."""

from typing import Annotated

from msgspec import Meta

from tresen.core.ids import PATTERN

Id = Annotated[str, Meta(pattern=PATTERN, description="Made by the sender: a UUID in 32 lower-case hex digits.")]
Cents = Annotated[int, Meta(ge=-10_000_000_000, le=10_000_000_000, description="Cents.")]
PositiveCents = Annotated[int, Meta(ge=0, le=10_000_000_000, description="Cents, not negative.")]
Pieces = Annotated[int, Meta(ge=0, le=1_000_000)]
Number = Annotated[int, Meta(ge=1, le=9_999_999_999, description="As printed on a receipt.")]
Version = Annotated[int, Meta(ge=0, le=1_000_000_000)]
Moment = Annotated[int, Meta(ge=0, le=253_402_300_799_000, description="Milliseconds since 1970 UTC.")]
LongText = Annotated[str, Meta(max_length=2000)]
Text = Annotated[str, Meta(max_length=255)]
