using Lakehouse.Features;
using Lakehouse.Pipelines.Ingest;
using Lakehouse.Pipelines.Internal.Ingest;

namespace Lakehouse.Pipelines.Tests.Ingest;

public sealed class SourceFileTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Semantics("7.9")]
    [Fact]
    public async Task CheckUnchanged_FileWrittenAfterItWasHashed_IsRefused()
    {
        await using var test = await TestLake.CreateAsync(new TripsProject(Format.Csv()));
        var file = Assert.Single(await SourceFile.ResolveAsync(new IngestOptions("trips_raw", [test.Write("a.csv", "Id,City\nx,SEA\n")]) { Root = test.Files }, Ct));
        await file.CheckUnchangedAsync(Ct);
        test.Write("a.csv", "Id,City\nx,SFO\n");

        var act = () => file.CheckUnchangedAsync(Ct);

        await act.Should().ThrowAsync<JobException>().WithMessage("a.csv changed while it was read.*");
    }
}
