using System.CommandLine;

namespace Lakehouse.Cli.Output;

/// <summary>Prints rows as they come, up to a limit.</summary>
internal static class RowPrinter
{
    /// <summary>Rows of a table for people that has no limit of its own.</summary>
    public const long TableLimit = 100;

    /// <exception cref="UsageException">The limit is negative.</exception>
    public static long? Limit(Invocation call, Option<long?> option) =>
        call.Get(option) is { } limit and < 0 ? throw new UsageException($"--limit: {limit} is negative.") : call.Get(option);

    /// <summary>Prints the rows once all are there.</summary>
    public static async Task PrintAsync(Invocation call, IReadOnlyList<OutputColumn> columns, IAsyncEnumerable<object?[]> rows, long? limit)
    {
        var most = limit ?? (call.Format == OutputFormat.Table ? TableLimit : long.MaxValue);
        var more = false;
        await call.PrintAsync(columns, async writer =>
        {
            var count = 0L;
            await foreach (var row in rows)
            {
                if (count++ == most)
                {
                    more = true;
                    break;
                }

                writer.Write(row);
            }
        });
        if (more && limit is null) await call.SayAsync($"Only the first {most} rows; give --limit for more.");
    }
}
