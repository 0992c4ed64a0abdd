"""The files joined to a dossier: accounts that see the dossier may read them."""

from django.db import models, transaction
from django.utils import timezone

from correspondents.records.fields import foreign_key, optional_key

from .applications import Application
from .callparts import RequiredPiece
from .fields import OPTIONAL
from .files import JoinedFile, JoinedFileQuerySet, StoredContent


class PieceQuerySet(JoinedFileQuerySet):
    def visible_to(self, user):
        """The pieces of the dossiers that the account may see."""
        return self.filter(application__in=Application.objects.visible_to(user))

    def joined(self):
        """The pieces that nobody has removed."""
        return self.filter(removed_at__isnull=True)

    @transaction.atomic
    def receive(self, application, upload, *, by, asked=None, name=""):
        """Join an uploaded file; `asked` is the piece of the call that it is.

        A piece asked for once takes the place of the one before. Raises ValidationError.
        """
        if asked:
            application.pieces.joined().filter(asked=asked).update(removed_at=timezone.now())
        name = name or (asked.name if asked else "")
        return self.keep(upload, by=by, name=name, application=application, asked=asked)


class Piece(JoinedFile):
    """A file of a dossier; taken away, it stays in the base for the versions that had it."""

    application = foreign_key(Application, "pieces", models.CASCADE)
    asked = optional_key(RequiredPiece, "pieces", models.SET_NULL, verbose_name="pièce de l’appel")
    removed_at = models.DateTimeField("retirée le", **OPTIONAL)

    objects = PieceQuerySet.as_manager()

    class Meta(JoinedFile.Meta):
        verbose_name = "pièce jointe"
        verbose_name_plural = "pièces jointes"
        constraints = [
            *JoinedFile.Meta.constraints,
            models.UniqueConstraint(
                fields=["application", "asked"],
                condition=models.Q(removed_at__isnull=True),
                name="one_file_of_a_piece",
                violation_error_message="Le dossier a déjà cette pièce.",
            ),
        ]

    def remove(self):
        """Remove it from the dossier; its content stays."""
        self.removed_at = timezone.now()
        self.save(update_fields=["removed_at"])


class PieceContent(StoredContent):
    piece = models.OneToOneField(
        Piece, models.CASCADE, verbose_name="pièce", related_name="stored", primary_key=True
    )

    class Meta:
        verbose_name = "contenu d’une pièce"
        verbose_name_plural = "contenus des pièces"
