using Lakehouse.Spark.TestHost;
using Microsoft.Spark.Hadoop.Fs;
using Microsoft.Spark.Sql;
using Microsoft.Spark.Sql.Types;
using static Microsoft.Spark.Sql.Functions;

namespace Microsoft.Spark.Tests;

/// <summary>What programs of .NET for Apache Spark call beside queries: missing values, statistics, kept rows, catalogs, tables and files.</summary>
public sealed class SurfaceTests(SparkHost host)
{
    private readonly SparkSession session = host.Session;

    [Fact]
    public void Na_DropFillReplace_GiveTheirRows()
    {
        var rows = session.Sql("SELECT * FROM VALUES (1L, 1.5D, 'a', true), (NULL, double('NaN'), NULL, NULL), (3L, NULL, 'c', false) AS t(n, d, s, b)");
        var na = rows.Na();

        na.Drop().Count().Should().Be(1);
        na.Drop("all").Count().Should().Be(2);
        na.Drop(["n", "s"]).Count().Should().Be(2);
        na.Drop("all", ["n", "d"]).Count().Should().Be(2);
        na.Drop(3).Count().Should().Be(2);
        na.Drop(1, ["d"]).Count().Should().Be(1);
        na.Fill(7L).Collect().Select(r => (r.GetAs<long>("n"), r.GetAs<double>("d"))).Should().Equal((1, 1.5), (7, 7), (3, 7));
        na.Fill(0.5, ["d"]).Collect().Select(r => r.GetAs<double>("d")).Should().Equal(1.5, 0.5, 0.5);
        na.Fill("x").Na().Fill(true, ["b"]).Collect().Select(r => (r.GetAs<string>("s"), r.GetAs<bool>("b"))).Should().Equal(("a", true), ("x", true), ("c", false));
        na.Fill(new SortedDictionary<string, long> { ["n"] = 9 }).Collect().Select(r => r.Get("n")).Should().Equal(1L, 9L, 3L);
        na.Fill(new Dictionary<string, string> { ["s"] = "y" }).Collect().Select(r => r.Get("s")).Should().Equal("a", "y", "c");
        na.Replace("s", new Dictionary<string, string> { ["a"] = "z" }).Collect().Select(r => r.Get("s")).Should().Equal((object?[])["z", null, "c"]);
        na.Replace(["d"], new Dictionary<double, double> { [1.5] = 2.5 }).First().Get("d").Should().Be(2.5);
    }

    [Fact]
    public void Stat_OfNumbers_GivesItsFigures()
    {
        var rows = session.Range(101).Select(Col("id"), (Col("id") * 2).As("twice"), (Col("id") % 2).As("odd"));
        var stat = rows.Stat();

        stat.ApproxQuantile("id", [0.0, 0.5, 1.0], 0).Should().Equal(0, 50, 100);
        stat.Corr("id", "twice").Should().BeApproximately(1, 1e-12);
        stat.Corr("id", "twice", "pearson").Should().BeApproximately(1, 1e-12);
        stat.Cov("id", "twice").Should().BeApproximately(1717, 1e-9);
        stat.Crosstab("odd", "odd").Count().Should().Be(2);
        stat.FreqItems(["odd"], 0.4).First().GetAs<long[]>("odd_freqItems").Should().BeEquivalentTo([0L, 1L]);
        stat.SampleBy("odd", new Dictionary<long, double> { [1] = 1.0 }, 7).Count().Should().Be(50);
        rows.Describe("id").Collect().Select(r => r.Get("id")).First().Should().Be("101");
        rows.Summary("max").First().Get("twice").Should().Be("200");
        rows.RandomSplit([1, 3], 5).Sum(part => part.Count()).Should().Be(101);
        rows.RandomSplit([1, 1]).Should().HaveCount(2);
    }

