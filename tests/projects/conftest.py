"""What the tests of the calls share."""

import pytest

from ..factories import UserFactory


@pytest.fixture
def cocac(dakar):
    return UserFactory(post=dakar, post_function="validates")
