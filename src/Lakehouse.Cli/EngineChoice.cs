using System.CommandLine;
using Lakehouse.Catalog;
using Lakehouse.Delta.DuckDb;
using Lakehouse.Engine.Spark.Launch;

namespace Lakehouse.Cli;

/// <summary>The options that choose a job's engine, on every verb that has one; where there are none, the lake's settings choose.</summary>
internal static class EngineChoice
{
    public static Option<string?> Engine { get; } = EngineOption();

    public static Option<string?> Master { get; } = new("--master")
    {
        Description = "With engine spark: where it runs, for example local[4] or spark://host:7077 (default: lakehouse.yaml, else local[*])", HelpName = "url",
    };

    public static Option<string[]> Conf { get; } = new("--spark-conf") { Description = "With engine spark: a setting of Spark; may be repeated", HelpName = "name=value" };

    /// <summary>Adds the options to a verb.</summary>
    public static T WithEngine<T>(this T verb)
        where T : Command
    {
        verb.Options.Add(Engine);
        verb.Options.Add(Master);
        verb.Options.Add(Conf);
        return verb;
    }

    /// <summary>What the command line and the lake's settings say together.</summary>
    /// <exception cref="UsageException">An option is malformed, or only goes with the other engine.</exception>
    public static EngineOptions Read(Invocation call, LakeSettings settings)
    {
        try
        {
            return EngineOptions.Of(call.Get(Engine), call.Get(Master), call.Get(Conf) ?? [], Defaults(settings));
        }
        catch (FormatException e)
        {
            throw new UsageException(e.Message);
        }
    }

    private static EngineOptions Defaults(LakeSettings settings) => new()
    {
        Engine = settings.EngineName,
        Master = settings.SparkMaster,
        SparkConf = settings.SparkConf,
        Driver = new DuckDbOptions { Threads = settings.Threads, MemoryLimit = settings.MemoryLimit },
    };

    private static Option<string?> EngineOption()
    {
        var option = new Option<string?>("--engine") { Description = "duckdb (this machine) or spark (default: lakehouse.yaml, else duckdb)", HelpName = "engine" };
        option.AcceptOnlyFromAmong(EngineOptions.DuckDb, EngineOptions.Spark);
        return option;
    }
}
