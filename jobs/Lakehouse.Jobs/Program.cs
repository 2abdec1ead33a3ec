using Lakehouse.Catalog;
using Lakehouse.Delta;
using Lakehouse.Engine;
using Lakehouse.Jobs;
using Lakehouse.Online;
using Lakehouse.Pipelines;

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, e) =>
{
    e.Cancel = true;
    stop.Cancel();
};

try
{
    var arguments = JobArguments.Parse(args);
    foreach (var result in await JobProgram.RunAsync(arguments, TimeProvider.System, stop.Token)) Console.Out.WriteLine(result.ToJson());
    return 0;
}
catch (FormatException e)
{
    Console.Error.WriteLine(e.Message);
    Console.Error.WriteLine(JobArguments.Usage);
    return 2;
}
catch (JobException e)
{
    Console.Error.WriteLine(e.Message);
    return e.ExitCode;
}
catch (Exception e) when (e is CatalogException or DeltaException or EngineException or OnlineStoreException
    or IOException or UnauthorizedAccessException or OperationCanceledException)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}
