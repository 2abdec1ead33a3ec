using System.Globalization;
using System.Text.Json;
using Lakehouse.Delta.Acceptance.Tests.Cases;

namespace Lakehouse.Cli.Tests;

/// <summary>Tables written by other systems give the expected answers on the command line: rows as JSON lines, or one line on standard error and no row.</summary>
public abstract class AcceptanceCommandTests(CaseArchive archive)
{
    private protected static TheoryData<string> IdsWhere(Func<int, bool> place) => [.. CaseArchive.Manifest.Cases.Where((_, i) => place(i)).Select(c => c.Id)];

    private protected async Task RunCaseAsync(string id)
    {
        var @case = CaseArchive.Find(id);
        using var table = new ScratchTable(archive.Root, @case);
        var failures = new List<string>();

        foreach (var check in @case.Checks)
        {
            var run = await CommandRun.RunAsync(Arguments(check, table.Path));
            if (Fault(@case, check, run) is { } fault) failures.Add($"{check}: {fault}");
        }

        failures.Should().BeEmpty();
    }

    private static string[] Arguments(Check check, string path) => check.Question switch
    {
        "txn" => ["txn", path, "--app", check.AppId!],
        "cdf" => ["changes", path, "--from", Text(check.From!.Value), "--to", Text(check.To!.Value), "--format", "json"],
        "filter" => ["read", path, "--where", check.Where!, "--format", "json"],
        "timestamp" => ["read", path, "--timestamp", check.Timestamp!, "--format", "json"],
        _ => check.Version is { } version ? ["read", path, "--version", Text(version), "--format", "json"] : ["read", path, "--format", "json"],
    };

    private string? Fault(Case @case, Check check, CommandRun run)
    {
        var refused = run.ExitCode == ExitCode.Failed && run.Out.Length == 0 && run.Error.Count(c => c == '\n') == 1 && !run.Error.Contains("Unexpected", StringComparison.Ordinal);
        if (check.Category is not null) return refused || (run.ExitCode == ExitCode.Done && @case.Accept == "rows-any") ? null : $"exit {run.ExitCode}, {run.Out.Length} characters, {run.Error}";
        if (run.ExitCode != ExitCode.Done)
            return refused && @case.Accept == "refuse" && run.Error.Contains("unsupported", StringComparison.OrdinalIgnoreCase) ? null : $"exit {run.ExitCode}: {run.Error}";
        if (check.Question == "txn") return run.Out == Text(check.ExpectedVersion!.Value) + "\n" ? null : run.Out;

        var schema = check.Schema.ValueKind == JsonValueKind.Object ? check.Schema : @case.Schema;
        HashSet<string> ignored = [.. @case.IgnoreColumns, .. check.IgnoreColumns];
        var rows = RowBag.OfLines(run.Out.Split('\n'), schema, ignored);
        return new[] { check.Rows, check.RowsAlt }.OfType<string>().Any(file => RowBag.OfFile(Path.Combine(archive.Root, file), schema, ignored).SequenceEqual(rows))
            ? null
            : $"other rows: {string.Join(" | ", rows.Take(2))}";
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}

/// <summary>Every second table: two classes run side by side.</summary>
public sealed class EvenAcceptanceCommandTests(CaseArchive archive) : AcceptanceCommandTests(archive), IClassFixture<CaseArchive>
{
    public static TheoryData<string> Ids => IdsWhere(i => i % 2 == 0);

    [Theory]
    [MemberData(nameof(Ids))]
    public Task Run_ForeignTable_PrintsExpectedAnswers(string id) => RunCaseAsync(id);
}

/// <summary>The other tables.</summary>
public sealed class OddAcceptanceCommandTests(CaseArchive archive) : AcceptanceCommandTests(archive), IClassFixture<CaseArchive>
{
    public static TheoryData<string> Ids => IdsWhere(i => i % 2 == 1);

    [Theory]
    [MemberData(nameof(Ids))]
    public Task Run_ForeignTable_PrintsExpectedAnswers(string id) => RunCaseAsync(id);
}
