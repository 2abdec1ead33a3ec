using Microsoft.Spark.Interop;
using Microsoft.Spark.Sql;

namespace Microsoft.Spark.Tests.Life;

/// <summary>A job in a process of its own: it tells the ids of both processes, works, and tells what it saw.</summary>
internal static class JobProgram
{
    public const int ExitCode = 7;

    public static int Run(string job)
    {
        var session = SparkSession.Builder().Config("spark.ui.enabled", false).Config("spark.driver.host", "127.0.0.1").GetOrCreate();
        var jvm = ((string)SparkEnvironment.JvmBridge.CallStaticJavaMethod("org.apache.spark.util.Utils", "getProcessName")!).Split('@')[0];
        Console.WriteLine($"pids {Environment.ProcessId} {jvm}");
        Console.WriteLine($"app {session.SparkContext.GetConf().Get("spark.app.name", "")} master {session.Conf().Get("spark.master")}");
        if (job == "end") return ExitCode;
        try
        {
            session.Sql("SELECT max(id % 7) FROM range(0, 200000000000, 1, 2)").Collect();
        }
        catch (JvmException e)
        {
            Console.WriteLine($"failure {e.GetType().Name} {e.Message}");
        }
        return 0;
    }
}