    [Fact]
    public void Groups_RollupCubePivot_GiveTheirRows()
    {
        var rows = session.Range(8).Select(Col("id"), (Col("id") % 2).As("a"), (Col("id") % 4).As("b"));

        rows.Rollup("a", "b").Count().Count().Should().Be(7);
        rows.Rollup(Col("a")).Count().Count().Should().Be(3);
        rows.Cube("a", "b").Count().Count().Should().Be(11);
        rows.Cube(Col("a"), Col("b")).Agg(Sum("id")).Count().Should().Be(11);
        rows.GroupBy("a").Pivot("b", [1L, 3L]).Sum("id").Columns().Should().Equal("a", "1", "3");
        rows.GroupBy("a").Pivot(Col("b"), [0L]).Sum("id").OrderBy("a").First().Values.Should().Equal(0L, 4L);
        rows.GroupBy("a").Pivot(Col("b")).Count().Columns().Should().HaveCount(5);
    }

    [Fact]
    public void Functions_ByNameAndByColumn_GiveTheSame()
    {
        var row = session.Sql("SELECT 2.25D AS x, 3D AS y, 'a1' AS t").Select(
            Pow("x", "y"), Pow(Col("x"), "y"), Pow("x", Col("y")), Pow("x", 3), Pow(2, "y"), Pow(2, Col("y")), Floor("x"), Ceil("x"), Sqrt("x"), Exp("x"), Log("x"),
            RegexpReplace(Col("t"), Lit("[0-9]"), Lit("_"))).First();

        row.Values.Should().Equal(11.390625, 11.390625, 11.390625, 11.390625, 8.0, 8.0, 2L, 3L, 1.5, Math.Exp(2.25), Math.Log(2.25), "a_");
        session.Range(1).Select(Log(2, Lit(3))).First().GetAs<double>(0).Should().BeApproximately(Math.Log2(3), 1e-15);
        session.Range(50).Agg(ApproxCountDistinct("id", 0.01), ApproxCountDistinct(Col("id"), 0.01)).First().Values.Should().Equal(50L, 50L);
        session.Range(1).Select(Col("id").As("ab"), Col("id").As("xy")).Select(session.Range(1).Select(Col("id").As("ab")).ColRegex("`a.*`")).Columns().Should().Equal("ab");
    }

    [Fact]
    public void Persist_AtALevel_IsKeptThere()
    {
        var rows = session.Range(10).Persist(StorageLevel.MEMORY_AND_DISK_SER);

        var level = rows.StorageLevel();
        var own = new StorageLevel(useDisk: true, useMemory: false, useOffHeap: false, deserialized: false, replication: 2);

        (level.UseDisk, level.UseMemory, level.UseOffHeap, level.Deserialized, level.Replication).Should().Be((true, true, false, false, 1));
        own.Description().Should().Be(StorageLevel.DISK_ONLY_2.Description()).And.Be("Disk Serialized 2x Replicated");
        own.ToString().Should().Be("StorageLevel(disk, 2 replicas)");
        rows.Unpersist(blocking: true).StorageLevel().ToString().Should().Be(StorageLevel.NONE.ToString());
        rows.SameSemantics(session.Range(10)).Should().BeTrue();
        rows.SemanticHash().Should().Be(session.Range(10).SemanticHash());
        rows.Observe("passed", Count("id").As("n")).Count().Should().Be(10);
    }

