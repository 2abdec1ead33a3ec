using Lakehouse.Delta.DuckDb;

namespace Lakehouse.Engine.DuckDb.Conform;

/// <summary>Bronze to silver and quarantine.</summary>
internal sealed class ConformRunner(DuckDbOptions options, TimeProvider clock)
{
    private const int Attempts = 5;

    public async Task<ConformResult> RunAsync(ConformPlan plan, CancellationToken ct)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            using var session = new DuckDbSession(options);
            if (await new ConformAttempt(plan, session, clock).RunAsync(ct) is { } result) return result;
        }

        throw new EngineException(
            $"Conform of {plan.Contract.Id} lost {Attempts} races against other writers of {plan.Silver.Path}; nothing was published by it. Run it again when they are done.");
    }
}
