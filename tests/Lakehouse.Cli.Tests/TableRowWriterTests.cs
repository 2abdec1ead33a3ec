using Lakehouse.Cli.Output;
using Lakehouse.Delta;

namespace Lakehouse.Cli.Tests;

public sealed class TableRowWriterTests
{
    [Fact]
    public async Task Complete_ColumnsThatFit_PrintsOneLineARow()
    {
        var lines = await PrintAsync(columns: 4, width: 80);

        lines.Should().ContainSingle(l => l.Contains("column_0", StringComparison.Ordinal) && l.Contains("column_3", StringComparison.Ordinal));
        lines.Should().HaveCount(4);
    }

    [Fact]
    public async Task Complete_ColumnsTooNarrowToRead_PrintsABlockARow()
    {
        var lines = await PrintAsync(columns: 20, width: 80);

        lines.Where(l => l.Contains("column_7", StringComparison.Ordinal)).Should().Equal(
            lines.Where(l => l.Contains("value 7 of row", StringComparison.Ordinal)), "each name stands beside its value");
        lines.Count(l => l.Contains("column_7", StringComparison.Ordinal)).Should().Be(2);
    }

    [Fact]
    public async Task Complete_NoTerminal_NeverWraps()
    {
        var lines = await PrintAsync(columns: 20, width: null);

        lines.Should().ContainSingle(l => l.Contains("column_0", StringComparison.Ordinal) && l.Contains("column_19", StringComparison.Ordinal));
    }

    private static async Task<IReadOnlyList<string>> PrintAsync(int columns, int? width)
    {
        using var output = new StringWriter { NewLine = "\n" };
        var names = Enumerable.Range(0, columns).Select(i => new OutputColumn($"column_{i}", new PrimitiveType("string"))).ToList();
        await using var writer = new TableRowWriter(new Terminal(output, TextWriter.Null, width, ErrorIsInteractive: false), names);
        for (var row = 1; row <= 2; row++) writer.Write([.. names.Select((_, i) => (object)$"value {i} of row {row}")]);
        await writer.CompleteAsync();
        return [.. output.ToString().Split('\n').Where(l => l.Trim().Length > 0)];
    }
}
