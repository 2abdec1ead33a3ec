"""A session with a real server: session.py ADDRESS FOLDER_OF_GENERATED_CODE SECURE_ADDRESS AUTHORITY API_KEY.

Each function of TESTS is one; prints one JSON object with what failed, by name."""

import datetime
import decimal
import json
import sys
import traceback

import pandas as pd
from lakehouse_client import AccessError, FeatureClient, FeatureSetChangedError, FeatureStatus, RequestError, Tls, UnavailableError, UnknownSetError

UTC = datetime.timezone.utc
EPOCH = datetime.datetime(1970, 1, 1, tzinfo=UTC)
PRESENT, NULL, EXPIRED, ABSENT, OUT_OF_RANGE = FeatureStatus.PRESENT, FeatureStatus.NULL, FeatureStatus.EXPIRED, FeatureStatus.ABSENT, FeatureStatus.OUT_OF_RANGE


def key(number):
    return {
        "k_text": "k", "k_int": number, "k_day": datetime.date(2000, 2, 13), "k_at": EPOCH + datetime.timedelta(microseconds=77), "k_flag": True,
        "k_money": decimal.Decimal("-12.5"),
    }


def every_type(client):
    answer = client.lookup("everything@1", key(-5), at=EPOCH + datetime.timedelta(hours=10))
    frame = answer.frame()

    assert answer.features == ["everything." + n for n in ("flag", "count", "money", "mean", "text", "at", "day", "raw", "embedding")]
    assert [answer.values(f)[0] for f in answer.features] == [
        True, -(2**63), decimal.Decimal("-1.2345"), 0.5, "Zürich 𝄞", EPOCH - datetime.timedelta(microseconds=1), datetime.date(1969, 12, 31), b"\x00\xff", [1.5, None, -2.0],
    ]
    time = "datetime64[us, UTC]" if pd.__version__ >= "2" else "datetime64[ns, UTC]"
    assert [str(t) for t in frame.dtypes] == ["boolean", "Int64", "object", "float64", "string", time, "object", "object", "object"], frame.dtypes
    assert frame.iloc[0].tolist() == [answer.values(f)[0] for f in answer.features]
    assert answer.event_times("everything") == [EPOCH + datetime.timedelta(hours=6)]
    assert answer.known_at("everything") == [EPOCH + datetime.timedelta(microseconds=1)]
    assert frame.attrs["definition_hash"] == "sha256:everything" and frame.attrs["gold_versions"] == {"everything": 7} and frame.attrs["stale_views"] == []


def nulls_of_every_type(client):
    frame = client.get_features("everything@1", key(0), at=EPOCH + datetime.timedelta(hours=10))

    assert frame.isna().all(axis=None)
    assert [str(t) for t in frame.dtypes][:5] == ["boolean", "Int64", "object", "float64", "string"]
    assert str(frame.dtypes.iloc[5]).startswith("datetime64[")


def statuses(client):
    keys = {"airport": ["ORD", "ATL", "OLD", "?", None]}
    answer = client.lookup("delays@1", keys, {"minutes": 41})
    frame = answer.frame()

    assert answer.statuses("airport_delays.delay") == [PRESENT, NULL, EXPIRED, ABSENT, ABSENT]
    assert frame["airport_delays.delay"].tolist() == [12, pd.NA, pd.NA, pd.NA, pd.NA]
    assert frame["planned.minutes_more"].tolist() == [42] * 5
    assert answer.status_frame()["airport_delays.delay"].tolist() == ["PRESENT", "NULL", "EXPIRED", "ABSENT", "ABSENT"]
    assert answer.time_frame()["airport_delays.event_time"].isna().tolist() == [False, False, False, True, True]
    early = client.lookup("delays@1", keys, at=EPOCH + datetime.timedelta(hours=4))
    assert early.statuses(0) == [OUT_OF_RANGE] * 5
    late = client.lookup("delays@1", keys, at=EPOCH + datetime.timedelta(hours=13))
    assert late.stale_views == ["airport_delays", "airport_carrier"]


def frame_of_keys(client):
    keys = pd.DataFrame({"airport": ["?", "ORD"]}, index=["x", "y"])
    inputs = pd.DataFrame({"minutes": pd.array([None, 5], dtype="Int64")})

    frame = client.get_features("delays@1", keys, inputs)

    assert frame.index.tolist() == ["x", "y"]
    assert frame.loc["y", "airport_delays.delay"] == 12 and frame["planned.minutes_more"].tolist() == [pd.NA, 6]


def many_rows(client):
    keys = {"airport": [f"A{i}" for i in range(10_000)]}
    with FeatureClient(ADDRESS, max_rows_per_call=3_000) as in_parts:
        whole, parts = client.get_features("delays@1", keys), in_parts.get_features("delays@1", keys)

    assert len(whole) == 10_000 and whole["airport_delays.delay"].tolist() == list(range(10_000))
    parts.attrs["at"] = whole.attrs["at"]
    pd.testing.assert_frame_equal(whole, parts)


