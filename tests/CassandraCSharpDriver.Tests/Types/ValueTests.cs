using System.Net;
using System.Numerics;
using Cassandra;
using Cassandra.Internal.Types;
using Cassandra.Internal.Wire;
using CassandraCSharpDriver.Tests.Wire;

namespace CassandraCSharpDriver.Tests.Types;

/// <summary>Values as bytes, against bytes of real rows, and back.</summary>
public sealed class ValueTests
{
    private static readonly CqlType Text = CqlType.Scalar(ColumnTypeCode.Varchar);
    private const string MarshalPackage = "org.apache.cassandra.db.marshal.";

    private static readonly CqlType Int = CqlType.Scalar(ColumnTypeCode.Int);

    [Fact]
    public void Encode_RecordedValues_AreTheirBytes()
    {
        Of(-123.4500m, ColumnTypeCode.Decimal).Should().Equal(Hex.Bytes("00000004 ed29bc"));
        Of(new BigInteger(-129), ColumnTypeCode.Varint).Should().Equal(Hex.Bytes("ff7f"));
        Of(new BigInteger(128), ColumnTypeCode.Varint).Should().Equal(Hex.Bytes("0080"));
        Of(new LocalDate(1970, 1, 2), ColumnTypeCode.Date).Should().Equal(Hex.Bytes("80000001"));
        Of(new Guid("00112233-4455-6677-8899-aabbccddeeff"), ColumnTypeCode.Uuid).Should().Equal(Hex.Bytes("00112233445566778899aabbccddeeff"));
        Of(new DateTimeOffset(1970, 1, 1, 0, 0, 1, TimeSpan.Zero), ColumnTypeCode.Timestamp).Should().Equal(Hex.Bytes("00000000000003e8"));
        ValueEncoder.Encode(new[] { 1f, 2f, 3f }, CqlType.VectorOf(CqlType.Scalar(ColumnTypeCode.Float), 3)).Should().Equal(Hex.Bytes("3f800000 40000000 40400000"));
        ValueEncoder.Encode(new CqlVector<string>("ab", "c"), CqlType.VectorOf(Text, 2)).Should().Equal(Hex.Bytes("02 6162 01 63"));
    }

