using Google.Protobuf;
using Lakehouse.Online.Sets;

namespace Lakehouse.Serving.Internal;

/// <summary>Writes what few answers have.</summary>
internal static class RowErrorsWriter
{
    public static ReadOnlyMemory<byte> Write(string requestId, IReadOnlyList<RowFault> faults) =>
        new V1.GetFeaturesResponse { RequestId = requestId, Errors = { faults.Select(Error) } }.ToByteArray();

    private static V1.RowErrors Error(RowFault fault) => new()
    {
        Reason = Reason(fault.Reason),
        Message = fault.Message,
        Retryable = fault.IsTransient,
        Features = { fault.Features.Select(f => (uint)f) },
        Rows = { fault.Rows.Select(r => (uint)r) },
    };

    private static string Reason(RowFaultReason reason) => reason switch
    {
        RowFaultReason.KeyInvalid => "KEY_INVALID",
        RowFaultReason.KeyTooLong => "KEY_TOO_LONG",
        RowFaultReason.InputInvalid => "INPUT_INVALID",
        RowFaultReason.FeatureOverflow => "FEATURE_OVERFLOW",
        RowFaultReason.RowDamaged => "ROW_DAMAGED",
        RowFaultReason.RowUnreadable => "ROW_UNREADABLE",
        RowFaultReason.SourceFailed => "SOURCE_FAILED",
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "A reason without a name on the wire."),
    };
}
