"""The photo of a visit is kept without its place, its day and its device."""

import struct
import zlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from projects.evaluations.photos import without_metadata

SECRET = b"48.85 N, telephone de Jeanne"
TABLE = b"\xff\xdb\x00\x05\x00\xff\xe1"  # holds what looks like a marker
SCAN = b"\xff\xda\x00\x03\x00" + b"\x12\xff\x00\x34\xff\xd0\x56"
TURNED_RIGHT = b"\x01\x12\x00\x03\x00\x00\x00\x01\x00\x06\x00\x00"


def segment(marker, content):
    return b"\xff" + bytes([marker]) + struct.pack(">H", 2 + len(content)) + content


def exif(order, turn):
    entry = struct.pack(f"{order}HHIHxx", 0x0112, 3, 1, turn)
    head = (b"II" if order == "<" else b"MM") + struct.pack(f"{order}HIH", 42, 8, 1)
    return segment(0xE1, b"Exif\0\0" + head + entry + bytes(4) + SECRET)


def picture(*segments):
    """A JPEG of two scans, with another picture behind its end."""
    jfif = segment(0xE0, b"JFIF\0" + bytes(9))
    parts = [b"\xff\xd8", jfif, *segments, TABLE, SCAN, TABLE, SCAN, b"\xff\xd9"]
    return b"".join(parts) + b"\xff\xd8" + exif("<", 6)


def cleaned(content, name="visite.jpg"):
    return without_metadata(SimpleUploadedFile(name, content)).read()


@pytest.mark.parametrize("order", ["<", ">"])
def test_a_jpeg_keeps_its_picture_and_the_way_it_is_turned(order):
    colours = segment(0xE2, b"ICC_PROFILE\0\1\1")
    maker, comment = segment(0xED, SECRET), segment(0xFE, SECRET)

    clean = cleaned(picture(exif(order, 6), colours, maker, comment))

    assert SECRET not in clean
    assert clean.count(TABLE + SCAN) == 2
    assert colours in clean
    assert TURNED_RIGHT in clean
    assert clean.endswith(SCAN + b"\xff\xd9")


def test_a_jpeg_that_is_not_turned_has_no_exif_left():
    clean = cleaned(picture(exif("<", 1)))

    assert b"Exif" not in clean
    assert cleaned(clean) == clean


@pytest.mark.parametrize(
    "content",
    [b"\xff\xd8\xff", b"\xff\xd8\xff\xe1\xff\xff" + SECRET, b"\xff\xd8\xff\xe0\x00\x00" * 9],
)
def test_what_is_no_picture_is_left_as_it_is(content):
    assert cleaned(content) == content


def test_a_png_keeps_its_picture_alone():
    def chunk(kind, content):
        return (
            struct.pack(">I", len(content))
            + kind
            + content
            + struct.pack(">I", zlib.crc32(kind + content))
        )

    head, end = chunk(b"IHDR", bytes(13)), chunk(b"IEND", b"")
    spoken = [chunk(kind, SECRET) for kind in (b"eXIf", b"tEXt", b"iTXt", b"tIME")]
    dots = chunk(b"IDAT", b"points")
    start = b"\x89PNG\r\n\x1a\n"

    clean = cleaned(start + head + b"".join(spoken) + dots + end, "visite.png")

    assert clean == start + head + dots + end
