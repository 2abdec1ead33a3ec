using CsCheck;
using Lakehouse.Features.Definitions;
using Lakehouse.Features.Evaluation;
using Lakehouse.Features.Tests.Authoring;

namespace Lakehouse.Features.Tests.Transforms;

public sealed class SetFitTests
{
    private static readonly FitDefinition[] Kinds =
    [
        Fit.Standardize(), Fit.MinMax(clip: true), Fit.Robust(), Fit.Frequency(), Fit.Target("label", 1.5, 7, "s"), Fit.OneHot(3), Fit.Quantiles(4),
    ];

    [Fact]
    public void Identity_SetWithoutTransforms_IsUnchanged()
    {
        var set = FitCase.Of(t => t.Get<long>("i"), Fit.Robust()).Set with { Transforms = [] };

        DefinitionJson.Identity(set).Should().NotContain("transforms");
    }

    [Fact]
    public void Identity_SetsOfEveryKind_AreReadBackAndDiffer()
    {
        var sets = Kinds.Select(kind => FitCase.Of(t => t.Get<long>("i"), kind).Set).ToList();

        foreach (var set in sets) DefinitionJson.Write(DefinitionJson.ReadSet(DefinitionJson.Write(set))).Should().Be(DefinitionJson.Write(set));
        sets.Select(s => DefinitionJson.Hash(DefinitionJson.Identity(s))).Should().OnlyHaveUniqueItems();
        DefinitionJson.Hash(DefinitionJson.Identity(sets[0])).Should().StartWith("sha256:4655f2e949e36");
    }

    [Fact]
    public void Describe_AnotherFit_NamesTheDifference()
    {
        string Of(int top) => DefinitionJson.Identity(FitCase.Of(t => t.Get<long>("i"), Fit.OneHot(top)).Set);

        DefinitionDiff.Describe(Of(3), Of(4)).Should().Equal("transforms.x.fit.top: 3 -> 4");
    }

    [Semantics("7.28")]
    [Fact]
    public void Finish_AnyOrderOfRows_GivesTheSameFit()
    {
        foreach (var kind in Kinds)
        {
            Gen.Select(Gen.Long[-20, 20].Select(Value.Int64).Array[1, 30], Gen.Int).Sample((values, seed) =>
            {
                var target = FitCase.Of(t => t.Get<long>("i"), kind);
                var rows = values.Select((v, i) => (Value: v, Row: (long)i)).ToArray();
                var one = Run(target.Set, rows);
                new Random(seed).Shuffle(rows);
                return Run(target.Set, rows).Json == one.Json;
            }, iter: 20);
        }
    }

    [Semantics("7.27")]
    [Fact]
    public void Compile_NoFitOrAnothers_IsRefused()
    {
        var target = FitCase.Of(t => t.Get<long>("i"), Fit.Robust());
        var fit = target.Run([Value.Int64(1)]).Fit;

        Refusal(target.Set, FitCase.Hash, fit: null).Should().Contain("fitted transforms (x)").And.Contain("no fit is named");
        Refusal(target.Set, "sha256:other", fit).Should().Contain("belongs to set sha256:set");
        Refusal(FitCase.Of(t => t.Get<long>("i"), Fit.Quantiles(3)).Set, FitCase.Hash, fit).Should().Contain("does not hold transform x");
    }

    [Fact]
    public void Includes_ShareOfIds_IsAFunctionOfTheId()
    {
        var split = new FitSplit(0.8, "split", Column: null);

        Enumerable.Range(0, 10_000).Count(i => split.Includes($"{i}")).Should().BeInRange(7_800, 8_200);
        Enumerable.Range(0, 100).Count(i => new FitSplit(1, "split", null).Includes($"{i}")).Should().Be(100);
    }

    [Theory]
    [InlineData("a double", "a double*Quantize")]
    [InlineData("text", "takes int64 and decimal")]
    [InlineData("folds", "folds outside 2 to 100")]
    [InlineData("smoothing", "smoothing")]
    [InlineData("field", "names a field that set m@1 lacks*v.f, i, d")]
    public void Build_WrongFit_NamesTheMistake(string mistake, string expected)
    {
        var message = InlineProject.Refusal(project => Declare(project, mistake));

        message.Should().Match($"Feature set m@1, transform x:*{expected}*");
    }

    private static void Declare(ProjectBuilder project, string mistake)
    {
        switch (mistake)
        {
            case "a double": FitCase.Declare(project, t => t.Get<double>("d"), Fit.Standardize()); break;
            case "text": FitCase.Declare(project, t => t.Get<string>("s"), Fit.Standardize()); break;
            case "folds": FitCase.Declare(project, t => t.Get<string>("s"), Fit.Target("label", folds: 1)); break;
            case "smoothing": FitCase.Declare(project, t => t.Get<string>("s"), Fit.Target("label", smoothing: double.NaN)); break;
            default: FitCase.Declare(project, t => t.Get<long>("v.g"), Fit.Robust()); break;
        }
    }

    private static SetFit Run(SetDefinition set, IEnumerable<(Value Value, long Row)> rows)
    {
        var fitter = new SetFitter(set, FitCase.Hash, [.. SetFitter.LabelsOf(set).Select(l => new Field(l, DataType.Int64))], split: null);
        foreach (var (value, row) in rows) fitter.Add([value], [Value.Int64(row % 3)], row);
        return fitter.Finish();
    }

    private static string Refusal(SetDefinition set, string hash, SetFit? fit) =>
        FluentActions.Invoking(() => SetTransforms.Compile(set, hash, fit)).Should().Throw<FitException>().Which.Message;
}
