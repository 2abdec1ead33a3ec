using System.Linq.Expressions;

namespace Lakehouse.Features.Internal.Translation;

/// <summary>What to write instead of a method that definitions do not have.</summary>
internal static class MethodAdvice
{
    internal const string General = "Use columns, comparisons, && || !, ?:, ??, arithmetic and the functions of semantics.md §5.";

    internal static string For(MethodCallExpression node) => (node.Method.DeclaringType?.Name, node.Method.Name) switch
    {
        ("Nullable`1", "GetValueOrDefault") => "Write ?? and the value to use for NULL.",
        (_, "ToString" or "Format") => "Write .ToText(), and + to join texts.",
        ("String", "IsNullOrEmpty" or "IsNullOrWhiteSpace") => "Write x == null || x.Length == 0.",
        ("String", "Trim" or "TrimStart" or "TrimEnd") => "Write .Trim(), which removes U+0020 on both sides.",
        ("String", "Join") => "Write + between the texts.",
        ("String", "get_Chars") => "Write .Substring(i, 1).",
        ("Math", "Round") => "Write .Quantize(scale), which rounds half to even.",
        ("Math", "Min") => "Write a < b ? a : b.",
        ("Math", "Max") => "Write a > b ? a : b.",
        ("Math", _) => "Of Math, definitions have Abs, Floor, Ceiling and Sqrt of doubles; on-demand views also Log, Exp, Pow, Sin and Cos.",
        ("DateTimeOffset", "Subtract") => "Write .MicrosSince(…).",
        ("DateTimeOffset", _) => "Write .AddMicros(…), AddDays, AddHours, AddMinutes or AddSeconds by whole numbers.",
        ("DateTime", _) => "Write .AsUtc() first.",
        ("DateOnly", "FromDateTime") => "Write .DateUtc() on the instant.",
        ("Enumerable" or "Queryable", _) => "A definition sees one row; aggregate in a window view.",
        ("Regex", _) => "Use StartsWith, EndsWith, Contains and Substring.",
        ("Decimal" or "Int64" or "Double", "Parse") => "Declare the raw column with that type; the source's reader parses it.",
        _ => General,
    };
}
