using System.Net;
using System.Net.Http.Headers;

namespace Lakehouse.Serving.Tests.Guards;

/// <summary>The body of a call that goes on its way piece by piece, as the test says.</summary>
internal sealed class FlowingBody : HttpContent
{
    private readonly TaskCompletionSource<Stream> opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public FlowingBody() => Headers.ContentType = new MediaTypeHeaderValue("application/grpc");

    public async Task SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken ct)
    {
        var stream = await opened.Task.WaitAsync(ct);
        await stream.WriteAsync(bytes, ct);
        await stream.FlushAsync(ct);
    }

    public void End() => ended.TrySetResult();

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        await stream.FlushAsync();
        opened.TrySetResult(stream);
        await ended.Task;
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
