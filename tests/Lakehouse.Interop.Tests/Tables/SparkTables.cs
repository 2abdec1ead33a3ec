namespace Lakehouse.Interop.Tests.Tables;

/// <summary>One table for each thing that Spark writes and we must read.</summary>
internal static class SparkTables
{
    private const string Values = "SELECT id, 'x' || id AS s, id % 3 AS p FROM range";

    public static readonly IReadOnlyList<SparkTable> All =
    [
        new(
            "insert, update, delete, merge, z-order, restore",
            [
                Create(), Insert(0, 10), "UPDATE {t} SET s = 'é' WHERE id > 7", "DELETE FROM {t} WHERE id = 3", Merge, "OPTIMIZE {t} ZORDER BY (id)",
                "RESTORE TABLE {t} TO VERSION AS OF 3",
            ]),
        new(
            "deletion vectors",
            [
                Create("'delta.enableDeletionVectors'='true'"), Insert(0, 100), "DELETE FROM {t} WHERE id % 7 = 3", "UPDATE {t} SET s = NULL WHERE id % 11 = 5", Merge,
                "OPTIMIZE {t}", "DELETE FROM {t} WHERE id > 90",
            ]),
        new(
            "partitions",
            [
                "CREATE TABLE {t} (id BIGINT, p STRING) USING delta PARTITIONED BY (p)",
                "INSERT INTO {t} VALUES (1, 'a/b'), (2, 'é ü'), (3, '100%'), (4, NULL), (5, 'a=b:c'), (6, '+'), (7, '[x]*?'), (8, 'null')",
                "DELETE FROM {t} WHERE p = '100%'", "OPTIMIZE {t} WHERE p = 'é ü'",
            ]),
        new("clustering", ["CREATE TABLE {t} (id BIGINT, s STRING, p BIGINT) USING delta CLUSTER BY (id)", Insert(0, 10)], "clustering"),
        new(
            "added columns",
            [
                Create(), Insert(0, 3), "ALTER TABLE {t} ADD COLUMNS (more STRUCT<a: INT, b: ARRAY<STRING>>, d DATE)",
                "INSERT INTO {t} VALUES (9, 's', 1, named_struct('a', 1, 'b', array('x', NULL)), DATE'1582-10-04')",
            ]),
        new(
            "columns mapped by name",
            [
                Create(Mapped("name")), Insert(0, 3), "ALTER TABLE {t} RENAME COLUMN s TO `a b`", "ALTER TABLE {t} DROP COLUMN p", "ALTER TABLE {t} ADD COLUMNS (p STRING)",
                "INSERT INTO {t} VALUES (9, 'y', 'z')",
            ]),
        new("columns mapped by id", [Create(Mapped("id")), Insert(0, 3), "ALTER TABLE {t} RENAME COLUMN s TO t", "INSERT INTO {t} VALUES (9, 'y', 2)"]),
        new(
            "widened types",
            [
                "CREATE TABLE {t} (id BIGINT, b TINYINT, h SMALLINT) USING delta TBLPROPERTIES ('delta.enableTypeWidening'='true')",
                "INSERT INTO {t} VALUES (1, 127Y, -32768S)", "ALTER TABLE {t} CHANGE COLUMN b TYPE SMALLINT", "ALTER TABLE {t} CHANGE COLUMN b TYPE INT",
                "ALTER TABLE {t} CHANGE COLUMN h TYPE INT", "INSERT INTO {t} VALUES (2, 70000, -70000)",
            ],
            "typeWidening"),
        new(
            "V2 checkpoints",
            [Create("'delta.checkpointPolicy'='v2', 'delta.checkpointInterval'='2'"), Insert(0, 2), Insert(2, 2), "DELETE FROM {t} WHERE id = 2", Insert(6, 2)]),
        new(
            "append-only, checkpoints in parts",
            [
                "SET spark.databricks.delta.checkpoint.partSize=2", Create("'delta.checkpointInterval'='3', 'delta.appendOnly'='true'"), Insert(0, 2), Insert(2, 2), Insert(4, 2),
                "RESET spark.databricks.delta.checkpoint.partSize",
            ]),
        new(
            "change data feed and a constraint",
            [
                Create("'delta.enableChangeDataFeed'='true'"), Insert(0, 6), "ALTER TABLE {t} ADD CONSTRAINT positive CHECK (id >= 0)", "UPDATE {t} SET s = 'u' WHERE id = 2",
                "DELETE FROM {t} WHERE id = 3",
            ]),
        new(
            "column defaults",
            [Create("'delta.feature.allowColumnDefaults'='supported'"), "ALTER TABLE {t} ALTER COLUMN s SET DEFAULT 'none'", "INSERT INTO {t} (id, p) VALUES (1, 2)"],
            "CURRENT_DEFAULT"),
        new("row tracking", [Create("'delta.enableRowTracking'='true'"), Insert(0, 4), "UPDATE {t} SET s = 'u' WHERE id = 2"], "rowTracking"),
        new(
            "in-commit timestamps enabled later",
            [Create(), Insert(0, 2), "ALTER TABLE {t} SET TBLPROPERTIES ('delta.enableInCommitTimestamps'='true')", Insert(2, 2)]),
        new(
            "all types, also with timestamps as INT96",
            [
                "CREATE TABLE {t} USING delta AS " + SparkValues.EveryType, "SET spark.sql.parquet.outputTimestampType=INT96", "INSERT INTO {t} " + SparkValues.EveryType,
                "RESET spark.sql.parquet.outputTimestampType",
            ]),
    ];

    private const string Merge =
        """
        MERGE INTO {t} t USING (SELECT id + 5 AS id, 'm' AS s, 7L AS p FROM range(8)) n ON t.id = n.id
        WHEN MATCHED AND n.id = 6 THEN DELETE WHEN MATCHED THEN UPDATE SET * WHEN NOT MATCHED THEN INSERT *
        """;

    private static string Create(string? properties = null, string partitions = "") =>
        $"CREATE TABLE {{t}} (id BIGINT, s STRING, p BIGINT) USING delta {partitions} {(properties is null ? "" : $"TBLPROPERTIES ({properties})")}";

    private static string Insert(int first, int count) => $"INSERT INTO {{t}} {Values}({first}, {first + count}, 1, 1)";

    private static string Mapped(string mode) => $"'delta.columnMapping.mode'='{mode}', 'delta.minReaderVersion'='2', 'delta.minWriterVersion'='5'";
}
