"""The photo of a visit is kept upright, without its place, its day and its device."""

import struct
import zlib
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from projects.evaluations.photos import as_jpeg

SECRET = "48.85 N, telephone de Jeanne"
ORIENTATION, MODEL = 0x0112, 0x0110


def picture(kind="JPEG", *, turn=1, mode="RGB", **options):
    """40 × 20 pixels, red at the left and blue at the right, and what a device says of it."""
    image = Image.new(mode, (40, 20), "red")
    image.paste("blue", (20, 0, 40, 20))
    exif = Image.Exif()
    exif[MODEL], exif[ORIENTATION] = SECRET, turn
    content = BytesIO()
    image.save(content, kind, exif=exif.tobytes(), **options)
    return content.getvalue()


def upload(content, name="visite.jpg"):
    return SimpleUploadedFile(name, content)


def read(content, name="visite.jpg"):
    return Image.open(BytesIO(as_jpeg(upload(content, name)).read()))


def colour(image, at):
    red, _, blue = image.getpixel(at)
    return "red" if red > blue else "blue"


@pytest.mark.parametrize(
    ("kind", "name"), [("JPEG", "v.jpg"), ("PNG", "v.png"), ("HEIF", "IMG_0042.HEIC")]
)
def test_a_photo_of_any_phone_is_a_jpeg_that_says_nothing_of_it(kind, name):
    content = picture(kind)
    assert SECRET.encode() in content

    clean = as_jpeg(upload(content, name))

    assert clean.name == f"{name.split('.')[0]}.jpg"
    image = Image.open(clean)
    assert (image.format, image.size) == ("JPEG", (40, 20))
    assert not image.getexif()
    clean.seek(0)
    assert SECRET.encode() not in clean.read()


@pytest.mark.parametrize("kind", ["JPEG", "HEIF"])
def test_a_photo_is_turned_as_its_device_held_it(kind):
    image = read(picture(kind, turn=6))

    assert image.size == (20, 40)
    assert (colour(image, (10, 2)), colour(image, (10, 37))) == ("red", "blue")


def test_a_photo_keeps_its_colours_and_stands_on_white():
    profile = b"the colours of a screen"
    assert read(picture(icc_profile=profile)).info["icc_profile"] == profile
    clear = BytesIO()
    Image.new("RGBA", (9, 9), (255, 0, 0, 0)).save(clear, "PNG")

    assert read(clear.getvalue()).getpixel((4, 4)) == (255, 255, 255)


@pytest.mark.slow
def test_a_photo_is_no_larger_than_a_screen():
    large = BytesIO()
    Image.new("RGB", (6000, 3000)).save(large, "JPEG")

    assert read(large.getvalue()).size == (2560, 1280)


def bomb(side):
    """A PNG whose header announces a square of this side, in a few bytes."""

    def chunk(kind, content):
        end = struct.pack(">I", zlib.crc32(kind + content))
        return struct.pack(">I", len(content)) + kind + content + end

    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b""))


@pytest.mark.parametrize("side", [10_000, 60_000])
def test_a_picture_of_too_many_pixels_is_refused_before_it_is_unpacked(side):
    with pytest.raises(ValidationError, match=f"{side} × {side} pixels, le maximum est de 60 m"):
        as_jpeg(upload(bomb(side), "visite.png"))


def test_a_photo_that_weighs_too_much_is_refused_and_not_to_be_cut(settings):
    settings.PIECE_MAX_BYTES = 1000

    with pytest.raises(ValidationError, match="octets : réduisez-la") as refused:
        as_jpeg(upload(picture() + bytes(2000)))
    assert refused.value.message.startswith("« visite.jpg » pèse 2,")


@pytest.mark.parametrize(
    "content", [b"\xff\xd8\xff", b"%PDF-1.7", b"GIF89a", picture("HEIF")[:300], picture()[:400]]
)
def test_what_is_no_whole_picture_is_refused(content):
    with pytest.raises(ValidationError, match="ne se lit pas : choisissez une photo en jpg"):
        as_jpeg(upload(content))
