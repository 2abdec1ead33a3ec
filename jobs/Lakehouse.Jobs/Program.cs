using Lakehouse.Jobs;
using Lakehouse.Pipelines.Hosting;

return await JobProcess.RunAsync(JobArguments.Usage, async ct =>
{
    foreach (var result in await JobProgram.RunAsync(JobArguments.Parse(args), TimeProvider.System, ct)) Console.Out.WriteLine(result.ToJson());
    return 0;
});
