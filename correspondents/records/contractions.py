"""French prepositions before a name: « au Caire », « d’Oran », « par l’ambassade de France »."""

VOWELS = frozenset("aàâäeéèêëiîïoôöuùûüyœæ")
ARTICLES = [("Le ", "au ", "du "), ("Les ", "aux ", "des ")]

# The names that begin by what they name take its article.
NATURES = {
    "Ambassade": "l’ambassade",
    "Antenne": "l’antenne",
    "Bureau": "le bureau",
    "Consulat": "le consulat",
    "Délégation": "la délégation",
}


def at(name):
    """« à Dakar », « au Caire », « aux Cayes », « à La Haye »."""
    for article, contracted, _ in ARTICLES:
        if name.startswith(article):
            return contracted + name.removeprefix(article)
    return f"à {name}"


def of(name):
    """« de Dakar », « du Caire », « des Cayes », « d’Abuja », of a name or of what it names."""
    name = str(name)
    for article, _, contracted in ARTICLES:
        if name.startswith(article):
            return contracted + name.removeprefix(article)
    return f"d’{name}" if is_elided(name.lower()) else f"de {name}"


def by(name):
    """« par l’ambassade de France au Mali », « par Inès Inventée »: of who does something."""
    first, blank, rest = str(name).partition(" ")
    return f"par {NATURES.get(first, first)}{blank}{rest}"


def is_elided(name):
    """« d’Oran », « d’Yves », but « de Yaël », « de Yaoundé »: before a vowel, Y is a consonant."""
    return name[:1] in VOWELS and not (name[0] == "y" and name[1:2] in VOWELS)
