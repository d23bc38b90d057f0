"""The way in for another device: which address its QR code holds, and what a person types instead."""

from dataclasses import dataclass

from tresen.web.trust.access import Access, Reach


@dataclass(slots=True, frozen=True)
class WayIn:
    """`till`: the address to type. `trust`: the trust page that comes first, empty if no device has to do anything."""

    reach: Reach
    till: str
    trust: str = ""

    def with_code(self, code: str) -> str:
        """What the QR code holds. The code stands behind the hash, so it never travels to the node by itself."""
        return f"{self.trust or self.till}#pair={code}"


def way_in(access: Access, public_address: str, asked: str, origin: str) -> WayIn:
    """`asked`: the host by which the office was opened, `origin`: the whole beginning of its address."""
    public = public_address.rstrip("/")
    if public.startswith("https://"):
        return WayIn("https", f"{public}/till/")
    if access.reach == "trust":
        plain = access.plain(asked)
        return WayIn("trust", f"{plain}/till/", f"{plain}/trust")
    if access.reach == "https":
        return WayIn("https", f"{access.safe()}/till/")
    return WayIn(access.reach, f"{public or origin.rstrip('/')}/till/")
