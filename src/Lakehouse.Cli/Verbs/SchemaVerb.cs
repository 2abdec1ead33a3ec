using System.CommandLine;
using System.Text.Json;
using Lakehouse.Catalog;
using Lakehouse.Cli.Output;

namespace Lakehouse.Cli.Verbs;

/// <summary><c>schema</c>: the JSON Schema of a file that people write.</summary>
internal static class SchemaVerb
{
    private static readonly Argument<string> File = Argument();

    public static Command Create(CommandHost host) =>
        new VerbCommand(
            "schema", "Print the JSON Schema of lakehouse.yaml, for editors and checks.",
            "lakehouse schema yaml > lakehouse-yaml.schema.json")
        {
            File,
        }.Runs(host, RunAsync);

    private static async Task<int> RunAsync(Invocation call, CancellationToken ct)
    {
        var schema = LakeSettings.JsonSchema;
        if (call.Format == OutputFormat.Json) schema = JsonSerializer.Serialize(JsonSerializer.Deserialize<JsonElement>(schema)) + "\n";
        await call.Terminal.Out.WriteAsync(schema.AsMemory(), ct);
        return ExitCode.Done;
    }

    private static Argument<string> Argument()
    {
        var argument = new Argument<string>("file") { Description = "yaml: the lake's settings, lakehouse.yaml" };
        argument.AcceptOnlyFromAmong("yaml");
        return argument;
    }
}
