"""Tests of PPID."""
