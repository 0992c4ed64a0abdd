"""Landed migrations import this path (ADR 24)."""

from .records.text import *  # noqa: F403
