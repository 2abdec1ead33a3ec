using System.Globalization;

namespace Lakehouse.Testing.Engines;

/// <summary>How much a conformance run checks, and which chance it follows.</summary>
public sealed record ConformanceOptions
{
    /// <summary>Environment variable with the number of cases.</summary>
    public const string CasesVariable = "LAKEHOUSE_CONFORMANCE_CASES";

    /// <summary>Environment variable with the seed.</summary>
    public const string SeedVariable = "LAKEHOUSE_CONFORMANCE_SEED";

    /// <summary>Environment variable with the number of the one case to run.</summary>
    public const string CaseVariable = "LAKEHOUSE_CONFORMANCE_CASE";

    /// <summary>Number of cases: views materialized over a generated history.</summary>
    /// <value>The default is 2,000.</value>
    public int Cases { get; init; } = 2_000;

    /// <summary>Equal seeds give equal cases.</summary>
    /// <value>The default is 7.</value>
    public int Seed { get; init; } = 7;

    /// <summary>Runs this case alone; null for all.</summary>
    public int? OnlyCase { get; init; }

    /// <summary>Number of views that share a lake, and with it a history of silver.</summary>
    /// <value>The default is 12.</value>
    public int ViewsPerLake { get; init; } = 12;

    /// <summary>
    /// Histories of events that share a view's tables, told apart by a key of their own, each of them a case: for engines whose runs cost much, however little they compute. Views
    /// that share tables give NULL on overflow.
    /// </summary>
    /// <value>The default is 1.</value>
    public int HistoriesPerView { get; init; } = 1;

    /// <summary>Training sets built over all views of a lake, each in a mode by chance.</summary>
    /// <value>The default is 1.</value>
    public int JoinsPerLake { get; init; } = 1;

    /// <summary>Lakes checked at a time.</summary>
    /// <value>The default is the number of processors.</value>
    public int Parallelism { get; init; } = Environment.ProcessorCount;

    /// <summary>How many smaller variants of a failed case are tried before it is reported.</summary>
    /// <value>The default is 30.</value>
    public int ShrinkAttempts { get; init; } = 30;

    /// <summary>How long smaller variants of a failed case are looked for.</summary>
    /// <value>The default is 20 seconds.</value>
    public TimeSpan ShrinkTime { get; init; } = TimeSpan.FromSeconds(20);

    internal int CasesPerLake => ViewsPerLake * HistoriesPerView;

    /// <summary>These options with what the environment says instead.</summary>
    public ConformanceOptions WithEnvironment() => this with
    {
        Cases = Read(CasesVariable) ?? Cases,
        Seed = Read(SeedVariable) ?? Seed,
        OnlyCase = Read(CaseVariable) ?? OnlyCase,
    };

    private static int? Read(string variable) => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : null;
}
