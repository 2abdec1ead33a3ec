using System.Linq.Expressions;
using Lakehouse.Features.Definitions;
using Lakehouse.Features.Internal.Authoring;

namespace Lakehouse.Features;

/// <summary>A view computed from the request alone, by the same evaluator at training and at serving.</summary>
public sealed class OnDemandView : View<OnDemandView>
{
    private readonly Request request;

    internal OnDemandView(VersionedName id, Request request)
        : base(id) => this.request = request;

    /// <summary>A feature over the request, for example <c>r => r.Get&lt;DateTimeOffset&gt;("planned_at").Hour</c>.</summary>
    public OnDemandView Feature<TValue>(string name, Expression<Func<RequestRow, TValue>> value) =>
        Add(name, value, place => new(place, TermReader.Print, request.Resolve) { AllowsTranscendental = true });

    internal override OnDemandViewDefinition Build()
    {
        CheckFeatures();
        return new(Id, request.Name, [.. request.Fields], [.. Features]) { Owner = OwnerName, Description = DescriptionText };
    }
}
