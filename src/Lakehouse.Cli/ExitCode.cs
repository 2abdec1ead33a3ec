namespace Lakehouse.Cli;

/// <summary>Exit codes of the command (docs/errors.md).</summary>
internal static class ExitCode
{
    public const int Done = 0;
    public const int Failed = 1;
    public const int Usage = 2;
    public const int Refused = 3;
    public const int Interrupted = 130;
}
