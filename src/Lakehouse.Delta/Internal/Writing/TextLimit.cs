using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Lakehouse.Delta.Internal.Writing;

/// <summary>The length that Spark allows texts of a column declared char or varchar, which Delta stores as a string with that type as metadata.</summary>
internal static partial class TextLimit
{
    /// <summary>The greatest number of characters, or null.</summary>
    public static int? Of(TableColumn column) =>
        column is { Type: PrimitiveType { Name: "string" } } && column.Metadata("__CHAR_VARCHAR_TYPE_STRING") is { ValueKind: JsonValueKind.String } declared
            && Declared().Match(declared.GetString()!) is { Success: true } match ? int.Parse(match.Groups["n"].Value, CultureInfo.InvariantCulture) : null;

    [GeneratedRegex(@"^(var)?char\((?<n>\d{1,9})\)$", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase)]
    private static partial Regex Declared();
}
