using System.Net;

namespace Cassandra;

/// <summary>No host of the query plan could run the request.</summary>
public class NoHostAvailableException : DriverException
{
    private const int Shown = 3;

    /// <summary>What went wrong, by host.</summary>
    public NoHostAvailableException(Dictionary<IPEndPoint, Exception> errors)
        : base(Describe(errors)) => Errors = errors;

    /// <summary>The last failure of each host that was tried; empty when there was none to try.</summary>
    public Dictionary<IPEndPoint, Exception> Errors { get; }

    private static string Describe(Dictionary<IPEndPoint, Exception> errors)
    {
        if (errors.Count == 0) return "No host is available to be queried (no host was tried)";
        var shown = string.Join("; ", errors.Take(Shown).Select(error => $"{error.Key}: {error.Value.GetType().Name}: {error.Value.Message}"));
        return $"All hosts tried for query failed (tried {shown}{(errors.Count > Shown ? $"; and {errors.Count - Shown} more, see Errors" : "")})";
    }
}
