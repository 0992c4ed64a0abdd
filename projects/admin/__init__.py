"""The delegation's tables of the calls. They declare, they decide nothing."""

from . import calls

__all__ = ["calls"]
