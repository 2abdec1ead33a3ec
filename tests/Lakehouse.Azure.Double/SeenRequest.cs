namespace Lakehouse.Azure.Double;

/// <summary>A request as it came over the wire.</summary>
/// <param name="Method">The verb.</param>
/// <param name="Target">Path and query, exactly as sent.</param>
/// <param name="Headers">Headers by lower-case name.</param>
/// <param name="BodyLength">Bytes of the body.</param>
public sealed record SeenRequest(string Method, string Target, IReadOnlyDictionary<string, string> Headers, int BodyLength)
{
    /// <summary>Path and query, decoded, for people and for fault plans.</summary>
    public string DecodedTarget => Uri.UnescapeDataString(Target);
}
