using System.Numerics;
using Lakehouse.Delta.DuckDb;
using Lakehouse.Features.Definitions;

namespace Lakehouse.Engine.DuckDb.Training;

/// <summary>The order of a gold table's rows by (valid_from, known_at) as one number, so that the greatest pair is one comparison.</summary>
/// <remarks>
/// 1. A table has few stamps: the rank of a row's known_at among them takes the low bits, µs since the least valid_from the high ones.
/// 2. 64 bits hold that for 36 stamps over ten thousand years or a million stamps over three months; where they do not, the numbers are DuckDB's 128-bit integers.
/// </remarks>
internal sealed class GoldOrder
{
    private const string ValidFrom = EntityViewDefinition.ValidFromColumn;
    private const string KnownAt = EntityViewDefinition.KnownAtColumn;
    private readonly string stamps;
    private readonly long least;
    private readonly long greatest;
    private readonly int bits;
    private readonly string type;

    private GoldOrder(string stamps, long least, long greatest, long count)
    {
        (this.stamps, this.least, this.greatest) = (stamps, least, greatest);
        bits = 64 - BitOperations.LeadingZeroCount((ulong)Math.Max(count - 1, 0));
        type = ((UInt128)(ulong)(greatest - least) + 1) << bits < (UInt128)long.MaxValue ? "BIGINT" : "HUGEINT";
    }

    /// <summary>The table of stamps.</summary>
    public string Stamps => stamps;

    /// <summary>True when all rows have one stamp.</summary>
    public bool HasOneStamp => bits == 0;

    /// <summary>Looks at the stamps and the range of valid_from.</summary>
    /// <param name="session">Where the table of stamps is created.</param>
    /// <param name="rows">A relation with valid_from and known_at.</param>
    /// <param name="table">Name of the table of stamps: <c>__stamp</c> (µs), <c>__place</c>.</param>
    /// <param name="ct">Cancels.</param>
    public static GoldOrder Of(DuckDbSession session, string rows, string table, CancellationToken ct)
    {
        session.Execute(
            $"CREATE TEMP TABLE {table} AS SELECT __stamp, row_number() OVER (ORDER BY __stamp) - 1 AS __place, least, greatest "
            + $"FROM (SELECT epoch_us({KnownAt}) AS __stamp, min(epoch_us({ValidFrom})) AS least, max(epoch_us({ValidFrom})) AS greatest FROM {rows} GROUP BY ALL)",
            ct);
        return new(
            table, session.ScalarInt64($"SELECT min(least) FROM {table}") ?? 0, session.ScalarInt64($"SELECT max(greatest) FROM {table}") ?? 0,
            session.ScalarInt64($"SELECT count(*) FROM {table}") ?? 0);
    }

    /// <summary>The join that gives <see cref="OfRow"/> the place of a row's stamp.</summary>
    public string Join(string rows) => HasOneStamp ? rows : $"{rows} r JOIN {stamps} s ON epoch_us(r.{KnownAt}) = s.__stamp";

    /// <summary>The number of a row of <see cref="Join"/>.</summary>
    public string OfRow => HasOneStamp ? Elapsed($"epoch_us({ValidFrom})") : $"({Elapsed($"epoch_us({ValidFrom})")} * {Unit} + __place)";

    /// <summary>The greatest number that a row may have to be in force at an instant; −1 for NULL and where no row is.</summary>
    /// <param name="micros">An expression in µs.</param>
    public string UpTo(string micros) =>
        $"(CASE WHEN {micros} >= {least} THEN {Elapsed($"least({micros}, {greatest})")} * {Unit} + {(Int128.One << bits) - 1} ELSE -1 END)";

    private string Unit => $"{Int128.One << bits}::{type}";

    private string Elapsed(string micros) => type == "BIGINT" ? $"({micros} - {least})" : $"({micros}::HUGEINT - {least})";
}
