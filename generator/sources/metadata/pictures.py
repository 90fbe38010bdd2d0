"""Pictures without metadata: the parts that hold it are left out, the picture's own bytes stay as they are.

Nothing is decoded, so neither time nor memory depends on how many pixels a picture claims to have. What follows the
end of a picture, where telephones put a second picture or a film, is left out as well.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from generator.sources.metadata.damage import Damaged

# ---- JPEG: ITU-T T.81, annex B


_SOS, _EOI = 0xDA, 0xD9
_WITHOUT_LENGTH = {0x01, *range(0xD0, 0xD8)}
_ORIENTATION = 0x0112


def jpeg(data: bytes) -> bytes:
    """Keep of a JPEG what draws it: all but Exif, XMP, IPTC, comments and makers' segments. It stays turned as it was.

    Raises:
        Damaged: It is none.
    """
    if not data.startswith(b"\xff\xd8"):
        raise Damaged
    kept, turned = [], 1
    for marker, segment in _segments(data):
        if marker == 0xE1 and segment[4:10] == b"Exif\0\0":
            turned = _orientation(segment[10:])
        elif _draws(marker, segment):
            kept.append(segment)
    at = 1 if kept and kept[0][1] == 0xE0 else 0
    return b"\xff\xd8" + b"".join([*kept[:at], _exif(turned), *kept[at:]])


def _draws(marker: int, segment: bytes) -> bool:
    """Whether a segment is needed: JFIF, a colour profile, Adobe's colours, or no segment of an application at all."""
    if marker == 0xE0:
        return segment[4:9] == b"JFIF\0"
    if marker == 0xE2:
        return segment[4:16] == b"ICC_PROFILE\0"
    return marker == 0xEE or not (0xE0 <= marker <= 0xEF or marker == 0xFE)


