"""A photo without what its file says of where, when and by which device it was taken.

Only the way it is turned stays, and its colours. A file that is no whole picture stays as it is.
"""

import re
import struct

from django.core.files.base import ContentFile

TURN = 0x0112  # the number of the orientation in Exif
EXIF = b"Exif\0\0"
SCAN, END = 0xDA, 0xD9
# Segments of a JPEG that speak of the picture's surroundings: those of programs but JFIF, colour
# profiles and Adobe's colours; comments.
SPEAKING = {*range(0xE1, 0xF0), 0xFE} - {0xE2, 0xEE}
AFTER_SCAN = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
SPOKEN_CHUNKS = {b"eXIf", b"tEXt", b"zTXt", b"iTXt", b"tIME"}


def without_metadata(upload):
    """The uploaded picture, in jpg or png, as a file of the same name."""
    upload.seek(0)
    content = upload.read()
    clean = png(content) if content.startswith(b"\x89PNG") else jpeg(content)
    return ContentFile(clean, name=upload.name)


def jpeg(content):
    parts, turn, has_scan = [], 1, False
    for marker, segment in segments(content):
        has_scan |= marker == SCAN
        if marker == 0xE1 and segment[4:10] == EXIF:
            turn = turn_of(segment[10:])
        if marker not in SPEAKING and not segment.startswith(b"MPF\0", 4):
            parts.append(segment)
    if not has_scan:
        return content
    return b"\xff\xd8" + (exif(turn) if turn != 1 else b"") + b"".join(parts) + b"\xff\xd9"


def segments(content):
    """(marker, bytes) of each segment, a scan with its data; what follows the end is left out."""
    at = 2
    while content[at : at + 1] == b"\xff" and len(content) >= at + 4 and content[at + 1] != END:
        marker, (length,) = content[at + 1], struct.unpack_from(">H", content, at + 2)
        end = at + 2 + length
        if marker == SCAN:
            after = AFTER_SCAN.search(content, end)
            end = after.start() if after else len(content)
        yield marker, content[at:end]
        at = end


def turn_of(tiff):
    """The orientation, from 1 to 8, that an Exif block gives; 1 when it gives none."""
    order = "<" if tiff.startswith(b"II") else ">"
    try:
        (at,) = struct.unpack_from(f"{order}I", tiff, 4)
        (count,) = struct.unpack_from(f"{order}H", tiff, at)
        for place in range(at + 2, at + 2 + 12 * count, 12):
            tag, value = struct.unpack_from(f"{order}H6xH", tiff, place)
            if tag == TURN and 1 <= value <= 8:
                return value
    except struct.error:
        pass
    return 1


def exif(turn):
    """An Exif segment that holds the orientation alone."""
    tiff = struct.pack(">2sHIHHHIHxxI", b"MM", 42, 8, 1, TURN, 3, 1, turn, 0)
    return b"\xff\xe1" + struct.pack(">H", 2 + len(EXIF) + len(tiff)) + EXIF + tiff


def png(content):
    parts, at = [content[:8]], 8
    while len(content) >= at + 12:
        (length,) = struct.unpack_from(">I", content, at)
        end = at + 12 + length
        if content[at + 4 : at + 8] not in SPOKEN_CHUNKS:
            parts.append(content[at:end])
        at = end
    return b"".join(parts) if len(parts) > 1 else content
