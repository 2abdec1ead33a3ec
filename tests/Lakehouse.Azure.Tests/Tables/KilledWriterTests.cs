using Lakehouse.Azure.Double;
using Lakehouse.Azure.Tests.Emulator;
using Lakehouse.Delta;

namespace Lakehouse.Azure.Tests.Tables;

/// <summary>A writer process that dies in the middle of a commit.</summary>
public sealed class KilledWriterTests : DoubleTest, IDisposable
{
    private static readonly TimeSpan Applied = TimeSpan.FromMilliseconds(300);

    private readonly DirectoryInfo local = Directory.CreateTempSubdirectory("lakehouse-killed-");

    public void Dispose() => local.Delete(recursive: true);

    [Theory]
    [InlineData(".parquet", 3, 2)]
    [InlineData("_delta_log/00000000000000000004.json", 1, 4)]
    public async Task Kill_WhileARequestIsUnderway_TableHoldsWholeCommitsAndWritingGoesOn(string request, int nth, long expectedVersion)
    {
        var table = new AzureTable(Options, local.FullName, "table");
        await AzureTable.CreateAsync(table.Open(), Development.Cancel, checkpointInterval: 2);
        var arrived = Hold(request, nth);
        using var writer = WriterProcess.Start(Account.Endpoint, "table", Path.Combine(local.FullName, "writer"));

        await arrived.WaitAsync(TimeSpan.FromSeconds(60), Development.Cancel);
        await writer.KillAsync(Development.Cancel);
        await Task.Delay(Applied * 2, Development.Cancel);

        var survivor = table.Open();
        (await survivor.GetSnapshotAsync(ct: Development.Cancel)).Version.Should().Be(expectedVersion);
        (await AzureTable.ReadAsync(survivor)).Order().Should().Equal(Enumerable.Range(1, (int)expectedVersion).Select(i => (long)i));
        var next = await AzureTable.AppendAsync(survivor, expectedVersion + 1, writer: null, Development.Cancel);
        next.Should().BeOfType<Committed>().Which.Version.Should().Be(expectedVersion + 1);
        (await AzureTable.ReadAsync(table.Open())).Should().HaveCount((int)expectedVersion + 1);
    }

    /// <summary>Holds a put of a name back for a while before it is carried out, as if the network were slow; ends when it has arrived.</summary>
    private Task Hold(string name, int nth)
    {
        var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var seen = 0;
        Account.Plan = request =>
        {
            var isMeant = request.Method == "PUT" && request.Target.EndsWith(name, StringComparison.Ordinal) && !IsCheckpoint(request);
            if (!isMeant || Interlocked.Increment(ref seen) != nth) return default;
            arrived.TrySetResult();
            return new(FaultKind.None, Applied);
        };
        return arrived.Task;
    }

    private static bool IsCheckpoint(SeenRequest request) => request.Target.Contains(".checkpoint.", StringComparison.Ordinal);
}
