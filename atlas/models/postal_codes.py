"""The postal codes of the communes, by which people look for them."""

from django.db import models

from .authorities import LocalAuthority


class PostalCode(models.Model):
    """A postal code of a commune, maybe of others too; replaced as a whole by `load_reference`."""

    authority = models.ForeignKey(
        LocalAuthority, models.CASCADE, verbose_name="commune", related_name="postal_codes"
    )
    code = models.CharField("code postal", max_length=5)

    class Meta:
        verbose_name = "code postal"
        verbose_name_plural = "codes postaux"
        constraints = [
            models.UniqueConstraint(
                fields=["code", "authority"],
                name="one_postal_code_of_a_commune",
                violation_error_message="Cette commune a déjà ce code postal.",
            ),
        ]

    def __str__(self):
        return self.code
