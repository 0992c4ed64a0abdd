"""Is this the name of a person? What a cell of names says besides: marks, titles, jobs, doubts."""

import re

from correspondents.imports.vocabulary import plain

from .labels import FOOTNOTE

NUMBERING = re.compile(r"^\s*(?:\d{1,2}\s?[.)°]|[*†‡•·-])\s*(?=\S)")
TITLE = re.compile(
    r"^\s*(?:S\.\s?E\.\s*|Son Excellence\s+|(?:Dr|Pr|Prof)\.?\s+(?=\S)|(?:Docteure?|Professeure?"
    r"|Maître)\s+)",
    re.IGNORECASE,
)
JOB_WORDS = frozenset(
    """attache attachee conseiller conseillere charge chargee cocac scac directeur directrice chef
    cheffe volontaire assistant assistante secretaire ambassadeur ambassadrice consul consule
    coordinateur coordinatrice coordonnateur coordonnatrice responsable delegue deleguee stagiaire
    adjoint adjointe expert experte gestionnaire referent referente""".split()
)
# What follows one of them and is no name: « la consule générale X », « le chef du SCAC X ».
OF_A_JOB = (
    r"(?:generale?|adjointe?|honoraire|culturel(?:le)?|politique|economique|(?:du|de\s+la|de|d['’])"
    r"\s*(?:scac|service|poste|mission|ambassade|cooperation|presse))"
)
JOB_BEFORE = re.compile(
    rf"^(?:la\s+|le\s+|l['’])(?:[\w-]+\s+)??(?:{'|'.join(sorted(JOB_WORDS))})\w*\s+"
    rf"(?:{OF_A_JOB}\s+)*(?=\S)",
    re.IGNORECASE,
)
AFTER_COMMA = re.compile(r"\s*,\s*([^,\n/;]+)")
ACRONYM = re.compile(r"^[A-Z]{2,6}$")
# Words that link a name to something else: « voir X », « X ou son adjoint ».
LINKS = frozenset("voir cf ou son sa interim remplace remplacee remplacement par suite via".split())
STRANGE = re.compile(r"[0-9?!=@#%{}<>|\\+_:]")
MOST_WORDS = 7


def bare_name(text):
    """A name without its footnote marks, its number in a list, its title."""
    text = NUMBERING.sub("", text)
    while (shorter := FOOTNOTE.sub("", text)) != text and shorter:
        text = shorter
    return TITLE.sub("", text).strip()


def without_job_before(words):
    """« la conseillère Marie FICTIVE » → « Marie FICTIVE »: it follows a civility."""
    text = plain_letters(words)
    match = JOB_BEFORE.match(text)
    return words[match.end() :] if match else words


def plain_letters(text):
    """The text without accents, letter for letter."""
    return "".join(plain(letter) or letter for letter in text)


def jobs_apart(text):
    """(the names of a text, the jobs that follow them after a comma)."""
    jobs = []

    def drop(match):
        if not is_job(match[1]):
            return match[0]
        jobs.append(match[1].strip())
        return ""

    return AFTER_COMMA.sub(drop, text), jobs


def is_job(text):
    """Whether a text is a job and names nobody: « attaché de coopération »."""
    words = text.split()
    loud = [word for word in words if word.isupper() and len(word) > 1 and not ACRONYM.match(word)]
    return not loud and names_a_job(text)


def names_a_job(text):
    """Whether a word of a text is that of a job."""
    return not JOB_WORDS.isdisjoint(plain(text).split())


def is_doubtful(name):
    """Whether a text may be more than the name of one person: a digit, a job, a mark, a link."""
    words = plain(name).split()
    return (
        bool(STRANGE.search(name))
        or len(words) > MOST_WORDS
        or names_a_job(name)
        or not LINKS.isdisjoint(words)
    )
