using FluentAssertions.Formatting;

namespace Lakehouse.Testing.Internal;

/// <summary>Text that stands in a failure message as it is, without quotes or braces being read.</summary>
internal sealed class Verbatim(string text)
{
    private static readonly object Registered = Register();

    internal static Verbatim Of(object value) => Registered is null ? throw new InvalidOperationException() : new(value.ToString() ?? "");

    /// <inheritdoc/>
    public override string ToString() => text;

    private static ValueFormatter Register()
    {
        var formatter = new ValueFormatter();
        Formatter.AddFormatter(formatter);
        return formatter;
    }

    private sealed class ValueFormatter : IValueFormatter
    {
        public bool CanHandle(object value) => value is Verbatim;

        public void Format(object value, FormattedObjectGraph formattedGraph, FormattingContext context, FormatChild formatChild) => formattedGraph.AddFragment(value.ToString());
    }
}
