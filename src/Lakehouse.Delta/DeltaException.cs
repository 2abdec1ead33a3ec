namespace Lakehouse.Delta;

/// <summary>Why a table could not be read or written.</summary>
public enum DeltaErrorCode
{
    /// <summary>There is no table at the path.</summary>
    TableNotFound,

    /// <summary>The version or timestamp does not exist, or its log is gone.</summary>
    VersionNotFound,

    /// <summary>The table needs a protocol feature that is not supported.</summary>
    UnsupportedFeature,

    /// <summary>The log or a file breaks the protocol.</summary>
    Corrupt,

    /// <summary>A file that the log names is missing.</summary>
    FileMissing,

    /// <summary>Data or request does not fit the table's schema.</summary>
    SchemaMismatch,

    /// <summary>Another writer's commit stands in the way; plan again.</summary>
    Conflict,

    /// <summary>A text is no condition over the table's columns; the message names the position.</summary>
    InvalidCondition,

    /// <summary>The row changes of a range cannot be told: they were not recorded, or the schema changed in between.</summary>
    ChangesUnknown,

    /// <summary>The table holds no transaction of the application.</summary>
    TransactionNotFound,

    /// <summary>The storage refused: full, not permitted, unreachable.</summary>
    Storage,

    /// <summary>A commit was sent and no answer came: it stands, or may still appear. Never repeat it blindly: the message says where to look.</summary>
    OutcomeUnknown,

    /// <summary>A vacuum was asked to delete files sooner than the table allows.</summary>
    RetentionTooShort,
}

/// <summary>A table cannot be read or written; the message says what happened, to which table, and what to do.</summary>
/// <param name="code">Why.</param>
/// <param name="message">What happened, to which table, what to do.</param>
/// <param name="inner">The cause.</param>
/// <param name="isTransient">Whether the same call may succeed if repeated; a conflict always may.</param>
public sealed class DeltaException(DeltaErrorCode code, string message, Exception? inner = null, bool isTransient = false) : Exception(message, inner)
{
    /// <summary>Why.</summary>
    public DeltaErrorCode Code { get; } = code;

    /// <summary>True when the same call may succeed if repeated.</summary>
    public bool IsTransient { get; } = isTransient || code == DeltaErrorCode.Conflict;
}
