namespace Cassandra;

/// <summary>Stands for a value that a statement leaves as it is: no cell and no tombstone is written.</summary>
public sealed class Unset
{
    /// <summary>The only instance.</summary>
    public static readonly Unset Value = new();

    private Unset()
    {
    }
}
