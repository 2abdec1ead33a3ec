using Lakehouse.Pipelines.Custom;
using Microsoft.Spark.Sql;

namespace FlightRotations;

/// <summary>Bronze flights to rotations: a leg, and the next leg between the same two airports where it flies back.</summary>
/// <remarks>
/// 1. Bronze is read at the pinned version, so that a repetition reads the same rows.
/// 2. A row and its successor are paired by <c>lead</c> over the two airports in either direction; the language of views has no such pairing, since its windows end at an instant, not at a row.
/// 3. The table is written as a whole under the run's transaction: Delta skips a version that it has already, so that a run that was killed after its commit does no harm.
/// </remarks>
internal static class Rotations
{
    public const string Input = "bronze/flights_raw";
    public const string Output = "silver/flight_rotations@1";
    private const string Leg = "named_struct('flight_id', flight_id, 'departed_at', departed_at, 'origin', origin, 'delay_minutes', delay_minutes)";

    public static void Write(SparkSession spark, CustomRun run)
    {
        var bronze = run.Inputs[Input];
        var rotations = spark.Read().Format("delta").Option("versionAsOf", bronze.Version).Load(bronze.Table.Path)
            .SelectExpr(
                "concat(_source_file, ':', _source_row) AS flight_id", "CAST(date AS TIMESTAMP) AS departed_at", "origin", "destination", "delay AS delay_minutes")
            .Where("length(origin) = 3 AND length(destination) = 3")
            .SelectExpr("*", $"lead({Leg}) OVER (PARTITION BY least(origin, destination), greatest(origin, destination) ORDER BY departed_at, flight_id) AS back")
            .Where("back.origin = destination")
            .SelectExpr(
                "flight_id", "origin", "destination", "departed_at", "delay_minutes", "back.flight_id AS back_flight_id", "back.departed_at AS back_departed_at",
                "back.delay_minutes AS back_delay_minutes", "(unix_seconds(back.departed_at) - unix_seconds(departed_at)) DIV 60 AS turn_minutes");

        rotations.Write().Format("delta").Mode(SaveMode.Overwrite)
            .Option("txnAppId", run.ApplicationId).Option("txnVersion", run.TransactionVersion)
            .Save(run.OutputPath);
    }
}
