using System.Text;
using Lakehouse.Delta.Internal.DeletionVectors;

namespace Lakehouse.Delta.Internal.Log;

/// <summary>The actions of one commit or checkpoint.</summary>
/// <param name="version">The version that the actions belong to.</param>
internal sealed class CommitActions(long version)
{
    public long Version { get; } = version;

    /// <summary>The <c>commitInfo</c> action as text.</summary>
    public string? CommitInfoJson { get; set; }

    public long? InCommitTimestamp { get; set; }

    public string? TransactionId { get; set; }

    public ProtocolAction? Protocol { get; set; }

    public TableMetadata? Metadata { get; set; }

    public List<DataFile> Adds { get; } = [];

    public List<RemoveAction> Removes { get; } = [];

    /// <summary>Files with the commit's row changes (<c>cdc</c> actions).</summary>
    public List<DataFile> ChangeFiles { get; } = [];

    public List<NamedAction> Transactions { get; } = [];

    public List<NamedAction> Domains { get; } = [];

    /// <summary>Names of a V2 checkpoint's sidecar files.</summary>
    public List<string> Sidecars { get; } = [];
}

/// <summary>A <c>protocol</c> action.</summary>
internal sealed record ProtocolAction(int MinReaderVersion, int MinWriterVersion, IReadOnlyList<string> ReaderFeatures, IReadOnlyList<string> WriterFeatures, string Json);

/// <summary>A <c>remove</c> action.</summary>
/// <param name="Key">What it removes.</param>
/// <param name="DataChange">False when the rows live on in other files.</param>
/// <param name="DeletionTimestamp">Milliseconds since the epoch; 0 when the action does not say.</param>
/// <param name="Utf8">The action as text.</param>
internal sealed record RemoveAction(FileKey Key, bool DataChange, long DeletionTimestamp, ReadOnlyMemory<byte> Utf8)
{
    public string Json => Encoding.UTF8.GetString(Utf8.Span);

    /// <summary>The deletion vector that the file had, or null.</summary>
    public DeletionVector? DeletionVector { get; init; }
}

/// <summary>An action of which the newest by name counts: <c>txn</c> by application, <c>domainMetadata</c> by domain.</summary>
/// <param name="Name">The application id or domain.</param>
/// <param name="Version">The txn's version, else 0.</param>
/// <param name="Removed">True when the domain is deleted.</param>
/// <param name="Json">The action as text.</param>
internal sealed record NamedAction(string Name, long Version, bool Removed, string Json);
