"""The cache of the process that holds the very objects."""

from django.core.cache import caches


def test_the_very_object_comes_back_and_is_made_once():
    made = []

    def make():
        made.append(["Sénégal"])
        return made[-1]

    first, again = (caches["objects"].get_or_set("names", make) for _ in range(2))

    assert first is again is made[0]
    assert len(made) == 1


def test_what_is_over_is_made_again():
    caches["objects"].set("names", ["Sénégal"], timeout=0)

    assert caches["objects"].get("names", "rien") == "rien"
    assert caches["objects"].add("names", ["Mali"])
    assert not caches["objects"].add("names", ["Togo"])
    assert caches["objects"].get("names") == ["Mali"]
