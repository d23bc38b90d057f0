"""EC-Schnorr signatures (`ecsdsa-plain-…`, BSI TR-03111; EC-SDSA of ISO/IEC 14888-3), which `cryptography` does not know.

A signature is r, as long as the hash, and s, as long as the order of the curve. With Q = [s]G - [r]P it is true when the
hash over both coordinates of Q and the message is r. Only verifying: nothing here is secret, so no step needs constant time.
No certified TSE is known to sign this way; the examples of the ISO standard are what this was tried with.
"""

import hashlib
from dataclasses import dataclass
from typing import Final

_Point = tuple[int, int, int]
"""Jacobian coordinates; z = 0 is the point at infinity."""
_NOWHERE: Final[_Point] = (1, 1, 0)


@dataclass(slots=True, frozen=True)
class _Curve:
    """y² = x³ + ax + b over the prime p, with the base point (x, y) of order n."""

    p: int
    a: int
    n: int
    x: int
    y: int


def _curve(p: str, a: str, n: str, x: str, y: str) -> _Curve:
    return _Curve(*(int(number, 16) for number in (p, a, n, x, y)))


_CURVES: Final = {
    "secp256r1": _curve(
        "ffffffff00000001000000000000000000000000ffffffffffffffffffffffff",
        "ffffffff00000001000000000000000000000000fffffffffffffffffffffffc",
        "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551",
        "6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296",
        "4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5",
    ),
    "secp384r1": _curve(
        "fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffeffffffff0000000000000000ffffffff",
        "fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffeffffffff0000000000000000fffffffc",
        "ffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973",
        "aa87ca22be8b05378eb1c71ef320ad746e1d3b628ba79b9859f741e082542a385502f25dbf55296c3a545e3872760ab7",
        "3617de4a96262c6f5d9e98bf9292dc29f8f41dbd289a147ce9da3113b5f0b8c00a60b1ce1d7e819d7a431d7c90ea0e5f",
    ),
    "secp521r1": _curve(
        "01ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"
        "ffffffffffffffffffffffffffffffff",
        "01ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"
        "fffffffffffffffffffffffffffffffc",
        "01fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffa51868783bf2f966b7fcc0148f709a5d0"
        "3bb5c9b8899c47aebb6fb71e91386409",
        "00c6858e06b70404e9cd9e3ecb662395b4429c648139053fb521f828af606b4d3dbaa14b5e77efe75928fe1dc127a2ffa8de"
        "3348b3c1856a429bf97e7e31c2e5bd66",
        "011839296a789a3bc0045c8a5fb42c7d1bd998f54449579b446817afbd17273e662c97ee72995ef42640c550b9013fad0761"
        "353c7086a272c24088be94769fd16650",
    ),
    "brainpoolP256r1": _curve(
        "a9fb57dba1eea9bc3e660a909d838d726e3bf623d52620282013481d1f6e5377",
        "7d5a0975fc2c3057eef67530417affe7fb8055c126dc5c6ce94a4b44f330b5d9",
        "a9fb57dba1eea9bc3e660a909d838d718c397aa3b561a6f7901e0e82974856a7",
        "8bd2aeb9cb7e57cb2c4b482ffc81b7afb9de27e1e3bd23c23a4453bd9ace3262",
        "547ef835c3dac4fd97f8461a14611dc9c27745132ded8e545c1d54c72f046997",
    ),
    "brainpoolP384r1": _curve(
        "8cb91e82a3386d280f5d6f7e50e641df152f7109ed5456b412b1da197fb71123acd3a729901d1a71874700133107ec53",
        "7bc382c63d8c150c3c72080ace05afa0c2bea28e4fb22787139165efba91f90f8aa5814a503ad4eb04a8c7dd22ce2826",
        "8cb91e82a3386d280f5d6f7e50e641df152f7109ed5456b31f166e6cac0425a7cf3ab6af6b7fc3103b883202e9046565",
        "1d1c64f068cf45ffa2a63a81b7c13f6b8847a3e77ef14fe3db7fcafe0cbd10e8e826e03436d646aaef87b2e247d4af1e",
        "8abe1d7520f9c2a45cb1eb8e95cfd55262b70b29feec5864e19c054ff99129280e4646217791811142820341263c5315",
    ),
    "brainpoolP512r1": _curve(
        "aadd9db8dbe9c48b3fd4e6ae33c9fc07cb308db3b3c9d20ed6639cca703308717d4d9b009bc66842aecda12ae6a380e6"
        "2881ff2f2d82c68528aa6056583a48f3",
        "7830a3318b603b89e2327145ac234cc594cbdd8d3df91610a83441caea9863bc2ded5d5aa8253aa10a2ef1c98b9ac8b5"
        "7f1117a72bf2c7b9e7c1ac4d77fc94ca",
        "aadd9db8dbe9c48b3fd4e6ae33c9fc07cb308db3b3c9d20ed6639cca70330870553e5c414ca92619418661197fac1047"
        "1db1d381085ddaddb58796829ca90069",
        "81aee4bdd82ed9645a21322e9c4c6a9385ed9f70b5d916c1b43b62eef4d0098eff3b1f78e2d0d48d50d1687b93b97d5f"
        "7c6d5047406a5e688b352209bcb9f822",
        "7dde385d566332ecc0eabfa9cf7822fdf209f70024a57b1aa000c55b881f8111b2dcde494a5f485e5bca4bd88a2763ae"
        "d1ca2b2fa8f0540678cd1e0f3ad80892",
    ),
}
"""The curves of `verification`, by the names that `cryptography` gives them."""


