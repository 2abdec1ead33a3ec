namespace Lakehouse.Notebooks.Tests;

/// <summary>The notebooks of the clone run, and give the outputs that are stored in them.</summary>
public sealed class StoredNotebookTests
{
    public static TheoryData<string> Notebooks => [.. Directory.EnumerateFiles(Path.Combine(Clone.Root, "notebooks"), "*.ipynb").Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Notebooks))]
    public async Task Run_StoredNotebook_GivesItsStoredOutputs(string notebook)
    {
        var (exitCode, error) = await Clone.RunNotebookAsync("--check", Path.Combine(Clone.Root, "notebooks", notebook));

        error.Should().BeEmpty();
        exitCode.Should().Be(0);
    }
}
