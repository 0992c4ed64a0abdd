"""The delegation's tables of the Atlas. They declare, they decide nothing."""

from . import authorities, foreign, partnerships, rapprochements, themes

__all__ = ["authorities", "foreign", "partnerships", "rapprochements", "themes"]
