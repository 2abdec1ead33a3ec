namespace Lakehouse.Cli.Submit;

/// <summary>Which of the two protocols starts a C# program beside Spark's driver.</summary>
internal enum Runner
{
    /// <summary>The stand-in of this repository: Spark's own <c>PythonRunner</c> starts the program, which talks Py4J.</summary>
    Py4j,

    /// <summary>The real Microsoft.Spark package: its <c>DotnetRunner</c> starts the program.</summary>
    Dotnet,
}

/// <summary>A job on its way to a cluster.</summary>
/// <param name="Program">The program's .dll.</param>
/// <param name="Arguments">Its arguments.</param>
/// <param name="Master">Spark's master.</param>
/// <param name="Name">The application's name.</param>
internal sealed record SubmitOptions(string Program, IReadOnlyList<string> Arguments, string Master, string Name)
{
    /// <summary>The jar of the real package for Spark 3.5; a path where it lies elsewhere.</summary>
    public const string DefaultRunnerJar = "microsoft-spark-3-5_2.12-2.3.1.jar";

    public Runner Runner { get; init; }

    public string RunnerJar { get; init; } = DefaultRunnerJar;

    public string DriverMemory { get; init; } = "1g";

    public string ExecutorMemory { get; init; } = "1g";

    public int? ExecutorCores { get; init; }

    public int? Executors { get; init; }

    public int? TotalExecutorCores { get; init; }

    /// <summary>Least and most executors that Spark may hold, as its load wants.</summary>
    public (int Least, int Most)? Dynamic { get; init; }

    public int? ShufflePartitions { get; init; }

    /// <summary>Further settings, which override all others.</summary>
    public IReadOnlyDictionary<string, string> Conf { get; init; } = new Dictionary<string, string>();

    /// <summary>The port of Spark's own page, where progress is read; null for Spark's choice.</summary>
    public int? PagePort { get; init; }

    /// <summary>True where driver and executors are all on this machine.</summary>
    public bool IsLocal => Master.StartsWith("local", StringComparison.Ordinal) || Master.StartsWith("spark://127.0.0.1:", StringComparison.Ordinal);
}
