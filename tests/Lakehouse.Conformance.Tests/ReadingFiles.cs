using System.Globalization;
using CsCheck;
using Lakehouse.Features;

namespace Lakehouse.Conformance.Tests;

/// <summary>A row of a source file; <see cref="Text"/> of the amount may be no number, which sends the row to quarantine.</summary>
public sealed record FileRow(int Id, int Minute, string? Place, long? Line, string? Amount, bool Gone)
{
    private static readonly DateTimeOffset Start = new(1969, 12, 31, 23, 30, 0, TimeSpan.Zero);

    private static readonly string?[] Places = ["a", "A", "é", "1", "12", null];
    private static readonly long?[] Lines = [1, 2, 23, null];

    public string Key => Id.ToString(CultureInfo.InvariantCulture);

    public long AtMicros => (Start.AddMinutes(Minute) - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    public bool IsAccepted => Amount is null || (long.TryParse(Amount, CultureInfo.InvariantCulture, out var amount) && amount < 1000);

    public string Text => string.Create(CultureInfo.InvariantCulture, $"{Key},{Start.AddMinutes(Minute):yyyy-MM-ddTHH:mm:ssZ},{Place},{Line},{Amount},{(Gone ? "true" : "false")}");

    /// <summary>The silver row.</summary>
    public Value[] Row =>
    [
        Value.String(Key), Value.Int64(AtMicros), Value.String(Place), Line is { } line ? Value.Int64(line) : Value.Null,
        Amount is { } amount ? Value.Int64(long.Parse(amount, CultureInfo.InvariantCulture)) : Value.Null,
    ];

    public static Gen<FileRow> Any { get; } =
        from id in Gen.Int[0, 25]
        from minute in Gen.Int[0, 90]
        from place in Gen.Int[0, 5].Select(i => Places[i])
        from line in Gen.Int[0, 3].Select(i => Lines[i])
        from amount in Gen.Frequency((8, Gen.Int[-9, 9].Select(i => (string?)i.ToString(CultureInfo.InvariantCulture))), (1, Gen.Const((string?)null)), (1, Gen.Bool.Select(b => (string?)(b ? "many" : "5000"))))
        from gone in Gen.Frequency((9, Gen.Const(false)), (1, Gen.Const(true)))
        select new FileRow(id, minute, place, line, amount, gone);
}

/// <summary>A file that arrives, or new content of one that has arrived.</summary>
/// <param name="Name">Its name; one that was used before makes it a replacement.</param>
/// <param name="Rows">Its rows.</param>
public sealed record SourceFile(string Name, IReadOnlyList<FileRow> Rows)
{
    public string Text => string.Concat(Rows.Select(r => r.Text + "\n").Prepend("id,at,place,line,amount,gone\n"));

    public static Gen<SourceFile> Any { get; } =
        from name in Gen.Frequency((3, Gen.Int[0, 99]), (1, Gen.Int[0, 1]))
        from rows in FileRow.Any.Array[1, 12]
        select new SourceFile($"file{name}.csv", rows);
}

/// <summary>Silver by the letter of semantics §1: the state of each id after files in order of arrival.</summary>
public sealed class SilverModel
{
    private readonly Dictionary<string, Value[]> events = [];
    private readonly Dictionary<string, SourceFile> files = [];

    public IReadOnlyCollection<Value[]> Rows => events.Values;

    /// <summary>Accepted rows in order of position, the last of one id winning; ids that only the replaced content held are deleted.</summary>
    public void Arrive(SourceFile file)
    {
        var held = file.Rows.Select(r => r.Key).ToHashSet();
        if (files.TryGetValue(file.Name, out var replaced))
        {
            foreach (var row in replaced.Rows.Where(r => !held.Contains(r.Key))) events.Remove(row.Key);
        }

        foreach (var row in file.Rows.Where(r => r.IsAccepted))
        {
            if (row.Gone) events.Remove(row.Key);
            else events[row.Key] = row.Row;
        }

        files[file.Name] = file;
    }

    public bool Holds(SourceFile file) => files.Values.Any(f => f.Text == file.Text);

    public bool Replaces(SourceFile file) => files.ContainsKey(file.Name);
}
