using System.Buffers.Binary;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;

namespace Lakehouse.Cassandra.TestHost;

/// <summary>One connection of protocol v4 that runs one plain query after another: set-up must not depend on the driver that is tested.</summary>
internal sealed class CqlClient : IAsyncDisposable
{
    private const byte Version = 4;
    private const int HeaderLength = 9;
    private const byte Startup = 1, Options = 5, Query = 7, AuthResponse = 0x0F;
    private const byte Error = 0, Authenticate = 3;
    private readonly Stream stream;

    private CqlClient(Stream stream) => this.stream = stream;

    /// <summary>Connects without logging in.</summary>
    public static async Task<CqlClient> ConnectAsync(IPEndPoint node, bool tls, CancellationToken ct)
    {
        var socket = new Socket(node.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        Stream? stream = null;
        try
        {
            await socket.ConnectAsync(node, ct);
            stream = new NetworkStream(socket, ownsSocket: true);
            if (!tls) return new(stream);
            // Tests of certificates are the driver's; here any is good.
            var secured = new SslStream(stream, leaveInnerStreamOpen: false, (_, _, _, _) => true);
            stream = secured;
            await secured.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = node.Address.ToString() }, ct);
            return new(stream);
        }
        catch (Exception)
        {
            if (stream is not null) await stream.DisposeAsync();
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Asks what the node supports, which it answers when it serves.</summary>
    public Task OptionsAsync(CancellationToken ct) => SendAsync(Options, [], ct);

    /// <summary>Opens the session.</summary>
    /// <exception cref="CqlException">The login is refused.</exception>
    public async Task StartAsync(CassandraCredentials? credentials, CancellationToken ct)
    {
        var body = new BodyWriter();
        body.Short(1);
        body.String("CQL_VERSION");
        body.String("3.0.0");
        var (opcode, _) = await SendAsync(Startup, body.Written, ct);
        if (opcode != Authenticate) return;
        var token = new BodyWriter();
        token.Bytes(Encoding.UTF8.GetBytes($"\0{credentials?.User}\0{credentials?.Password}"));
        await SendAsync(AuthResponse, token.Written, ct);
    }

    /// <summary>Runs a statement and gives the cells of its rows.</summary>
    /// <exception cref="CqlException">The node refuses it.</exception>
    public async Task<List<byte[]?[]>> QueryAsync(string cql, ushort consistency, CancellationToken ct)
    {
        var body = new BodyWriter();
        body.Bytes(Encoding.UTF8.GetBytes(cql));
        body.Short(consistency);
        body.Byte(0);
        var (_, answer) = await SendAsync(Query, body.Written, ct);
        return new BodyReader(answer).Rows();
    }

    public ValueTask DisposeAsync() => stream.DisposeAsync();

    private async Task<(byte Opcode, byte[] Body)> SendAsync(byte opcode, byte[] body, CancellationToken ct)
    {
        var frame = new byte[HeaderLength + body.Length];
        (frame[0], frame[4]) = (Version, opcode);
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(5), body.Length);
        body.CopyTo(frame, HeaderLength);
        await stream.WriteAsync(frame, ct);
        var header = new byte[HeaderLength];
        await stream.ReadExactlyAsync(header, ct);
        var answer = new byte[BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(5))];
        await stream.ReadExactlyAsync(answer, ct);
        const int Warnings = 8;
        if ((header[1] & Warnings) != 0) answer = new BodyReader(answer).WithoutWarnings();
        if (header[4] != Error) return (header[4], answer);
        var error = new BodyReader(answer);
        throw new CqlException(error.Int(), error.String());
    }
}
