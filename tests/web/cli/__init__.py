"""The ``ppid`` command as an operator runs it."""
