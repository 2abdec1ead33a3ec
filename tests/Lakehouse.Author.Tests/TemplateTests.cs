using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Lakehouse.Author.Tests;

/// <summary>What a new repository names is what this clone is built and tested with.</summary>
public sealed class TemplateTests
{
    private static readonly string Template = Path.Combine(Workshop.Clone, "src", "Lakehouse.Cli", "Templates", "Repository");

    [Fact]
    public void PackageVersions_OfTheTemplate_AreTheClones()
    {
        var clone = Versions(Path.Combine(Workshop.Clone, "Directory.Packages.props"), "PackageVersion");

        var others = Versions(Path.Combine(Template, "tests", "RepositoryName.Tests", "RepositoryName.Tests.csproj.template"), "PackageReference").Where(v => !v.Key.StartsWith("Lakehouse.", StringComparison.Ordinal)).ToList();

        others.Should().NotBeEmpty().And.OnlyContain(v => clone[v.Key] == v.Value);
    }

    [Fact]
    public void GlobalJson_OfTheTemplate_IsTheClones() =>
        File.ReadAllText(Path.Combine(Template, "global.json.template")).Should().Be(File.ReadAllText(Path.Combine(Workshop.Clone, "global.json")));

    [Fact]
    public void TemplateFiles_ThatWouldActOnTheClone_EndInTemplate()
    {
        var acting = Directory.EnumerateFiles(Template, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None })
            .Where(path => Path.GetExtension(path) is not (".cs" or ".csv" or ".template"));

        acting.Should().BeEmpty();
    }

    [Fact]
    public void SettingsPage_ItsTables_HaveTheSchemasKeys()
    {
        var root = JsonNode.Parse(File.ReadAllText(Path.Combine(Workshop.Clone, "src", "Lakehouse.Catalog", "lakehouse-yaml.schema.json")))!;
        var schema = root["properties"]!.AsObject();
        var keys = schema.SelectMany(p => p.Value!["properties"] is JsonObject inner ? inner.Select(i => $"{p.Key}.{i.Key}") : [p.Key]);
        var targets = schema["online"]!["properties"]!["targets"]!["additionalProperties"]!["oneOf"]!.AsArray();
        var targetKeys = targets.SelectMany(t => t!["properties"]!.AsObject().Select(p => p.Key)).Distinct();

        var tables = File.ReadAllText(Path.Combine(Workshop.Clone, "docs", "lakehouse-yaml.md"))
            .Split(["| Key of a target |", "| Key of `serving.security` |", "| Key of `serving.limits` |"], StringSplitOptions.None);

        tables.Should().HaveCount(4);
        KeysOf(tables[0]).Should().BeEquivalentTo(keys);
        KeysOf(tables[1]).Should().BeEquivalentTo(targetKeys);
        KeysOf(tables[2]).Should().BeEquivalentTo(SecurityKeys(schema["serving"]!["properties"]!["security"]!["properties"]!.AsObject(), root["definitions"]!));
        KeysOf(tables[3]).Should().BeEquivalentTo(schema["serving"]!["properties"]!["limits"]!["properties"]!.AsObject().Select(p => p.Key));
    }

    /// <summary>Keys by themselves, those of groups behind the group's name, and those of a list's entries behind the list's name, which has a row too.</summary>
    private static IEnumerable<string> SecurityKeys(JsonObject security, JsonNode definitions)
    {
        foreach (var (name, value) in security)
        {
            if (value!["$ref"] is { } group)
            {
                foreach (var key in Referred(group)) yield return $"{name}.{key}";
                continue;
            }

            yield return name;
            foreach (var key in value["items"]?["$ref"] is { } entry ? Referred(entry) : []) yield return $"{name}[].{key}";
        }

        IEnumerable<string> Referred(JsonNode reference) => definitions[((string)reference!).Split('/')[^1]]!["properties"]!.AsObject().Select(p => p.Key);
    }

    private static IEnumerable<string> KeysOf(string page) =>
        Regex.Matches(page, "^\\| (?:`(?<key>[a-z_.\\[\\]]+)`(?:, )?)+ \\|", RegexOptions.Multiline).SelectMany(row => row.Groups["key"].Captures.Select(c => c.Value));

    private static Dictionary<string, string> Versions(string path, string element) =>
        XDocument.Load(path).Descendants(element).Where(e => e.Attribute("Condition") is null).ToDictionary(e => (string)e.Attribute("Include")!, e => (string)e.Attribute("Version")!);
}
