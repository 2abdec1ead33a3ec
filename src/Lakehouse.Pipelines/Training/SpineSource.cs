using Lakehouse.Features;

namespace Lakehouse.Pipelines.Training;

/// <summary>Where the rows of a spine come from: a file, a Delta table at a version, or rows in memory. Their order is the spine's.</summary>
public sealed class SpineSource
{
    private SpineSource(string name) => Name = name;

    /// <summary>How messages name it.</summary>
    public string Name { get; }

    /// <summary>A file or table; null for rows in memory.</summary>
    internal string? Path { get; private init; }

    internal long? Version { get; private init; }

    internal DateTimeOffset? Timestamp { get; private init; }

    /// <summary>True for the copy that a training set keeps: its rows are numbered.</summary>
    internal bool IsCopy { get; private init; }

    internal IReadOnlyList<Field> Columns { get; private init; } = [];

    internal IEnumerable<IReadOnlyList<object?>> Rows { get; private init; } = [];

    /// <summary>A Parquet, CSV, TSV or JSON lines file, or a Delta table by its path in the lake or anywhere, at its newest version.</summary>
    public static SpineSource FromPath(string path) => new(path) { Path = path };

    /// <summary>A Delta table at a version, or as it was at an instant; neither stands for the newest version.</summary>
    /// <param name="path">Its path in the lake or anywhere.</param>
    /// <param name="version">The version.</param>
    /// <param name="timestamp">The instant; not together with <paramref name="version"/>.</param>
    /// <exception cref="ArgumentException">Both are given.</exception>
    public static SpineSource FromTable(string path, long? version = null, DateTimeOffset? timestamp = null) => version is null || timestamp is null
        ? new(version is null && timestamp is null ? path : $"{path}@{(version is null ? timestamp!.Value.ToString("O", null) : version)}")
        {
            Path = path, Version = version, Timestamp = timestamp,
        }
        : throw new ArgumentException("A version and a timestamp exclude each other.", nameof(timestamp));

    /// <summary>Rows in memory; they are read once, when the set is built.</summary>
    /// <param name="columns">Name and type of each column: the set's keys, <c>timestamp</c>, and any others.</param>
    /// <param name="rows">The values in the order of the columns, as <see cref="ClrValues.FromClr"/> takes them: long, double, decimal, string, DateTimeOffset, DateOnly, byte[], …, or null.</param>
    public static SpineSource FromRows(IReadOnlyList<Field> columns, IEnumerable<IReadOnlyList<object?>> rows) => new("rows in memory") { Columns = columns, Rows = rows };

    /// <summary>Records in memory; they are read once, when the set is built.</summary>
    /// <param name="columns">Name and type of each column; a record's property <c>PlannedAt</c> is column <c>planned_at</c>.</param>
    /// <param name="records">The records.</param>
    public static SpineSource FromRecords<T>(IReadOnlyList<Field> columns, IEnumerable<T> records)
        where T : notnull =>
        FromRows(columns, records.Select(r => (IReadOnlyList<object?>)[.. ClrValues.ReadRecord(r, columns).Zip(columns, (v, c) => ClrValues.ToClr(v, c.Type))]));

    /// <summary>The same as <see cref="FromPath"/>.</summary>
    public static implicit operator SpineSource(string path) => FromPath(path);

    /// <inheritdoc/>
    public override string ToString() => Name;

    /// <summary>The copy of a spine in the lake.</summary>
    internal static SpineSource FromCopy(string table, long version) => new($"{table}@{version}") { Path = table, Version = version, IsCopy = true };
}
