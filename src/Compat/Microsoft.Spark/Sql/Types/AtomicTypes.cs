namespace Microsoft.Spark.Sql.Types;

/// <summary>A type without parts.</summary>
public abstract class AtomicType : DataType;

/// <summary>A number.</summary>
public abstract class NumericType : AtomicType;

/// <summary>A whole number.</summary>
public abstract class IntegralType : NumericType;

/// <summary>A number with a fraction.</summary>
public abstract class FractionalType : NumericType;

/// <summary>The type of NULL without a type.</summary>
public sealed class NullType : DataType
{
    /// <inheritdoc />
    public override string TypeName => "void";
}

/// <summary>Text.</summary>
public sealed class StringType : AtomicType;

/// <summary>Bytes.</summary>
public sealed class BinaryType : AtomicType;

/// <summary>True or false.</summary>
public sealed class BooleanType : AtomicType;

/// <summary>A day.</summary>
public sealed class DateType : AtomicType;

/// <summary>An instant with microseconds.</summary>
public sealed class TimestampType : AtomicType;

/// <summary>A double.</summary>
public sealed class DoubleType : FractionalType;

/// <summary>A float.</summary>
public sealed class FloatType : FractionalType;

/// <summary>Eight bits with a sign.</summary>
public sealed class ByteType : IntegralType
{
    /// <inheritdoc />
    public override string SimpleString => "tinyint";
}

/// <summary>Sixteen bits with a sign.</summary>
public sealed class ShortType : IntegralType
{
    /// <inheritdoc />
    public override string SimpleString => "smallint";
}

/// <summary>Thirty-two bits with a sign.</summary>
public sealed class IntegerType : IntegralType
{
    /// <inheritdoc />
    public override string SimpleString => "int";
}

/// <summary>Sixty-four bits with a sign.</summary>
public sealed class LongType : IntegralType
{
    /// <inheritdoc />
    public override string SimpleString => "bigint";
}

/// <summary>A decimal of fixed precision and scale.</summary>
public sealed class DecimalType(int precision = 10, int scale = 0) : FractionalType
{
    /// <inheritdoc />
    public override string TypeName => $"decimal({Precision},{Scale})";

    internal int Precision { get; } = precision;

    internal int Scale { get; } = scale;
}
