using Lakehouse.Catalog;
using Lakehouse.Cli.Top;
using Lakehouse.Delta;
using Lakehouse.Engine;
using Lakehouse.Features;
using Lakehouse.Features.Evaluation;
using Lakehouse.Online;
using Lakehouse.Pipelines;
using Lakehouse.Serving;

namespace Lakehouse.Cli;

/// <summary>The one funnel from exceptions to exit codes and messages (docs/errors.md).</summary>
/// <param name="ExitCode">The process's exit code.</param>
/// <param name="Message">What happened, to what, what to do.</param>
internal sealed record Failure(int ExitCode, string Message)
{
    private const int DiskFull = 28;

    public static Failure Of(Exception exception) => exception switch
    {
        UsageException e => new(Cli.ExitCode.Usage, e.Message),
        JobException e => new(e.ExitCode, e.Message),
        CatalogException { Code: CatalogErrorCode.VersionTaken } e => new(Cli.ExitCode.Refused, e.Message),
        CatalogException e => new(Cli.ExitCode.Failed, e.Message),
        DeltaException { Code: DeltaErrorCode.UnsupportedFeature } e => new(Cli.ExitCode.Failed, $"Unsupported: {e.Message}"),
        DeltaException { Code: DeltaErrorCode.InvalidCondition } e => new(Cli.ExitCode.Usage, e.Message),
        DefinitionException or EngineException or FitException or OnlineStoreException or DeltaException or ServingException or TopException => new(Cli.ExitCode.Failed, exception.Message),
        OperationCanceledException => new(Cli.ExitCode.Interrupted, "Interrupted; what was committed stays, run the same command again to go on."),
        IOException e when (e.HResult & 0xFFFF) == DiskFull => new(
            Cli.ExitCode.Failed, $"{e.Message.TrimEnd('.')}. Free some space and run the same command again; nothing half-written is visible."),
        FileNotFoundException { FileName: { } file } => new(Cli.ExitCode.Failed, $"File '{file}' does not exist."),
        IOException or UnauthorizedAccessException => new(Cli.ExitCode.Failed, exception.Message),
        _ => new(Cli.ExitCode.Failed, $"Unexpected {exception.GetType().Name}: {exception.Message} Run again with --verbose for the place, and report it."),
    };
}
