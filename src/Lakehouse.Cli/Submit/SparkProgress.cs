using System.Globalization;

namespace Lakehouse.Cli.Submit;

/// <summary>How far an application has come.</summary>
/// <param name="Application">Its id; empty before it has one.</param>
/// <param name="Stage">What the running stage does; null while none runs.</param>
/// <param name="StagesDone">Stages that are done.</param>
/// <param name="Stages">Stages known so far.</param>
/// <param name="TasksDone">Tasks that are done.</param>
/// <param name="Tasks">Tasks known so far.</param>
/// <param name="RowsRead">Rows read from files.</param>
/// <param name="RowsWritten">Rows written to files.</param>
internal sealed record SparkProgress(string Application, string? Stage, int StagesDone, int Stages, int TasksDone, int Tasks, long RowsRead, long RowsWritten)
{
    private const int BarWidth = 16;

    public static SparkProgress None { get; } = new("", Stage: null, 0, 0, 0, 0, 0, 0);

    /// <summary>Stages, tasks and rows as a person reads them.</summary>
    public string Counts => string.Create(
        CultureInfo.InvariantCulture, $"stages {StagesDone}/{Stages}, tasks {TasksDone:N0}/{Tasks:N0}, {RowsRead:N0} rows read, {RowsWritten:N0} written");

    /// <summary>Tasks done as a bar of fixed width.</summary>
    public string Bar
    {
        get
        {
            var full = Tasks == 0 ? 0 : BarWidth * TasksDone / Tasks;
            return new string('━', full) + new string('─', BarWidth - full);
        }
    }
}
