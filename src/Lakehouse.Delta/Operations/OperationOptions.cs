using Lakehouse.Delta.Writing;

namespace Lakehouse.Delta.Operations;

/// <summary>How an operation plans, writes and commits.</summary>
public sealed record OperationOptions
{
    /// <summary>How often the operation is planned, at most: once, and again on a fresh snapshot each time another writer's commit stood in the way.</summary>
    /// <value>The default is 10; with 1 the first conflict is the result.</value>
    public int MaxAttempts { get; init; } = 10;

    /// <summary>The application and its version that this operation stands for, or null: a table that holds the version is left alone (<see cref="AlreadyCommitted"/>).</summary>
    public ApplicationVersion? Application { get; init; }

    /// <summary>Whether columns and struct fields that only the source has are added to the table, nullable, after its own.</summary>
    /// <value>The default is false: an unknown column is an error.</value>
    public bool MergeSchema { get; init; }

    /// <summary>Text kept with the commit (commitInfo.userMetadata), or null.</summary>
    public string? UserMetadata { get; init; }

    /// <summary>Layout of the files written.</summary>
    public WriterOptions Writer { get; init; } = new();
}

/// <summary>An application's version, by which a repeated write is known (Delta protocol, transaction identifiers; Spark's <c>txnAppId</c> and <c>txnVersion</c>).</summary>
/// <param name="AppId">The application id.</param>
/// <param name="Version">Its version.</param>
public sealed record ApplicationVersion(string AppId, long Version);
