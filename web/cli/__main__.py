"""``python -m web.cli`` is the ``ppid`` command."""

from web.cli import main

main()
