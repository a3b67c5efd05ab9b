"""`python -m hwpipe` is the `hwpipe` command."""

from hwpipe.cli import main

main()
