using Lakehouse.Delta.DuckDb;

namespace Lakehouse.Engine.DuckDb.Conform;

/// <summary>Bronze to silver and quarantine: plans again when another writer was faster.</summary>
/// <param name="work">The work of one attempt.</param>
/// <param name="clock">The wall clock of publish stamps.</param>
internal sealed class ConformRunner(Func<ConformPlan, IConformWork> work, TimeProvider clock)
{
    private const int Attempts = 5;

    /// <summary>A runner of the embedded engine.</summary>
    public ConformRunner(DuckDbOptions options, TimeProvider clock)
        : this(plan => new ConformWork(plan, options), clock)
    {
    }

    public async Task<ConformResult> RunAsync(ConformPlan plan, CancellationToken ct)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            await using var attempted = work(plan);
            if (await new ConformAttempt(plan, attempted, clock).RunAsync(ct) is { } result) return result;
        }

        throw new EngineException(
            $"Conform of {plan.Contract.Id} lost {Attempts} races against other writers of {plan.Silver.Path}; nothing was published by it. Run it again when they are done.");
    }
}
