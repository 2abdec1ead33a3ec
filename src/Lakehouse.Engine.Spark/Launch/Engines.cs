using Lakehouse.Delta.DuckDb;
using Lakehouse.Engine.DuckDb;

namespace Lakehouse.Engine.Spark.Launch;

/// <summary>Makes engines.</summary>
public static class Engines
{
    /// <summary>The engine asked for. Spark is started by the first call that needs it, and stopped with the returned owner.</summary>
    public static OwnedEngine Create(EngineOptions options, TimeProvider clock)
    {
        if (options.Engine == EngineOptions.DuckDb)
        {
            var databases = new DuckDbDatabases();
            return new(new DuckDbEngine(options.Driver with { Databases = databases }, clock), new Closing(databases));
        }

        var spark = new LazySparkEngine(options, clock);
        return new(spark, spark);
    }

    private sealed class Closing(IDisposable resource) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            resource.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}

/// <summary>An engine with what must be stopped when it is needed no more.</summary>
/// <param name="engine">The engine.</param>
/// <param name="owner">What it holds; null for nothing.</param>
public sealed class OwnedEngine(IEngine engine, IAsyncDisposable? owner) : IAsyncDisposable
{
    /// <summary>The engine.</summary>
    public IEngine Engine { get; } = engine;

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => owner?.DisposeAsync() ?? ValueTask.CompletedTask;
}
