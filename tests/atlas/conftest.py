"""What the tests of the Atlas share."""

import pytest

from ..factories import UserFactory


@pytest.fixture
def cocac(dakar):
    return UserFactory(post=dakar, post_function="validates")
