"""Scanners that were not written here, run against a demo of its own: `make scan`."""
