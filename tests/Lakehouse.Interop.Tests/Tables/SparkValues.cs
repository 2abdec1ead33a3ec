namespace Lakehouse.Interop.Tests.Tables;

/// <summary>Values at the edges of each type, as SQL of Spark.</summary>
internal static class SparkValues
{
    public const string EveryType =
        """
        SELECT * FROM VALUES
          (1L, -2147483648, -32768S, -128Y, float('NaN'), double('-0.0'), true, '', X'', DATE'0001-01-01', TIMESTAMP'0001-01-01 00:00:00Z', -99999999999999.9999BD,
            array(1.5D, NULL), map('k', named_struct('x', 1)), TIMESTAMP_NTZ'9999-12-31 23:59:59.999999'),
          (9223372036854775807L, 2147483647, 32767S, 127Y, float('Infinity'), double('NaN'), false, 'a😀ß', X'00FF',
            DATE'9999-12-31', TIMESTAMP'9999-12-31 23:59:59.999999Z', 99999999999999.9999BD, array(), map(), TIMESTAMP_NTZ'0001-01-01 00:00:00'),
          (0L, 0, 0S, 0Y, float('1.4E-45'), 4.9E-324D, true, 'nul', X'41', DATE'1582-10-04', TIMESTAMP'1899-12-31 23:59:59.999999Z', 0.0001BD, NULL, NULL, NULL),
          (NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL) AS v(l, i, h, b, f, d, o, s, x, t, u, n, a, m, z)
        """;
}
