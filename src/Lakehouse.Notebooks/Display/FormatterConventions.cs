namespace Lakehouse.Notebooks.Display;

// The .net-csharp kernel finds these by attribute name and member shape, so no package of it is referenced.
[AttributeUsage(AttributeTargets.Class)]
internal sealed class TypeFormatterSourceAttribute(Type formatterSourceType) : Attribute
{
    public Type FormatterSourceType { get; } = formatterSourceType;

    public string[] PreferredMimeTypes { get; set; } = [];
}

internal sealed class HtmlFormatterSource
{
    public IEnumerable<object> CreateTypeFormatters() => [new ViewFormatter("text/html")];
}

internal sealed class PngFormatterSource
{
    public IEnumerable<object> CreateTypeFormatters() => [new ViewFormatter("image/png")];
}

internal sealed class ViewFormatter(string mimeType)
{
    public string MimeType { get; } = mimeType;

    public bool Format(object instance, TextWriter writer)
    {
        writer.Write(((Displayable)instance).Render());
        return true;
    }
}
