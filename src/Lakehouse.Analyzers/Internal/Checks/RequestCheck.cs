using Lakehouse.Analyzers.Internal.Reading;
using Lakehouse.Features.Internal.Rules;
using Microsoft.CodeAnalysis.Operations;

namespace Lakehouse.Analyzers.Internal.Checks;

/// <summary>Fields of requests.</summary>
internal static class RequestCheck
{
    internal static void Run(IInvocationOperation call, Reporter reporter)
    {
        if (call.TargetMethod.Name != "Field" || Chain.Constant<string>(call, "name") is not { } name) return;
        var chain = Chain.Of(call.Instance);
        var request = chain.Count == 0 ? "" : Chain.Constant<string>(chain[0], "name") ?? "";
        var digits = Chain.Argument(call, "precision") is null ? ((int, int)?)null : (Chain.Number<int>(call, "precision") ?? 1, Chain.Number<int>(call, "scale") ?? 0);
        var others = chain.Skip(1).Select(c => Chain.Constant<string>(c, "name")).OfType<string>();
        reporter.Try(Chain.Argument(call, "name")!.Syntax, () => RequestRules.Field(request, name, Chain.TypeArgument(call), digits, others));
    }
}
