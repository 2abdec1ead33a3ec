using CsCheck;
using Lakehouse.Pipelines.Internal.Ingest;

namespace Lakehouse.Pipelines.Tests.Ingest;

public sealed class CsvRecordsTests
{
    [Fact]
    public void TryRead_AnyFieldsWrittenByTheRules_ComeBack() =>
        Gen.Char["ab,;\"\r\n é"].Array[0, 6].Select(c => new string(c)).Array[1, 4].Array[1, 6].Sample(rows =>
        {
            var text = string.Concat(rows.Select(r => string.Join(',', r.Select(f => $"\"{f.Replace("\"", "\"\"")}\"")) + "\n"));
            var records = new CsvRecords(new StringReader(text), ',', '"');
            foreach (var row in rows)
            {
                if (!records.TryRead(row.Length, out var whole) || !whole || !records.Fields.Select(f => f.Text).SequenceEqual(row)) return false;
            }

            return !records.TryRead(expectedFields: null, out _);
        });

    [Fact]
    public void TryRead_AnyText_EndsAndLosesNoLine() =>
        Gen.Char["ab,\"\n"].Array[0, 60].Sample(chars =>
        {
            var text = new string(chars);
            var records = new CsvRecords(new StringReader(text), ',', '"');
            var raws = new List<string>();
            while (records.TryRead(expectedFields: 2, out _)) raws.Add(records.Raw);
            var expected = text.Split('\n').Where(l => l.Length > 0);
            return string.Join('\n', raws).Split('\n').Where(l => l.Length > 0).SequenceEqual(expected);
        });

    [Fact]
    public void TryRead_BrokenQuote_CostsItsOwnLineOnly()
    {
        var records = new CsvRecords(new StringReader("a,\"b\nc,d\ne,f\"g\nh,i"), ',', '"');
        var read = new List<(string, bool)>();

        while (records.TryRead(expectedFields: 2, out var whole)) read.Add((records.Raw, whole));

        read.Should().Equal(("a,\"b", false), ("c,d", true), ("e,f\"g", false), ("h,i", true));
    }
}
