"""« Voici ce que vous validez » in the tests: what is read first, then the second POST."""

from correspondents.records.reviews import READ


def read_first(client, address, sent):
    """What the page says of the act; nothing is done yet."""
    response = client.post(address, sent)
    assert response.status_code == 200, response.content.decode()
    review = response.context["review"]
    assert review.button.endswith("sans retour") == review.is_final
    return response


def confirmed(client, response, address, **options):
    """The answer to the final button: the fields that the page carries, and its digest."""
    review, carried = response.context["review"], {}
    for name, value in [*review.fields, (READ, review.digest)]:
        carried.setdefault(name, []).append(value)
    return client.post(address, carried, **options)


def read_and_done(client, address, sent, **options):
    """The answer to who reads, then confirms."""
    return confirmed(client, read_first(client, address, sent), address, **options)


def sent_or_done(client, address, sent, **options):
    """The same, for an act that may be refused, or that has no such page."""
    response = client.post(address, sent, **options)
    if response.status_code != 200 or "review" not in (response.context or {}):
        return response
    return confirmed(client, response, address, **options)
