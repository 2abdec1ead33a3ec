using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text;

namespace Microsoft.Spark.Internal;

/// <summary>Reads the payload of an answer, which starts with its type code.</summary>
internal delegate T AnswerReader<out T>(ReadOnlySpan<byte> payload);

/// <summary>Commands to one JVM from any thread.</summary>
/// <remarks>
/// 1. Each managed thread has a connection of its own as long as it lives: a connection is a thread of the JVM, which holds the job group, local properties and active session.
/// 2. A thread's end leaves its connection to the garbage collector, whose finalizer closes the socket; the JVM's thread ends with it.
/// 3. Finalizers of references only queue their ids. The next command of any thread carries up to 64 releases in front of it, in one write.
/// </remarks>
internal sealed class Gateway(int port, string secret, Func<string> describeEnd) : IDisposable
{
    private const int ReleasesPerCall = 64;
    private readonly ThreadLocal<GatewayConnection?> connections = new();
    private readonly ConcurrentQueue<string> unreferenced = new();

    public void Release(string id) => unreferenced.Enqueue(id);

    /// <exception cref="JvmException">The call failed in the JVM, or there is no JVM any more.</exception>
    public T Send<T>(string command, AnswerReader<T> read)
    {
        var (releases, text) = WithReleases(command);
        GatewayConnection? connection = null;
        try
        {
            connection = connections.Value ??= new GatewayConnection(port, secret);
            connection.Write(text);
            for (var i = 0; i < releases; i++) connection.ReadLine();
            var answer = connection.ReadLine();
            if (answer.StartsWith("!y"u8)) return read(answer[2..]);
            if (answer.StartsWith("!xr"u8)) throw Failure(Encoding.UTF8.GetString(answer[3..]));
            if (answer.StartsWith("!z"u8)) Drop(connection);
            throw new JvmException(WireText.Unescape(answer[Math.Min(3, answer.Length)..]));
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException)
        {
            Drop(connection);
            throw new JvmGoneException($"The JVM does not answer ({e.Message}). {describeEnd()}");
        }
    }

    public bool IsAlive()
    {
        try
        {
            using var connection = new GatewayConnection(port, secret);
            return true;
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            return false;
        }
    }

    public void Dispose() => connections.Dispose();

    private (int Releases, string Text) WithReleases(string command)
    {
        if (unreferenced.IsEmpty) return (0, command);
        var text = new StringBuilder();
        var releases = 0;
        for (; releases < ReleasesPerCall && unreferenced.TryDequeue(out var id); releases++) text.Append("m\nd\n").Append(id).Append("\ne\n");
        return (releases, text.Append(command).ToString());
    }

    private JvmException Failure(string id)
    {
        var text = Send($"p\nr{id}\ne\n", static payload => WireText.Unescape(payload[1..]));
        Release(id);
        return new JvmException(text);
    }

    private void Drop(GatewayConnection? connection)
    {
        connection?.Dispose();
        connections.Value = null;
    }
}
