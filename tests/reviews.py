"""« Voici ce que vous validez » in the tests: what is read first, then the second POST."""

from correspondents.records.reviews import READ


def read_first(client, address, sent):
    """The response whose page says what the act does; nothing is written yet."""
    response = client.post(address, sent)
    assert response.status_code == 200, response.content.decode()
    assert "sans retour" in response.context["review"].button
    return response


def read_and_done(client, address, sent):
    """The response to the final button: the fields that the page carries, and its digest."""
    review = read_first(client, address, sent).context["review"]
    carried = {}
    for name, value in [*review.fields, (READ, review.digest)]:
        carried.setdefault(name, []).append(value)
    return client.post(address, carried)
