using System.Numerics;
using CsCheck;
using Lakehouse.Features.Evaluation;
using Lakehouse.Features.Expressions;

namespace Lakehouse.Features.Tests.Evaluation;

public sealed class ExactStatisticsTests
{
    [Semantics("5.8")]
    [Fact]
    public void PowerOfTen_EachExponent_IsTheNearestDouble()
    {
        for (var k = 0; k <= 36; k++) ExactStatistics.PowerOfTen(k).Should().Be(double.Parse($"1E{k}"));
    }

    [Semantics("5.8")]
    [Fact]
    public void Mean_Scaled_DividesInOrder()
    {
        ExactStatistics.Mean(0, 0, 2).IsNull.Should().BeTrue();
        ExactStatistics.Mean(3, 1000, 2).AsDouble.Should().Be(1000.0 / 3.0 / 100.0);
    }

    [Semantics("3.9")]
    [Fact]
    public void Variance_TooFewValues_IsNull()
    {
        ExactStatistics.Variance(Aggregate.Var, 1, 5, 25, 0, out _).IsNull.Should().BeTrue();
        ExactStatistics.Variance(Aggregate.VarPop, 1, 5, 25, 0, out _).AsDouble.Should().Be(0.0);
        ExactStatistics.Variance(Aggregate.VarPop, 0, 0, 0, 0, out _).IsNull.Should().BeTrue();
    }

    [Semantics("5.8")]
    [Fact]
    public void Variance_Limit_IsTenToThe38()
    {
        var limit = Int128.Parse("100000000000000000000000000000000000000");

        ExactStatistics.Variance(Aggregate.Var, 10, 0, (limit - 1) / 10, 0, out var below);
        ExactStatistics.Variance(Aggregate.Var, 10, 0, limit / 10, 0, out var at);

        below.Should().BeFalse();
        at.Should().BeTrue();
    }

    [Semantics("3.9", "5.8")]
    [Fact]
    public void Variance_Property_EqualsFormulaOverBigIntegers()
    {
        Gen.Long[-1_000_000_000_000, 1_000_000_000_000].Array[2, 20].Sample(values =>
        {
            BigInteger n = values.Length, s = values.Aggregate(BigInteger.Zero, (a, x) => a + x), q = values.Aggregate(BigInteger.Zero, (a, x) => a + (BigInteger)x * x);
            var spread = double.Parse((n * q - s * s).ToString());

            var variance = ExactStatistics.Variance(Aggregate.Var, values.Length, (Int128)s, (Int128)q, 3, out var overflow);

            overflow.Should().BeFalse();
            variance.AsDouble.Should().Be(spread / ((double)values.Length * (values.Length - 1)) / 1E6);
        }, iter: 2_000);
    }

    [Fact]
    public void Sum_BeyondItsType_Overflows()
    {
        ExactStatistics.Sum((Int128)long.MaxValue + 1, DataType.Int64, out var beyond64).IsNull.Should().BeTrue();
        ExactStatistics.Sum(1_000_000_000_000_000_000, DataType.Decimal(18, 2), out var beyond18);
        ExactStatistics.Sum(long.MinValue, DataType.Int64, out var fits).AsInt64.Should().Be(long.MinValue);

        (beyond64, beyond18, fits).Should().Be((true, true, false));
    }
}
