"""Landed migrations import this path (ADR 24)."""

from .people_querysets import *  # noqa: F403
