using Lakehouse.Delta.Maintenance;

namespace Lakehouse.Delta.Internal.Maintenance.Check;

/// <summary>Collects what a check finds; a step that fails becomes a finding, so that a broken table never ends the check.</summary>
internal sealed class Findings
{
    private readonly List<CheckFinding> all = [];

    public IReadOnlyList<CheckFinding> Sorted => [.. all.OrderByDescending(f => f.Severity)];

    public void Error(string kind, string path, string what, string fix) => all.Add(new(CheckSeverity.Error, kind, path, what, fix));

    public void Warning(string kind, string path, string what, string fix) => all.Add(new(CheckSeverity.Warning, kind, path, what, fix));

    public void Info(string kind, string path, string what, string fix) => all.Add(new(CheckSeverity.Info, kind, path, what, fix));

    /// <summary>Runs a step; its failure is an error of the given kind. False when it failed.</summary>
    public async Task<bool> TryAsync(string kind, string path, string fix, Func<Task> step)
    {
        try
        {
            await step();
            return true;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            Error(kind, path, e.Message, fix);
            return false;
        }
    }
}
