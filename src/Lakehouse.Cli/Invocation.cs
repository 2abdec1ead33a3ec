using System.CommandLine;
using Lakehouse.Catalog;
using Lakehouse.Cli.Output;
using Lakehouse.Engine;
using Lakehouse.Engine.Spark.Launch;

namespace Lakehouse.Cli;

/// <summary>One call of a verb: its arguments and what the process gives.</summary>
/// <param name="arguments">The parsed command line.</param>
/// <param name="host">The process.</param>
internal sealed class Invocation(ParseResult arguments, CommandHost host) : IAsyncDisposable
{
    private readonly List<OwnedEngine> engines = [];

    public Terminal Terminal => host.Terminal;

    public TimeProvider Clock => host.Clock;

    /// <summary>The lake's root as given.</summary>
    public string LakeRoot => Get(CommonOptions.Lake) ?? Environment.GetEnvironmentVariable("LAKEHOUSE_ROOT") ?? "lake";

    public OutputFormat Format => Get(CommonOptions.Json) ? OutputFormat.Json : Get(CommonOptions.Format) switch
    {
        "json" => OutputFormat.Json,
        "csv" => OutputFormat.Csv,
        _ => OutputFormat.Table,
    };

    public T? Get<T>(Option<T> option) => arguments.GetValue(option);

    public T Get<T>(Argument<T> argument) => arguments.GetRequiredValue(argument);

    /// <summary>True where the command line has the option, not its default.</summary>
    public bool IsGiven(Option option) => arguments.GetResult(option) is { Implicit: false };

    /// <summary>An instant option in microseconds; null when it was not given.</summary>
    /// <exception cref="UsageException">The text is no instant.</exception>
    public long? GetInstant(Option<string?> option) => Get(option) is { } text ? Instant.Parse(text, option.Name) : null;

    /// <summary>An instant that chooses a version of a table; without a zone it is UTC. Null when it was not given.</summary>
    /// <exception cref="UsageException">The text is no instant.</exception>
    public DateTimeOffset? GetTableTime(Option<string?> option) => Get(option) is { } text ? Instant.FromMicros(Instant.ParseUtc(text, option.Name)) : null;

    /// <summary>The clock of a run in microseconds; null for the wall clock.</summary>
    /// <exception cref="UsageException">It lies in the future.</exception>
    public long? GetRunClock()
    {
        var now = GetInstant(CommonOptions.Now);
        if (now > Instant.Micros(Clock.GetUtcNow()))
            throw new UsageException(
                $"--now {Instant.Format(now.Value)} is later than the wall clock; a run cannot know the future. Leave --now out, or give an instant that has passed.");
        return now;
    }

    /// <exception cref="UsageException">The text is no length.</exception>
    public TimeSpan? GetHorizon() => Get(CommonOptions.Horizon) is { } text ? Length.Parse(text, CommonOptions.Horizon.Name) : null;

    /// <summary>Opens the lake.</summary>
    /// <param name="create">Creates it when it does not exist; else that is an error.</param>
    /// <param name="ct">Cancels.</param>
    public async Task<LakeSession> OpenLakeAsync(bool create, CancellationToken ct) => OpenSession(await Lake.OpenAsync(LakeRoot, create, Clock, ct));

    /// <summary>A session on an open lake, with the engine that command line and settings choose.</summary>
    /// <exception cref="UsageException">The options of the engine do not fit each other.</exception>
    public LakeSession OpenSession(Lake lake) => new(lake, CreateEngine(lake.Settings), new ProgressReporter(Terminal, Clock));

    /// <summary>The engine that command line and settings choose; it ends with the call.</summary>
    /// <exception cref="UsageException">The options of the engine do not fit each other.</exception>
    public IEngine CreateEngine(LakeSettings settings)
    {
        var engine = Engines.Create(EngineChoice.Read(this, settings) with { ApplicationName = $"lakehouse {arguments.CommandResult.Command.Name}" }, Clock);
        engines.Add(engine);
        return engine.Engine;
    }

    /// <summary>Stops what engines hold.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var engine in engines) await engine.DisposeAsync();
    }

    /// <summary>Prints rows when <paramref name="fill"/> is through; a failure prints none.</summary>
    public async Task PrintAsync(IReadOnlyList<OutputColumn> columns, Func<RowWriter, Task> fill)
    {
        await using var writer = RowWriter.Create(Format, Terminal, columns);
        await fill(writer);
        await writer.CompleteAsync();
    }

    /// <summary>Prints rows that are at hand.</summary>
    public Task PrintAsync(IReadOnlyList<OutputColumn> columns, IEnumerable<object?[]> rows) => PrintAsync(columns, writer =>
    {
        foreach (var row in rows) writer.Write(row);
        return Task.CompletedTask;
    });

    /// <summary>Says something to the person at the terminal.</summary>
    public Task SayAsync(string line) => Terminal.Error.WriteLineAsync(line);
}
