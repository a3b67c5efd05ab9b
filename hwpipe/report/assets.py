"""Package data of the page: plotly's script, the template, the style, safely embedded JSON."""

from __future__ import annotations

import json
from functools import cache
from importlib import metadata, resources
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hwpipe.errors import InputError

if TYPE_CHECKING:
    from jinja2 import Template

__all__ = ["page_template", "plotly_script", "plotly_version", "safe_json", "text_asset"]

_REMEDY = "pip install 'hwpipe[report]'"


def text_asset(name: str) -> str:
    """A text file of `hwpipe/report/templates`."""
    return resources.files("hwpipe.report").joinpath("templates", name).read_text("utf-8")


@cache
def plotly_script() -> str:
    """plotly.js as its Python wheel ships it, read as a file: importing plotly costs seconds.

    Raises:
        InputError: if plotly is not installed.
    """
    spec = find_spec("plotly")
    for folder in (spec.submodule_search_locations or []) if spec is not None else []:
        path = Path(folder) / "package_data" / "plotly.min.js"
        if path.is_file():
            # A closing tag inside a string of the script would end the element.
            return path.read_text("utf-8").replace("</script", "<\\/script")
    raise InputError("plotly is not installed", where="hwpipe report", remedy=_REMEDY)


def plotly_version() -> str:
    """Version of the installed plotly, for the foot of the page."""
    try:
        return metadata.version("plotly")
    except metadata.PackageNotFoundError:
        return "unknown"


def page_template(name: str = "report.html.j2") -> Template:
    """A page's template; every value is escaped unless it is marked safe.

    Raises:
        InputError: if jinja2 is not installed.
    """
    try:
        from jinja2 import Environment, StrictUndefined
    except ImportError:
        raise InputError("jinja2 is not installed", where="hwpipe report", remedy=_REMEDY) from None
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.from_string(text_asset(name))


def safe_json(value: Any) -> str:
    """JSON for a `<script type="application/json">` element.

    `<`, `>` and `&` are written as escapes, so that no string can close the element or open
    a comment (HTML standard, section 4.12.1.3 "Restrictions for contents of script elements");
    U+2028 and U+2029 for the sake of old parsers.

    Raises:
        ValueError: if a number is not finite.
    """
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    for char, escape in (
        ("<", "\\u003c"), (">", "\\u003e"), ("&", "\\u0026"),
        ("\u2028", "\\u2028"), ("\u2029", "\\u2029"),
    ):  # fmt: skip
        text = text.replace(char, escape)
    return text.encode("utf-8", "replace").decode("utf-8")
