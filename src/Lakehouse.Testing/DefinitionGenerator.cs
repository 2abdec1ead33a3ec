using Lakehouse.Features;
using Lakehouse.Features.Definitions;
using Lakehouse.Testing.Internal.Generation;

namespace Lakehouse.Testing;

/// <summary>Random definitions over one contract, the same for the same seed: what authors could write, in more combinations than any would.</summary>
/// <remarks>
/// 1. The contract has columns of every type; its id is text or an integer.
/// 2. Views are state or window views with one to four windows out of a few that all views of the generator share, so that one history of events is nasty for all of them.
/// 3. Aggregates and argument types are taken in turn, so that every pair comes up within some dozens of views, under filters, inside ratios and other arithmetic.
/// </remarks>
public sealed class DefinitionGenerator
{
    private readonly Random random;
    private readonly ViewGenerator views;

    /// <summary>Prepares a generator.</summary>
    /// <param name="seed">Equal seeds give equal definitions.</param>
    public DefinitionGenerator(int seed)
    {
        random = new(seed);
        Contract = ContractGenerator.Next(random);
        var windows = WindowGenerator.Palette(random);
        views = new(random, Contract, windows);
        Times = new WindowViewDefinition(new("times", 1), Contract, new("nobody", []), [], [], [.. windows]);
    }

    /// <summary>The contract of all views.</summary>
    public ContractDefinition Contract { get; }

    /// <summary>A view with all windows that the views may have and no features: what <see cref="EventGenerator"/> needs to hit the edges of all of them.</summary>
    public EntityViewDefinition Times { get; }

    /// <summary>A view named <c>view_&lt;number&gt;</c>.</summary>
    /// <param name="number">Which; consecutive numbers go through all aggregates and types.</param>
    public EntityViewDefinition NextView(int number) => views.Next(number);

    /// <summary>An on-demand view named <c>request_&lt;number&gt;</c> over the inputs of <see cref="RequestInputs"/>.</summary>
    public OnDemandViewDefinition NextRequest(int number)
    {
        var expressions = new ExpressionGenerator(random, RequestGenerator.Leaf(random)) { ForRequests = true };
        return RequestGenerator.Next(number, random, expressions);
    }

    /// <summary>The fields that requests have.</summary>
    public static IReadOnlyList<Field> RequestInputs => RequestGenerator.Inputs;

    /// <summary>A set of some of the columns of some views.</summary>
    /// <param name="id">Its name.</param>
    /// <param name="members">The views to choose from.</param>
    public SetDefinition NextSet(VersionedName id, IReadOnlyList<ViewDefinition> members)
    {
        var chosen = members.OrderBy(_ => random.Next()).Take(random.Next(1, 4)).ToList();
        return new(id, [.. chosen.Select(v => new SetMember(v, [.. v.Columns.Where((c, i) => i == 0 || random.Next(3) > 0)]))]);
    }
}
