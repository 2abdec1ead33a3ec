namespace Lakehouse.Notebooks.Display;

/// <summary>A value that renders itself into one MIME type, in any notebook host.</summary>
public abstract class Displayable
{
    /// <summary>For example <c>text/html</c>.</summary>
    public abstract string MimeType { get; }

    /// <summary>The text of that type; base64 where the type is binary.</summary>
    public abstract string Render();
}

/// <summary>Something shown as HTML.</summary>
[TypeFormatterSource(typeof(HtmlFormatterSource), PreferredMimeTypes = ["text/html"])]
public abstract class HtmlView : Displayable
{
    /// <inheritdoc/>
    public sealed override string MimeType => "text/html";
}

/// <summary>Something shown as a PNG image.</summary>
[TypeFormatterSource(typeof(PngFormatterSource), PreferredMimeTypes = ["image/png"])]
public abstract class PngView : Displayable
{
    /// <inheritdoc/>
    public sealed override string MimeType => "image/png";
}
