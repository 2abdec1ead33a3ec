using static Lakehouse.Delta.DuckDb.DuckDbSession;

namespace Lakehouse.Delta.Internal.Scanning;

/// <summary>Values that a running scan comes upon and must not give wrongly: the query fails with a marked text, which comes out as a <see cref="DeltaException"/>.</summary>
internal static class ScanRefusal
{
    private const string Marker = "lakehouse refuses: ";

    /// <summary>SQL that fails, naming the file.</summary>
    /// <param name="why">What is refused, of which table and column; the file's name follows.</param>
    /// <param name="reader">Alias of the reader.</param>
    public static string Sql(string why, string reader) => $"error({Literal(Marker + why + " ")} || {reader}.filename)";

    /// <summary>The refusal behind a failure of DuckDB's, or null when it is another failure.</summary>
    public static DeltaException? Find(Exception failure)
    {
        var at = failure.Message.IndexOf(Marker, StringComparison.Ordinal);
        return at < 0 ? null : new DeltaException(DeltaErrorCode.UnsupportedFeature, failure.Message[(at + Marker.Length)..].Trim(), failure);
    }
}
