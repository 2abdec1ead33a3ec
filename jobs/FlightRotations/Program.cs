using FlightRotations;
using Lakehouse.Catalog;
using Lakehouse.Engine.Spark.Launch;
using Lakehouse.Pipelines;
using Lakehouse.Pipelines.Custom;
using Lakehouse.Pipelines.Hosting;

const string usage = "usage: FlightRotations flight-rotations --lake <path or abfss URI>";
return await JobProcess.RunAsync(usage, async ct =>
{
    if (args is not [var job, "--lake", var root]) throw new FormatException("A job and a lake are needed.");
    var lake = await Lake.OpenAsync(root, create: false, TimeProvider.System, ct);
    await using var engine = new LazySparkEngine(new EngineOptions { Engine = EngineOptions.Spark, ApplicationName = job }, TimeProvider.System);
    var result = await CustomJob.RunAsync(
        new JobContext(lake, new FeatureCatalog(lake), engine), job, [Rotations.Input], Rotations.Output,
        async (run, token) => Rotations.Write(await engine.GetSessionAsync(token), run), ct);
    Console.Out.WriteLine(result.ToJson());
    return 0;
});
