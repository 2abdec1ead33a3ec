using System.Globalization;
using System.Xml.Linq;
using Lakehouse.Features;

namespace Lakehouse.Cli.Repositories;

/// <summary>Runs the tests of a feature repository with <c>dotnet test</c>.</summary>
internal static class RepositoryTests
{
    private static readonly XNamespace Trx = "http://microsoft.com/schemas/VisualStudio/TeamTest/2010";

    /// <exception cref="UsageException">There is no such repository, or it has no tests.</exception>
    /// <exception cref="DefinitionException">It does not build.</exception>
    public static async Task<IReadOnlyList<TestRun>> RunAsync(string repository, CancellationToken ct)
    {
        var target = Path.GetFullPath(repository);
        var directory = Directory.Exists(target) ? target
            : File.Exists(target) ? Path.GetDirectoryName(target)!
            : throw new UsageException($"Repository '{repository}' does not exist; give its directory, solution or project.");
        var results = Directory.CreateTempSubdirectory("lakehouse-test-").FullName;
        try
        {
            string[] place = directory == target ? [] : [target];
            var test = await DotNet.RunAsync(directory, ["test", .. place, "--nologo", "-v", "q", "--logger", "trx;LogFilePrefix=run", "--results-directory", results], ct);
            var runs = Directory.GetFiles(results, "*.trx").Select(Read).OrderBy(r => r.Project, StringComparer.Ordinal).ToList();
            if (test.ExitCode != 0 && runs.All(r => r.Failures.Count == 0))
                throw new DefinitionException($"The tests of {directory} cannot be run:\n{RepositoryBuilder.Describe(test, directory)}");
            return runs.Sum(r => r.Passed + r.Skipped + r.Failures.Count) > 0 ? runs : throw new UsageException($"{directory} has no tests; a project of tests beside the definitions has them.");
        }
        finally
        {
            Directory.Delete(results, recursive: true);
        }
    }

    private static TestRun Read(string path)
    {
        var document = XDocument.Load(path).Root!;
        var times = document.Element(Trx + "Times");
        var results = document.Descendants(Trx + "UnitTestResult").ToList();
        int Count(string outcome) => results.Count(r => (string?)r.Attribute("outcome") == outcome);
        return new(
            Path.GetFileNameWithoutExtension((string?)document.Descendants(Trx + "TestMethod").FirstOrDefault()?.Attribute("codeBase") ?? path),
            Count("Passed"),
            Count("NotExecuted"),
            times is null ? 0 : (Time(times, "finish") - Time(times, "start")).TotalSeconds,
            [.. results.Where(r => (string?)r.Attribute("outcome") == "Failed").Select(r => new FailedTest((string)r.Attribute("testName")!, r.Descendants(Trx + "Message").FirstOrDefault()?.Value ?? ""))]);
    }

    private static DateTimeOffset Time(XElement times, string name) => DateTimeOffset.Parse((string)times.Attribute(name)!, CultureInfo.InvariantCulture);
}

/// <summary>What one project's tests gave.</summary>
/// <param name="Project">The project's assembly.</param>
/// <param name="Passed">Tests that passed.</param>
/// <param name="Skipped">Tests that were skipped.</param>
/// <param name="Seconds">How long they took.</param>
/// <param name="Failures">Tests that failed.</param>
internal sealed record TestRun(string Project, int Passed, int Skipped, double Seconds, IReadOnlyList<FailedTest> Failures);

/// <summary>A test that failed.</summary>
/// <param name="Test">Its name.</param>
/// <param name="Message">What it found.</param>
internal sealed record FailedTest(string Test, string Message);