    [Fact]
    public void Catalog_TablesAndFunctions_AreListed()
    {
        var folder = Directory.CreateTempSubdirectory("spark-table-");
        var name = $"t_{Guid.NewGuid():N}";
        session.Range(3).Write().Parquet($"{folder.FullName}/data");
        var catalog = session.Catalog;

        catalog.CreateTable(name, $"{folder.FullName}/data", "parquet").Count().Should().Be(3);
        var (columns, options) = (new StructType([new StructField("id", new LongType())]), new SortedDictionary<string, string> { ["path"] = $"{folder.FullName}/data" });
        catalog.CreateTable($"{name}_2", "parquet", columns, options).Count().Should().Be(3);
        try
        {
            var table = catalog.GetTable(name);
            (table.Name, table.TableType, table.IsTemporary, table.Database).Should().Be((name, "EXTERNAL", false, "default"));
            catalog.ListTables().Where($"name = '{name}'").Count().Should().Be(1);
            catalog.ListTables("default").Where($"name LIKE '{name}%'").Count().Should().Be(2);
            catalog.ListColumns(name).First().Get("dataType").Should().Be("bigint");
            catalog.GetDatabase("default").Name.Should().Be("default");
            catalog.ListDatabases().Count().Should().BePositive();
            catalog.FunctionExists("abs").Should().BeTrue();
            catalog.GetFunction("abs").ClassName.Should().EndWith(".Abs");
            catalog.ListFunctions().Count().Should().BeGreaterThan(300);
        }
        finally
        {
            session.Sql($"DROP TABLE {name}");
            session.Sql($"DROP TABLE {name}_2");
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void WriteTo_CreateAppendOverwrite_ChangesTheTable()
    {
        var folder = Directory.CreateTempSubdirectory("spark-delta-");
        var name = $"d_{Guid.NewGuid():N}";
        try
        {
            session.Range(4).WithColumn("k", Col("id") % 2)
                .WriteTo(name).Using("delta").PartitionedBy(Col("k")).TableProperty("delta.appendOnly", "false").Option("path", $"{folder.FullName}/t").Create();
            session.Range(4, 6).WithColumn("k", Col("id") % 2).WriteTo(name).Append();
            session.Table(name).Count().Should().Be(6);

            session.Range(1).WithColumn("k", Lit(1L)).WriteTo(name).Overwrite(Col("k") == 1L);

            session.Table(name).OrderBy("k", "id").Collect().Select(r => r.GetAs<long>("id")).Should().Equal(0, 2, 4, 0);
            var again = () => session.Range(1).WriteTo(name).Using("delta").Create();
            again.Should().Throw<JvmException>().WithMessage("*already exists*");
        }
        finally
        {
            session.Sql($"DROP TABLE IF EXISTS {name}");
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void Context_OfTheSession_IsTheJvmsOnlyOne()
    {
        var context = SparkContext.GetOrCreate(new SparkConf());
        // What was added must stay as it is while there are tasks.
        var added = typeof(SurfaceTests).Assembly.Location;
        context.AddFile(added);
        var file = Path.GetTempFileName();

        var second = () => new SparkContext("local[1]", "second");

        second.Should().Throw<JvmException>().WithMessage("*Only one SparkContext*");
        context.DefaultParallelism.Should().Be(session.SparkContext.DefaultParallelism);
        context.ListFiles().Should().ContainSingle(f => f.EndsWith(Path.GetFileName(added), StringComparison.Ordinal));
        context.ListArchives().Should().BeEmpty();
        using var files = FileSystem.Get(context.HadoopConfiguration());
        files.Exists(file).Should().BeTrue();
        files.Delete(file).Should().BeTrue();
        files.Exists(file).Should().BeFalse();
    }

    [Fact]
    public void Jdbc_WithoutADriver_TellsSo()
    {
        var none = new Dictionary<string, string> { ["user"] = "u" };

        var whole = () => session.Read().Jdbc("jdbc:nothing:x", "t", none);
        var ranges = () => session.Read().Jdbc("jdbc:nothing:x", "t", "id", 0, 10, 2, none);
        var parts = () => session.Read().Jdbc("jdbc:nothing:x", "t", ["id < 1"], none);
        var write = () => session.Range(1).Write().Jdbc("jdbc:nothing:x", "t", none);

        foreach (var call in (Action[])[() => whole(), () => ranges(), () => parts(), write]) call.Should().Throw<JvmException>().WithMessage("*No suitable driver*");
    }

    [Fact]
    public void PrintSchemaAndExplain_WriteToTheProgramsOutput()
    {
        var output = Console.Out;
        using var text = new StringWriter();
        Console.SetOut(text);
        try
        {
            var rows = session.Sql("SELECT struct(1 AS inner) AS outer");
            rows.PrintSchema();
            rows.PrintSchema(1);
            rows.Explain();
            rows.Explain(extended: true);
            rows.Explain("formatted");
        }
        finally
        {
            Console.SetOut(output);
        }

        text.ToString().Split("inner: integer").Should().HaveCount(2, "the second schema ends before it");
        text.ToString().Should().Contain("== Physical Plan ==").And.Contain("== Analyzed Logical Plan ==").And.Contain("(1) Scan OneRowRelation");
    }
}
