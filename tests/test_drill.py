"""The drill in short: an import killed three times, its database stopped once (`make drill`)."""

from scripts.drill import AFTER, BEFORE, COMMITTED, WRITING, run


def test_a_killed_import_leaves_the_base_before_or_after():
    told = run(count=300, kills=3, stops=1, say=lambda line: None)

    assert told["kill", COMMITTED, AFTER] == 1
    assert told["kill", WRITING, BEFORE] == 1
    assert told["immediate stop", WRITING, BEFORE] == 1
    assert told["run again", "to the end", AFTER] >= 2
