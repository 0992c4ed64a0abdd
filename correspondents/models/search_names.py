"""The index of names: all those by which the finder knows a place, an authority or a page."""

from typing import cast

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models.functions import Length, Reverse

from correspondents.records.fields import Named

from .countries import Country


class SearchName(Named):
    """A name of something of any room: its kind and its key say of what, without a foreign key.

    The triggers of `correspondents/sql/` and `atlas/sql/` write it, nobody else. A name that is not
    shown is only searched: without its article, or the words of a region in one order. What depends
    on the day or on rights is asked of the source.
    """

    kind = models.CharField("nature", max_length=10)
    key = models.CharField("clé", max_length=80)
    text = models.TextField("forme normale")
    name = models.TextField("nom")
    main = models.TextField("nom principal")
    detail = models.TextField("précision", blank=True)
    country = models.ForeignKey(
        Country,
        models.DO_NOTHING,
        verbose_name="pays ou territoire",
        related_name="+",
        db_column="country_code",
        db_constraint=False,
        null=True,
    )
    size = models.IntegerField("habitants, en ordre de grandeur", default=0)
    language = models.CharField("langue", max_length=3, blank=True)
    is_main = models.BooleanField("nom principal", default=False)
    is_capital = models.BooleanField("capitale ou chef-lieu", default=False)
    is_shown = models.BooleanField("affiché", default=True)

    slips: int  # between it and a text that it is near, told by the search

    class Meta:
        verbose_name = "nom que connaît la recherche"
        verbose_name_plural = "noms que connaît la recherche"
        indexes = [
            models.Index(fields=["kind", "key"], name="search_name_target"),
            models.Index(OpClass("text", name="text_pattern_ops"), name="search_name_text"),
            models.Index(
                Length("text"),
                OpClass(Reverse("text"), name="text_pattern_ops"),
                name="search_name_end",
            ),
            GinIndex(OpClass("text", name="gin_trgm_ops"), name="search_name_trigrams"),
        ]

    @property
    def is_in_order(self):
        """Whether its text is the words of a region in the order of `finder_words_of_region`."""
        return self.kind == "region" and not self.is_shown

    @property
    def its_country(self) -> Country:
        """The country of what always has one: a place, a part of a country that a post serves."""
        return cast(Country, self.country)
