using Lakehouse.Features;

namespace Lakehouse.Serving.Internal;

/// <summary>Reads the names that requests give: each thing has one spelling, so that rules, audit trail and memory know it under one name.</summary>
internal static class RequestedName
{
    /// <summary>Characters of a name: those that nobody has are kept for a while too, and stand in errors, whose headers must stay small.</summary>
    public const int Longest = 256;

    /// <exception cref="Grpc.Core.RpcException">INVALID_ARGUMENT: no <c>name@N</c>.</exception>
    public static VersionedName Set(string text) => Read(text, "set", "departure_delay_model@1");

    /// <exception cref="Grpc.Core.RpcException">INVALID_ARGUMENT: no <c>name@N</c>.</exception>
    public static VersionedName Contract(string text) => Read(text, "contract", "readings@1");

    /// <summary>As much of a name as is kept of one that may be made up.</summary>
    public static string Short(string text) => text.Length <= Longest ? text : text[..(char.IsHighSurrogate(text[Longest - 1]) ? Longest - 1 : Longest)];

    private static VersionedName Read(string text, string field, string example) =>
        text.Length <= Longest && VersionedName.TryParse(text, out var name) && name.ToString() == text
            ? name
            : throw GrpcErrors.Invalid($"The {field} must be of the form name@N, for example {example}, of at most {Longest} characters.", field);
}
