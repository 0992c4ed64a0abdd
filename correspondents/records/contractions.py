"""French prepositions before a name: « au Caire », « d’Oran », « des Cayes »."""

VOWELS = frozenset("aàâäeéèêëiîïoôöuùûüyœæ")
ARTICLES = [("Le ", "au ", "du "), ("Les ", "aux ", "des ")]


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
    return f"d’{name}" if name[:1].lower() in VOWELS else f"de {name}"
