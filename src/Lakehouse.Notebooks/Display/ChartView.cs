using ScottPlot;

namespace Lakehouse.Notebooks.Display;

/// <summary>A plot as a PNG image, in the house's own font: the same bytes on every machine.</summary>
internal sealed class ChartView(Plot plot, int width, int height) : PngView
{
    /// <inheritdoc/>
    public override string Render() => Convert.ToBase64String(plot.GetImageBytes(width, height, ImageFormat.Png));
}
