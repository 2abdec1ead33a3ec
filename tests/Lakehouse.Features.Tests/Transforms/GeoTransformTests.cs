using CsCheck;

namespace Lakehouse.Features.Tests.Transforms;

public sealed class GeoTransformTests
{
    private static readonly Func<Value[], Value> Distance = RequestFeature.Compile(
        r => FeatureTransforms.HaversineMetres(r.Get<double?>("d"), r.Get<double?>("a"), r.Get<double?>("b"), r.Get<double?>("c")));

    private static readonly Func<Value[], Value> Cell = RequestFeature.Compile(r => FeatureTransforms.GridCell(r.Get<double?>("d"), r.Get<double?>("a"), 10));

    [Fact]
    public void HaversineMetres_ChicagoToLosAngeles_Is2805Kilometres() =>
        Of(41.9786, -87.9048, 33.9425, -118.4081).AsDouble.Should().BeApproximately(2_805_000, 3_000);

    [Fact]
    public void HaversineMetres_AnyPlaces_AgreesWithTheChordOfVectors() => Gen.Select(Gen.Double[-90, 90], Gen.Double[-180, 180], Gen.Double[-90, 90], Gen.Double[-180, 180])
        .Sample((lat1, lon1, lat2, lon2) =>
        {
            double[] a = Vector(lat1, lon1), b = Vector(lat2, lon2);
            var chord = Math.Sqrt(a.Zip(b).Sum(p => (p.First - p.Second) * (p.First - p.Second)));
            var expected = 2 * 6_371_008.8 * Math.Asin(Math.Min(1, chord / 2));

            return Math.Abs(Of(lat1, lon1, lat2, lon2).AsDouble - expected) < 1 + expected * 1e-6;
        });

    [Theory]
    [InlineData(90.0001, 0.0)]
    [InlineData(double.NaN, 0.0)]
    [InlineData(double.PositiveInfinity, 0.0)]
    [InlineData(0.0, double.NaN)]
    public void HaversineMetres_NoPlace_IsNull(double latitude, double longitude) => Of(latitude, longitude, 0, 0).IsNull.Should().BeTrue();

    [Fact]
    public void GridCell_AnyPlace_IsRowAndColumn() => Gen.Select(Gen.Double[-91, 91], Gen.Double[-181, 181]).Sample((lat, lon) =>
    {
        var cell = CellOf(lat, lon);
        if (Math.Abs(lat) > 90 || Math.Abs(lon) > 180) return cell.IsNull;
        long row = Math.Min(1799, (long)Math.Floor((lat + 90) * 10)), column = (long)Math.Floor((lon + 180) * 10) % 3600;
        return cell == Value.Int64(row * 3600 + column);
    });

    [Fact]
    public void GridCell_PoleAndDateLine_HaveCells()
    {
        CellOf(90, 0).Should().Be(CellOf(89.95, 0));
        CellOf(10, 180).Should().Be(CellOf(10, -180));
        CellOf(-90, -180).AsInt64.Should().Be(0);
    }

    private static double[] Vector(double latitude, double longitude)
    {
        double phi = latitude * Math.PI / 180, lambda = longitude * Math.PI / 180;
        return [Math.Cos(phi) * Math.Cos(lambda), Math.Cos(phi) * Math.Sin(lambda), Math.Sin(phi)];
    }

    private static Value Of(double lat1, double lon1, double lat2, double lon2) => Distance(Row(lat1, lon1, lat2, lon2));

    private static Value CellOf(double latitude, double longitude) => Cell(Row(latitude, longitude, 0, 0));

    private static Value[] Row(double d, double a, double b, double c)
    {
        var row = new Value[RequestFeature.Fields.Length];
        row[1] = Value.Double(d);
        row[5] = Value.Double(a);
        row[6] = Value.Double(b);
        row[7] = Value.Double(c);
        return row;
    }
}
