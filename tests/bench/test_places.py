"""How often the finder is right for places beyond countries, and never sure and wrong."""

from collections import Counter, defaultdict

import pytest

from config.pages.search import find_everywhere
from correspondents.models import Country

from .places import FIRST, every_place, held_out, slips, strangers

# {family: (the share that is wanted, the share below which something has been lost)}.
GOALS = {
    "region in French": (0.97, 0.88),
    "town in French": (0.98, 0.98),
    "commune without article": (0.99, 0.97),
    "slip: region in French": (0.95, 0.82),
    "slip: town in French": (0.95, 0.95),
    "slip: commune without article": (0.95, 0.95),
}
GUESSES = 0.05


def verdict(query):
    """« right », « wrong », or « misled »: led straight to another page.

    A redirect to a country or an authority of that very name is right when it is a namesake's,
    which its page offers. What France does not recognise is right where it says the State.
    """
    result = find_everywhere(query.text)
    if result.entity_country:
        return "right" if result.entity_country.get_absolute_url() == query.right else "wrong"
    if result.sure and result.sure.url != query.right:
        return "right" if query.right in offers(result) else "misled"
    return "right" if query.right in [hit.url for hit in result.hits[:FIRST]] else "wrong"


def offers(result):
    """The addresses that the page of a sure answer offers: other bearers of the name, and the
    countries not to take it for."""
    alike = Country.objects.filter(look_alikes=result.sure.iso2) if result.sure.iso2 else []
    return {hit.url for hit in result.hits} | {country.get_absolute_url() for country in alike}


def test_places_are_right_or_honestly_unknown(db):
    queries = every_place()
    tuned, counted = held_out([*queries, *slips(queries)])
    verdicts, reasons, cases = defaultdict(Counter), defaultdict(Counter), []
    for name, part in (("tuned", tuned), ("counted", counted)):
        for query in part:
            answer = verdict(query)
            verdicts[name, query.family][answer] += 1
            if answer != "right":
                reasons[name, query.family][query.beyond_us or "ours"] += 1
            if answer != "right" and name == "tuned" and not query.beyond_us:
                cases.append((answer, query.family, query.text, query.right))

    print()
    for (name, family), count in sorted(verdicts.items()):
        share, wanted = count["right"] / count.total(), GOALS[family][0]
        print(f"{name:8} {family:30} {share:.1%} of {count.total()}, {wanted:.0%} wanted", count)
        beyond = reasons[name, family].total() - reasons[name, family]["ours"]
        possible = count["right"] / (count.total() - beyond)
        print(f"{'':39} {possible:.1%} of what the base can answer", reasons[name, family])
    for case in cases:
        print("  ", *case)
    for (name, family), count in verdicts.items():
        assert count["right"] / count.total() >= GOALS[family][1], (name, family)


@pytest.mark.parametrize("number", [300])
def test_what_is_no_name_is_answered_honestly(db, number):
    results = {text: find_everywhere(text) for text in strangers(number=number)}

    guesses = [text for text, result in results.items() if result.hits]
    print(f"\nguesses: {len(guesses)} / {number}", guesses)
    assert not [text for text, result in results.items() if result.sure]
    assert len(guesses) <= GUESSES * number
