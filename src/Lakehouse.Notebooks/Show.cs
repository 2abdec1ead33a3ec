using Lakehouse.Notebooks.Display;
using ScottPlot;

namespace Lakehouse.Notebooks;

/// <summary>Tables and plots below a cell.</summary>
public static class Show
{
    private const string Font = "House";

    /// <summary>Records as a table, a column per property.</summary>
    public static Displayable Table<T>(IEnumerable<T> rows)
    {
        var properties = typeof(T).GetProperties();
        return new TableView([.. properties.Select(p => p.Name)], [.. rows.Select(row => properties.Select(p => p.GetValue(row)).ToList())]);
    }

    /// <summary>The first rows of a frame.</summary>
    public static Displayable Table(Frame frame, int limit = 20) => new TableView(frame.Columns, [.. frame.Rows.Take(limit)]);

    /// <summary>A plot to draw on, set in the font that is shipped.</summary>
    public static Plot NewPlot()
    {
        var folder = Path.Combine(Path.GetDirectoryName(typeof(Show).Assembly.Location)!, "Fonts");
        Fonts.AddFontFile(Font, Path.Combine(folder, "DejaVuSans.ttf"));
        Fonts.AddFontFile(Font, Path.Combine(folder, "DejaVuSans-Bold.ttf"), bold: true);
        Fonts.Default = Font;
        return new Plot();
    }

    /// <summary>A plot as an image.</summary>
    /// <param name="plot">From <see cref="NewPlot"/>.</param>
    /// <param name="width">In pixels.</param>
    /// <param name="height">In pixels.</param>
    public static Displayable Chart(Plot plot, int width = 640, int height = 360) => new ChartView(plot, width, height);
}
