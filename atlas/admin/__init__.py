"""The delegation's tables of the Atlas. They declare, they decide nothing."""

from . import (
    alerts,
    authorities,
    coordination,
    news,
    notices,
    partnerships,
    rapprochements,
    themes,
)
