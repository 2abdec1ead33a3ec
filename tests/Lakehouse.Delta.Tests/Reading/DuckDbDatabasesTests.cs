using DuckDB.NET.Data;
using Lakehouse.Delta.DuckDb;

namespace Lakehouse.Delta.Tests.Reading;

public sealed class DuckDbDatabasesTests
{
    [Fact]
    public void Session_AfterAnother_FindsNothingOfIt()
    {
        using var databases = new DuckDbDatabases();
        var options = new DuckDbOptions { Threads = 1, Databases = databases };
        using (var first = new DuckDbSession(options))
            first.Execute("CREATE TABLE \"a b\" (x BIGINT); CREATE VIEW v AS SELECT * FROM \"a b\"; CREATE TEMP TABLE t (x BIGINT); SET TimeZone='Asia/Tokyo'");

        using var second = new DuckDbSession(options);

        second.ScalarInt64("SELECT count(*) FROM (SELECT table_name FROM duckdb_tables() WHERE NOT internal UNION ALL SELECT view_name FROM duckdb_views() WHERE NOT internal)").Should().Be(0);
        second.ScalarInt64("SELECT count(*) FROM duckdb_settings() WHERE name = 'TimeZone' AND value = 'UTC'").Should().Be(1);
    }

    [Fact]
    public void Session_WhileAnotherIsOpen_HasADatabaseOfItsOwn()
    {
        using var databases = new DuckDbDatabases();
        var options = new DuckDbOptions { Threads = 1, Databases = databases };
        using var first = new DuckDbSession(options);
        first.Execute("CREATE TABLE mine (x BIGINT)");

        using var second = new DuckDbSession(options);

        FluentActions.Invoking(() => second.ScalarInt64("SELECT count(*) FROM mine")).Should().Throw<DuckDBException>();
    }

    [Fact]
    public void Session_FileReplacedByOneOfTheSameSizeAndTime_ReadsTheNewOne()
    {
        using var databases = new DuckDbDatabases();
        var options = new DuckDbOptions { Threads = 1, Databases = databases };
        var (path, time) = (Path.Combine(Path.GetTempPath(), $"replaced-{Guid.NewGuid():N}.parquet"), new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc));

        var sums = new List<long?>();
        for (var content = 1; content <= 3; content++)
        {
            using var writer = new DuckDbSession(new DuckDbOptions { Threads = 1 });
            File.Delete(path);
            writer.Execute($"COPY (SELECT {content}::BIGINT AS x FROM range(1000)) TO '{path}'");
            File.SetLastWriteTimeUtc(path, time);
            using var reader = new DuckDbSession(options);
            sums.Add(reader.ScalarInt64($"SELECT sum(x)::BIGINT FROM read_parquet('{path}')"));
        }

        File.Delete(path);
        sums.Should().Equal(1000, 2000, 3000);
    }

    [Fact]
    public void Dispose_Twice_ReturnsTheDatabaseOnce()
    {
        using var databases = new DuckDbDatabases();
        var options = new DuckDbOptions { Threads = 1, Databases = databases };
        var session = new DuckDbSession(options);
        session.Dispose();
        session.Dispose();
        using var first = new DuckDbSession(options);
        first.Execute("CREATE TABLE mine (x BIGINT)");

        using var second = new DuckDbSession(options);

        FluentActions.Invoking(() => second.ScalarInt64("SELECT count(*) FROM mine")).Should().Throw<DuckDBException>();
    }
}
