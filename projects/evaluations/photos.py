"""A photo of a visit as the base keeps it: an upright JPEG, without place, day or device."""

from io import BytesIO
from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from PIL import Image, ImageOps
from pillow_heif import register_heif_opener

from projects.models.files import check_weight

FORMATS = ("JPEG", "PNG", "HEIF")
MOST_PIXELS = 60_000_000  # the best phones take 50 million
SIDE = 2560  # pixels, what a large screen shows

register_heif_opener()
Image.MAX_IMAGE_PIXELS = None  # `check` refuses bombs in French, before they are unpacked


def as_jpeg(upload):
    """The uploaded picture as a file. Raises ValidationError, in French."""
    name = PurePath(upload.name)
    check_weight(upload, "réduisez-la")
    try:
        upload.seek(0)
        image = Image.open(upload, formats=FORMATS)
        check(image, name)
        content = encode(image)
    except ValidationError:
        raise
    except Exception as error:  # a decoder raises anything on a file that is none of its own
        reason = f"« {name} » ne se lit pas : choisissez une photo en jpg, en png ou en heic."
        raise ValidationError(reason) from error
    return ContentFile(content, name=f"{name.stem}.jpg")


def check(image, name):
    """Refuse a picture whose header announces too many pixels."""
    width, height = image.size
    if width * height > MOST_PIXELS:
        raise ValidationError(
            f"« {name} » fait {width} × {height} pixels, le maximum est de "
            f"{MOST_PIXELS // 1_000_000} millions : réduisez-la."
        )


def encode(image):
    """The bytes of a JPEG on white, turned as its Exif says, with its colours and nothing else."""
    colours = image.info.get("icc_profile")
    image.thumbnail((SIDE, SIDE))
    image = ImageOps.exif_transpose(image).convert("RGBA")
    picture, content = Image.new("RGB", image.size, "white"), BytesIO()
    picture.paste(image, mask=image)
    picture.save(content, "JPEG", quality=85, icc_profile=colours)
    return content.getvalue()
