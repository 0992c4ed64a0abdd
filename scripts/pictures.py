"""The pictures of `docs/pictures.md`, taken anew: `make run`, then `python -m scripts.pictures`.

The site of ADDRESS (http://127.0.0.1:8000 by default) is looked at as a phone, a tablet and a
screen show it, light and dark, down to a screen and a half.
"""

import io
import os
import shutil
import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import Error, sync_playwright

from scripts.chromium import PROGRAM

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "pictures"
PAGES = {
    "accueil": "/",
    "pays": "/pays/gm/",
    "poste": "/postes/dakar/",
    "atlas": "/atlas/?pays=sn",
    "ma-collectivite": "/ma-collectivite/",
    "preparer": "/preparer/",
}
WIDTHS = (360, 768, 1280)
SCHEMES = {"clair": "light", "sombre": "dark"}
TALLEST = 1400  # pixels
QUALITY = 45  # of WebP, out of 100


def names():
    """The name of each picture, with what it shows: (file, address, width, scheme)."""
    for page, address in PAGES.items():
        for width in WIDTHS:
            for scheme in SCHEMES:
                yield f"{page}-{width}-{scheme}.webp", address, width, scheme


def take(browser, site, address, width, scheme):
    """One page as a picture; raises SystemExit when it is not there."""
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=SCHEMES[scheme], locale="fr-FR"
    )
    page = context.new_page()
    response = page.goto(site + address)
    if response.status != 200:
        raise SystemExit(f"{address} répond {response.status} : les images restent comme avant.")
    height = min(page.evaluate("document.documentElement.scrollHeight"), TALLEST)
    area = {"x": 0, "y": 0, "width": width, "height": height}
    taken = page.screenshot(full_page=True, clip=area)
    context.close()
    return Image.open(io.BytesIO(taken)).convert("RGB")


def main():
    site = os.environ.get("ADDRESS", "http://127.0.0.1:8000").rstrip("/")
    FOLDER.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        program = shutil.which(PROGRAM)
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        try:
            for name, *what in names():
                take(browser, site, *what).save(FOLDER / name, quality=QUALITY, method=6)
        except Error:
            sys.exit(f"{site} ne répond pas : lancez « make run », ou donnez son adresse, ADDRESS.")
    print(f"Images de {site} dans {FOLDER.relative_to(ROOT)}.")


if __name__ == "__main__":
    main()
