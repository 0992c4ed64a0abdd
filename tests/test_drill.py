"""The drill in short: an import killed three times, its database stopped once (`make drill`)."""

from scripts.drill import run


def test_a_killed_import_leaves_the_base_before_or_after():
    said = []

    told = run(count=600, kills=3, stops=1, say=said.append)

    assert (told["kill"], told["immediate stop"]) == (3, 1)
    assert told["before"] + told["after"] == 4, said
    assert told["during the writing"] >= 1
