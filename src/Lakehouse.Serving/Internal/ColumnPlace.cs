using Grpc.Core;
using Lakehouse.Online.Sets;

namespace Lakehouse.Serving.Internal;

/// <summary>Where a request column stands.</summary>
/// <param name="IsKey">Whether it is a key or an input.</param>
/// <param name="Column">Its position among the set's keys or inputs.</param>
/// <param name="Name">Its name.</param>
internal readonly record struct ColumnPlace(bool IsKey, int Column, string Name)
{
    public string What => IsKey ? "key" : "input";

    public RpcException Invalid(string message) => GrpcErrors.Invalid(message, $"{What}s[{Name}]");

    public BadCell Bad(int row, string message) => new(row, IsKey ? RowFaultReason.KeyInvalid : RowFaultReason.InputInvalid, Column, message);
}
