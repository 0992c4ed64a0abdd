"""Refuse a hostile or broken file before any spreadsheet library sees it.

The guard reads the file as a stream, in bounded memory, and trusts neither its name nor the sizes
in its headers.
"""

import zlib
from copy import copy
from io import SEEK_END
from pathlib import PurePath, PurePosixPath
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

from django.conf import settings

from . import refusals
from .encodings import UTF16_MARKS
from .extent import OdsExtent, XlsxExtent

TEXTS = {".csv", ".tsv", ".txt", ".json"}
EXTENSIONS = {".xlsx", ".xlsm", ".xls", ".ods", *TEXTS}
PIECE = 1 << 16  # bytes read at a time
LONGEST_TEXT = 1 << 20  # bytes without any « > »: a cell holds 32,767 characters at most
MAX_RATIO = 200  # inflated bytes per packed byte; real sheets stay under 40
TAGS_PER_CELL = 6  # with its value and its formula
NEVER_A_BOMB = 1 << 20  # bytes under which the ratio does not matter

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED_OLE = "EncryptedPackage".encode("utf-16-le")
OLE_WORKBOOKS = ["Workbook".encode("utf-16-le"), "Book".encode("utf-16-le")]  # by its age
ODS_MIME_TYPE = b"application/vnd.oasis.opendocument.spreadsheet"
UTF8_MARK = b"\xef\xbb\xbf"
XML_STARTS = (b"<", b"\xff\xfe", b"\xfe\xff", b"\0<")
DISGUISES = {
    b"<": "une page web ou un document XML",
    b"%PDF": "un document PDF",
    b"PK\x03\x04": "une archive ou un classeur",
    OLE: "un classeur d’un ancien format (.xls)",
    b"{\\rtf": "un document RTF",
}


def check(file, name):
    """Raise RefusedFile unless the open binary file has the format of its extension.

    Sizes, numbers of parts, rows and columns are bounded by the settings IMPORT_MAX_….
    """
    extension = extension_of(file, name)
    if extension in TEXTS:
        _check_text(file, extension)
    elif extension == ".xls":
        _check_old_workbook(file)
    else:
        _check_workbook(file, extension)
    file.seek(0)


def extension_of(file, name):
    """The lower-case extension of a file, or RefusedFile when its size or format is not allowed.

    The file is left at its beginning.
    """
    size = file.seek(0, SEEK_END)
    file.seek(0)
    if not size:
        raise refusals.empty()
    if size > settings.IMPORT_MAX_BYTES:
        raise refusals.too_big(size)
    extension = PurePath(name).suffix.lower()
    if extension not in EXTENSIONS:
        raise refusals.unknown_format(extension or name)
    return extension


def _check_text(file, extension):
    piece = file.read(PIECE)
    _refuse_disguise(piece, extension)
    if piece.startswith(UTF16_MARKS):
        if extension == ".json":
            raise refusals.utf16(extension)
        return
    while piece:
        if b"\0" in piece:
            raise refusals.not_text(extension)
        piece = file.read(PIECE)


def _check_old_workbook(file):
    """Check the container only: its content is bounded by the process that reads it."""
    content = file.read()
    if not content.startswith(OLE):
        _refuse_disguise(content[:PIECE], ".xls")
        raise refusals.disguised(".xls", "un fichier d’une autre sorte")
    if ENCRYPTED_OLE in content:
        raise refusals.encrypted()
    if not any(name in content for name in OLE_WORKBOOKS):
        raise refusals.disguised(".xls", "un document d’un autre programme")


def _check_workbook(file, extension):
    head = file.read(PIECE)
    if head.startswith(OLE) and ENCRYPTED_OLE in head + file.read():
        raise refusals.encrypted()
    if not head.startswith(b"PK"):
        _refuse_disguise(head, extension)
        raise refusals.disguised(extension, "un fichier d’une autre sorte")
    try:
        with ZipFile(file) as archive:
            _check_parts(archive, extension)
            _check_sizes(archive)
            _check_content(archive, extension)
    except (BadZipFile, EOFError, OSError, zlib.error, NotImplementedError, ValueError) as error:
        raise refusals.damaged() from error


