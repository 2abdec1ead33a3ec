"""Every call of a feature service from Python's grpcio, which learns the messages from the server's reflection: client.py <host:port>."""
import struct
import sys
import time

import grpc
from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

ROWS = 10_000
TEXT, MESSAGE, BYTES = 9, 11, 12


def message_class(pool, name):
    found = pool.FindMessageTypeByName(name)
    get = getattr(message_factory, "GetMessageClass", None)
    return get(found) if get else message_factory.MessageFactory(pool).GetPrototype(found)


def reflection(package):
    """The few messages of reflection that are needed, as its protocol has them."""
    file = descriptor_pb2.FileDescriptorProto(name=f"{package}.proto", package=package, syntax="proto3")

    def message(name, *fields):
        made = file.message_type.add(name=name)
        for number, field, kind, label, of in fields:
            made.field.add(name=field, number=number, type=kind, label=label, type_name=of and f".{package}.{of}")

    message("Request", (4, "file_containing_symbol", TEXT, 1, None), (7, "list_services", TEXT, 1, None))
    message("Files", (1, "file_descriptor_proto", BYTES, 3, None))
    message("Service", (1, "name", TEXT, 1, None))
    message("Services", (1, "service", MESSAGE, 3, "Service"))
    message("Response", (4, "files", MESSAGE, 1, "Files"), (6, "services", MESSAGE, 1, "Services"))
    pool = descriptor_pool.DescriptorPool()
    pool.Add(file)
    return message_class(pool, f"{package}.Request"), message_class(pool, f"{package}.Response")


def learn(channel, package):
    request, response = reflection(package)
    ask = channel.stream_stream(f"/{package}.ServerReflection/ServerReflectionInfo", request.SerializeToString, response.FromString)
    services = [s.name for s in next(ask(iter([request(list_services="*")]))).services.service]
    assert "lakehouse.serving.v1.FeatureService" in services and "grpc.health.v1.Health" in services, services
    answer = next(ask(iter([request(file_containing_symbol="lakehouse.serving.v1.FeatureService")])))
    pool = descriptor_pool.DescriptorPool()
    for file in answer.files.file_descriptor_proto:
        pool.AddSerializedFile(file)
    return pool


def main(address):
    channel = grpc.insecure_channel(address, options=[("grpc.max_receive_message_length", -1)])
    learn(channel, "grpc.reflection.v1alpha")
    pool = learn(channel, "grpc.reflection.v1")
    service = pool.FindServiceByName("lakehouse.serving.v1.FeatureService")
    kinds = {m.name: (message_class(pool, m.input_type.full_name), message_class(pool, m.output_type.full_name)) for m in service.methods}

    def method(name, make=channel.unary_unary):
        return make(f"/{service.full_name}/{name}", kinds[name][0].SerializeToString, kinds[name][1].FromString)

    def request(*airports, **more):
        made = kinds["GetFeatures"][0](set="delays@1", at=36_000_000_000, **more)
        made.keys.add(name="airport").strings.extend(airports)
        return made

    get, stream = method("GetFeatures"), method("StreamFeatures", channel.stream_stream)

    answer = get(request("ORD", "nowhere"), timeout=20)
    assert answer.features[0].status == b"\1\4" and list(answer.features[0].integers) == [12, 0], answer
    print("unary")

    large = [f"A{i}" for i in range(ROWS)]
    for compression in (grpc.Compression.NoCompression, grpc.Compression.Gzip):
        answer = get(request(*large), timeout=20, compression=compression)
        assert list(answer.features[0].integers) == list(range(ROWS))
    print("large, gzip")

    assert [s.set for s in method("ListSets")(kinds["ListSets"][0](), timeout=20).sets] == ["delays@1", "everything@1", "pairs@1"]
    described = method("DescribeSet")(kinds["DescribeSet"][0](set="pairs@1"), timeout=20).set
    assert [k.name for k in described.schema.keys] == ["origin", "destination"]
    print("sets")

    def requests():
        for i in range(200):
            yield request(f"A{i}", request_id=str(i)) if i != 100 else kinds["GetFeatures"][0](set="nothing@1", request_id="100")

    answers = list(stream(requests(), timeout=20, compression=grpc.Compression.Gzip))
    assert [a.request_id for a in answers] == [str(i) for i in range(200)]
    assert answers[100].error.reason == "SET_NOT_FOUND" and answers[101].features[0].integers[0] == 101
    print("stream")

    try:
        get(kinds["GetFeatures"][0](set="delays@1"), timeout=20)
        raise AssertionError("a missing key must fail")
    except grpc.RpcError as error:
        details = dict(error.trailing_metadata())["grpc-status-details-bin"]
        assert error.code() == grpc.StatusCode.INVALID_ARGUMENT and b"REQUEST_INVALID" in details and b"keys[airport]" in details and b"google.rpc.BadRequest" in details
    print("errors")

    try:
        get(request(*large), timeout=0.001)
        raise AssertionError("a millisecond is too short")
    except grpc.RpcError as error:
        assert error.code() == grpc.StatusCode.DEADLINE_EXCEEDED, error
    print("deadline")

    def endless():
        while True:
            yield request("ORD")
            time.sleep(0.01)

    call = stream(endless())
    next(call)
    call.cancel()
    try:
        for _ in call:
            pass
        raise AssertionError("it was cancelled")
    except grpc.RpcError as error:
        assert error.code() == grpc.StatusCode.CANCELLED, error
    assert get(request("ORD"), timeout=20, metadata=[("trace-bin", struct.pack("<q", 1)), ("trace-bin", b"2")]).rows == 1
    print("cancel")


main(sys.argv[1])
