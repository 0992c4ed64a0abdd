"""The delegation's tables of the Atlas. They declare, they decide nothing."""

from . import (  # noqa: F401  imported for Django to know them
    alerts,
    authorities,
    coordination,
    news,
    notices,
    partnerships,
    rapprochements,
    themes,
)
