namespace Lakehouse.Features.Internal.Translation;

/// <summary>What to write instead of a member or method that definitions do not have.</summary>
internal static class MethodAdvice
{
    internal const string General = "Use columns, comparisons, && || !, ?:, ??, arithmetic and the functions of semantics.md §5.";

    internal static string For(CallTerm term) => (term.DeclaringType.Simple, term.Name) switch
    {
        ("Nullable", "GetValueOrDefault") => "Write ?? and the value to use for NULL.",
        (_, "ToString" or "Format") => "Write .ToText(), and + to join texts.",
        ("String", "IsNullOrEmpty" or "IsNullOrWhiteSpace") => "Write x == null || x.Length == 0.",
        ("String", "Trim" or "TrimStart" or "TrimEnd") => "Write .Trim(), which removes U+0020 on both sides.",
        ("String", "Join") => "Write + between the texts.",
        ("String", "get_Chars") => "Write .Substring(i, 1).",
        ("String", "IndexOf" or "LastIndexOf") => "Write .Contains(…) or .StartsWith(…).",
        ("Math", "Round") => "Write .Quantize(scale), which rounds half to even.",
        ("Math", "Min") => "Write a < b ? a : b.",
        ("Math", "Max") => "Write a > b ? a : b.",
        ("Math", _) => "Of Math, definitions have Abs, Floor, Ceiling and Sqrt of doubles; on-demand views also Log, Exp, Pow, Sin and Cos.",
        ("DateTimeOffset", "Subtract") => "Write .MicrosSince(…).",
        ("DateTimeOffset", _) => "Write .AddMicros(…), AddDays, AddHours, AddMinutes or AddSeconds by whole numbers.",
        ("DateTime", _) => "Write .AsUtc() first.",
        ("DateOnly", "FromDateTime") => "Write .DateUtc() on the instant.",
        ("DateOnly", _) => "Write .MidnightUtc() and move the instant.",
        ("Enumerable" or "Queryable", _) => "A definition sees one row; aggregate in a window view.",
        ("WindowEvents", _) => "Aggregates stand side by side, not inside each other: aggregate a column, or filter by .Where(…).",
        ("Regex", _) => "Use StartsWith, EndsWith, Contains and Substring.",
        (_, "Parse") => "Declare the raw column with that type; the source's reader parses it.",
        (_, "Equals") => "Write ==.",
        (_, "CompareTo" or "Compare") => "Write < or >; for texts compare the result with 0.",
        _ => General,
    };

    internal static string ForMember(MemberTerm term) => (term.DeclaringType.Name, term.Name) switch
    {
        (_, "DayOfWeek") => "Write .IsoDayOfWeek(): 1 = Monday to 7 = Sunday.",
        (ClrType.DateTime, _) => "Write .AsUtc() first, then take the part.",
        (ClrType.DateTimeOffset, "Date" or "UtcDateTime" or "DateTime") => "Write .DateUtc() for the day.",
        (ClrType.DateTimeOffset, _) => "Use Year, Month, Day, Hour, Minute, Second, DayOfYear, .IsoDayOfWeek() or .MicrosSince(…).",
        (ClrType.TimeSpan, _) => "Write .MicrosSince(…) and compare microseconds.",
        _ => "Map the value to a column of its own.",
    };
}
