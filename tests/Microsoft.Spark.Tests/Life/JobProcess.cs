using System.Diagnostics;
using System.Globalization;
using Lakehouse.Spark.TestHost;

namespace Microsoft.Spark.Tests.Life;

/// <summary>A job's processes as a test sees them.</summary>
internal sealed class JobProcess : IDisposable
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(50);
    private readonly Process process;

    private JobProcess(Process process, string folder)
    {
        this.process = process;
        Folder = folder;
    }

    /// <summary>Where the job's processes put their temporary files.</summary>
    public string Folder { get; }

    public int ProgramId { get; private set; }

    public int JvmId { get; private set; }

    public string Application { get; private set; } = "";

    /// <summary>The program, which starts its JVM.</summary>
    public static Task<JobProcess> StartAsync(string job) =>
        StartAsync(new ProcessStartInfo("dotnet", [Program, "--job", job]), "-Dspark.master=local[1]");

    /// <summary>A JVM with spark-submit's class, which starts the program.</summary>
    public static Task<JobProcess> SubmitAsync(string job)
    {
        SparkRequirement.Verify();
        string[] opens = ["java.lang", "java.lang.invoke", "java.net", "java.nio", "java.util", "java.util.concurrent", "sun.nio.ch", "sun.util.calendar"];
        string[] arguments =
        [
            "-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", .. opens.Select(o => $"--add-opens=java.base/{o}=ALL-UNNAMED"), "-cp", Path.Combine(SparkJars.Folder, "*"),
            "org.apache.spark.deploy.SparkSubmit", "--master", "local[1]", "--name", "submitted", "--conf", "spark.pyspark.driver.python=dotnet",
            "--conf", "spark.ui.enabled=false",
            "--class", "org.apache.spark.deploy.PythonRunner", "spark-internal", Program, "", "--job", job,
        ];
        return StartAsync(new ProcessStartInfo("java", arguments), "");
    }

    public async Task<string> RestAsync() => await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);

    public async Task<int> ExitCodeAsync()
    {
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return process.ExitCode;
    }

    /// <summary>Ends a process without a chance to clean up.</summary>
    public static void Kill(int id)
    {
        using var victim = Process.GetProcessById(id);
        victim.Kill();
    }

    /// <summary>Waits until a process is gone.</summary>
    public static async Task<bool> IsGoneAsync(int id, TimeSpan limit)
    {
        for (var waited = TimeSpan.Zero; waited < limit; waited += Poll)
        {
            if (!File.Exists($"/proc/{id}/stat") || (await File.ReadAllTextAsync($"/proc/{id}/stat")).Split(") ")[^1][0] == 'Z') return true;
            await Task.Delay(Poll, TestContext.Current.CancellationToken);
        }
        return false;
    }

    public void Dispose()
    {
        foreach (var id in new[] { ProgramId, JvmId }.Where(id => id > 0 && File.Exists($"/proc/{id}/stat"))) Kill(id);
        process.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    private static string Program => typeof(JobProcess).Assembly.Location;

    private static async Task<JobProcess> StartAsync(ProcessStartInfo start, string javaOptions)
    {
        SparkRequirement.Verify();
        var folder = Directory.CreateTempSubdirectory("spark-job-").FullName;
        start.Environment["TMPDIR"] = folder;
        start.RedirectStandardOutput = true;
        start.RedirectStandardInput = true;
        start.Environment["SPARK_HOME"] = SparkJars.Folder;
        start.Environment["SPARK_SCALA_VERSION"] = "2.12";
        start.Environment["SPARK_SUBMIT_OPTS"] = $"-Xmx512m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 {javaOptions}";
        var job = new JobProcess(Process.Start(start)!, folder);
        var pids = await job.LineAsync("pids ");
        job.ProgramId = int.Parse(pids[0], CultureInfo.InvariantCulture);
        job.JvmId = int.Parse(pids[1], CultureInfo.InvariantCulture);
        job.Application = string.Join(' ', await job.LineAsync("app "));
        return job;
    }

    private async Task<string[]> LineAsync(string start)
    {
        while (await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            if (line.StartsWith(start, StringComparison.Ordinal)) return line[start.Length..].Split(' ');
        }
        throw new InvalidOperationException($"The job ended before it told '{start}'.");
    }
}
