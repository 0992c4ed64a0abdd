"""`static/site/design-system.css`: the rules of the design system that our pages use.

The wheel ships one sheet of 576 kB whose dark colours wait for a script to set an attribute. Here
a rule stays when a template, a module or a script names each of its classes, a token when a rule
of ours reads it, and the dark colours follow the system's preference.
"""

import hashlib
import posixpath
import re
from importlib.metadata import distribution
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SHEET = ROOT / "static" / "site" / "design-system.css"
WHEEL = Path(distribution("django-dsfr").locate_file("dsfr"))
DIST = WHEEL / "static" / "dsfr" / "dist"
SOURCES = [DIST / "dsfr" / "dsfr.main.min.css", DIST / "utility" / "icons" / "icons.main.min.css"]

# Where class names are written: ours, and the library's templates and widgets of forms.
PAGES = [
    "templates/**/*.html",
    "static/site/*.js",
    "{atlas,config,correspondents,projects}/**/*.py",
]
FORMS = [
    "templates/dsfr/form_snippet.html",
    "templates/dsfr/form_field_snippets/[ci]*_snippet.html",
    "templates/dsfr/form_field_snippets/radioselect_snippet.html",
    "templates/django/forms/**/*.html",
    "forms.py",
]
STATES = ("info", "success", "warning", "error", "new")
FACES = {"normal 400", "normal 500", "normal 700"}  # of Marianne; a browser slants them itself
# Old browsers' words, and what only the system's own script sets.
DROPPED = re.compile(r"-ms-|-moz-document|fr-fi-|data-fr-js|data-fr-scrolling|\.fr-toggle")

CLASS = re.compile(r"\bfr-[a-zA-Z0-9_-]+")
NEGATION = re.compile(r":not\([^()]*(?:\([^()]*\)[^()]*)*\)")
TOKEN = re.compile(r"var\(\s*(--[\w-]+)")
DARK = "[data-fr-theme=dark]"
FOLLOWS_SYSTEM = "[data-fr-scheme=system]"


def main():
    text = sheet()
    if text != SHEET.read_text(encoding="utf-8"):
        SHEET.write_text(text, encoding="utf-8")


def sheet():
    """The text of the whole sheet, with the hash of what it is made from."""
    rules = [rule for source in SOURCES for rule in rules_of(source)]
    used = used_classes()
    rules = [pruned for rule in rules if (pruned := prune(rule, used))]
    light = [rule for rule in rules if DARK not in rule[1]]
    dark = [
        (media, selector.replace(DARK, FOLLOWS_SYSTEM), body)
        for media, selector, body in rules
        if DARK in selector and "forced-colors" not in media
    ]
    light, dark = without_idle_tokens(light, dark)
    scheme = f":root{FOLLOWS_SYSTEM}{{color-scheme:light dark}}\n"
    night = "@media (prefers-color-scheme:dark){\n" + written(dark) + "}\n"
    return f"/* {origin()} */\n" + written(light) + scheme + night


def origin():
    digest = hashlib.sha256(b"".join(source.read_bytes() for source in SOURCES)).hexdigest()
    version = distribution("django-dsfr").version
    return f"From django-dsfr {version}, MIT, {digest[:16]}, by python -m scripts.design_system"


def used_classes():
    """Names of classes; one that a template ends itself stands for those of each state."""
    names = {
        name
        for root, patterns in ((ROOT, PAGES), (WHEEL, FORMS))
        for pattern in patterns
        for path in files(root, pattern)
        for name in CLASS.findall(path.read_text(encoding="utf-8"))
    }
    return names | {name + state for name in names if name.endswith("--") for state in STATES}


def files(root, pattern):
    """Those of the pattern, where {a,b} is one or the other."""
    choice = re.search(r"\{([^}]*)\}", pattern)
    names = choice[1].split(",") if choice else [""]
    for name in names:
        yield from root.glob(pattern.replace(choice[0], name) if choice else pattern)


