using System.CommandLine;
using System.Globalization;
using Lakehouse.Catalog;
using Lakehouse.Cli.Cluster;
using Lakehouse.Cli.Submit;
using Lakehouse.Engine.Spark.Launch;

namespace Lakehouse.Cli.Verbs;

/// <summary><c>submit</c>: a job on a Spark cluster, in client mode.</summary>
internal static class SubmitVerb
{
    private const string OwnProgram = "Lakehouse.Jobs";
    private const int FirstPagePort = 4040;

    private static readonly Argument<string> Job = new("job") { Description = "materialize, conform, backfill, run, sync, training-set …, or what another program knows" };
    private static readonly Argument<string[]> Arguments = new("arguments")
    {
        Description = "The job's own arguments and options, for example airport_delays@1 --now 2001-03-01T12:00:00Z",
        DefaultValueFactory = _ => [],
    };
    private static readonly Option<string> Program = new("--program")
    {
        Description = "The program: a .dll, or a project in jobs/ of the clone (default: Lakehouse.Jobs)", HelpName = "name", DefaultValueFactory = _ => OwnProgram,
    };
    private static readonly Option<string> Runner = RunnerOption();
    private static readonly Option<string> RunnerJar = new("--runner-jar")
    {
        Description = "With --runner dotnet: the jar of Microsoft.Spark", HelpName = "jar", DefaultValueFactory = _ => SubmitOptions.DefaultRunnerJar,
    };
    private static readonly Option<string?> Name = new("--name") { Description = "The application's name (default: the job)", HelpName = "name" };
    private static readonly Option<string> DriverMemory = new("--driver-memory")
    {
        Description = "Heap of Spark's driver (default: 1g)",
        HelpName = "size",
        DefaultValueFactory = _ => "1g",
    };
    private static readonly Option<string> ExecutorMemory = new("--executor-memory")
    {
        Description = "Heap of an executor (default: 1g)",
        HelpName = "size",
        DefaultValueFactory = _ => "1g",
    };
    private static readonly Option<int?> ExecutorCores = new("--executor-cores") { Description = "Cores of an executor (default: Spark's)", HelpName = "n" };
    private static readonly Option<int?> Executors = new("--num-executors") { Description = "Number of executors (default: Spark's)", HelpName = "n" };
    private static readonly Option<int?> TotalCores = new("--total-executor-cores")
    {
        Description = "On a standalone cluster: cores of all executors together (default: all)",
        HelpName = "n",
    };
    private static readonly Option<string?> Dynamic = new("--dynamic-allocation")
    {
        Description = "Let Spark hold from least to most executors, as its load wants",
        HelpName = "least:most",
    };
    private static readonly Option<int?> Partitions = new("--shuffle-partitions")
    {
        Description = "Partitions of a shuffle before small ones are put together (default: Spark's 200; on local masters the number of processors)",
        HelpName = "n",
    };
    private static readonly Option<string[]> Conf = new("--conf") { Description = "A setting of Spark, which overrides all others; may be repeated", HelpName = "name=value" };
    private static readonly Option<string> Log = LogOption();

    public static Command Create(CommandHost host) =>
        new VerbCommand(
            "submit", "Run a job on a Spark cluster: the driver here, the executors there; progress and log are shown, and the exit code is the job's.",
            "lakehouse submit materialize airport_delays@1 --master spark://127.0.0.1:7077 --executor-memory 2g")
        {
            Job, Arguments, EngineChoice.Master, Program, Runner, RunnerJar, Name, DriverMemory, ExecutorMemory, ExecutorCores, Executors, TotalCores, Dynamic, Partitions,
            Conf, Log, CommonOptions.DryRun,
        }.Runs(host, RunAsync);

