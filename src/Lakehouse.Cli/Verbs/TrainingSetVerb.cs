using System.CommandLine;

namespace Lakehouse.Cli.Verbs;

/// <summary><c>training-set</c>: build and list them, prove them, compare them, build them again, and export them.</summary>
internal static class TrainingSetVerb
{
    public static Command Create(CommandHost host) => new Command("training-set", "Build point-in-time training sets, and prove old ones.")
    {
        TrainingSetBuildVerb.Create(host), TrainingSetReadVerbs.CreateList(host), TrainingSetReadVerbs.CreateShow(host), TrainingSetReadVerbs.CreateVerify(host),
        TrainingSetAgainVerbs.CreateRebuild(host), TrainingSetAgainVerbs.CreateRefresh(host), TrainingSetDiffVerb.Create(host), TrainingSetExportVerb.Create(host),
    };
}
