"""Prepositions before a name, in a template: « la fonction d’Inès »."""

from django import template

from correspondents.records.contractions import by, of

register = template.Library()
register.filter("by", by)
register.filter("of", of)
