"""The delegation's tables of the Atlas. They declare, they decide nothing."""

from . import authorities, coordination, foreign, partnerships, rapprochements, themes

__all__ = ["authorities", "coordination", "foreign", "partnerships", "rapprochements", "themes"]
