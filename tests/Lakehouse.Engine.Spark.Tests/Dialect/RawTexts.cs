using System.Globalization;
using Lakehouse.Features;

namespace Lakehouse.Engine.Spark.Tests.Dialect;

/// <summary>Texts as sources hold them: clean ones of a type, and ones at and beyond the edges of every form.</summary>
internal static class RawTexts
{
    private const string Alphabet = "0123456789+-.eE:TZ ,[]/=truefalsn\n\u00a0\u0663";

    internal static readonly string?[] Edges =
    [
        null, "", " ", "0", "-0", "+0", "00", "007", "+7", "-7", " 42", "42 ", "12\n", "1_000", "0x10", "1d", "1f", "1L", "9223372036854775807", "9223372036854775808",
        "-9223372036854775808", "-9223372036854775809",
        "00000000000000000000000000000000000000001", "1.5", "1.50", "1.500000", "1.", ".5", "+.5", "-.5", ".", "+", "-", "1.005", "99999.0", "100000.0", "9999999999999999.99",
        "99999999999999999.99", "0.123456789", "0.1234567891", "0.1234567890",
        "1e5", "1E5", "1e+5", "1e-5", "1e", "1e400", "-1e400", "1e-400", "4.9e-324", "2.4703282292062327e-324", "2.4703282292062328e-324", "1.7976931348623157e308",
        "1.7976931348623159e308", "9007199254740993", "0.1",
        "179769313486231580793728971405301", "123456789.123456789123456789", "NaN", "nan", "Infinity", "-Infinity", "+Infinity", "inf", "∞", "1,000", "true", "false", "True",
        "TRUE", "t", "1 ", "yes", "٣", "１２",
        "2020-02-29", "2019-02-29", "2020-02-30", "2020-2-9", "2020", "2020-01", "0000-01-01", "0001-01-01", "9999-12-31", "10000-01-01", "+2020-01-01", "-2020-01-01",
        "2020-13-01", "2020-00-01", "2020-01-00", "2020-01-01 ", "2020-01-01T",
        "2020-01-01T10:11", "2020-01-01 10:11", "2020-01-01T10:11Z", "2020-01-01T10:11:12", "2020-01-01t10:11:12", "2020-01-01T10:11:12Z", "2020-01-01 10:11:12Z",
        "2020-01-01T10:11:12z", "2020-01-01T10:11:12.5Z", "2020-01-01T10:11:12.123456Z",
        "2020-01-01T10:11:12.1234560Z", "2020-01-01T10:11:12.1234567Z", "2020-01-01T10:11:12.Z", "2020-01-01T24:00:00Z", "2020-01-01T23:59:60Z", "2020-01-01T23:60:00Z",
        "2020-01-01T10:11:12+02", "2020-01-01T10:11:12+0200", "2020-01-01T10:11:12+02:00",
        "2020-01-01T10:11:12-02:30", "2020-01-01T10:11:12+18:00", "2020-01-01T10:11:12+18:01", "2020-01-01T10:11:12-18:59", "2020-01-01T10:11:12+19:00",
        "2020-01-01T10:11:12 +02:00", "2020-01-01T10:11:12UTC", "2020-01-01T10:11:12 Europe/Berlin",
        "2020-01-01T10:11:12+2:00", "2020-01-01T10:11:12+02:0", "2020-01-01T10:11:12+02:60", "2020-01-01T10:11:12GMT+2", "0001-01-01T00:00:00Z", "0001-01-01T00:00:00+10:00",
        "9999-12-31T23:59:59.999999Z", "0000-12-31T23:00:00-02:00", "9999-12-31T23:59:59-10:00",
        "2021-03-28T01:59:59", "2021-03-28T02:00:00", "2021-03-28T02:30:00", "2021-03-28T02:59:59.999999", "2021-03-28T03:00:00", "2021-10-31T01:59:59", "2021-10-31T02:00:00",
        "2021-10-31T02:30:00", "2021-10-31T02:59:59.999999", "2021-10-31T03:00:00",
        "2021-03-14T02:30:00", "2021-11-07T01:30:00", "2021-10-03T02:15:00", "2021-04-04T01:45:00", "2021-05-16T02:30:00", "2011-12-30T12:00:00", "2011-12-31T00:00:00",
        "2011-12-29T23:59:59", "1969-12-31T23:59:59", "1970-01-01T00:00:00", "1900-01-01T00:00:00",
        "1883-11-18T12:03:58", "2040-12-31T23:59:59", "2041-01-01T00:00:00", "2300-07-01T00:00:00", "T10:11:12", "10:11:12", "epoch", "now", "today",
        "QQ==", "QR==", "QUI=", "QUJD", "QUJD\n", "QU JD", "QQ=", "QQ", "Q===", "====", "=", "_-8=", "+/8=", "QQ==QQ==", "[]", "[ ]", "[1]", "[1,2.5,null]", "[1, -0.0, 1e3]",
        "[ null , 1 ]", "[01]", "[1.]", "[.5]", "[+1]", "[1,]", "[,1]", "[,]",
        "[1 2]", "[[1]]", "[1e400]", "[-1e400]", "[1e-400]", "[NaN]", "[\"1\"]", "[true]", "[1]]", "[1]x", " [1]", "[1] ", "[nul]", "[nullnull]", "[1\n,2]", "null", "[", "]",
        "[0.1,0.30000000000000004]", "[-]", "[1e5,1E+5,1E-5]", "it's", "a\\b", "😀",
    ];

