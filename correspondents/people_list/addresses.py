"""The e-mail addresses of a cell, in any spelling, and the owner of each."""

import re
from itertools import product

from correspondents.imports.vocabulary import plain

AT = re.compile(r"\s*[\[({<]\s*(?:at|arobase|arobas|a|à|@)\s*[\])}>]\s*|\s*@\s*", re.IGNORECASE)
DOT = re.compile(r"\s*[\[({]\s*(?:dot|point|\.)\s*[\])}]\s*", re.IGNORECASE)
ADDRESS = re.compile(r"[\w.+%'’-]+@[\w-]+(?:\.[\w-]+)+")
ENDLESS = re.compile(r"[\w.+%'’-]+@[\w-]+\.?")
BEFORE = frozenset('<>()[]{},;:/|«»"•*·')  # a sign that may touch an address, like a blank
WORD_BEFORE = re.compile(r"(?<![\w.@-])([^\W\d_]+)[ \u00a0]$")
LEFT_OVER = re.compile(
    r"mailto:|\b(?:et|ou|and|or|copie|cc|e-?mails?|m[ée]ls?|courriels?|mails?)\b|[\s;,/|:<>\[\]()«»-]",
    re.IGNORECASE,
)
# Words of the address of a service, which survives people.
SERVICE_WORDS = frozenset(
    """amba ambafrance ambassade consulat consulaire scac sca cooperation coop contact contacts
    secretariat courrier info infos accueil culture service bureau delegation chancellerie
    presse cad institut campusfrance representation antenne""".split()
)


def addresses_in(text):
    """([addresses, each once], the rest of the text).

    « xxx[at]diplomatie.gouv.fr », « a @b », « mailto:a@b » and « Anaïs <a@b> » are addresses.
    """
    written = DOT.sub(".", AT.sub("@", text))
    addresses = list(dict.fromkeys(each.strip(".'’-") for each in ADDRESS.findall(written)))
    rest = ADDRESS.sub(" ", written)
    return addresses, " ".join(rest.split()) if LEFT_OVER.sub("", rest) else ""


def is_cut(text):
    """Whether an address of a text is only the end of one: « mary fictive@ », « paul&anne@ »."""
    written = DOT.sub(".", AT.sub("@", text))
    return written.count("@") != len(ADDRESS.findall(written)) or any(
        _touches(written[: match.start()], match[0]) for match in ADDRESS.finditer(written)
    )


def flaw_of(text):
    """What is wrong with the text of an address that is cut."""
    if ENDLESS.fullmatch(text.strip()):
        return "la fin de l’adresse manque, comme « .fr »"
    return "un blanc ou un signe la coupe"


def _touches(before, address):
    if before and not before[-1].isspace() and before[-1] not in BEFORE:
        return True
    word = WORD_BEFORE.search(before)
    if word is None or not LEFT_OVER.sub("", word[1]) or is_of_a_service(address):
        return False
    return plain(word[1]) not in plain(address.partition("@")[0]).replace(" ", "")


def is_of_a_service(address):
    """Whether an address looks like a service's: « scac.sn-amba@ », « contact@ »."""
    local = plain(address.partition("@")[0])
    return not SERVICE_WORDS.isdisjoint(local.split()) or local.startswith("ambafrance")


def share_out(names, addresses, keep_services=False):
    """({place in names: address}, [services' addresses], [the others]).

    An address goes to the person that it names; the others follow the order, when there are as many
    people as addresses. With `keep_services`, a service's address may be a person's: another column
    holds the functional mailboxes.
    """
    pairs = product(enumerate(names), addresses)
    scores = [(-_likeness(name, address), place, address) for (place, name), address in pairs]
    shares = {}
    for score, place, address in sorted(scores, key=lambda score: score[:2]):
        if score and place not in shares and address not in shares.values():
            shares[place] = address
    rest = [address for address in addresses if address not in shares.values()]
    services = [] if keep_services else [each for each in rest if is_of_a_service(each)]
    others = [address for address in rest if address not in services]
    without = [place for place in range(len(names)) if place not in shares]
    if len(without) == len(others):
        shares |= dict(zip(without, others, strict=True))
        others = []
    return shares, services, others


def _likeness(name, address):
    """The number of letters of the name's words that the address has before « @ »."""
    local = plain(address.partition("@")[0]).replace(" ", "")
    return sum(len(word) for word in plain(name).split() if len(word) > 2 and word in local)
