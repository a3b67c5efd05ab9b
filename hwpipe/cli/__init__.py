"""The command line: thin verbs over the public API.

`app.py` holds the entry point and exit codes, `compile.py`, `plans.py` and `lists.py` the verbs.
"""

from hwpipe.cli.app import main

__all__ = ["main"]
