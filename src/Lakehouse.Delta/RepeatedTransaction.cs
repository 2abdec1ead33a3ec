namespace Lakehouse.Delta;

/// <summary>What becomes of a commit whose application version the table already holds.</summary>
public enum RepeatedTransaction
{
    /// <summary>It is a <see cref="Conflicted"/> value: the caller looks at the table and plans again.</summary>
    Conflicts,

    /// <summary>It is skipped as done, an <see cref="AlreadyCommitted"/> value; also when another writer commits the same version meanwhile.</summary>
    Skip,
}
