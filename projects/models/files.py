"""Files in the base: checked on arrival, their bytes in a table apart."""

import hashlib
import zipfile
from pathlib import PurePath

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.template.defaultfilters import filesizeformat
from django.utils import timezone

from correspondents.records.fields import account

MIMETYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "png": "image/png",
}
# How a file of each kind begins; the office ones are archives, known by a member.
BEGINNINGS = {
    "pdf": b"%PDF-",
    "jpg": b"\xff\xd8\xff",
    "jpeg": b"\xff\xd8\xff",
    "png": b"\x89PNG\r\n\x1a\n",
}
HELD = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "odt": "content.xml"}
HELD["ods"] = HELD["odt"]


def check_weight(upload, advice):
    """Raise ValidationError, with the advice, for a file above `settings.PIECE_MAX_BYTES`."""
    if upload.size > settings.PIECE_MAX_BYTES:
        raise ValidationError(
            f"« {PurePath(upload.name).name} » pèse {filesizeformat(upload.size)}, le maximum est "
            f"de {filesizeformat(settings.PIECE_MAX_BYTES)} : {advice}."
        )


def kind_of(upload):
    """The extension of an uploaded file, once it has been checked.

    Raises ValidationError, in French: an unknown kind, a name that lies about what the file
    holds, an empty file, one above `settings.PIECE_MAX_BYTES`.
    """
    name = PurePath(upload.name).name
    kind = PurePath(name).suffix.lower().removeprefix(".")
    if kind not in MIMETYPES:
        raise ValidationError(
            f"« {name} » : ce type de fichier n’est pas accepté. Joignez un fichier "
            f"{', '.join(MIMETYPES)}."
        )
    if not upload.size:
        raise ValidationError(f"« {name} » est vide : joignez-le de nouveau.")
    cut = "" if MIMETYPES[kind].startswith("image/") else ", ou coupez-le en deux"
    check_weight(upload, f"réduisez-le{cut}")
    if not holds(upload, kind):
        raise ValidationError(
            f"« {name} » n’est pas un fichier {kind} : enregistrez-le de nouveau sous ce format."
        )
    return kind


def holds(upload, kind):
    """Whether the file is what its name says; it is left at its beginning. Nothing is unpacked."""
    upload.seek(0)
    if beginning := BEGINNINGS.get(kind):
        is_right = upload.read(len(beginning)) == beginning
    else:
        try:
            with zipfile.ZipFile(upload) as archive:
                is_right = HELD[kind] in archive.namelist()
        except (zipfile.BadZipFile, ValueError, OSError):
            is_right = False
    upload.seek(0)
    return is_right


class JoinedFileQuerySet(models.QuerySet):
    @transaction.atomic
    def keep(self, upload, *, by, name="", **about):
        """Check an uploaded file and keep it with its bytes. Raises ValidationError."""
        kind, content = kind_of(upload), upload.read()
        row = self.create(
            name=(name or PurePath(upload.name).stem)[:160],
            kind=kind,
            size=len(content),
            sha256=hashlib.sha256(content).hexdigest(),
            added_by=by,
            **about,
        )
        stored = self.model.stored.related
        stored.related_model.objects.create(content=content, **{stored.field.name: row})
        return row


class JoinedFile(models.Model):
    """The description of a file: its bytes are in its `stored`, a `StoredContent`."""

    name = models.CharField("intitulé", max_length=160)
    kind = models.CharField("type", max_length=5, choices=[(kind, kind) for kind in MIMETYPES])
    size = models.PositiveIntegerField("taille, octets")
    sha256 = models.CharField("empreinte", max_length=64)
    added_at = models.DateTimeField("jointe le", default=timezone.now, editable=False)
    added_by = account("jointe par", editable=False)

    objects = JoinedFileQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["added_at", "id"]
        constraints = [
            models.CheckConstraint(
                name="%(class)s_is_not_empty",
                condition=models.Q(size__gt=0),
                violation_error_message="Un fichier joint n’est pas vide.",
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def mimetype(self):
        return MIMETYPES[self.kind]


class StoredContent(models.Model):
    """The bytes of a file, apart: a list of files reads none of them."""

    content = models.BinaryField("contenu")

    class Meta:
        abstract = True

    def __str__(self):
        return f"contenu de {self.pk}"
