"""The files that are served: of the design system, only those that our sheet and pages name."""

import re

from django.conf import settings
from django.contrib.staticfiles.finders import AppDirectoriesFinder

FAVICONS = {f"dsfr/dist/favicon/{name}" for name in ("favicon.svg", "apple-touch-icon.png")}


class UsedFiles(AppDirectoriesFinder):
    """The files of the apps; the design system ships 1,600, and a page of ours shows thirty."""

    def list(self, ignore_patterns):
        used, design_system = FAVICONS | named_by_the_sheet(), self.storages["dsfr"]
        for path, storage in super().list(ignore_patterns):
            if storage is not design_system or path in used:
                yield path, storage


def named_by_the_sheet():
    """Fonts, icons and drawings, by their path under the static root."""
    sheet = settings.BASE_DIR / "static" / "site" / "design-system.css"
    return set(re.findall(r"url\(\.\./([^)]+)\)", sheet.read_text(encoding="utf-8")))
