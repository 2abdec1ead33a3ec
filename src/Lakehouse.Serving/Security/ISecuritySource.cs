using System.Collections.Immutable;
using Lakehouse.Catalog.Security;

namespace Lakehouse.Serving.Security;

/// <summary>Where the server finds who may read what; it asks again every few seconds.</summary>
public interface ISecuritySource
{
    /// <summary>What holds now.</summary>
    Task<SecurityFacts> ReadAsync(CancellationToken ct);

    /// <summary>Makes the audit trail ready, before the first call.</summary>
    Task PrepareAuditAsync(CancellationToken ct);

    /// <summary>Appends a batch to the audit trail, durably; the same number again appends nothing where the batch stands already.</summary>
    /// <param name="batch">The batch's number, which grows.</param>
    /// <param name="rows">The rows, which are only good until the call returns.</param>
    /// <param name="ct">Cancels.</param>
    Task AppendAuditAsync(long batch, IReadOnlyList<AuditRecord> rows, CancellationToken ct);
}

/// <summary>Settings, keys and projects of one moment.</summary>
/// <param name="Settings">The settings; one and the same object while they stay as they are.</param>
/// <param name="Keys">The API keys, revoked ones included.</param>
/// <param name="Projects">The project of each registered set, by <c>name@N</c>.</param>
public sealed record SecurityFacts(SecuritySettings Settings, IReadOnlyList<ApiKey> Keys, IReadOnlyDictionary<string, string> Projects)
{
    /// <summary>Facts of a server that lets every call in.</summary>
    public static SecurityFacts Off { get; } = new(SecuritySettings.Off, [], ImmutableDictionary<string, string>.Empty);
}
