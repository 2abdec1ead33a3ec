using System.CommandLine;

namespace Lakehouse.Cli.Verbs;

/// <summary><c>training-set</c>: build, list, show, verify.</summary>
internal static class TrainingSetVerb
{
    public static Command Create(CommandHost host) => new Command("training-set", "Build point-in-time training sets, and prove old ones.")
    {
        TrainingSetBuildVerb.Create(host), TrainingSetReadVerbs.CreateList(host), TrainingSetReadVerbs.CreateShow(host), TrainingSetReadVerbs.CreateVerify(host),
    };
}
