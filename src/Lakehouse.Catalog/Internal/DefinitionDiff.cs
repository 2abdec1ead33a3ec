namespace Lakehouse.Catalog.Internal;
internal static class DefinitionDiff { public static IReadOnlyList<string> Between(string a, string b) => a == b ? [] : ["definition"]; }
