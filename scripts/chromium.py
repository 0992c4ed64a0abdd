"""The system's Chromium, for the tests that need a real browser.

The shell without a window has the same engine and draws no interface: pages take half the time.
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
