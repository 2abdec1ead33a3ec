using System.Text.RegularExpressions;
using Microsoft.Spark;

namespace Lakehouse.Engine.Spark.Session;

/// <summary>Spark's failures in the engine's words: Spark's own texts show values of rows, so only classes of errors are taken from them.</summary>
internal static partial class SparkFailure
{
    private const int LongestSql = 2_000;

    /// <summary>The mark of texts that the engine's own SQL raises, unless they name a feature view; they hold no values.</summary>
    public const string Mark = "lakehouse: ";

    /// <summary>The JVM's failure in an exception, or null; the real Microsoft.Spark wraps it, the stand-in does not.</summary>
    public static JvmException? Cause(Exception failure) => failure as JvmException ?? failure.InnerException as JvmException;

    /// <summary>The failure of an action.</summary>
    /// <param name="description">What was done.</param>
    /// <param name="sql">The SQL behind it, or null.</param>
    /// <param name="failure">What the JVM said.</param>
    public static EngineException Of(string description, string? sql, JvmException failure)
    {
        if (OwnText().Match(failure.Message) is { Success: true } own) return new($"{description}: {own.Groups["text"].Value}", failure);
        var statement = sql is null ? "" : $" SQL: {(sql.Length > LongestSql ? sql[..LongestSql] + " …" : sql)}";
        return new($"{description} failed in Spark with {Class(failure.Message)}; nothing was published. Spark's log has the details.{statement}", failure);
    }

    /// <summary>Spark's error class of the deepest cause that has one, such as <c>DIVIDE_BY_ZERO</c>, else the Java class of the deepest cause.</summary>
    public static string Class(string message)
    {
        if (ErrorClass().Matches(message) is { Count: > 0 } named) return named[^1].Groups["class"].Value;
        var causes = Cause().Matches(message);
        if (causes.Count > 0) return causes[^1].Groups["class"].Value;
        return FirstClass().Match(message) is { Success: true } first ? first.Value : "an unknown error";
    }

    [GeneratedRegex(@"(Exception|Error): \[(?<class>[A-Z][A-Z0-9]*(_[A-Z0-9]+)+(\.[A-Z0-9_]+)*)\]", RegexOptions.ExplicitCapture)]
    private static partial Regex ErrorClass();

    [GeneratedRegex(@"^Caused by: (?<class>[\w.$]+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Cause();

    [GeneratedRegex(@"^(?<class>[\w$]+(\.[\w$]+)+)", RegexOptions.ExplicitCapture)]
    private static partial Regex FirstClass();

    [GeneratedRegex(@"RuntimeException: (lakehouse: (?<text>[^\r\n]+)|(?<text>Feature view [^\r\n]+))", RegexOptions.ExplicitCapture)]
    private static partial Regex OwnText();
}