def failures(client):
    unknown = expect(UnknownSetError, "nothing@1", lambda: client.get_features("nothing@1", {"airport": "ORD"}))
    assert unknown.reason == "SET_NOT_FOUND", unknown.reason
    expect(RequestError, "no key 'airprot'", lambda: client.get_features("delays@1", {"airprot": "ORD"}))
    expect(RequestError, "airport is string", lambda: client.get_features("delays@1", {"airport": 5}))
    expect(RequestError, "2 values", lambda: client.get_features("delays@1", {"airport": ["A", "B", "C"]}, {"minutes": [1, 2]}))
    expect(TypeError, "several types", lambda: client.get_features("delays@1", {"airport": ["A", 1]}))
    expect(TypeError, "no zone", lambda: client.get_features("everything@1", key(1) | {"k_at": datetime.datetime(2000, 1, 1)}))
    expect(FeatureSetChangedError, "sha256:before", lambda: client.lookup("delays@1", {"airport": "ORD"}, definition_hash="sha256:before"))
    expect(ValueError, "without TLS", lambda: FeatureClient("features.example:5005", api_key="secret"))
    with FeatureClient("127.0.0.1:1", deadline=0.3) as nobody:
        error = expect(UnavailableError, "", lambda: nobody.get_features("delays@1", {"airport": "ORD"}))
    assert error.code in ("DEADLINE_EXCEEDED", "UNAVAILABLE") and error.reason


def replicas(client):
    with FeatureClient(["127.0.0.1:1", ADDRESS], deadline=20) as several:
        assert [len(several.get_features("delays@1", {"airport": "ORD"})) for _ in range(20)] == [1] * 20


def failed_rows(client):
    with FeatureClient(ADDRESS, max_rows_per_call=2) as in_parts:
        answer = in_parts.lookup("delays@1", {"airport": ["ORD"] * 4}, {"minutes": [1, 2, 2**63 - 1, 4]})

    assert answer.statuses("planned.minutes_more") == [PRESENT, PRESENT, FeatureStatus.ERROR, PRESENT]
    assert answer.values("planned.minutes_more") == [2, 3, None, 5]
    assert [(e.reason, e.retryable, e.features, e.rows) for e in answer.errors] == [("FEATURE_OVERFLOW", False, ("planned.minutes_more",), (2,))]


def description(client):
    delays = client.describe("delays@1")

    assert delays.set == "delays@1" and delays.definition_hash == "sha256:delays"
    assert [(f.name, f.type) for f in delays.features] == [("airport_delays.delay", "int64"), ("airport_carrier.carrier", "string"), ("planned.minutes_more", "int64")]
    assert [(f.name, f.type) for f in delays.keys + delays.inputs] == [("airport", "string"), ("minutes", "int64")]
    assert client.lookup("delays@1", {"airport": [None, None]}).statuses(0) == [ABSENT, ABSENT]


def secure(_):
    tls = Tls(authority=AUTHORITY)
    for who in ({"api_key": KEY}, {"token": KEY}, {"token": lambda: KEY}):
        with FeatureClient(SECURE, tls=tls, deadline=20, **who) as caller:
            assert len(caller.get_features("delays@1", {"airport": "ORD"})) == 1
    with FeatureClient(SECURE, tls=tls, deadline=20, api_key=KEY) as caller:
        denied = expect(AccessError, "", lambda: caller.get_features("pairs@1", {"origin": "A", "destination": "B"}))
    with FeatureClient(SECURE, tls=tls, deadline=20) as nobody:
        unknown = expect(AccessError, "", lambda: nobody.get_features("delays@1", {"airport": "ORD"}))
    assert (denied.code, unknown.code) == ("PERMISSION_DENIED", "UNAUTHENTICATED")


def data_class(client):
    sys.path.insert(0, GENERATED)
    from everything import Everything

    row = Everything.get(client, **key(-5), at=EPOCH + datetime.timedelta(hours=10))

    assert (row.flag, row.money, row.embedding) == (True, decimal.Decimal("-1.2345"), [1.5, None, -2.0])
    assert row.mean == 0.5 and row.mean_status == PRESENT and row.everything_event_time == EPOCH + datetime.timedelta(hours=6)
    many = Everything.get_many(client, **{name: [value] * 2 for name, value in key(-5).items()})
    assert len(many) == 2 and many[0].count == -(2**63)


def expect(error, text, call):
    try:
        call()
    except error as found:
        assert text in str(found), f"{found} does not say {text}"
        return found
    raise AssertionError(f"no {error.__name__}")


def run(test):
    try:
        with FeatureClient(ADDRESS, deadline=20) as client:
            test(client)
        return "passed"
    except Exception:
        return traceback.format_exc()


ADDRESS, GENERATED, SECURE, AUTHORITY, KEY = sys.argv[1:]
TESTS = [every_type, nulls_of_every_type, statuses, frame_of_keys, many_rows, failures, replicas, failed_rows, description, secure, data_class]
print(json.dumps({test.__name__: run(test) for test in TESTS}))
