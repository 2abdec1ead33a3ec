using System.Text.Json.Nodes;
using Lakehouse.Features.Internal.Json;

namespace Lakehouse.Features.Definitions;

/// <summary>Compares the meaning of two versions of a definition, from their identities (<see cref="DefinitionJson.Identity(ViewDefinition)"/>).</summary>
public static class DefinitionDiff
{
    /// <summary>One line per difference, for example <c>windows: 24h -> 48h</c>; empty where the meaning is the same.</summary>
    /// <exception cref="FormatException">A text is no identity.</exception>
    public static IReadOnlyList<string> Describe(string oldIdentity, string newIdentity) => IdentityDiff.Lines(Parse(oldIdentity), Parse(newIdentity));

    /// <summary>True when a contract only gained nullable columns (semantics §6): the one change that a version may see.</summary>
    /// <exception cref="FormatException">A text is no identity.</exception>
    public static bool OnlyGainsNullableColumns(string oldIdentity, string newIdentity)
    {
        JsonObject before = Parse(oldIdentity), after = Parse(newIdentity);
        if (after.Text("kind") != "contract" || before.Text("kind") != "contract" || oldIdentity == newIdentity) return false;
        RemoveGained(before, after, c => c.Flag("nullable"));
        RemoveGained(before.Child("source"), after.Child("source"), _ => true);
        return CanonicalJson.Write(after) == CanonicalJson.Write(before);
    }

    private static JsonObject Parse(string identity) => JsonAccess.Parse(identity, DefinitionJson.Format, kind: "");

    private static void RemoveGained(JsonObject before, JsonObject after, Func<JsonObject, bool> mayBeGained)
    {
        var known = before.Items("columns").Select(c => c.Text("name")).ToHashSet(StringComparer.Ordinal);
        foreach (var column in after.Items("columns").Where(c => !known.Contains(c.Text("name")) && mayBeGained(c)).ToList()) after.Array("columns").Remove(column);
    }
}
