using System.Text.Json.Nodes;

namespace Lakehouse.Notebooks.Tests;

public sealed class RunnerTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("lakehouse-notebook-").FullName;

    [Fact]
    public async Task Run_CellsThatBuildOnEachOther_StoresOutputsOnceAndForAll()
    {
        var notebook = Write("var rows = new[] { 1, 2, 3 };", "Console.WriteLine(rows.Sum());\nrows.Length");

        var first = await Clone.RunNotebookAsync(notebook);
        var stored = await File.ReadAllTextAsync(notebook, TestContext.Current.CancellationToken);
        var check = await Clone.RunNotebookAsync("--check", notebook);

        (first.ExitCode, check.ExitCode).Should().Be((0, 0), first.Error + check.Error);
        Outputs(stored, 1).Should().Be("""[{"output_type":"stream","name":"stdout","text":"6\n"},{"output_type":"display_data","data":{"text/plain":"3"},"metadata":{}}]""");
    }

    [Theory]
    [InlineData("throw new InvalidOperationException(\"too late\");", "cell 2: System.InvalidOperationException: too late")]
    [InlineData("int x = \"no\";", "cell 2: ")]
    public async Task Run_FailingCell_NamesCellAndCauseAndStoresNothing(string cell, string message)
    {
        var notebook = Write("var a = 1;", cell);
        var before = await File.ReadAllTextAsync(notebook, TestContext.Current.CancellationToken);

        var (exitCode, error) = await Clone.RunNotebookAsync(notebook);

        exitCode.Should().Be(1);
        error.Should().Contain(message);
        (await File.ReadAllTextAsync(notebook, TestContext.Current.CancellationToken)).Should().Be(before);
    }

    [Fact]
    public async Task Check_OtherOutputsStored_Fails()
    {
        var notebook = Write("1 + 1");
        await Clone.RunNotebookAsync(notebook);
        var stored = await File.ReadAllTextAsync(notebook, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(notebook, stored.Replace("\"text/plain\": \"2\"", "\"text/plain\": \"3\""), TestContext.Current.CancellationToken);

        var (exitCode, error) = await Clone.RunNotebookAsync("--check", notebook);

        exitCode.Should().Be(1);
        error.Should().Contain("cell 1: the stored outputs differ");
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static string Outputs(string notebook, int cell) => JsonNode.Parse(notebook)!["cells"]![cell]!["outputs"]!.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    private string Write(params string[] cells)
    {
        var json = new JsonObject
        {
            ["cells"] = new JsonArray([.. cells.Select(source => new JsonObject { ["cell_type"] = "code", ["execution_count"] = null, ["metadata"] = new JsonObject(), ["outputs"] = new JsonArray(), ["source"] = source })]),
            ["metadata"] = new JsonObject(), ["nbformat"] = 4, ["nbformat_minor"] = 5,
        };
        var path = Path.Combine(folder, "test.ipynb");
        File.WriteAllText(path, json.ToJsonString());
        return path;
    }
}
