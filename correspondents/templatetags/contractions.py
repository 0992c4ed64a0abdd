"""Prepositions before a name, in a template: « la fonction d’Inès »."""

from django import template

from correspondents.records.contractions import of

register = template.Library()
register.filter("of", of)
