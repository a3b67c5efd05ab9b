"""C++ names, integer types and literals of the Vitis back end."""

from __future__ import annotations

from dataclasses import dataclass, replace

from hwpipe.errors import InputError
from hwpipe.hls.types import Int, bits_of_range

__all__ = [
    "Cx", "ap_type", "as_ap", "as_bool", "as_long", "as_operand", "exact_type", "fits_int",
    "fits_long", "identifier", "literal", "paren", "top_identifier", "unwrapped",
]  # fmt: skip

#: Words that C++14, the ap_int headers or the emitted files give a meaning of their own.
_RESERVED = frozenset(
    " ".join((
        "alignas alignof and and_eq asm auto bitand bitor bool break case catch char char16_t",
        "char32_t class compl concept const const_cast constexpr continue decltype default delete",
        "do double dynamic_cast else enum explicit export extern false float for friend goto if",
        "inline int long mutable namespace new noexcept not not_eq nullptr operator or or_eq",
        "private protected public register reinterpret_cast requires return short signed sizeof",
        "static static_assert static_cast struct switch template this thread_local throw true try",
        "typedef typeid typename union unsigned using virtual void volatile wchar_t while xor",
        "xor_eq ap_int ap_uint hls hwpipe main std int8_t int16_t int32_t int64_t assert NULL",
    )).split()
)  # fmt: skip

#: Functions of the C library that the headers declare: kernels are often named like one.
_LIBRARY = frozenset(
    " ".join((
        "abs acos acosh asin asinh atan atan2 atanh cbrt ceil copysign cos cosh div erf erfc",
        "exp exp2 expm1 fabs fdim floor fma fmax fmin fmod frexp gamma hypot ilogb index j0 j1",
        "jn labs ldexp ldiv lgamma log log10 log1p log2 logb lrint lround malloc memchr memcmp",
        "memcpy memset modf nan nearbyint nextafter pow qsort rand read remainder remove rename",
        "rindex rint round scalbn signgam sin sinh sqrt srand system tan tanh tgamma time trunc",
        "write y0 y1 yn",
    )).split()
)  # fmt: skip

_INT_MIN, _INT_MAX = -(1 << 31), (1 << 31) - 1


@dataclass(frozen=True)
class Cx:
    """A C++ expression.

    Attributes:
        text: C++ text; safe as an operand (a name, a call, or in parentheses).
        lo: smallest value it can have.
        hi: largest value.
        kind: `ap` (an arbitrary-precision integer, exact under + - *), `int` (C++ int),
            `long` (long long) or `bool`.
        shape: extents where it names an array, else empty.
        compound: an operation, not a name or literal.
    """

    text: str
    lo: int
    hi: int
    kind: str = "ap"
    shape: tuple[int, ...] = ()
    compound: bool = False

    @property
    def const(self) -> int | None:
        """Its value, where it has only one."""
        return self.lo if self.lo == self.hi and not self.shape else None

    def narrowed(self, lo: int, hi: int) -> Cx:
        """The same expression with a tighter range."""
        return replace(self, lo=max(lo, self.lo), hi=min(hi, self.hi))


def identifier(name: str) -> str:
    """A C++ identifier for a Python name: the name itself, or with `_` where C++ reserves it.

    Raises:
        InputError: if the name has letters that C++14 compilers refuse.
    """
    if not name.isascii():
        raise InputError(
            f"name {name!r} in a kernel for Vitis HLS", limit="ASCII letters, digits and _"
        )
    return name + "_" if name in _RESERVED or name.startswith("ap_") or "__" in name else name


def top_identifier(name: str) -> str:
    """The top function of a kernel: `identifier`, or with `_` where the C library has the name."""
    return name + "_" if name in _LIBRARY else identifier(name)


def ap_type(dtype: Int) -> str:
    """`ap_int<W>` or `ap_uint<W>` of a kernel type."""
    return f"ap_{'' if dtype.signed else 'u'}int<{dtype.width}>"


def exact_type(lo: int, hi: int, least_bits: int = 1) -> str:
    """Narrowest arbitrary-precision type that holds every value of [lo, hi]."""
    if lo >= 0:
        return f"ap_uint<{max(least_bits, 1, hi.bit_length())}>"
    return f"ap_int<{max(least_bits + 1, bits_of_range(lo, hi))}>"


def fits_int(*values: int) -> bool:
    """Whether every value fits a C++ int."""
    return all(_INT_MIN <= v <= _INT_MAX for v in values)


def fits_long(*values: int) -> bool:
    """Whether every value fits a C++ long long."""
    return all(-(1 << 63) <= v < 1 << 63 for v in values)


def literal(value: int) -> Cx:
    """A constant; wide ones get a type of their own, since C++ literals end at 64 bits."""
    if fits_int(value):
        # The smallest int has no literal of its own in C++ (2147483648 is a long).
        text = "-2147483647 - 1" if value == _INT_MIN else str(value)
        return Cx(text if value >= 0 else f"({text})", value, value, "int")
    if -(1 << 63) < value < 1 << 63:
        return Cx(f"{exact_type(value, value)}({value}LL)", value, value)
    return Cx(f'{exact_type(value, value)}("{value}", 10)', value, value)


def as_ap(x: Cx) -> Cx:
    """The same value as an arbitrary-precision integer."""
    if x.kind == "ap":
        return x
    return Cx(f"{exact_type(x.lo, x.hi)}({x.text})", x.lo, x.hi)


def as_long(x: Cx) -> Cx:
    """A C++ integer as long long."""
    return x if x.kind == "long" else Cx(f"(long long){x.text}", x.lo, x.hi, "long")


def as_bool(x: Cx) -> Cx:
    """Whether it is not zero."""
    if x.kind == "bool":
        return x
    return Cx(f"({x.text} != 0)", 0, 1, "bool", compound=True)


def as_operand(x: Cx) -> Cx:
    """Not a bool: what arithmetic of the ap_int headers accepts."""
    if x.kind == "bool":
        return Cx(f"int({x.text})", x.lo, x.hi, "int")
    return x


def enclosed(text: str) -> bool:
    """Whether one pair of parentheses holds the whole text."""
    if not (text.startswith("(") and text.endswith(")")):
        return False
    depth = 0
    for position, letter in enumerate(text):
        depth += {"(": 1, ")": -1}.get(letter, 0)
        if depth == 0:
            return position == len(text) - 1
    return False


def paren(text: str) -> str:
    """A text in one pair of parentheses."""
    return text if enclosed(text) else f"({text})"


def unwrapped(text: str) -> str:
    """A text without the parentheses around the whole of it."""
    return text[1:-1] if enclosed(text) else text
