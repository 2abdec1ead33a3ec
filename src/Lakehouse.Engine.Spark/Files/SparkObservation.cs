using Microsoft.Spark.Interop;
using Microsoft.Spark.Interop.Ipc;
using Microsoft.Spark.Sql;

namespace Lakehouse.Engine.Spark.Files;

/// <summary>Sums over the rows that pass through a query, told by the action that runs it: no second pass.</summary>
internal sealed class SparkObservation
{
    private static readonly TimeSpan PollEvery = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private JvmObjectReference? observation;

    /// <summary>The same rows, observed.</summary>
    /// <param name="frame">The rows.</param>
    /// <param name="scan">Names the result.</param>
    /// <param name="sums">Names and aggregate expressions; at least two.</param>
    /// <returns>A relation's name.</returns>
    public string Observe(DataFrame frame, SparkScan scan, params (string Name, string Sql)[] sums)
    {
        observation = SparkEnvironment.JvmBridge.CallConstructor("org.apache.spark.sql.Observation");
        var columns = sums.Select(s => Functions.Expr(s.Sql).As(s.Name)).ToArray();
        return scan.Named((JvmObjectReference)frame.Reference.Invoke("observe", observation, columns[0], columns[1..])!);
    }

    /// <summary>A sum, after the action has ended; Spark tells it a moment later.</summary>
    /// <exception cref="EngineException">Spark does not tell it.</exception>
    public async Task<long> GetAsync(string name, CancellationToken ct)
    {
        var future = (JvmObjectReference)observation!.Invoke("future")!;
        var asked = TimeProvider.System.GetTimestamp();
        while (!(bool)future.Invoke("isCompleted")!)
        {
            if (TimeProvider.System.GetElapsedTime(asked) > Patience) throw new EngineException("Spark ended a write but did not tell what it had counted. Run again; nothing was published.");
            await Task.Delay(PollEvery, TimeProvider.System, ct);
        }

        return Convert.ToInt64(((JvmObjectReference)observation.Invoke("get")!).Invoke("apply", name), System.Globalization.CultureInfo.InvariantCulture);
    }
}