def _segments(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Markers with their segments, a scan's data with it, up to the end of the picture."""
    at = 2
    while True:
        while data[at : at + 2] == b"\xff\xff":
            at += 1
        if len(data) < at + 4 and data[at : at + 2] != b"\xff\xd9":
            raise Damaged
        if data[at] != 0xFF:
            raise Damaged
        marker = data[at + 1]
        if marker == _EOI:
            yield marker, data[at : at + 2]
            return
        end = at + 2 if marker in _WITHOUT_LENGTH else at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        if marker == _SOS:
            end = _scan_end(data, end)
        yield marker, data[at:end]
        at = end


def _scan_end(data: bytes, at: int) -> int:
    """Where the data of a scan ends: at a marker that is neither a stuffed 0xFF nor a restart."""
    while True:
        at = data.find(b"\xff", at)
        if at < 0 or at + 1 >= len(data):
            raise Damaged
        if data[at + 1] != 0 and data[at + 1] not in _WITHOUT_LENGTH:
            return at
        at += 2


def _orientation(tiff: bytes) -> int:
    """The tag Orientation in Exif (a TIFF file), 1 where there is none."""
    order = {b"II*\0": "<", b"MM\0*": ">"}.get(tiff[:4])
    if order is None or len(tiff) < 10:
        return 1
    directory = struct.unpack_from(f"{order}I", tiff, 4)[0]
    if directory + 2 > len(tiff):
        return 1
    count = struct.unpack_from(f"{order}H", tiff, directory)[0]
    for place in range(directory + 2, min(directory + 2 + 12 * count, len(tiff) - 11), 12):
        tag, _, _, value = struct.unpack_from(f"{order}HHIH", tiff, place)
        if tag == _ORIENTATION:
            return value if 1 <= value <= 8 else 1
    return 1


def _exif(turned: int) -> bytes:
    """A segment that says nothing but how a picture is turned; empty where it stands upright."""
    if turned == 1:
        return b""
    tiff = struct.pack(">2sHIHHHIHHI", b"MM", 42, 8, 1, _ORIENTATION, 3, 1, turned, 0, 0)
    return b"\xff\xe1" + struct.pack(">H", 8 + len(tiff)) + b"Exif\0\0" + tiff


# ---- PNG: https://www.w3.org/TR/png-3/


_PNG = b"\x89PNG\r\n\x1a\n"
_CHUNKS = set(
    b"IHDR PLTE IDAT IEND tRNS cHRM gAMA iCCP sBIT sRGB cICP mDCV cLLI bKGD hIST pHYs sPLT acTL fcTL fdAT".split()
)


def png(data: bytes) -> bytes:
    """Keep the chunks of a PNG that draw it: no texts, no time, no Exif.

    Raises:
        Damaged: It is none.
    """
    if not data.startswith(_PNG):
        raise Damaged
    kept, at, name = [_PNG], len(_PNG), b""
    while name != b"IEND":
        end = at + 12 + int.from_bytes(data[at : at + 4], "big")
        name = data[at + 4 : at + 8]
        if len(name) < 4 or end > len(data):
            raise Damaged
        if name in _CHUNKS:
            kept.append(data[at:end])
        at = end
    return b"".join(kept)


# ---- WebP: https://developers.google.com/speed/webp/docs/riff_container


_WEBP = {b"VP8 ", b"VP8L", b"VP8X", b"ANIM", b"ANMF", b"ALPH", b"ICCP"}
_METADATA_FLAGS = 0x08 | 0x04
"""Exif and XMP, in the first byte of VP8X."""


def webp(data: bytes) -> bytes:
    """Keep the chunks of a WebP that draw it: no Exif, no XMP, nothing unknown.

    Raises:
        Damaged: It is none.
    """
    if data[:4] != b"RIFF" or data[8:12] != b"WEBP":
        raise Damaged
    kept, at, whole = [], 12, min(len(data), 8 + int.from_bytes(data[4:8], "little"))
    while at + 8 <= whole:
        name, size = data[at : at + 4], int.from_bytes(data[at + 4 : at + 8], "little")
        end = at + 8 + size + size % 2
        if at + 8 + size > whole:
            raise Damaged
        chunk = data[at:end]
        if name == b"VP8X" and size:
            chunk = chunk[:8] + bytes([chunk[8] & ~_METADATA_FLAGS]) + chunk[9:]
        if name in _WEBP:
            kept.append(chunk)
        at = end
    body = b"WEBP" + b"".join(kept)
    return b"RIFF" + len(body).to_bytes(4, "little") + body


# ---- GIF: https://www.w3.org/Graphics/GIF/spec-gif89a.txt


_LOOPS = (b"NETSCAPE2.0", b"ANIMEXTS1.0")


def gif(data: bytes) -> bytes:
    """Keep the blocks of a GIF that draw it: no comments, no blocks of applications but for how often it is played.

    Raises:
        Damaged: It is none.
    """
    if data[:6] not in (b"GIF87a", b"GIF89a") or len(data) < 13:
        raise Damaged
    at = 13 + _colours(data[10])
    kept = [data[:at]]
    while data[at : at + 1] != b"\x3b":
        start, label = at, data[at + 1 : at + 2]
        if data[at : at + 1] == b"\x2c" and at + 10 < len(data):
            end = _blocks_end(data, at + 11 + _colours(data[at + 9]))
            wanted = True
        elif data[at : at + 1] == b"\x21":
            end = _blocks_end(data, at + 2)
            wanted = label == b"\xf9" or (label == b"\xff" and data[at + 3 : at + 14] in _LOOPS)
        else:
            raise Damaged
        if wanted:
            kept.append(data[start:end])
        at = end
    return b"".join(kept) + b"\x3b"


def _colours(flags: int) -> int:
    """Bytes of the table of colours that follows."""
    return 3 * 2 ** ((flags & 7) + 1) if flags & 0x80 else 0


def _blocks_end(data: bytes, at: int) -> int:
    """Where a row of blocks ends, each of which begins with its length, the last with 0."""
    while True:
        if at >= len(data):
            raise Damaged
        size = data[at]
        at += 1 + size
        if size == 0:
            return at
