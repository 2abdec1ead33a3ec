using System.Globalization;

namespace Lakehouse.Features;

/// <summary>Name and version of a contract, view or set, written <c>name@N</c>.</summary>
/// <param name="Name">Lower-case snake name.</param>
/// <param name="Version">Version, at least 1.</param>
public readonly record struct VersionedName(string Name, int Version)
{
    /// <summary>Reads <c>name@N</c>.</summary>
    /// <exception cref="FormatException">The text is not of that form.</exception>
    public static VersionedName Parse(string text) =>
        TryParse(text, out var name) ? name : throw new FormatException($"'{text}' is not of the form name@N, for example airport_delays@1.");

    /// <summary>Reads <c>name@N</c>; false when the text is not of that form.</summary>
    public static bool TryParse(string text, out VersionedName result)
    {
        result = default;
        var at = text.LastIndexOf('@');
        if (at <= 0 || !int.TryParse(text[(at + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var version) || version < 1) return false;
        result = new(text[..at], version);
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Name}@{Version}";
}
