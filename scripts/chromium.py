"""The system's Chromium, for the tests that need a real browser."""

import shutil

from scripts import debian


def main():
    if not shutil.which("chromium"):
        # Without a font of its own, a headless page shows boxes in place of letters.
        debian.install("chromium", "fonts-liberation", purpose="Les tests dans un vrai navigateur")


if __name__ == "__main__":
    main()
