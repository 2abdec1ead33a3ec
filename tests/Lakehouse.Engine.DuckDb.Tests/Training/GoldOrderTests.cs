using Lakehouse.Delta.DuckDb;
using Lakehouse.Engine.DuckDb.Training;

namespace Lakehouse.Engine.DuckDb.Tests.Training;

public sealed class GoldOrderTests
{
    private const long YearMicros = 365L * 86_400 * 1_000_000;

    /// <summary>The last case needs 128 bits: ten thousand years and fifty stamps.</summary>
    [Theory]
    [InlineData(1, 100)]
    [InlineData(7, 100)]
    [InlineData(64, YearMicros)]
    [InlineData(50, 7_000 * YearMicros)]
    public void OfRow_RandomRows_OrdersAsThePairDoes(int stamps, long range)
    {
        using var session = Rows(stamps, range);
        var order = GoldOrder.Of(session, "gold", "stamps", TestContext.Current.CancellationToken);

        var numbered = $"(SELECT valid_from AS v, known_at AS k, {order.OfRow} AS n FROM {order.Join("gold")})";

        session.ScalarInt64($"SELECT count(*) FROM {numbered} a, {numbered} b WHERE ((a.v, a.k) < (b.v, b.k)) <> (a.n < b.n)").Should().Be(0);
        session.ScalarInt64($"SELECT count(*) FROM {numbered}").Should().Be(200);
    }

    [Theory]
    [InlineData(1, 100)]
    [InlineData(7, 100)]
    [InlineData(50, 7_000 * YearMicros)]
    public void UpTo_AnyInstant_BoundsTheRowsInForce(int stamps, long range)
    {
        using var session = Rows(stamps, range);
        var order = GoldOrder.Of(session, "gold", "stamps", TestContext.Current.CancellationToken);
        var instants = "(SELECT epoch_us(valid_from) + d AS t FROM gold, (VALUES (-1), (0), (1)) x(d) UNION ALL SELECT unnest([-9223372036854775807, 9223372036854775807, NULL]))";

        var wrong = session.ScalarInt64(
            $"SELECT count(*) FROM {instants} i, (SELECT valid_from AS v, {order.OfRow} AS n FROM {order.Join("gold")}) r WHERE coalesce(epoch_us(v) <= t, FALSE) <> (n <= {order.UpTo("t")})");

        wrong.Should().Be(0);
    }

    private static DuckDbSession Rows(int stamps, long range)
    {
        var session = new DuckDbSession(TestLake.Options);
        session.Execute(
            $"CREATE TEMP TABLE gold AS SELECT make_timestamptz((hash(i) % {range})::BIGINT - {range / 5}) AS valid_from, make_timestamptz(1000 + (hash(i + 7) % {stamps})::BIGINT) AS known_at FROM range(200) t(i)",
            TestContext.Current.CancellationToken);
        return session;
    }
}
