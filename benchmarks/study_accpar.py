"""Elements moved per level by the methods of the released AccPar program.

`python benchmarks/study_accpar.py --network alexnet` prints the minimum of each search at each
of 7 bisections (batch 512, halves, communication only); `--json` one object for programs,
`--json --types` with the type of each layer and the totals that the released program prints.
"""

from __future__ import annotations

import argparse
import json
import sys
from typing import Any

from hwpipe.errors import HwpipeError
from hwpipe.tensor.published import PUBLISHED_NETWORKS, printed_totals, released_levels

METHODS = ("data-parallel", "owt", "hypar", "accpar")


def _number(value: float) -> int | float:
    return int(value) if float(value).is_integer() else value


def accpar_public(network: str, levels: int = 7) -> dict[str, Any]:
    """The study of one network.

    Returns:
        `network`; `methods`: elements moved per level; `types`: 0, 1, 2 of each layer per
        level; `printed`: the totals that the released program's print routine adds up, which
        for ResNets are not the search's minimum.
    """
    found = {method: released_levels(network, method, levels) for method in METHODS}
    return {
        "network": network,
        "levels": levels,
        "methods": {name: [_number(x) for x in costs] for name, (costs, _) in found.items()},
        "types": {name: types for name, (_, types) in found.items()},
        "printed": {
            name: [_number(x) for x in printed_totals(network, types)]
            for name, (_, types) in found.items()
        },
    }


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--network", choices=PUBLISHED_NETWORKS, required=True)
    parser.add_argument("--levels", type=int, default=7, help="bisections; 7 for 128 devices")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument(
        "--types", action="store_true", help="with --json: types of each layer, printed totals"
    )
    options = parser.parse_args(argv)
    try:
        study = accpar_public(options.network, options.levels)
    except HwpipeError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    if options.json:
        shown = study if options.types else {k: study[k] for k in ("network", "methods")}
        print(json.dumps(shown))
        return 0
    print(f"{options.network}, batch 512: elements moved per level")
    print(f"{'level':<14}" + "".join(f"{level:>14}" for level in range(options.levels)))
    for method, elements in study["methods"].items():
        print(f"{method:<14}" + "".join(f"{x:>14,}" for x in elements))
    return 0


if __name__ == "__main__":
    sys.exit(main())
