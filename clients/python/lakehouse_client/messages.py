"""The service's messages, made at run time from its descriptors: no generated code that binds one version of protobuf."""

from pathlib import Path

from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

PACKAGE = "lakehouse.serving.v1"


def _load():
    # A pool of its own: another package may bring the same files in another version.
    pool = descriptor_pool.DescriptorPool()
    files = descriptor_pb2.FileDescriptorSet.FromString(Path(__file__).with_name("features.binpb").read_bytes())
    for file in files.file:
        pool.AddSerializedFile(file.SerializeToString())
    if hasattr(message_factory, "GetMessageClass"):
        return pool, message_factory.GetMessageClass
    return pool, message_factory.MessageFactory(pool).GetPrototype


_pool, _class_of = _load()


def message(name, package=PACKAGE):
    """The class of a message."""
    return _class_of(_pool.FindMessageTypeByName(f"{package}.{name}"))


GetFeaturesRequest = message("GetFeaturesRequest")
GetFeaturesResponse = message("GetFeaturesResponse")
InputColumn = message("InputColumn")
DoubleList = message("DoubleList")
Status = message("Status", "lakehouse.client")
ErrorInfo = message("ErrorInfo", "lakehouse.client")

_types = _pool.FindEnumTypeByName(f"{PACKAGE}.DataType").values_by_number

TYPE_NAMES = {number: value.name[len("DATA_TYPE_"):].lower() for number, value in _types.items()}
"""Names of types by number: bool, int64, decimal, double, string, timestamp, date, binary, double_list."""
