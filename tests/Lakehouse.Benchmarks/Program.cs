using Lakehouse.Benchmarks;

var directory = Directory.CreateTempSubdirectory("lakehouse-benchmark-");
try
{
    switch (args)
    {
        case ["windows", .. var options]:
            await new WindowBenchmark(options is [var flights, ..] ? flights : SampleData.Flights, directory.FullName, options is [_, var every] ? int.Parse(every) : 16)
                .RunAsync(CancellationToken.None);
            return 0;
        case ["scale"]:
            await new ScaleBenchmark(directory.FullName).RunAsync(CancellationToken.None);
            return 0;
        case ["scale", "--events", var events]:
            await new ScaleBenchmark(directory.FullName).FullAsync(ScaleEvents.Airports(long.Parse(events)), CancellationToken.None);
            return 0;
        case [FullRun.Verb, var lake, var clock]:
            await FullRun.RunAsync(lake, long.Parse(clock), CancellationToken.None);
            return 0;
        case ["snapshot", .. var sizes]:
            var (files, commits) = sizes is [var f, var c] ? (int.Parse(f), int.Parse(c)) : (100_000, 10_000);
            await new SnapshotBenchmark(Path.Combine(directory.FullName, "table"), files, commits).RunAsync(CancellationToken.None);
            return 0;
        case [SnapshotBenchmark.ColdVerb, var path]:
            await SnapshotBenchmark.OpenOnceAsync(path, CancellationToken.None);
            return 0;
        case ["columns", .. var rounds]:
            await new ColumnsBenchmark(directory.FullName, rounds is [var r] ? int.Parse(r) : 5).RunAsync(CancellationToken.None);
            return 0;
        case ["incremental", .. var options]:
            var visits = options.FirstOrDefault(o => long.TryParse(o, out _)) is { } given ? long.Parse(given) : 3_000_000;
            await new IncrementalBenchmark(directory.FullName, visits, wholeGold: options.Contains("--gold"), large: options.Contains("--large")).RunAsync(CancellationToken.None);
            return 0;
        case ["lookup"]:
            await new LookupBenchmark(Path.Combine(directory.FullName, "table")).RunAsync(CancellationToken.None);
            return 0;
        case ["training", .. var sizes]:
            var (spineRows, goldRows) = sizes is [var spine, var gold] ? (long.Parse(spine), long.Parse(gold)) : (1_000_000, 3_000_000);
            await new TrainingBenchmark(directory.FullName, spineRows, goldRows).RunAsync(CancellationToken.None);
            return 0;
        case [TrainingBenchmark.ChildVerb, var tables]:
            await TrainingBenchmark.RunChildAsync(tables, CancellationToken.None);
            return 0;
        case ["growth", .. var data]:
            await new GrowthBenchmark(data is [var history] ? history : SampleData.Flights, directory.FullName).RunAsync(CancellationToken.None);
            return 0;
        case ["backfill", .. var data]:
            await new BackfillBenchmark(data is [var whole] ? whole : SampleData.Flights, directory.FullName).RunAsync(CancellationToken.None);
            return 0;
        case ["spark-windows", .. var part]:
            var (nth, size) = part is [var n, var s] ? (int.Parse(n), long.Parse(s)) : (24, 1_000_000);
            await new SparkWindowsBenchmark(SampleData.Flights, directory.FullName, nth, size).RunAsync(CancellationToken.None);
            return 0;
        case ["spark-scale"]:
            await new SparkScaleBenchmark(directory.FullName).RunAsync(CancellationToken.None);
            return 0;
        case ["spark-scale", "--master", var master]:
            await SparkScaleBenchmark.CompareWorkersAsync(master, CancellationToken.None);
            return 0;
        case [SparkScaleBenchmark.ChildVerb, var cluster, var cores]:
            await new SparkScaleBenchmark(directory.FullName).RunOnceAsync(cluster, int.Parse(cores), CancellationToken.None);
            return 0;
        case ["watch"]:
            await new WatchBenchmark(directory.FullName).RunAsync(CancellationToken.None);
            return 0;
        case ["push", .. var options]:
            var numbers = options.Where(o => o != "--apart").ToArray();
            await new PushBenchmark(
                directory.FullName, numbers is [var single, ..] ? int.Parse(single) : 500, numbers is [_, var pace] ? double.Parse(pace) : 5, apart: options.Contains("--apart"))
                .RunAsync(CancellationToken.None);
            return 0;
        case [PushProcess.Verb, var pushedLake, var role]:
            await PushProcess.RunAsync(pushedLake, role, CancellationToken.None);
            return 0;
        case ["cassandra-driver", .. var sizes]:
            await (sizes is [var count, .. var rest] ? new CassandraDriverBenchmark(int.Parse(count), rest is [var flight] ? int.Parse(flight) : 128) : new CassandraDriverBenchmark())
                .RunAsync(CancellationToken.None);
            return 0;
        case ["cassandra-sync", .. var sizes]:
            await (sizes is [var synced] ? new CassandraSyncBenchmark(directory.FullName, int.Parse(synced)) : new CassandraSyncBenchmark(directory.FullName))
                .RunAsync(CancellationToken.None);
            return 0;
        case ["serving", .. var sizes]:
            await (sizes is [var stored, var duration] ? new ServingBenchmark(directory.FullName, int.Parse(stored), int.Parse(duration)) : new ServingBenchmark(directory.FullName))
                .RunAsync(CancellationToken.None);
            return 0;
        case ["serving-soak", .. var sizes]:
            var soak = new ServingSoak(directory.FullName, sizes is [var minutes, ..] ? int.Parse(minutes) : 30, sizes is [_, var load] ? int.Parse(load) : 1_500);
            return await soak.RunAsync(CancellationToken.None) ? 0 : 1;
        case ["client"]:
            await new ClientBenchmark(directory.FullName).RunAsync(CancellationToken.None);
            return 0;
        case ["serving-security", .. var sizes]:
            await new SecurityBenchmark(directory.FullName, sizes is [var callsEach] ? int.Parse(callsEach) : 40_000).RunAsync(CancellationToken.None);
            return 0;
        case [ServingProcess.Verb, var servedLake, .. var store]:
            await ServingProcess.RunAsync(servedLake, store, CancellationToken.None);
            return 0;
        case ["cassandra-lookup", .. var sizes]:
            await (sizes is [var known, var seconds, .. var times]
                    ? new CassandraLookupBenchmark(directory.FullName, int.Parse(known), int.Parse(seconds), times is [var most] ? int.Parse(most) : 5)
                    : new CassandraLookupBenchmark(directory.FullName))
                .RunAsync(CancellationToken.None);
            return 0;
        case ["cassandra-kill", .. var killed]:
            var flightsLake = killed is [var place, ..] ? place : "lake";
            return await new KillBenchmark(directory.FullName, flightsLake, killed is [_, var each] ? int.Parse(each) : 200).RunAsync(CancellationToken.None) ? 0 : 1;
        default:
            Console.Error.WriteLine("""
                usage: Lakehouse.Benchmarks <benchmark>
                  windows [<flights-3m.parquet> [<frames over every n-th airport, 0 for none>]]
                  scale [--events <count>]
                  snapshot [<files> <commits>]
                  columns [<rounds>]
                  lookup
                  incremental [<visits>] [--gold] [--large]
                  training [<spine rows> <gold rows>]
                  growth [<flights-3m.parquet>]
                  backfill [<flights-3m.parquet>]
                  spark-windows [<frames over every n-th airport> <events of the windows side by side>]
                  spark-scale [--master <spark://…>]
                  watch
                  push [<pushes> [<pushes a second>]] [--apart]
                  cassandra-driver [<requests> [<in flight>]]
                  cassandra-sync [<keys>]
                  serving [<keys> <seconds of each measurement>]
                  serving-soak [<minutes> [<calls a second>]]
                  client
                  serving-security [<calls of each measurement>]
                  cassandra-lookup [<keys> <seconds of each measurement> [<rounds>]]
                  cassandra-kill [<lake made by quickstart> [<lookups a second>]]
                """);
            return 2;
    }
}
finally
{
    directory.Delete(recursive: true);
}
