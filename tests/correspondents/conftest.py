"""What the tests of the network's room share."""

import pytest

from ..factories import CorrespondentFactory, UserFactory
from .at_post import days, signed_in


@pytest.fixture
def cocac(dakar):
    return UserFactory(
        post=dakar, post_function="validates", first_name="Colette", last_name="Inventée"
    )


@pytest.fixture
def validator(cocac):
    return signed_in(cocac)


@pytest.fixture
def volunteer(dakar):
    return UserFactory(post=dakar, email="ines@diplomatie.example", first_name="Inès")


@pytest.fixture
def drafter(volunteer):
    return signed_in(volunteer)


@pytest.fixture
def person(dakar):
    return CorrespondentFactory(first_name="Anaïs", last_name="Fictive", verified_on=days(-300))