    public static TheoryData<object, string> Values() => new()
    {
        { "grüße", "text" },
        { "", "text" },
        { long.MinValue, "bigint" },
        { -2, "int" },
        { (short)-3, "smallint" },
        { (sbyte)-4, "tinyint" },
        { -0.0, "double" },
        { float.NaN, "float" },
        { true, "boolean" },
        { BigInteger.Pow(-7, 99), "varint" },
        { BigInteger.Zero, "varint" },
        { decimal.MinValue, "decimal" },
        { 0.0000000000000000000000000001m, "decimal" },
        { new DateTimeOffset(1901, 2, 3, 4, 5, 6, 789, TimeSpan.Zero), "timestamp" },
        { new Guid("00112233-4455-1677-8899-aabbccddeeff"), "uuid" },
        { TimeUuid.Parse("00112233-4455-1677-8899-aabbccddeeff"), "timeuuid" },
        { new LocalDate(-5_877_641, 6, 23), "date" },
        { new LocalTime(86_399_999_999_999), "time" },
        { new Duration(-1, -2, long.MinValue), "duration" },
        { IPAddress.Parse("fe80::1"), "inet" },
        { new byte[] { 1, 0, 255 }, "blob" },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public void Decode_WhatWasEncoded_IsTheValue(object value, string name)
    {
        var type = CqlType.Scalar(name == "text" ? ColumnTypeCode.Varchar : Enum.Parse<ColumnTypeCode>(name, ignoreCase: true));

        var bytes = ValueEncoder.Encode(value, type)!;

        ValueDecoder.For(value.GetType()).DecodeObject(type, bytes).Should().BeEquivalentTo(value);
        ValueDecoder.For(typeof(object)).DecodeObject(type, bytes).Should().BeEquivalentTo(value);
    }

    [Fact]
    public void Decode_Collections_AreReadAsTheTypesThatAreAskedFor()
    {
        int[] numbers = [3, 1, 2];
        var bytes = ValueEncoder.Encode(numbers, null)!;
        var list = CqlType.ListOf(Int);

        Decode<int[]>(list, bytes).Should().Equal(3, 1, 2);
        Decode<List<int>>(list, bytes).Should().Equal(3, 1, 2);
        Decode<IEnumerable<int>>(list, bytes).Should().Equal(3, 1, 2);
        Decode<IReadOnlyList<int?>>(list, bytes).Should().Equal(3, 1, 2);
        Decode<HashSet<int>>(list, bytes).Should().BeEquivalentTo(numbers);
        Decode<SortedSet<int>>(list, bytes).Should().Equal(1, 2, 3);
    }

    [Fact]
    public void Decode_MapOfLists_IsADictionary()
    {
        var map = new Dictionary<string, int[]> { ["a"] = [1, 2], ["b"] = [] };
        var type = CqlType.MapOf(Text, CqlType.ListOf(Int));

        var bytes = ValueEncoder.Encode(map, type)!;

        Decode<IDictionary<string, int[]>>(type, bytes).Should().BeEquivalentTo(map);
        ValueEncoder.Encode(map, null).Should().Equal(bytes, "the type is guessed from the value");
    }

    [Fact]
    public void Decode_TupleWithNullAndMissingParts_HasNulls()
    {
        var type = CqlType.TupleOf(Text, Int, Int);
        var bytes = ValueEncoder.Encode(Tuple.Create("a", (int?)null), type)!;

        Decode<Tuple<string, int?, int?>>(type, bytes).Should().Be(Tuple.Create("a", (int?)null, (int?)null));
    }

    [Fact]
    public void Decode_VectorOfVectors_IsNested()
    {
        var type = CqlType.VectorOf(CqlType.VectorOf(Int, 2), 2);
        var value = new CqlVector<CqlVector<int>>(new CqlVector<int>(1, 2), new CqlVector<int>(3, 4));

        Decode<CqlVector<CqlVector<int>>>(type, ValueEncoder.Encode(value, type)!).Should().BeEquivalentTo(value);
    }

    [Fact]
    public void Encode_WrongClrType_IsRefusedWithBothTypes()
    {
        var encode = () => ValueEncoder.Encode(1, CqlType.Scalar(ColumnTypeCode.Bigint));

        encode.Should().Throw<InvalidTypeException>().WithMessage("*System.Int32*bigint*");
    }

    [Fact]
    public void Encode_VectorOfWrongLength_IsRefused()
    {
        var encode = () => ValueEncoder.Encode(new[] { 1, 2 }, CqlType.VectorOf(Int, 3));

        encode.Should().Throw<InvalidTypeException>().WithMessage("*3 elements, not 2*");
    }

    [Fact]
    public void Decode_WrongClrType_IsAnInvalidCast()
    {
        var decode = () => Decode<long>(Int, [0, 0, 0, 1]);

        decode.Should().Throw<InvalidCastException>().WithMessage("*int*System.Int64*");
    }

    [Fact]
    public void Decode_EmptyValueOfANumber_IsNull()
    {
        Decode<int?>(Int, []).Should().BeNull();
        var decode = () => Decode<int>(Int, []);
        decode.Should().Throw<NullReferenceException>();
    }

    [Theory]
    [InlineData("@VectorType(@FloatType , 3)", "vector<float, 3>")]
    [InlineData("@DurationType", "duration")]
    [InlineData("@VectorType(@MapType(@UTF8Type,@LongType), 2)", "vector<map<text, bigint>, 2>")]
    [InlineData("@PointType", "@PointType")]
    public void Custom_ClassName_IsTheTypeItStandsFor(string name, string expected) =>
        CqlType.Custom(name.Replace("@", MarshalPackage)).ToString().Should().Be(expected.Replace("@", MarshalPackage));

    [Fact]
    public void GetValue_NumbersAndTimes_AllocateNothing()
    {
        var row = RowOf([("l", 1L), ("d", 1.5), ("i", 2), ("b", true), ("t", DateTimeOffset.UnixEpoch), ("u", Guid.Empty)]);
        Read(row);
        var before = GC.GetAllocatedBytesForCurrentThread();

        var sum = 0.0;
        for (var i = 0; i < 1000; i++) sum += Read(row);

        (GC.GetAllocatedBytesForCurrentThread() - before).Should().Be(0);
        sum.Should().Be(1000 * 4.5);

        static double Read(Row row) => row.GetValue<long>("l") + row.GetValue<double>(1) + row.GetValue<int?>("i")!.Value
            + (row.GetValue<bool>(3) && row.GetValue<DateTimeOffset>(4) == DateTimeOffset.UnixEpoch && row.GetValue<Guid?>(5) == Guid.Empty ? 0 : double.NaN);
    }

    [Fact]
    public void LocalDate_EveryDayOfSomeCenturies_IsThatOfTheCalendar()
    {
        for (var day = new DateOnly(1599, 12, 30); day.Year < 2405; day = day.AddDays(1))
        {
            var date = new LocalDate(day.Year, day.Month, day.Day);
            var again = new LocalDate(date.DaysSinceEpochCentered);
            var number = LocalDate.Epoch + day.DayNumber - new DateOnly(1970, 1, 1).DayNumber;
            if ((again.Year, again.Month, again.Day, date.DaysSinceEpochCentered) != (day.Year, day.Month, day.Day, number)) Assert.Fail($"{day} became {again}");
        }
    }

    [Fact]
    public void TimeUuid_NewId_HoldsItsTime()
    {
        var time = new DateTimeOffset(2026, 3, 4, 5, 6, 7, 891, TimeSpan.Zero);

        var id = TimeUuid.NewId(time);

        id.GetDate().Should().Be(time);
        id.ToString()[14].Should().Be('1', "it is a UUID of version 1");
    }

    /// <summary>A row as it comes from a node, with these columns.</summary>
    private static Row RowOf((string Name, object Value)[] columns)
    {
        var body = new FrameWriter(4);
        body.WriteInt32(2);
        body.WriteInt32(1);
        body.WriteInt32(columns.Length);
        body.WriteString("k");
        body.WriteString("t");
        foreach (var (name, value) in columns)
        {
            body.WriteString(name);
            body.WriteUInt16((int)ClrTypes.GuessOf(value.GetType()).Code);
        }

        body.WriteInt32(1);
        foreach (var (_, value) in columns) ValueEncoder.WriteValue(body, value, type: null);
        var response = ResponseDecoder.Decode(new FrameHeader(0x84, FrameFlags.None, 0, Opcode.Result, body.Length), body.Written.ToArray());
        return new RowSet((RowsResponse)response, fetchNext: null).Single();
    }

    private static byte[]? Of(object value, ColumnTypeCode code) => ValueEncoder.Encode(value, CqlType.Scalar(code));

    private static T Decode<T>(CqlType type, ReadOnlySpan<byte> bytes) => ValueDecoder<T>.Instance.Decode(type, bytes);
}
