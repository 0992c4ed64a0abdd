"""Refuse a hostile or broken file before any spreadsheet library sees it.

Everything is read as a stream of bounded memory; nothing that the file says of itself (its
name, the sizes in its headers) is believed.
"""

import io
import re
import zlib
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

from django.conf import settings
from openpyxl.utils import column_index_from_string

from .cells import refuse_far_xlsx, OdsCells
