using Lakehouse.Spark.TestHost;
using Microsoft.Spark.Interop;
using Microsoft.Spark.Interop.Ipc;

namespace Microsoft.Spark.Tests;

/// <summary>Values there and back through the gateway.</summary>
public sealed class WireTests(SparkHost host)
{
    public static TheoryData<object> Scalars =>
    [
        true, false, 0, int.MinValue, int.MaxValue, 0L, 1L, long.MinValue, long.MaxValue, 0.1, double.Epsilon, double.MinValue, double.MaxValue, 1e20,
        double.NaN, double.PositiveInfinity, double.NegativeInfinity, 0m, 1.10m, -0.0000000000000000000000000001m, decimal.MaxValue, decimal.MinValue,
        "", " ", "\\", "\\n", "\n", "\r\n", "\r", "a\\\nb\\\\", "e", "!x", "\u2028\u2029\u0085", "😀é\u0001\0", "o1", "z:java.lang.String",
    ];

    [Theory]
    [MemberData(nameof(Scalars), DisableDiscoveryEnumeration = true)]
    public void Call_Scalar_ComesBackAsItIs(object value)
    {
        var back = Echo(value);

        back.Should().Be(value);
        back!.GetType().Should().Be(value.GetType());
    }

    [Fact]
    public void Call_Null_ComesBackAsNull() => Echo(null).Should().BeNull();

    [Fact]
    public void Call_NegativeZero_KeepsItsSign() => double.IsNegative((double)Echo(-0.0)!).Should().BeTrue();

    [Fact]
    public void Call_EveryByte_ComesBackAsItIs()
    {
        byte[] bytes = [.. Enumerable.Range(0, 1000).Select(i => (byte)i)];

        Echo(bytes).Should().BeEquivalentTo(bytes);
        Echo(Array.Empty<byte>()).Should().BeEquivalentTo(Array.Empty<byte>());
    }

    [Fact]
    public void Call_MillionCharacters_ComeBackAsTheyAre()
    {
        var text = string.Concat(Enumerable.Repeat("ab\\\n😀é", 150_000));

        Echo(text).Should().Be(text);
    }

    [Fact]
    public void Call_Arrays_ComeBackAsArrays()
    {
        Echo(new[] { "a", "", "b\u0001c", "\\" }).Should().BeOfType<string[]>().Which.Should().Equal("a", "", "b\u0001c", "\\");
        Echo(new[] { "", "" }).Should().BeOfType<string[]>().Which.Should().Equal("", "");
        Echo(Array.Empty<string>()).Should().BeOfType<string[]>().Which.Should().BeEmpty();
        Echo(new[] { int.MinValue, 7 }).Should().BeOfType<int[]>().Which.Should().Equal(int.MinValue, 7);
        Echo(new[] { long.MinValue, 7L }).Should().BeOfType<long[]>().Which.Should().Equal(long.MinValue, 7L);
        Echo(new[] { double.NaN, 0.1 }).Should().BeOfType<double[]>().Which.Should().Equal(double.NaN, 0.1);
    }

    [Fact]
    public void Call_Dictionary_ArrivesAsAMap()
    {
        var map = Bridge.CallConstructor("java.util.TreeMap", new Dictionary<string, string> { ["b"] = "2", ["a"] = "\n" });

        map.Invoke("toString").Should().Be("{a=\n, b=2}");
    }

    [Fact]
    public void Call_IntWhereJavaHasLong_FindsTheMethod() => host.Session.Reference.Invoke("range", 5).Should().BeOfType<JvmObjectReference>();

    private IJvmBridge Bridge
    {
        get
        {
            _ = host.Session;
            return SparkEnvironment.JvmBridge;
        }
    }

    private object? Echo(object? value)
    {
        var list = Bridge.CallConstructor("java.util.ArrayList");
        list.Invoke("add", value);
        return list.Invoke("get", 0);
    }
}
