"""The command line: thin verbs over the public API.

`entry.py` holds the entry point and exit codes; `compile.py`, `plans.py`, `lists.py` and
`measure.py` the verbs, which register with the application of `app.py`.
"""

from hwpipe.cli.entry import main

__all__ = ["main"]
