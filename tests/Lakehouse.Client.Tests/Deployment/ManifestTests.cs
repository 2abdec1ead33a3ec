using System.Text.Json;
using Grpc.Health.V1;
using Grpc.Net.Client;
using Lakehouse.Catalog;
using Lakehouse.Cli;
using Lakehouse.Cli.Tests;
using Lakehouse.Serving.Tests;
using YamlDotNet.RepresentationModel;
using static Lakehouse.Client.Tests.Deployment.Manifest;

namespace Lakehouse.Client.Tests.Deployment;

/// <summary>What the manifests say, against the command and the service that they run.</summary>
public sealed class ManifestTests
{
    private static readonly string[] Probes = ["startupProbe", "readinessProbe", "livenessProbe"];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public void Arguments_Container_AreOnesThatTheCommandHas()
    {
        Mistakes(Arguments).Should().BeEmpty();
        Mistakes(["serve", "--no-such-flag=1"]).Should().NotBeEmpty();
    }

    [Fact]
    public void Ports_ContainerServicesAndPolicy_AreThoseOfTheFlags()
    {
        var ports = Container.At("ports").Items().ToDictionary(p => p.At("name").Text(), p => p.At("containerPort").Text());
        var served = Of("Service").SelectMany(s => s.At("spec", "ports").Items()).ToList();
        var allowed = Of("NetworkPolicy").SelectMany(p => p.At("spec", "ingress").Items()).SelectMany(i => i.At("ports").Items()).Select(p => p.At("port").Text());

        ports.Should().BeEquivalentTo(new Dictionary<string, string> { ["grpc"] = Flag("--port"), ["health"] = Flag("--health-port"), ["metrics"] = Flag("--metrics-port") });
        served.Should().OnlyContain(p => ports[p.At("targetPort").Text()] == p.At("port").Text());
        allowed.Should().Equal(Flag("--port"), Flag("--metrics-port"));
        Workload.At("spec", "template", "metadata", "annotations", "prometheus.io/port").Text().Should().Be(Flag("--metrics-port"));
    }

    [Fact]
    public async Task Probes_All_AskForHealthThatTheServiceHas()
    {
        await using var host = await ServingHost.StartAsync(o => o with { HealthPort = 0 });
        using var channel = GrpcChannel.ForAddress(host.Server.HealthAddress!);
        var health = new Health.HealthClient(channel);

        foreach (var probe in Probes.Select(p => Container.At(p, "grpc")))
        {
            probe.At("port").Text().Should().Be(Flag("--health-port"), "probes know neither TLS nor credentials");
            var service = probe.Has("service") ? probe.At("service").Text() : "";
            (await health.CheckAsync(new() { Service = service }, cancellationToken: Ct)).Status.Should().Be(HealthCheckResponse.Types.ServingStatus.Serving);
        }

        Container.At("readinessProbe", "grpc").Has("service").Should().BeFalse("readiness is the service without a name");
        Container.At("livenessProbe", "grpc", "service").Text().Should().Be("live", "a store that is down must not restart the service");
    }

    [Fact]
    public void Times_ProbeDrainTimeoutAndGrace_EachLeavesTheOneBeforeItTime()
    {
        int Seconds(string flag) => int.Parse(Flag(flag).TrimEnd('s'));
        var readiness = Container.At("readinessProbe");
        var noticed = readiness.At("failureThreshold").Number() * (readiness.At("periodSeconds").Number() + readiness.At("timeoutSeconds").Number());

        int[] order = [noticed, Seconds("--drain-delay"), Seconds("--shutdown-timeout"), Pod.At("terminationGracePeriodSeconds").Number()];

        order.Should().BeInAscendingOrder().And.OnlyHaveUniqueItems();
    }

    [Fact]
    public void Replicas_UpdatesAndDisruptions_LeaveEnoughOfThem()
    {
        Workload.At("spec", "replicas").Number().Should().BeGreaterThan(2);
        Workload.At("spec", "strategy", "rollingUpdate", "maxUnavailable").Number().Should().Be(0);
        Of("PodDisruptionBudget").Single().At("spec", "maxUnavailable").Number().Should().Be(1);
        var app = Workload.At("spec", "template", "metadata", "labels", "app").Text();
        Of("Service").Select(s => s.At("spec", "selector", "app").Text()).Should().AllBe(app);
        Of("PodDisruptionBudget").Concat([Workload]).Select(m => m.At("spec", "selector", "matchLabels", "app").Text()).Should().AllBe(app);
    }

