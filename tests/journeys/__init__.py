"""Whole stories: the real program or the real application, seen from outside as people see it."""
