"""Landed migrations import this path (ADR 24)."""

from .records.fast_migrations import AtOnce  # noqa: F401
