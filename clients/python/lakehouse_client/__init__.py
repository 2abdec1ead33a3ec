"""Looks features up in a Lakehouse feature service and gives them as pandas data frames."""

from .answer import Answer, FeatureStatus, RowError
from .client import FeatureClient
from .description import Field, SetDescription
from .errors import (
    AccessError,
    FeatureServiceError,
    FeatureSetChangedError,
    RequestError,
    UnavailableError,
    UnknownSetError,
)
from .transport import Tls

__all__ = [
    "AccessError",
    "Answer",
    "FeatureClient",
    "FeatureServiceError",
    "FeatureSetChangedError",
    "FeatureStatus",
    "Field",
    "RequestError",
    "RowError",
    "SetDescription",
    "Tls",
    "UnavailableError",
    "UnknownSetError",
]
