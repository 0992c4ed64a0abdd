"""How much Hypothesis tries: little in `make test`, all that each test asks for in `make drill`.

`make test` tries the same inputs each time, so that it fails for the change which it is about;
`make drill` draws new ones.
"""

from hypothesis import HealthCheck, settings

settings.register_profile("quick", max_examples=15, derandomize=True)
settings.register_profile("full", max_examples=100)
settings.load_profile("quick")


def is_whole():
    """Whether nothing is abridged, as in `make drill`."""
    return settings.get_current_profile_name() == "full"


def examples(number):
    """So many examples, at most those of the profile; a test with a base has no deadline."""
    return settings(
        max_examples=min(number, settings.default.max_examples),
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )
