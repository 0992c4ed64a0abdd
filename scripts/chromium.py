"""The system's Chromium, for the tests that need a real browser.

Its shell without a window: the same engine, without the interface that a window draws even when
nobody sees it. Pages cost half the time.
"""

import shutil

from scripts import debian

PROGRAM = "chromium-headless-shell"


def main():
    if not shutil.which(PROGRAM):
        # Without a font of its own, a headless page shows boxes in place of letters.
        debian.install(PROGRAM, "fonts-liberation", purpose="Les tests dans un vrai navigateur")


if __name__ == "__main__":
    main()
