"""The files joined to a dossier: kept in the base, given to who may see the dossier."""

import hashlib
import zipfile
from pathlib import PurePath

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.template.defaultfilters import filesizeformat
from django.utils import timezone

from .applications import Application
from .callparts import RequiredPiece

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
# How a file of each kind begins; the office ones are archives, told by what they hold.
BEGINNINGS = {
    "pdf": b"%PDF-",
    "jpg": b"\xff\xd8\xff",
    "jpeg": b"\xff\xd8\xff",
    "png": b"\x89PNG\r\n\x1a\n",
}
HELD = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "odt": "content.xml"}
HELD["ods"] = HELD["odt"]


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
    if upload.size > settings.PIECE_MAX_BYTES:
        raise ValidationError(
            f"« {name} » pèse {filesizeformat(upload.size)}, le maximum est de "
            f"{filesizeformat(settings.PIECE_MAX_BYTES)} : réduisez-le, ou coupez-le en deux."
        )
    if not holds(upload, kind):
        raise ValidationError(
            f"« {name} » n’est pas un fichier {kind} : enregistrez-le de nouveau sous ce format."
        )
    return kind


def holds(upload, kind):
    """Whether the file is what its name says; it is left at its beginning. Nothing is unpacked."""
    upload.seek(0)
    if beginning := BEGINNINGS.get(kind):
        found = upload.read(len(beginning)) == beginning
    else:
        try:
            with zipfile.ZipFile(upload) as archive:
                found = HELD[kind] in archive.namelist()
        except (zipfile.BadZipFile, ValueError, OSError):
            found = False
    upload.seek(0)
    return found


class PieceQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of the dossiers that the account may see."""
        return self.filter(application__in=Application.objects.visible_to(user))

    def joined(self):
        """Those that have not been taken away."""
        return self.filter(removed_at__isnull=True)

    @transaction.atomic
    def receive(self, application, upload, *, by, asked=None, name=""):
        """Join an uploaded file; `asked` is the piece of the call that it is.

        A piece asked for once takes the place of the one before. Raises ValidationError.
        """
        kind, content = kind_of(upload), upload.read()
        if asked:
            application.pieces.joined().filter(asked=asked).update(removed_at=timezone.now())
        piece = self.create(
            application=application,
            asked=asked,
            name=(name or (asked.name if asked else PurePath(upload.name).stem))[:160],
            kind=kind,
            size=len(content),
            sha256=hashlib.sha256(content).hexdigest(),
            added_by=by,
        )
        PieceContent.objects.create(piece=piece, content=content)
        return piece


class Piece(models.Model):
    """A file of a dossier; taken away, it stays in the base for the versions that had it."""

    application = models.ForeignKey(
        Application, models.CASCADE, verbose_name="dossier", related_name="pieces"
    )
    asked = models.ForeignKey(
        RequiredPiece,
        models.SET_NULL,
        verbose_name="pièce de l’appel",
        related_name="pieces",
        null=True,
        blank=True,
    )
    name = models.CharField("intitulé", max_length=160)
    kind = models.CharField("type", max_length=5, choices=[(kind, kind) for kind in MIMETYPES])
    size = models.PositiveIntegerField("taille, octets")
    sha256 = models.CharField("empreinte", max_length=64)
    added_at = models.DateTimeField("jointe le", default=timezone.now, editable=False)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        verbose_name="jointe par",
        related_name="+",
        null=True,
        editable=False,
    )
    removed_at = models.DateTimeField("retirée le", null=True, blank=True)

    objects = PieceQuerySet.as_manager()

    class Meta:
        verbose_name = "pièce jointe"
        verbose_name_plural = "pièces jointes"
        ordering = ["added_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "asked"],
                condition=Q(removed_at__isnull=True),
                name="one_file_of_a_piece",
                violation_error_message="Le dossier a déjà cette pièce.",
            ),
            models.CheckConstraint(
                name="piece_is_not_empty",
                condition=Q(size__gt=0),
                violation_error_message="Une pièce jointe n’est pas vide.",
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def mimetype(self):
        return MIMETYPES[self.kind]

    def remove(self):
        """Take it away from the dossier; its content is kept."""
        self.removed_at = timezone.now()
        self.save(update_fields=["removed_at"])


class PieceContent(models.Model):
    """The bytes of a piece, apart: reading a dossier reads none of them."""

    piece = models.OneToOneField(
        Piece, models.CASCADE, verbose_name="pièce", related_name="stored", primary_key=True
    )
    content = models.BinaryField("contenu")

    class Meta:
        verbose_name = "contenu d’une pièce"
        verbose_name_plural = "contenus des pièces"

    def __str__(self):
        return str(self.piece)