def _check_parts(archive, extension):
    """Check the archive's index: the number, the names and the kinds of its parts."""
    parts = archive.infolist()
    names = {part.filename for part in parts}
    if len(parts) > settings.IMPORT_MAX_PARTS:
        raise refusals.suspect(f"plus de {settings.IMPORT_MAX_PARTS} parties ({len(parts)})")
    if len(names) < len(parts) or any(_escapes(name) for name in names):
        raise refusals.suspect("des noms de parties interdits")
    if any(part.flag_bits & 1 for part in parts):
        raise refusals.encrypted()
    if any(part.compress_type not in (ZIP_STORED, ZIP_DEFLATED) for part in parts):
        raise refusals.damaged()
    if extension == ".xlsx" and any(name.lower().endswith("vbaproject.bin") for name in names):
        raise refusals.suspect("des macros cachées dans un .xlsx")
    needed = {"mimetype", "content.xml"} if extension == ".ods" else {"xl/workbook.xml"}
    if not needed <= names:
        raise refusals.disguised(extension, "une archive d’une autre sorte")


def _check_sizes(archive):
    """Check the real size of each part, and that it is whole: garbage would pass for a fault."""
    room = settings.IMPORT_MAX_UNPACKED_BYTES
    for part in archive.infolist():
        inflated = Inflated(archive, part, room)
        for _ in inflated:
            pass
        room -= inflated.size


def _check_content(archive, extension):
    """Check the content of the parts, piece by piece."""
    if extension == ".ods" and _start_of(archive, "mimetype") != ODS_MIME_TYPE:
        raise refusals.disguised(extension, "un document OpenDocument d’une autre sorte")
    extent = OdsExtent() if extension == ".ods" else XlsxExtent()
    for part in archive.infolist():
        tags = 0
        for xml in _xml_of(Inflated(archive, part, settings.IMPORT_MAX_UNPACKED_BYTES)):
            tags += xml.count(b"<")
            if tags > TAGS_PER_CELL * settings.IMPORT_MAX_CELLS:
                raise refusals.too_many_cells()
            _refuse_entities(xml, part.filename)
            extent.read(xml)


def _start_of(archive, name):
    with archive.open(name) as part:
        return part.read(PIECE).strip()


class Inflated:
    """The bytes of a part, as pieces; RefusedFile beyond `most` bytes or MAX_RATIO."""

    def __init__(self, archive, part, most):
        self.archive, self.part, self.size = archive, part, 0
        self.most = min(most, max(NEVER_A_BOMB, part.compress_size * MAX_RATIO))

    def __iter__(self):
        # ZipFile stops at the size that the header gives; other libraries do not.
        unbounded = copy(self.part)
        unbounded.file_size = self.most + PIECE
        with self.archive.open(unbounded) as stream:
            while piece := stream.read(PIECE):
                self.size += len(piece)
                if self.size > self.most:
                    raise refusals.suspect(f"une partie démesurée (« {self.part.filename} »)")
                yield piece
        if self.size != self.part.file_size:
            raise refusals.damaged()


def _xml_of(pieces):
    """The XML of a part, cut only after a « > »; nothing when the part is not XML."""
    rest, is_xml = b"", None
    for piece in pieces:
        if is_xml is None:
            start = piece.removeprefix(UTF8_MARK).lstrip()
            is_xml = not start or start.startswith(XML_STARTS)
        if is_xml:
            whole, mark, rest = (rest + piece).rpartition(b">")
            if len(rest) > LONGEST_TEXT:
                raise refusals.suspect("une cellule au texte démesuré")
            yield whole + mark
    yield rest


def _refuse_entities(xml, name):
    if b"\0" in xml:  # UTF-16 or UTF-32: no program writes that, and it would hide the rest
        raise refusals.damaged()
    if b"<!DOCTYPE" in xml or b"<!ENTITY" in xml:
        raise refusals.suspect(f"des définitions interdites (« {name} »)")
    if name == "META-INF/manifest.xml" and b"encryption-data" in xml:
        raise refusals.encrypted()


def _escapes(name):
    """Whether a part's name would leave the folder in which it is unpacked."""
    path = PurePosixPath(name.replace("\\", "/"))
    return path.is_absolute() or ".." in path.parts or ":" in name


def _refuse_disguise(head, extension):
    start = head.removeprefix(UTF8_MARK).lstrip()
    for signature, what in DISGUISES.items():
        if start.startswith(signature):
            raise refusals.disguised(extension, what)
