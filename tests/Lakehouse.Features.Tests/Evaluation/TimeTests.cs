using CsCheck;
using Lakehouse.Features.Evaluation;
using Lakehouse.Features.Expressions;
using static Lakehouse.Features.Tests.Evaluation.Ir;

namespace Lakehouse.Features.Tests.Evaluation;

public sealed class TimeTests
{
    [Fact]
    public void Parts_AnyInstant_EqualDateTime()
    {
        Gen.Long[-62_135_596_800_000_000, 253_402_300_799_999_999].Sample(micros =>
        {
            var expected = DateTime.UnixEpoch.AddTicks(micros * 10);

            Part(Function.Year, micros).Should().Be(expected.Year);
            Part(Function.Month, micros).Should().Be(expected.Month);
            Part(Function.Day, micros).Should().Be(expected.Day);
            Part(Function.Hour, micros).Should().Be(expected.Hour);
            Part(Function.Minute, micros).Should().Be(expected.Minute);
            Part(Function.Second, micros).Should().Be(expected.Second);
            Part(Function.DayOfYear, micros).Should().Be(expected.DayOfYear);
            Part(Function.IsoDayOfWeek, micros).Should().Be(expected.DayOfWeek == DayOfWeek.Sunday ? 7 : (long)expected.DayOfWeek);
        }, iter: 20_000);
    }

    [Fact]
    public void DateOf_BeforeTheEpoch_Floors()
    {
        Eval(Function.DateOf, DataType.Date, At(-1)).AsInt64.Should().Be(-1);
        Eval(Function.MidnightUtc, DataType.Timestamp, Day(-1)).AsInt64.Should().Be(-86_400_000_000);
    }

    [Fact]
    public void AddMicros_BeyondTheYear9999_Overflows()
    {
        var late = At(253_402_300_799_999_999);

        Eval(Function.AddMicros, DataType.Timestamp, late, Of(-1)).AsInt64.Should().Be(253_402_300_799_999_998);
        Call(Function.AddMicros, DataType.Timestamp, late, Of(1)).Invoking(e => e.Eval()).Should().Throw<ValueOverflowException>();
    }

    [Fact]
    public void MicrosBetween_LaterFirst_IsPositive() => Eval(Function.MicrosBetween, DataType.Int64, At(5), At(-5)).AsInt64.Should().Be(10);

    private static long Part(Function function, long micros) => Eval(function, DataType.Int64, At(micros)).AsInt64;
}
