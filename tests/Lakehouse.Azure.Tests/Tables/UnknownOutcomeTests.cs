using Lakehouse.Azure.Double;
using Lakehouse.Azure.Tests.Emulator;
using Lakehouse.Delta;

namespace Lakehouse.Azure.Tests.Tables;

/// <summary>Commits whose outcome nobody can tell.</summary>
public sealed class UnknownOutcomeTests : DoubleTest, IDisposable
{
    private readonly DirectoryInfo local = Directory.CreateTempSubdirectory("lakehouse-unknown-");

    public void Dispose() => local.Delete(recursive: true);

    [Semantics("7.23")]
    [Fact]
    public async Task Commit_ServiceDiesDuringThePut_SaysUnknownAndWhatToLookFor()
    {
        var (table, append) = await AppendingAsync(firstFault: FaultKind.LostAnswer);

        var thrown = (await append.Should().ThrowAsync<DeltaException>().WithMessage("Whether version 1 of table 'abfss://*' was committed is unknown*txnId*")).Which;

        thrown.Code.Should().Be(DeltaErrorCode.OutcomeUnknown);
        thrown.IsTransient.Should().BeFalse();
        Account.Plan = _ => default;
        var info = (await table.GetHistoryAsync(Development.Cancel).FirstAsync(Development.Cancel)).Json;
        thrown.Message.Should().Contain(TransactionId(info!), "it stood all the time, and the message tells whose it is");
    }

    [Fact]
    public async Task Commit_ServiceRefusesEveryPut_NothingIsTriedAtTheNextVersion()
    {
        var (table, append) = await AppendingAsync(firstFault: FaultKind.Busy);

        await append.Should().ThrowAsync<DeltaException>();

        Account.Plan = _ => default;
        (await table.GetSnapshotAsync(ct: Development.Cancel)).Version.Should().Be(0);
        Writes.Should().NotContain(r => r.Target.Contains($"{2:d20}.json", StringComparison.Ordinal));
    }

    /// <summary>An append during whose commit the service goes down for good: the first put ends as given, and after it nothing is answered.</summary>
    private async Task<(DeltaTable Table, Func<Task> Append)> AppendingAsync(FaultKind firstFault)
    {
        var table = new AzureTable(Options with { MaxRetries = 1 }, local.FullName, "table").Open();
        await AzureTable.CreateAsync(table, Development.Cancel);
        var isDown = false;
        Account.Plan = request =>
        {
            if (isDown) return new(FaultKind.Busy);
            if (request.Method != "PUT" || !request.Target.Contains("_delta_log", StringComparison.Ordinal)) return default;
            isDown = true;
            return new(firstFault);
        };
        return (table, () => AzureTable.AppendAsync(table, 1, writer: null, Development.Cancel));
    }

    private static string TransactionId(string json) => System.Text.Json.JsonDocument.Parse(json).RootElement.GetProperty("txnId").GetString()!;
}