    private static async Task<int> RunAsync(Invocation call, CancellationToken ct)
    {
        var lake = await Lake.OpenAsync(call.LakeRoot, create: false, call.Clock, ct);
        var options = Read(call, lake);
        if (call.Get(Program) == OwnProgram) await SubmittedArguments.CheckAsync(options.Program, options.Arguments, ct);
        if (call.Get(CommonOptions.DryRun))
        {
            await call.Terminal.Out.WriteLineAsync(SubmitCommand.Line(options));
            return ExitCode.Done;
        }

        if (options.Runner == Submit.Runner.Dotnet && !File.Exists(options.RunnerJar))
            throw new UsageException(
                $"--runner dotnet needs the jar of the real Microsoft.Spark package, and '{options.RunnerJar}' is not there; give --runner-jar, or --dry-run to see the line.");
        return await Submission.RunAsync(call, options, SparkHome.Find(), call.Get(Log)!, ct);
    }

    private static SubmitOptions Read(Invocation call, Lake lake)
    {
        var program = ProgramFile.Find(call.Get(Program)!);
        string[] words = [call.Get(Job), .. call.Get(Arguments), "--lake", lake.Root];
        var master = call.Get(EngineChoice.Master) ?? lake.Settings.SparkMaster ?? "local[*]";
        var options = new SubmitOptions(
            program, call.Get(Program) == OwnProgram ? [.. words, "--engine", EngineOptions.Spark] : words, master,
            call.Get(Name) ?? string.Join(' ', call.Get(Arguments).TakeWhile(a => !a.StartsWith('-')).Prepend(call.Get(Job))))
        {
            Runner = call.Get(Runner) == "dotnet" ? Submit.Runner.Dotnet : Submit.Runner.Py4j,
            RunnerJar = call.Get(RunnerJar)!,
            DriverMemory = call.Get(DriverMemory)!,
            ExecutorMemory = call.Get(ExecutorMemory)!,
            ExecutorCores = Positive(call, ExecutorCores),
            Executors = Positive(call, Executors),
            TotalExecutorCores = Positive(call, TotalCores),
            Dynamic = call.Get(Dynamic) is { } range ? ReadRange(range) : null,
            ShufflePartitions = Positive(call, Partitions),
            Conf = ReadConf(call, lake.Settings),
        };
        return options with
        {
            ShufflePartitions = options.ShufflePartitions ?? (options.Master.StartsWith("local", StringComparison.Ordinal) ? Environment.ProcessorCount : null),
            PagePort = options.Conf.ContainsKey("spark.ui.port") || options.Conf.GetValueOrDefault("spark.ui.enabled") == "false" ? null : FreePort.Near(FirstPagePort),
        };
    }

    private static int? Positive(Invocation call, Option<int?> option) =>
        call.Get(option) is < 1 and var wrong ? throw new UsageException($"{option.Name}: {wrong} is not above 0.") : call.Get(option);

    private static (int Least, int Most) ReadRange(string text) =>
        text.Split(':') is [var first, var second] && int.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out var least)
            && int.TryParse(second, NumberStyles.None, CultureInfo.InvariantCulture, out var most) && most >= Math.Max(1, least)
            ? (least, most)
            : throw new UsageException($"--dynamic-allocation: '{text}' is not of the form least:most; write for example 1:20.");

    private static SortedDictionary<string, string> ReadConf(Invocation call, LakeSettings settings)
    {
        var conf = new SortedDictionary<string, string>(settings.SparkConf, StringComparer.Ordinal);
        try
        {
            foreach (var (name, value) in (call.Get(Conf) ?? []).Select(EngineOptions.ParseConf)) conf[name] = value;
        }
        catch (FormatException e)
        {
            throw new UsageException($"--conf: {e.Message}");
        }

        return conf;
    }

    private static Option<string> RunnerOption()
    {
        var option = new Option<string>("--runner")
        {
            Description = "How Spark starts the program: py4j (stock Spark), or dotnet (the real Microsoft.Spark package)", HelpName = "runner", DefaultValueFactory = _ => "py4j",
        };
        option.AcceptOnlyFromAmong("py4j", "dotnet");
        return option;
    }

    private static Option<string> LogOption()
    {
        var option = new Option<string>("--log")
        {
            Description = "Which lines of Spark's log are shown: error, warn or info; a file has all (default: warn)",
            HelpName = "level",
            DefaultValueFactory = _ => "warn",
        };
        option.AcceptOnlyFromAmong([.. SparkLog.Levels]);
        return option;
    }
}