    /// <summary>Edges with some characters changed, added or dropped.</summary>
    internal static IEnumerable<string> Mutated(Random random, int count) => Enumerable.Range(0, count).Select(_ =>
    {
        var text = Edges[random.Next(1, Edges.Length)]!;
        for (var i = random.Next(1, 3); i > 0; i--)
        {
            var place = random.Next(text.Length + 1);
            var letter = Alphabet[random.Next(Alphabet.Length)].ToString();
            text = random.Next(3) switch
            {
                _ when place > 0 && char.IsHighSurrogate(text[place - 1]) => text,
                0 => text.Insert(place, letter),
                1 when place < text.Length && !char.IsSurrogate(text[place]) => text.Remove(place, 1),
                _ when place < text.Length && !char.IsSurrogate(text[place]) => text[..place] + letter + text[(place + 1)..],
                _ => text,
            };
        }

        return text;
    });

    /// <summary>A value of a type as a tidy source writes it.</summary>
    internal static string Clean(DataType type, string? zone, Random random)
    {
        var instant = DateTime.UnixEpoch.AddMicroseconds(random.NextInt64(365L * 70 * 86_400_000_000)).AddMicroseconds(random.Next(2) == 0 ? 0 : random.Next(1_000_000));
        var number = Math.Round((random.NextDouble() - 0.5) * Math.Pow(10, random.Next(12)), random.Next(8));
        switch (type.Kind)
        {
            case TypeKind.Int64: return (random.NextInt64() >> random.Next(60)).ToString(CultureInfo.InvariantCulture);
            case TypeKind.Decimal:
                var whole = type.Precision == type.Scale ? 0 : random.NextInt64((long)Math.Pow(10, Math.Min(9, type.Precision - type.Scale)));
                if (type.Scale == 0) return $"{whole}";
                var fraction = random.NextInt64((long)Math.Pow(10, type.Scale)).ToString(new string('0', type.Scale), CultureInfo.InvariantCulture);
                return $"{(random.Next(2) == 0 ? "-" : "")}{whole}.{fraction}";
            case TypeKind.Double: return number.ToString("R", CultureInfo.InvariantCulture);
            case TypeKind.Bool: return random.Next(2) == 0 ? "true" : "false";
            case TypeKind.Date: return instant.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            case TypeKind.TimestampNtz: return instant.ToString("yyyy-MM-dd HH:mm:ss.FFFFFF", CultureInfo.InvariantCulture);
            case TypeKind.Timestamp when zone is not null && random.Next(2) == 0:
                return instant.AddHours(12 - instant.Hour).ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture);
            case TypeKind.Timestamp: return instant.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFF", CultureInfo.InvariantCulture) + (random.Next(2) == 0 ? "Z" : "+05:30");
            case TypeKind.Binary: return Convert.ToBase64String([.. Enumerable.Range(0, random.Next(9)).Select(_ => (byte)random.Next(256))]);
            default:
                var items = Enumerable.Range(0, random.Next(5)).Select(_ => random.Next(6) == 0 ? "null" : number.ToString("R", CultureInfo.InvariantCulture));
                return $"[{string.Join(", ", items)}]";
        }
    }
}
