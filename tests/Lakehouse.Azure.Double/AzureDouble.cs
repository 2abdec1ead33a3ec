using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Lakehouse.Azure.Double.Internal;
using Microsoft.AspNetCore.Http.Features;

namespace Lakehouse.Azure.Double;

/// <summary>An in-memory storage account with a hierarchical namespace behind one address, written from the REST documentation of the DFS and Blob services.</summary>
public sealed class AzureDouble : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly AzureDoubleOptions options;
    private readonly Account account;
    private readonly Doorkeeper doorkeeper;
    private readonly ConcurrentQueue<SeenRequest> requests = [];

    private AzureDouble(AzureDoubleOptions options)
    {
        this.options = options;
        account = new Account(options);
        doorkeeper = new Doorkeeper(options);
        foreach (var container in options.Containers) account.TryCreate(container);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{options.Port}");
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = null);
        app = builder.Build();
        app.Run(HandleAsync);
    }

    /// <summary>The address of the account, which clients take as their endpoint.</summary>
    public Uri Endpoint => new($"{app.Urls.First()}/{options.Account}");

    /// <summary>What goes wrong with each request; nothing by default.</summary>
    public Func<SeenRequest, Fault> Plan { get; set; } = _ => default;

    /// <summary>All requests so far, in the order of their arrival.</summary>
    public IReadOnlyList<SeenRequest> Requests => [.. requests];

    /// <summary>Starts the double.</summary>
    public static async Task<AzureDouble> StartAsync(AzureDoubleOptions? options = null, CancellationToken ct = default)
    {
        var running = new AzureDouble(options ?? new AzureDoubleOptions());
        await running.app.StartAsync(ct);
        return running;
    }

    /// <summary>Waits until the process is told to end.</summary>
    public Task WaitForShutdownAsync() => app.WaitForShutdownAsync();

    /// <summary>Stops the double; what it held is gone.</summary>
    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task HandleAsync(HttpContext context)
    {
        var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        var target = context.Features.Get<IHttpRequestFeature>()!.RawTarget;
        var headers = context.Request.Headers.ToDictionary(h => h.Key.ToLowerInvariant(), h => h.Value.ToString());
        var seen = new SeenRequest(context.Request.Method, target, headers, (int)body.Length);
        requests.Enqueue(seen);

        var fault = Plan(seen);
        if (fault.Delay > TimeSpan.Zero) await Task.Delay(fault.Delay, app.Lifetime.ApplicationStopping);
        var call = new Call(context.Request, seen, body.ToArray());
        var answer = Answered(call, seen, fault.Kind);
        if (fault.Kind == FaultKind.LostAnswer) context.Abort();
        else await SendAsync(context, answer, fault.Kind == FaultKind.TruncatedBody);
    }

    private Answer Answered(Call call, SeenRequest seen, FaultKind fault)
    {
        try
        {
            doorkeeper.Require(call, seen);
            if (fault == FaultKind.Busy) throw new Refusal(503, "ServerBusy");
            if (fault == FaultKind.Error) throw new Refusal(500, "InternalError");
            return account.Apply(call);
        }
        catch (Refusal e)
        {
            var refused = new Answer(e.Status).With("x-ms-error-code", e.Code);
            if (call.Method == HttpMethods.Head) return refused;
            var text = call.IsDfs
                ? JsonSerializer.Serialize(new { error = new { code = e.Code, message = "Refused." } })
                : $"<?xml version=\"1.0\" encoding=\"utf-8\"?><Error><Code>{e.Code}</Code><Message>Refused.</Message></Error>";
            return refused.With("Content-Type", call.IsDfs ? "application/json" : "application/xml") with { Body = Encoding.UTF8.GetBytes(text) };
        }
    }

    private static async Task SendAsync(HttpContext context, Answer answer, bool isTruncated)
    {
        var response = context.Response;
        response.StatusCode = answer.Status;
        response.Headers["x-ms-request-id"] = Guid.NewGuid().ToString();
        response.Headers["x-ms-version"] = context.Request.Headers["x-ms-version"];
        foreach (var (name, value) in answer.Headers) response.Headers[name] = value;
        if (answer.Status == StatusCodes.Status304NotModified) return;
        response.ContentLength = answer.Body.Length;
        if (context.Request.Method == HttpMethods.Head) return;
        await response.Body.WriteAsync(isTruncated ? answer.Body[..(answer.Body.Length / 2)] : answer.Body);
        if (!isTruncated) return;
        await response.Body.FlushAsync();
        context.Abort();
    }
}