    [Fact]
    public void Mounts_All_HaveAVolumeAndHoldTheFilesOfTheFlags()
    {
        var mounts = Container.At("volumeMounts").Items().ToList();
        var paths = mounts.Select(m => m.At("mountPath").Text()).ToList();

        mounts.Select(m => m.At("name").Text()).Should().BeSubsetOf(Pod.At("volumes").Items().Select(v => v.At("name").Text()));
        new[] { Flag("--tls-cert"), Flag("--tls-key") }.Should().OnlyContain(file => paths.Contains(Path.GetDirectoryName(file)!));
        paths.Should().Contain([Flag("--lake"), Flag("--lake") + "/lakehouse.yaml", "/tmp"]);
    }

    [Fact]
    public void Rights_PodAndContainer_AreTheLeast()
    {
        Pod.At("securityContext", "runAsNonRoot").Text().Should().Be("true");
        Container.At("securityContext", "readOnlyRootFilesystem").Text().Should().Be("true");
        Container.At("securityContext", "allowPrivilegeEscalation").Text().Should().Be("false");
        Container.At("securityContext", "capabilities", "drop").Items().Select(c => c.Text()).Should().Equal("ALL");
    }

    [Fact]
    public async Task Settings_OfTheConfigMap_AreALakesSettings()
    {
        using var lake = await TestLake.CreateAsync(new ReadingsProject());
        var map = Of("ConfigMap").Single();
        await File.WriteAllTextAsync(Path.Combine(lake.Root, "lakehouse.yaml"), map.At("data", "lakehouse.yaml").Text(), Ct);

        var settings = (await Lake.OpenAsync(lake.Root, create: false, TimeProvider.System, Ct)).Settings;

        settings.OnlineDefault.Should().Equal("main");
        var environment = Container.At("env").Items().Select(e => e.At("name").Text());
        var target = new YamlStream();
        target.Load(new StringReader(map.At("data", "lakehouse.yaml").Text()));
        var main = target.Documents[0].RootNode.At("online", "targets", "main");
        environment.Should().Contain([main.At("user_variable").Text(), main.At("password_variable").Text()]);
        Container.At("volumeMounts").Items().Select(m => m.At("mountPath").Text()).Should().Contain(Path.GetDirectoryName(main.At("authority_file").Text())!);
    }

    [Fact]
    public void Containerfile_CommandAndHealthCheck_AreOnesThatTheCommandHas()
    {
        var lines = File.ReadAllLines(Path.Combine(Clone.Root, "infra", "serving", "container", "Containerfile"));
        string[] Words(string start) => lines.Single(l => l.StartsWith(start, StringComparison.Ordinal)) is var line ? JsonSerializer.Deserialize<string[]>(line[line.IndexOf('[')..])! : [];
        var (serve, health) = (Words("CMD"), Words("HEALTHCHECK")[2..]);

        Mistakes(serve).Should().BeEmpty();
        Mistakes(health).Should().BeEmpty();
        health.Should().EndWith($"http://127.0.0.1:{serve[Array.IndexOf(serve, "--health-port") + 1]}");
        lines.Single(l => l.StartsWith("EXPOSE", StringComparison.Ordinal)).Split(' ')[1..].Should().BeSubsetOf(serve);
        lines.Single(l => l.StartsWith("USER", StringComparison.Ordinal)).Should().Be($"USER {Pod.At("securityContext", "runAsUser").Text()}:{Pod.At("securityContext", "runAsGroup").Text()}");
    }

    private static IEnumerable<string> Mistakes(params string[] arguments)
    {
        var terminal = new Terminal(TextWriter.Null, TextWriter.Null, Width: null, ErrorIsInteractive: false);
        return LakehouseCommand.Create(new(terminal, TimeProvider.System)).Parse(arguments).Errors.Select(e => e.Message);
    }
}
