"""The delegation's tables: what is listed, searched and edited. It declares, it decides nothing."""

from correspondents.imports.admin import batches, headings
from correspondents.opendata import admin as opendata
from correspondents.records.admin import access_log

from . import accounts, countries, editions, france, loop, people, posts