def _twice(curve: _Curve, point: _Point) -> _Point:
    x, y, z = point
    if not z or not y:
        return _NOWHERE
    p = curve.p
    yy = y * y % p
    s = 4 * x * yy % p
    zz = z * z % p
    m = (3 * x * x + curve.a * zz * zz) % p
    x3 = (m * m - 2 * s) % p
    return x3, (m * (s - x3) - 8 * yy * yy) % p, 2 * y * z % p


def _plus(curve: _Curve, one: _Point, other: _Point) -> _Point:
    if not one[2]:
        return other
    if not other[2]:
        return one
    p = curve.p
    (x1, y1, z1), (x2, y2, z2) = one, other
    z1z1, z2z2 = z1 * z1 % p, z2 * z2 % p
    u1, u2 = x1 * z2z2 % p, x2 * z1z1 % p
    s1, s2 = y1 * z2 * z2z2 % p, y2 * z1 * z1z1 % p
    if u1 == u2:
        return _twice(curve, one) if s1 == s2 else _NOWHERE
    h, r = (u2 - u1) % p, (s2 - s1) % p
    hh = h * h % p
    hhh = h * hh % p
    v = u1 * hh % p
    x3 = (r * r - hhh - 2 * v) % p
    return x3, (r * (v - x3) - s1 * hhh) % p, h * z1 * z2 % p


def _both_multiplied(curve: _Curve, s: int, e: int, point: _Point) -> _Point:
    """[s]G + [e]point, both in one walk over the bits."""
    base = (curve.x, curve.y, 1)
    both = _plus(curve, base, point)
    found = _NOWHERE
    for bit in range(max(s.bit_length(), e.bit_length()) - 1, -1, -1):
        found = _twice(curve, found)
        in_s, in_e = s >> bit & 1, e >> bit & 1
        if in_s and in_e:
            found = _plus(curve, found, both)
        elif in_s or in_e:
            found = _plus(curve, found, base if in_s else point)
    return found


def verify_schnorr(curve_name: str, point: bytes, hash_name: str, message: bytes, signature: bytes) -> bool:
    """Whether the signature is true. `point`: the raw uncompressed public key, known to lie on the curve.

    `hash_name` as `hashlib` knows it. The signature is in plain form: r and s one after the other.
    """
    curve = _CURVES[curve_name]
    digest = hashlib.new(hash_name)
    size, width = digest.digest_size, (curve.p.bit_length() + 7) // 8
    if len(signature) != size + (curve.n.bit_length() + 7) // 8:
        return False
    r, s = signature[:size], int.from_bytes(signature[size:], "big")
    e = int.from_bytes(r, "big") % curve.n
    if not 0 < s < curve.n or not e:
        return False
    own = (int.from_bytes(point[1 : 1 + width], "big"), int.from_bytes(point[1 + width :], "big"), 1)
    x, y, z = _both_multiplied(curve, s, curve.n - e, own)
    if not z:
        return False
    inverse = pow(z, -1, curve.p)
    square = inverse * inverse % curve.p
    digest.update((x * square % curve.p).to_bytes(width, "big"))
    digest.update((y * square * inverse % curve.p).to_bytes(width, "big"))
    digest.update(message)
    return digest.digest() == r
