"""What a lookup can fail with."""

import grpc

from . import messages

_DETAILS = "grpc-status-details-bin"


class FeatureServiceError(Exception):
    """The service refused a call, or could not be reached.

    code: the gRPC status, for example "INVALID_ARGUMENT".
    reason: a stable word for programs, for example "UNKNOWN_SET"; the code where the service gave none.
    """

    def __init__(self, code, reason, message):
        super().__init__(f"{message} [{reason}]")
        self.code, self.reason, self.message = code, reason, message


class UnknownSetError(FeatureServiceError):
    """There is no such set or fit."""


class RequestError(FeatureServiceError):
    """The request is wrong: a key or input is missing, unknown, of another type or length, or there are too many rows."""


class AccessError(FeatureServiceError):
    """The credentials are missing or not valid, or do not reach this set."""


class UnavailableError(FeatureServiceError):
    """No server answered in time, or its store is down; the same call may succeed later."""


class FeatureSetChangedError(Exception):
    """The service's set has another definition than the one that code was made for."""

    def __init__(self, name, expected, actual):
        super().__init__(
            f"Feature set {name} of the service is {actual}, but this code was made for {expected}: "
            "make it again from the lake that the service serves, or call the service of the other lake."
        )
        self.set, self.expected, self.actual = name, expected, actual


_CLASSES = {
    grpc.StatusCode.NOT_FOUND: UnknownSetError,
    grpc.StatusCode.INVALID_ARGUMENT: RequestError,
    grpc.StatusCode.FAILED_PRECONDITION: RequestError,
    grpc.StatusCode.RESOURCE_EXHAUSTED: RequestError,
    grpc.StatusCode.UNAUTHENTICATED: AccessError,
    grpc.StatusCode.PERMISSION_DENIED: AccessError,
    grpc.StatusCode.UNAVAILABLE: UnavailableError,
    grpc.StatusCode.DEADLINE_EXCEEDED: UnavailableError,
}


def from_call(error):
    """The package's exception for a failed call."""
    code = error.code()
    return _CLASSES.get(code, FeatureServiceError)(code.name, _reason(error) or code.name, error.details() or "The call failed.")


def _reason(error):
    for key, value in error.trailing_metadata() or ():
        if key != _DETAILS:
            continue
        for detail in messages.Status.FromString(value).details:
            if detail.type_url.endswith("/google.rpc.ErrorInfo"):
                return messages.ErrorInfo.FromString(detail.value).reason
    return None
