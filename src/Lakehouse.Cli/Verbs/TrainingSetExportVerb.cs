using System.CommandLine;
using Lakehouse.Cli.Output;
using Lakehouse.Pipelines.Training;

namespace Lakehouse.Cli.Verbs;

/// <summary><c>training-set export</c>: a file of a training set.</summary>
internal static class TrainingSetExportVerb
{
    private static readonly Argument<string> Name = new("name") { Description = "Name of the training set" };
    private static readonly Option<string> Format = FileFormat();
    private static readonly Option<string> To = new("--to") { Description = "The file to write", HelpName = "file", Required = true };
    private static readonly Option<bool> Replace = new("--replace") { Description = "Overwrite the file" };

    private static readonly OutputColumn[] Columns =
    [
        OutputColumn.Text("name"), OutputColumn.Number("version"), OutputColumn.Text("file"), OutputColumn.Number("rows"), OutputColumn.Number("bytes"), OutputColumn.Text("digest"),
    ];

    public static Command Create(CommandHost host) =>
        new VerbCommand(
            "export", "Write a training set as a Parquet, Arrow IPC or CSV file, rows in the spine's order. Exit code 3 when its rows are not those of its manifest.",
            "lakehouse training-set export late_model --as arrow --to late_model.arrow")
        {
            Name, Format, To, Replace,
        }.Runs(host, async (call, ct) =>
        {
            var format = Read(call.Get(Format), call.Get(To)!);
            var session = await call.OpenLakeAsync(create: false, ct);
            var export = await TrainingExportJob.RunAsync(session.Jobs, call.Get(Name), format, call.Get(To)!, call.Get(Replace), ct);
            await call.PrintAsync(Columns, [[export.Name, export.Version, export.File, export.Rows, export.Bytes, export.Digest]]);
            return ExitCode.Done;
        });

    private static ExportFormat Read(string? format, string file) => (format ?? Path.GetExtension(file).TrimStart('.').ToLowerInvariant()) switch
    {
        "parquet" => ExportFormat.Parquet,
        "arrow" or "feather" => ExportFormat.Arrow,
        "csv" => ExportFormat.Csv,
        _ => throw new UsageException($"The name {file} does not tell the format: give --as parquet, arrow or csv."),
    };

    private static Option<string> FileFormat()
    {
        var option = new Option<string>("--as") { Description = "parquet, arrow or csv (default: by the file's name)", HelpName = "format" };
        option.AcceptOnlyFromAmong("parquet", "arrow", "csv");
        return option;
    }
}
