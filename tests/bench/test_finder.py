"""How often the finder's first answer is right, beside a plain substring search."""

from collections import Counter

from config.pages.search import find_everywhere
from correspondents.models import Country, CountryAlias, Post
from correspondents.records.text import normalise

from .queries import every_query

GOAL = 0.985


def first_answer(text):
    """The address that the finder leads to, or that its list begins with."""
    result = find_everywhere(text)
    best = result.sure or (result.hits[0] if result.hits else None)
    return best.url if best else None


def plain_search():
    """The reference: the first name, alias or city, accents apart, that contains the text."""
    names = [(country.name_norm, country.get_absolute_url()) for country in Country.objects.all()]
    for alias in CountryAlias.objects.select_related("country"):
        names.append((alias.name_norm, alias.country.get_absolute_url()))
    names += [(post.city_norm, post.get_absolute_url()) for post in Post.objects.all()]

    def search(text):
        wanted = normalise(text)
        return next((url for name, url in names if wanted and wanted in name), None)

    return search


def test_the_first_answer_is_right(db):
    queries = every_query()
    search = plain_search()
    right, plainly, asked, wrong = Counter(), Counter(), Counter(), []
    for query in queries:
        answer = first_answer(query.text)
        asked[query.family] += 1
        right[query.family] += answer in query.right
        plainly[query.family] += search(query.text) in query.right
        if answer not in query.right:
            wrong.append((query.text, sorted(query.right)[0], answer))

    print()
    for family, count in asked.items():
        print(f"{family:18} {right[family]:4} / {count:4}   plain: {plainly[family]:4}")
    share, plain_share = right.total() / len(queries), plainly.total() / len(queries)
    print(f"first answer right: {share:.2%} of {len(queries)}; plain search: {plain_share:.2%}")
    for text, expected, answer in wrong:
        print(f"  wrong: {text!r} → {answer}, {expected} expected")
    assert share >= GOAL