def rules_of(source):
    """[(at-rule or "", selector, declarations)] in order, addresses written from our folder."""
    text = re.sub(r"/\*.*?\*/", "", source.read_text(encoding="utf-8"), flags=re.DOTALL)
    folder = source.parent.relative_to(DIST.parent.parent)

    def moved(match):
        return f"url(../{posixpath.normpath(folder / match[1])})"

    text = re.sub(r"@charset[^;]*;", "", text)
    yield from blocks(re.sub(r"url\((\.\./[^)]*)\)", moved, text))


def blocks(text, media=""):
    """The rules of a style sheet; a brace in a string is none."""
    for head, body in pairs(text):
        if head.startswith(("@media", "@supports", "@-moz-document")):
            yield from blocks(body, head)
        else:
            yield media, head, body


def pairs(text):
    """(what stands before a brace, what stands between it and its own)."""
    depth, start, head, quote = 0, 0, "", ""
    for match in re.finditer(r"[{}\"']", text):
        sign, place = match[0], match.start()
        if quote:
            quote = "" if sign == quote else quote
        elif sign in "\"'":
            quote = sign
        elif sign == "{":
            if depth == 0:
                head, start = text[start:place].strip(), place + 1
            depth += 1
        else:
            depth -= 1
            if depth == 0:
                yield head, text[start:place]
                start = place + 1


def prune(rule, used):
    """The rule with the selectors that something may match, or None."""
    media, selector, body = rule
    if media and not (media := at_rule_of_today(media)):
        return None
    if selector == "@font-face":
        return (media, selector, face(body)) if face(body) else None
    kept = [each for each in split(selector) if not DROPPED.search(each) and is_used(each, used)]
    return (media, ",".join(kept), body) if kept else None


def at_rule_of_today(media):
    """The at-rule with those of its conditions that a browser of today may meet, or ""."""
    name, _, conditions = media.partition(" ")
    met = [each for each in conditions.split(",") if not DROPPED.search(f"{name} {each}")]
    return f"{name} {','.join(met)}" if met else ""


def split(selector):
    """At the commas that stand in no parenthesis."""
    return re.split(r",(?![^()]*\))", selector)


def is_used(selector, used):
    names = CLASS.findall(re.sub(r"\[[^\]]*\]", "", NEGATION.sub("", selector)))
    return used.issuperset(names)


def face(body):
    """The description of a face that we show, in the one format that all browsers read."""
    told = dict(part.split(":", 1) for part in body.split(";") if ":" in part)
    if told["font-family"] != "Marianne":
        return ""
    if f"{told['font-style']} {told['font-weight']}" not in FACES:
        return ""
    return re.sub(r',url\([^)]*\) format\("woff"\)', "", body)


def without_idle_tokens(light, dark):
    """The rules without the tokens that nothing reads, neither they nor our own sheets."""
    rules, before = [light, dark], None
    ours = "".join(path.read_text() for path in SHEET.parent.glob("*.css") if path != SHEET)
    while before != (before := [written(each) for each in rules]):
        read = set(TOKEN.findall(ours + "".join(before)))
        rules = [[trimmed(rule, read) for rule in each] for each in rules]
        rules = [[rule for rule in each if rule[2]] for each in rules]
    return rules


def trimmed(rule, read):
    media, selector, body = rule
    kept = [
        part
        for part in re.split(r";(?=(?:[^\"']|\"[^\"]*\"|'[^']*')*$)", body)
        if not part.startswith("--") or part.partition(":")[0] in read
    ]
    return media, selector, ";".join(kept)


def written(rules):
    """One rule a line; those of one at-rule that follow each other under it."""
    lines, current = [], ""
    for media, selector, body in rules:
        if media != current:
            lines += ["}"] if current else []
            lines += [media + "{"] if media else []
            current = media
        lines.append(f"{selector}{{{body}}}")
    return "".join(line + "\n" for line in [*lines, *(["}"] if current else [])])


if __name__ == "__main__":
    main()
