"""Answers of lookups: columns of Python values, or pandas data frames."""

import datetime
import decimal
import enum
from dataclasses import dataclass
from typing import Tuple

import numpy as np
import pandas as pd

from .messages import TYPE_NAMES

_EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)
_DAY_ZERO = datetime.date(1970, 1, 1).toordinal()
_HAS_MICROSECONDS = int(pd.__version__.split(".")[0]) >= 2


class FeatureStatus(enum.IntEnum):
    """What a value is; only PRESENT has one."""

    UNSPECIFIED = 0
    PRESENT = 1
    NULL = 2
    EXPIRED = 3
    ABSENT = 4
    OUT_OF_RANGE = 5
    ERROR = 6


@dataclass(frozen=True)
class RowError:
    """Why some cells have the status ERROR: a stable reason, a text, whether asking again may help, the features and the rows (from 0)."""

    reason: str
    message: str
    retryable: bool
    features: Tuple[str, ...]
    rows: Tuple[int, ...]


class Answer:
    """The features of some rows of one set, at one instant."""

    def __init__(self, name, schema, parts, index=None):
        self.set = name
        self._schema, self._parts, self._index = schema, parts, index

    @property
    def features(self):
        """Feature names, "view.column" or a transform's, in the set's order."""
        return [f.name for f in self._schema.features]

    @property
    def views(self):
        """Names of the entity views."""
        return [v.name for v in self._schema.views]

    @property
    def at(self):
        """The instant that was looked up."""
        return _time(self._parts[0].at)

    @property
    def definition_hash(self):
        """Identity of the set's definition, "sha256:…"."""
        return self._parts[0].definition_hash

    @property
    def fit(self):
        """The fit whose parameters the set's transforms took; empty for a set without fitted transforms."""
        return self._parts[0].fit

    @property
    def stale_views(self):
        """Views whose answer may lack what happened before the instant."""
        return [name for i, name in enumerate(self.views) if any(p.views[i].stale for p in self._parts)]

    @property
    def gold_versions(self):
        """Delta version of the gold table behind each view; None before its first sync."""
        return {name: min(versions, default=None) for name, versions in zip(self.views, self._versions())}

    @property
    def errors(self):
        """Why cells have the status ERROR, as RowErrors."""
        result, start, names = [], 0, self.features
        for part in self._parts:
            result += [RowError(e.reason, e.message, e.retryable, tuple(names[f] for f in e.features), tuple(start + r for r in e.rows)) for e in part.errors]
            start += part.rows
        return result

    def __len__(self):
        return sum(p.rows for p in self._parts)

    def values(self, feature):
        """Values of a feature, by name or position; None where there is none."""
        position = feature if isinstance(feature, int) else self.features.index(feature)
        info = self._schema.features[position]
        field, convert = _READERS[TYPE_NAMES[info.type]]
        result = []
        for part in self._parts:
            column = part.features[position]
            items = getattr(column, field)
            result += [convert(item, info) if status == FeatureStatus.PRESENT else None for status, item in zip(column.status, items)]
        return result

    def statuses(self, feature):
        """Statuses of a feature, by name or position."""
        position = feature if isinstance(feature, int) else self.features.index(feature)
        return [FeatureStatus(s) if s <= FeatureStatus.ERROR else FeatureStatus.UNSPECIFIED for p in self._parts for s in p.features[position].status]

    def event_times(self, view):
        """Per row the key's newest event that the view's values account for, or None."""
        return self._times(view, "event_time")

    def known_at(self, view):
        """Per row when the platform knew the view's values, or None."""
        return self._times(view, "known_at")

    def frame(self):
        """The values, one column per feature."""
        frame = self._frame({name: _series(self.values(i), TYPE_NAMES[self._schema.features[i].type]) for i, name in enumerate(self.features)})
        frame.attrs.update(
            set=self.set, at=self.at, definition_hash=self.definition_hash, fit=self.fit, stale_views=self.stale_views, gold_versions=self.gold_versions
        )
        return frame

    def status_frame(self):
        """The statuses, one column per feature: PRESENT, NULL, EXPIRED, ABSENT, OUT_OF_RANGE or ERROR."""
        names = [s.name for s in FeatureStatus]
        return self._frame({name: pd.Categorical([s.name for s in self.statuses(i)], categories=names) for i, name in enumerate(self.features)})

    def time_frame(self):
        """The times, two columns per entity view: "view.event_time" and "view.known_at"."""
        columns = {}
        for i, name in enumerate(self.views):
            columns[f"{name}.event_time"] = _series(self.event_times(i), "timestamp")
            columns[f"{name}.known_at"] = _series(self.known_at(i), "timestamp")
        return self._frame(columns)

    def _frame(self, columns):
        frame = pd.DataFrame(columns, index=range(len(self)))
        return frame if self._index is None else frame.set_axis(self._index, axis=0)

    def _times(self, view, field):
        position = view if isinstance(view, int) else self.views.index(view)
        times = [getattr(p.views[position], field) for p in self._parts]
        return [_time(m) if present else None for t in times for m, present in zip(t.micros, t.present)]

    def _versions(self):
        return [[p.views[i].marker.gold_version for p in self._parts if p.views[i].HasField("marker")] for i in range(len(self.views))]


def _series(values, type_name):
    dtype = _DTYPES.get(type_name)
    if type_name == "timestamp":
        return _timestamps(values)
    if dtype is None:
        result = pd.Series([None] * len(values), dtype=object)
        result[:] = values
        return result
    return pd.Series(np.array([np.nan if v is None else v for v in values], dtype=float)) if dtype == "float64" else pd.Series(values, dtype=dtype)


def _timestamps(values):
    """datetime64[us, UTC]; with pandas 1, which has nanoseconds only, datetime64[ns, UTC], and objects where they do not reach."""
    if _HAS_MICROSECONDS:
        return pd.Series(pd.DatetimeIndex(np.array([_naive(v) for v in values], dtype="datetime64[us]")).tz_localize("UTC"))
    try:
        return pd.Series(pd.to_datetime(pd.Series(values, dtype=object), utc=True))
    except pd.errors.OutOfBoundsDatetime:
        return pd.Series(values, dtype=object)


def _naive(value):
    return np.datetime64("NaT") if value is None else np.datetime64(value.replace(tzinfo=None), "us")


def _time(value):
    return _EPOCH + datetime.timedelta(microseconds=value)


def _decimal(unscaled, info):
    with decimal.localcontext() as context:
        context.prec = 60
        return decimal.Decimal(unscaled).scaleb(-info.scale)


def _list(item, _):
    return [None if item.nulls and item.nulls[i] else v for i, v in enumerate(item.values)]


_DTYPES = {"bool": "boolean", "int64": "Int64", "double": "float64", "string": "string"}

_READERS = {
    "bool": ("bools", lambda v, _: v),
    "int64": ("integers", lambda v, _: v),
    "decimal": ("integers", _decimal),
    "double": ("doubles", lambda v, _: v),
    "string": ("strings", lambda v, _: v),
    "timestamp": ("integers", lambda v, _: _time(v)),
    "date": ("integers", lambda v, _: datetime.date.fromordinal(v + _DAY_ZERO)),
    "binary": ("binaries", lambda v, _: v),
    "double_list": ("double_lists", _list),
}
