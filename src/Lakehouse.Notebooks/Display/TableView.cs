using System.Globalization;
using System.Net;
using System.Text;

namespace Lakehouse.Notebooks.Display;

/// <summary>Rows as an HTML table.</summary>
/// <param name="columns">Column names.</param>
/// <param name="rows">Values by column; null is shown empty.</param>
internal sealed class TableView(IReadOnlyList<string> columns, IReadOnlyList<IReadOnlyList<object?>> rows) : HtmlView
{
    /// <inheritdoc/>
    public override string Render()
    {
        var html = new StringBuilder("<table><thead><tr>");
        foreach (var column in columns) html.Append("<th>").Append(WebUtility.HtmlEncode(column)).Append("</th>");
        html.Append("</tr></thead><tbody>\n");
        foreach (var row in rows)
        {
            html.Append("<tr>");
            foreach (var value in row) html.Append("<td>").Append(WebUtility.HtmlEncode(Text(value))).Append("</td>");
            html.Append("</tr>\n");
        }

        return html.Append("</tbody></table>").ToString();
    }

    private static string Text(object? value) => value switch
    {
        null => "",
        DateTime time => time.ToString("yyyy-MM-dd HH:mm:ss.FFFFFF", CultureInfo.InvariantCulture),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };
}
