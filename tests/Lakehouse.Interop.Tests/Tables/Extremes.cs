using Lakehouse.Delta;

namespace Lakehouse.Interop.Tests.Tables;

/// <summary>Values at the edges of each type, as SQL of DuckDB.</summary>
internal static class Extremes
{
    public static TableSchema Primitives { get; } = TableWriter.Columns(
        ("l", "long"), ("i", "integer"), ("h", "short"), ("b", "byte"), ("f", "float"), ("d", "double"), ("o", "boolean"), ("s", "string"), ("x", "binary"),
        ("t", "date"), ("u", "timestamp"), ("n9", "decimal(9,2)"), ("n18", "decimal(18,4)"), ("n38", "decimal(38,10)"));

    public const string PrimitiveRows =
        """
        SELECT * FROM (VALUES
          (-9223372036854775808, -2147483648, -32768, -128, '-3.4028235e38', '-1.7976931348623157e308', false, '', ''::BLOB,
            DATE '0001-01-01', TIMESTAMPTZ '0001-01-01 00:00:00+00', -9999999.99, -99999999999999.9999, '-9999999999999999999999999999.9999999999'),
          (9223372036854775807, 2147483647, 32767, 127, '3.4028235e38', '1.7976931348623157e308', true, 'a😀ß' || chr(0) || '"\' || chr(10), '\x00\xFF'::BLOB,
            DATE '9999-12-31', TIMESTAMPTZ '9999-12-31 23:59:59.999999+00', 9999999.99, 99999999999999.9999, '9999999999999999999999999999.9999999999'),
          (0, 0, 0, 0, '-0.0', '-0.0', false, repeat('é', 40), 'abc'::BLOB,
            DATE '1582-10-10', TIMESTAMPTZ '1899-12-31 23:59:59.999999+00', 0.00, 0.0001, '0.0000000001'),
          (1, 1, 1, 1, 'nan', 'nan', true, '😀', 'z'::BLOB, DATE '1970-01-01', TIMESTAMPTZ '1969-12-31 23:59:59.999999+00', 0.01, -0.0001, '-0.0000000001'),
          (2, 2, 2, 2, 'inf', '-inf', true, 'null', 'z'::BLOB, DATE '1969-12-31', TIMESTAMPTZ '2026-03-29 01:30:00.000001+00', 1.00, 1.0000, '1'),
          (3, 3, 3, 3, '1.4e-45', '4.9e-324', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
          (NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)) v(l, i, h, b, f, d, o, s, x, t, u, n9, n18, n38)
        """;

    public static TableSchema Nested { get; } = new(
    [
        new("id", new PrimitiveType("long")),
        new("list", new ArrayType(new PrimitiveType("double"), ContainsNull: true)),
        new("point", new StructType([new("x", new PrimitiveType("integer")), new("inner", new StructType([new("y", new PrimitiveType("string"))]))])),
        new("map", new MapType(new PrimitiveType("string"), new PrimitiveType("long"), ValueContainsNull: true)),
        new("deep", new ArrayType(new StructType([new("k", new PrimitiveType("string")), new("v", new ArrayType(new PrimitiveType("long"), true))]), ContainsNull: true)),
    ]);

    public const string NestedRows =
        """
        SELECT 1 AS id, [1.5, NULL, 'nan'::DOUBLE, '-0.0'::DOUBLE] AS list, {'x': 1, 'inner': {'y': 'z'}} AS point,
          MAP {'k': 1, 'l': NULL} AS map, [{'k': 'a', 'v': [1, NULL]}, NULL] AS deep
        UNION ALL SELECT 2, [], {'x': NULL, 'inner': NULL}, MAP {}, []
        UNION ALL SELECT 3, NULL, NULL, NULL, NULL
        UNION ALL SELECT 4, [0.1], {'x': CAST(-2147483648 AS INTEGER), 'inner': {'y': NULL}}, MAP {'': 0}, [{'k': NULL, 'v': NULL}, {'k': '', 'v': []}]
        """;

    /// <summary>Texts that directories, URIs, globs or careless readers trip over, as the values of a partition column.</summary>
    public const string NastyTexts =
        """
        SELECT row_number() OVER () AS id, p FROM (VALUES (NULL), ('plain'), ('a b'), ('a/b'), ('a=b'), ('a%2Fb'), ('100%'), ('a+b'), ('a:b'), ('?#'),
          ('[x]*{y}'), ('back\slash'), ('quo"te'''),
          ('null'), ('__HIVE_DEFAULT_PARTITION__x'), ('é'), ('日本'), ('😀'), (' lead'), ('trail '), ('.'), ('..'), ('tab' || chr(9)),
          ('new' || chr(10) || 'line'), ('del' || chr(127)),
          ('nb' || chr(160) || 'sp'), ('ls' || chr(8232)), ('&;,@!$~`^|<>')) v(p)
        """;

    public static TableSchema TypedPartitions { get; } = TableWriter.Columns(
        ("id", "long"), ("d", "date"), ("u", "timestamp"), ("o", "boolean"), ("n", "decimal(10,3)"), ("f", "double"), ("g", "float"), ("b", "byte"));

    public const string TypedPartitionRows =
        """
        SELECT * FROM (VALUES
          (1, DATE '2026-03-01', TIMESTAMPTZ '2026-03-01 12:34:56.789012+00', true, -0.001, 'nan', 'inf', -128),
          (2, DATE '0001-01-01', TIMESTAMPTZ '1899-12-31 23:59:59.999999+00', false, 1234567.890, '-inf', '1.4e-45', 127),
          (3, DATE '9999-12-31', TIMESTAMPTZ '2026-03-01 00:00:00+00', NULL, 0.000, '1e20', '1e-4', 0),
          (4, NULL, NULL, NULL, NULL, NULL, NULL, NULL)) v(id, d, u, o, n, f, g, b)
        """;
}
