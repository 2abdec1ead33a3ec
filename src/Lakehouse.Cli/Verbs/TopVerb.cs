using System.CommandLine;
using Lakehouse.Cli.Top;

namespace Lakehouse.Cli.Verbs;

/// <summary><c>top</c>: a running service, second by second.</summary>
internal static class TopVerb
{
    private const int PlainWidth = 80;
    private const string EnterScreen = "\e[?1049h\e[?25l", LeaveScreen = "\e[?25h\e[?1049l", Home = "\e[H", ClearLine = "\e[K", ClearBelow = "\e[J";
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private static readonly Argument<string> Address = new("address")
    {
        Description = "Metrics of the service: a port of this machine, host:port or URL (default: 9095)", DefaultValueFactory = _ => "9095",
    };
    private static readonly Option<bool> Once = new("--once") { Description = "Print one frame, of one second, and end" };

    public static Command Create(CommandHost host) =>
        new VerbCommand("top", "Watch a running service: calls, latency, cache, store and freshness, every second.", "lakehouse top 9095\n  lakehouse top 9095 --once")
        {
            Address, Once,
        }.Runs(host, RunAsync);

    private static async Task<int> RunAsync(Invocation call, CancellationToken ct)
    {
        var source = SourceOf(call.Get(Address));
        using var http = new HttpClient { Timeout = Patience };
        var before = await ReadAsync(http, source, call.Clock, ct);
        if (call.Get(Once))
        {
            await Task.Delay(Every, call.Clock, ct);
            foreach (var line in await FrameAsync(before, await ReadAsync(http, source, call.Clock, ct))) await call.Terminal.Out.WriteLineAsync(line);
            return ExitCode.Done;
        }

        var onScreen = call.Terminal.Width is not null;
        try
        {
            if (onScreen) await call.Terminal.Out.WriteAsync(EnterScreen);
            using var timer = new PeriodicTimer(Every, call.Clock);
            while (await timer.WaitForNextTickAsync(ct)) before = await ShowNextAsync(before);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // Ctrl+C is the way out.
        }
        finally
        {
            if (onScreen) await call.Terminal.Out.WriteAsync(LeaveScreen);
        }

        return ExitCode.Done;

        async Task<MetricsPage> ShowNextAsync(MetricsPage last)
        {
            try
            {
                var now = await ReadAsync(http, source, call.Clock, ct);
                await ShowAsync(await FrameAsync(last, now), onScreen, call.Terminal.Out);
                return now;
            }
            catch (TopException e)
            {
                await ShowAsync([$"lakehouse top  {source}", e.Message, "Trying again every second; Ctrl+C ends."], onScreen, call.Terminal.Out);
                return last;
            }
        }

        Task<IReadOnlyList<string>> FrameAsync(MetricsPage last, MetricsPage now) => Task.FromResult(TopFrame.Draw(
            source.Authority, call.Clock.GetUtcNow(), new(last, now, call.Clock.GetElapsedTime(last.Timestamp, now.Timestamp).TotalSeconds), CurrentWidth(call.Terminal)));
    }

    /// <summary>A terminal may be resized while it is watched.</summary>
    private static int CurrentWidth(Terminal terminal) => terminal.Width is null ? PlainWidth : Console.IsOutputRedirected ? terminal.Width.Value : Console.WindowWidth;

    private static async Task ShowAsync(IReadOnlyList<string> lines, bool onScreen, TextWriter output)
    {
        if (onScreen) await output.WriteAsync(Home + string.Concat(lines.Select(line => line + ClearLine + "\n")) + ClearBelow);
        else await output.WriteLineAsync(string.Join('\n', lines) + "\n");
    }

    private static async Task<MetricsPage> ReadAsync(HttpClient http, Uri source, TimeProvider clock, CancellationToken ct)
    {
        try
        {
            return MetricsPage.Parse(await http.GetStringAsync(source, ct), clock.GetTimestamp());
        }
        catch (Exception e) when (e is HttpRequestException or FormatException || (e is TaskCanceledException && !ct.IsCancellationRequested))
        {
            throw new TopException($"No metrics at {source}: {e.Message} Start the service with --metrics-port, and name that port here.", e);
        }
    }

    private static Uri SourceOf(string text)
    {
        var url = text.All(char.IsAsciiDigit) ? $"http://127.0.0.1:{text}/metrics" : text.Contains("://", StringComparison.Ordinal) ? text : $"http://{text}/metrics";
        if (!Uri.TryCreate(url, UriKind.Absolute, out var source) || source.Scheme is not ("http" or "https")) throw new UsageException($"'{text}' is not a port, host:port or URL.");
        return source.AbsolutePath == "/" ? new(source, "/metrics") : source;
    }
}
