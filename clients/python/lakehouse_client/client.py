"""Lookups of feature sets."""

import threading

import grpc
import pandas as pd

from . import description, errors, messages, transport
from .answer import Answer
from .columns import as_list, is_null, micros, to_column

_SERVICE = f"/{messages.PACKAGE}.FeatureService"


class FeatureClient:
    """Looks features up in a feature service; one instance per service, usable from all threads.

    address: "host:port", "dns:///name:port" for all addresses of a name in turn, or a list of replicas as "ip:port".
    api_key, token: who calls; token is the bearer token, or a function that gives it for each call. Sent over TLS, or to this machine.
    tls: a Tls, or True for the machine's own authorities; None for no encryption.
    deadline: longest time of one lookup in seconds, retries and waiting for a connection included.
    max_attempts: attempts in all where no server is available (1 to 5).
    max_rows_per_call: larger batches are sent in several calls, all of one instant.
    """

    def __init__(self, address, api_key=None, token=None, tls=None, deadline=5.0, max_attempts=4, max_rows_per_call=10_000):
        addresses = [address] if isinstance(address, str) else list(address)
        if api_key is not None and token is not None:
            raise ValueError("Give an api_key or a token, not both.")
        if (api_key is not None or token is not None) and tls is None and not transport.is_this_machine(addresses):
            raise ValueError("Credentials would be sent without TLS to another machine; give tls=True or tls=Tls(…).")
        if max_rows_per_call < 1:
            raise ValueError(f"max_rows_per_call is {max_rows_per_call}; give at least 1.")
        self._api_key, self._token, self._deadline, self._rows_per_call = api_key, token, deadline, max_rows_per_call
        self._channel = transport.open_channel(addresses, transport.Tls() if tls is True else tls or None, max_attempts)
        self._schemas, self._gate = {}, threading.Lock()

    def get_features(self, set, keys=None, inputs=None, at=None, fit=None):
        """A data frame with one column per feature and one row per row of the keys.

        set: "name@N".
        keys: a dict of name to one value or one per row, or a data frame whose index the result takes.
        inputs: request-time inputs, likewise; one value applies to every row.
        at: the instant, a datetime with a zone; None for the service's clock.
        fit: whose parameters the set's fitted transforms take, "training_set@version"; None for the set's default.

        The types: int64 is Int64, double float64 (NaN for none), bool boolean, string string, timestamp datetime64[us, UTC] ([ns, UTC] in pandas 1);
        decimal, date, binary and lists are objects. Which values are NULL, expired or absent: lookup(…).status_frame().
        """
        return self.lookup(set, keys, inputs, at, fit).frame()

    def lookup(self, set, keys=None, inputs=None, at=None, fit=None, definition_hash=None):
        """The same as an Answer: values, statuses, times, versions.

        definition_hash: refuses the answer of a set with another definition.
        """
        request = messages.GetFeaturesRequest(set=set, fit=fit or "")
        if at is not None:
            request.at = micros(at)
        index = keys.index if isinstance(keys, pd.DataFrame) else None
        keys, inputs = _columns(keys), _columns(inputs)
        rows = max((len(values) for values in keys.values()), default=1)
        keys = {name: values * rows if len(values) == 1 else values for name, values in keys.items()}
        types = self._types(set) if any(_has_no_type(v) for v in keys.values()) else {}
        if rows <= self._rows_per_call:
            parts = [self._part(request, keys, inputs, types, None)]
        else:
            parts = []
            for start in range(0, rows, self._rows_per_call):
                parts.append(self._part(request, keys, inputs, types, slice(start, start + self._rows_per_call)))
                # "Now" and "the default" are the same for all parts.
                request.at, request.fit = parts[0].at, parts[0].fit
        for part in parts:
            if (definition_hash or parts[0].definition_hash) != part.definition_hash:
                raise errors.FeatureSetChangedError(set, definition_hash or parts[0].definition_hash, part.definition_hash)
        return Answer(set, self._schemas[set].schema, parts, index)

    def describe(self, set):
        """A SetDescription: features, keys and inputs with their types, owners and texts."""
        request = messages.message("DescribeSetRequest")(set=set)
        return description.read(self._call("DescribeSet", request, messages.message("DescribeSetResponse")).set)

    def close(self):
        """Closes the connections."""
        self._channel.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def _part(self, request, keys, inputs, types, rows):
        part = messages.GetFeaturesRequest()
        part.CopyFrom(request)
        part.keys.extend(to_column(n, v[rows] if rows else v, types.get(n)) for n, v in keys.items())
        # An input of NULLs tells no type, and is the same as a missing one.
        part.inputs.extend(to_column(n, v[rows] if rows and len(v) > 1 else v) for n, v in inputs.items() if not _has_no_type(v))
        known = self._schemas.get(request.set)
        part.omit_schema = known is not None
        answer = self._call("GetFeatures", part, messages.GetFeaturesResponse)
        if known is not None and answer.definition_hash == known.definition_hash:
            return answer
        if known is not None:
            part.omit_schema = False
            answer = self._call("GetFeatures", part, messages.GetFeaturesResponse)
        with self._gate:
            self._schemas[request.set] = messages.GetFeaturesResponse(definition_hash=answer.definition_hash, schema=answer.schema)
        return answer

    def _types(self, set):
        return {k.name: k.type for k in self.describe(set).keys}

    def _call(self, method, request, response_type):
        call = self._channel.unary_unary(f"{_SERVICE}/{method}", request_serializer=type(request).SerializeToString, response_deserializer=response_type.FromString)
        try:
            return call(request, timeout=self._deadline, metadata=self._headers(), wait_for_ready=True)
        except grpc.RpcError as error:
            raise errors.from_call(error) from None

    def _headers(self):
        if self._api_key is not None:
            return (("x-api-key", self._api_key),)
        if self._token is not None:
            return (("authorization", f"Bearer {self._token() if callable(self._token) else self._token}"),)
        return ()


def _columns(columns):
    if isinstance(columns, pd.DataFrame):
        return {str(name): as_list(columns[name]) for name in columns.columns}
    return {name: as_list(values) for name, values in (columns or {}).items() if values is not None}


def _has_no_type(values):
    return len(values) > 0 and all(is_null(v) for v in values)
