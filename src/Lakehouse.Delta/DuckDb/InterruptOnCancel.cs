using DuckDB.NET.Data;
using Lakehouse.Delta.Internal.Scanning;

namespace Lakehouse.Delta.DuckDb;

/// <summary>Interrupts the statement that runs on a connection while a token is cancelled.</summary>
/// <remarks>DuckDB forgets an interrupt that arrives before the statement has begun, so it is repeated until the statement ends.</remarks>
internal sealed class InterruptOnCancel : IDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(25);
    private readonly Lock gate = new();
    private readonly DuckDBConnection connection;
    private readonly CancellationToken ct;
    private readonly CancellationTokenRegistration registration;
    private Timer? timer;
    private bool done;

    public InterruptOnCancel(DuckDBConnection connection, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        this.connection = connection;
        this.ct = ct;
        registration = ct.Register(() =>
        {
            lock (gate)
            {
                if (!done) timer = new Timer(_ => Interrupt(), state: null, TimeSpan.Zero, Period);
            }
        });
    }

    /// <summary>Runs the statement; what fails after the cancellation is reported as cancelled, and what a scan refuses as a <see cref="DeltaException"/>.</summary>
    public void Run(Action statement)
    {
        try
        {
            statement();
        }
        catch (Exception e) when (ct.IsCancellationRequested && e is DuckDBException or DuckDbQueryException)
        {
            throw new OperationCanceledException("The query was cancelled.", e, ct);
        }
        catch (Exception e) when (e is DuckDBException or DuckDbQueryException && ScanRefusal.Find(e) is not null)
        {
            throw ScanRefusal.Find(e)!;
        }
        finally
        {
            lock (gate) done = true;
        }
    }

    public void Dispose()
    {
        registration.Dispose();
        lock (gate)
        {
            done = true;
            timer?.Dispose();
        }
    }

    private void Interrupt()
    {
        lock (gate)
        {
            if (!done) connection.NativeConnection.Interrupt();
        }
    }
}
