"""Columns of requests from Python, numpy and pandas values."""

import datetime
import decimal
import numbers

import numpy as np
import pandas as pd

from .messages import DoubleList, InputColumn

_EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)
_DAY_ZERO = datetime.date(1970, 1, 1).toordinal()
_MICROSECOND = datetime.timedelta(microseconds=1)


def as_list(values):
    """One value per row; a single value is a column of one row."""
    if isinstance(values, (pd.Series, pd.Index, np.ndarray, pd.api.extensions.ExtensionArray)):
        return values.tolist() if isinstance(values, np.ndarray) and values.dtype.kind != "M" else list(values)
    return list(values) if isinstance(values, (list, tuple, range)) else [values]


def to_column(name, values, type_name=None):
    """A request column.

    values: str, bool, int, float, Decimal, datetime (with a zone), date, bytes or lists of floats, one type a column; None, NaN, NaT and NA are NULL.
    type_name: the declared type where it is known; else the values tell.
    """
    nulls = [is_null(v) for v in values]
    kind = type_name or _kind(name, [v for v, null in zip(values, nulls) if not null])
    column = InputColumn(name=name)
    if any(nulls):
        column.nulls = bytes(nulls)
    field, placeholder, convert = _WRITERS[kind]
    try:
        items = [placeholder if null else convert(v) for v, null in zip(values, nulls)]
        if kind == "decimal":
            _add_decimals(column, items)
        else:
            getattr(column, field).extend(items)
    except (TypeError, ValueError, AttributeError, decimal.InvalidOperation) as error:
        raise TypeError(f"Column {name} is {kind}, and a value is not: {error}") from None
    return column


def micros(instant):
    """Microseconds since 1970-01-01 UTC."""
    if isinstance(instant, np.datetime64) or instant.tzinfo is None:
        raise ValueError("the time has no zone; write for example datetime.now(timezone.utc)")
    if isinstance(instant, pd.Timestamp):
        instant = instant.to_pydatetime(warn=False)
    return (instant - _EPOCH) // _MICROSECOND


def is_null(value):
    """True for what stands for NULL."""
    return value is None or value is pd.NaT or value is pd.NA or (isinstance(value, (float, np.floating)) and value != value)


def _kind(name, values):
    kinds = {_kind_of(name, v) for v in values}
    if kinds == {"int64", "double"}:
        return "double"
    if kinds in ({"int64", "decimal"}, {"decimal"}):
        return "decimal"
    if not kinds:
        raise TypeError(f"Column {name} holds no value that tells its type.")
    if len(kinds) > 1:
        raise TypeError(f"Column {name} holds values of several types, {', '.join(sorted(kinds))}: give one type.")
    return kinds.pop()


def _kind_of(name, value):
    for types, kind in _KINDS:
        if isinstance(value, types):
            return kind
    raise TypeError(f"Column {name}: {type(value).__name__} is not sent; use str, bool, int, float, Decimal, datetime, date, bytes or lists of floats.")


# A bool is an int and a datetime is a date: the narrower type stands first.
_KINDS = [
    ((bool, np.bool_), "bool"),
    ((int, np.integer), "int64"),
    ((decimal.Decimal,), "decimal"),
    ((float, np.floating), "double"),
    ((str,), "string"),
    ((datetime.datetime, np.datetime64), "timestamp"),
    ((datetime.date,), "date"),
    ((bytes, bytearray), "binary"),
    ((list, tuple, np.ndarray), "double_list"),
]


def _integer(value):
    if isinstance(value, bool) or not isinstance(value, numbers.Integral):
        raise TypeError(f"{type(value).__name__} where an int is expected")
    return int(value)


def _double_list(items):
    nulls = [is_null(x) for x in items]
    values = [0.0 if null else float(x) for x, null in zip(items, nulls)]
    return DoubleList(values=values, nulls=bytes(nulls) if any(nulls) else b"")


def _add_decimals(column, items):
    scale = max([0] + [-item.as_tuple().exponent for item in items])
    column.scale = scale
    with decimal.localcontext() as context:
        context.prec = 60
        column.integers.extend(int(item.scaleb(scale)) for item in items)


_WRITERS = {
    "bool": ("bools", False, bool),
    "int64": ("integers", 0, _integer),
    "decimal": ("integers", decimal.Decimal(0), decimal.Decimal),
    "double": ("doubles", 0.0, float),
    "string": ("strings", "", str),
    "timestamp": ("integers", 0, micros),
    "date": ("integers", 0, lambda day: day.toordinal() - _DAY_ZERO),
    "binary": ("binaries", b"", bytes),
    "double_list": ("double_lists", DoubleList(), _double_list),
}
