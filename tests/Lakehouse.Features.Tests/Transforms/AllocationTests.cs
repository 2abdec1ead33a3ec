using Lakehouse.Features.Definitions;
using Lakehouse.Features.Evaluation;

namespace Lakehouse.Features.Tests.Transforms;

/// <summary>Serving evaluates transforms without allocating.</summary>
public sealed class AllocationTests
{
    public static TheoryData<string> Kinds => ["standardize", "min_max", "robust", "frequency", "target", "one_hot", "quantiles"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Evaluate_FittedTransform_AllocatesNothing(string kind)
    {
        FitDefinition fit = kind switch
        {
            "standardize" => Fit.Standardize(),
            "min_max" => Fit.MinMax(clip: true),
            "robust" => Fit.Robust(),
            "frequency" => Fit.Frequency(),
            "target" => Fit.Target("label"),
            "one_hot" => Fit.OneHot(2),
            _ => Fit.Quantiles(5),
        };
        var target = FitCase.Of(t => t.Get<long>("i").Clip(-5, 5), fit);
        var transforms = SetTransforms.Compile(target.Set, FitCase.Hash, target.Run([.. Enumerable.Range(0, 9).Select(i => (Value.Int64(i), Value.Int64(i % 2)))], DataType.Int64).Fit);
        Value[] row = [Value.Int64(3)];
        transforms.Evaluate(0, row);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++) transforms.Evaluate(0, row);

        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(100, "a thousand values allocate nothing of their own");
    }
}
