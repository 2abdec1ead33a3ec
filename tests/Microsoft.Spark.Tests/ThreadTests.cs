using System.Runtime.CompilerServices;
using Lakehouse.Spark.TestHost;
using Microsoft.Spark.Interop;
using Microsoft.Spark.Interop.Ipc;

namespace Microsoft.Spark.Tests;

/// <summary>Threads, job groups and the release of objects.</summary>
public sealed class ThreadTests(SparkHost host)
{
    [Fact]
    public async Task Calls_SixteenThreads_DoNotMix()
    {
        var session = host.Session;
        var sums = await Task.WhenAll(Enumerable.Range(0, 16).Select(thread => Task.Factory.StartNew(
            () => Enumerable.Range(0, 50).Select(i => $"thread {thread} call {i}").All(text => Echo(text) == text) && session.Range(thread).Count() == thread,
            TestContext.Current.CancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default)));

        sums.Should().AllBeEquivalentTo(true);
    }

    [Fact]
    public async Task CancelJobGroup_FromAnotherThread_EndsThatGroupOnly()
    {
        var context = host.Session.SparkContext;
        var group = Guid.NewGuid().ToString("N");
        var endless = RunInGroup(group);
        var other = RunInGroup(group + "-other", rows: 1000);
        var tracker = (JvmObjectReference)context.Reference.Invoke("statusTracker")!;
        while (!endless.IsCompleted && ((int[])tracker.Invoke("getJobIdsForGroup", group)!).Length == 0) await Task.Delay(20, TestContext.Current.CancellationToken);

        context.Reference.Invoke("cancelJobGroup", group);

        var failure = await Assert.ThrowsAsync<JvmException>(() => endless);
        failure.Message.Should().Contain("cancelled part of cancelled job group " + group);
        await other;
    }

    [Fact]
    public void ClearJobGroup_ThenAction_BelongsToNoGroup()
    {
        var context = host.Session.SparkContext;
        context.SetJobGroup("cleared", "a group");
        var set = context.Reference.Invoke("getLocalProperty", "spark.jobGroup.id");
        context.ClearJobGroup();

        set.Should().Be("cleared");
        context.Reference.Invoke("getLocalProperty", "spark.jobGroup.id").Should().BeNull();
    }

    [Fact]
    public void References_NoLongerHeld_AreReleasedInTheJvm()
    {
        _ = host.Session;
        var weak = MakeAndForget(300);
        GC.Collect();
        GC.WaitForPendingFinalizers();

        for (var i = 0; i < 20; i++) Echo("carries releases");
        SparkEnvironment.JvmBridge.CallStaticJavaMethod("java.lang.System", "gc");

        weak.Count(w => w.Invoke("get") is null).Should().BeGreaterThan(290, "a register may still hold the last one");
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static JvmObjectReference[] MakeAndForget(int count) =>
        [.. Enumerable.Range(0, count).Select(_ => Make("java.lang.ref.WeakReference", Make("java.lang.Object")))];

    private static JvmObjectReference Make(string className, params object[] arguments) => SparkEnvironment.JvmBridge.CallConstructor(className, arguments);

    private static string Echo(string text) => (string)SparkEnvironment.JvmBridge.CallConstructor("java.lang.StringBuilder", (object)text).Invoke("toString")!;

    private Task<long> RunInGroup(string group, long rows = 200_000_000_000) => Task.Run(() =>
    {
        var context = host.Session.SparkContext;
        context.SetJobGroup(group, "counts for ever", interruptOnCancel: true);
        try
        {
            return (long)host.Session.Sql($"SELECT max(id % 7) FROM range(0, {rows}, 1, 2)").First()[0]!;
        }
        finally
        {
            context.ClearJobGroup();
        }
    });
}
