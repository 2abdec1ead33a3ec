namespace Lakehouse.Delta.DuckDb;

/// <summary>File names as DuckDB's readers want them.</summary>
internal static class ParquetFiles
{
    /// <summary>A name that is a glob pattern matching only itself: a bare <c>*</c> would silently read other files too.</summary>
    public static string EscapeGlob(string file) => file.Replace("[", "[[]").Replace("*", "[*]").Replace("?", "[?]");
}
