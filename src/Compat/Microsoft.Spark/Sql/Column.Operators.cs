namespace Microsoft.Spark.Sql;

/// <content>Operators and equality.</content>
public sealed partial class Column
{
    /// <summary>Whether both are equal.</summary>
    public static Column operator ==(Column lhs, object rhs) => lhs.EqualTo(rhs);

    /// <summary>Whether both differ.</summary>
    public static Column operator !=(Column lhs, object rhs) => lhs.NotEqual(rhs);

    /// <summary>Whether the left is less.</summary>
    public static Column operator <(Column lhs, object rhs) => lhs.Lt(rhs);

    /// <summary>Whether the left is less or equal.</summary>
    public static Column operator <=(Column lhs, object rhs) => lhs.Leq(rhs);

    /// <summary>Whether the left is greater.</summary>
    public static Column operator >(Column lhs, object rhs) => lhs.Gt(rhs);

    /// <summary>Whether the left is greater or equal.</summary>
    public static Column operator >=(Column lhs, object rhs) => lhs.Geq(rhs);

    /// <summary>The sum.</summary>
    public static Column operator +(Column lhs, object rhs) => lhs.Plus(rhs);

    /// <summary>The difference.</summary>
    public static Column operator -(Column lhs, object rhs) => lhs.Minus(rhs);

    /// <summary>The product.</summary>
    public static Column operator *(Column lhs, object rhs) => lhs.Multiply(rhs);

    /// <summary>The quotient.</summary>
    public static Column operator /(Column lhs, object rhs) => lhs.Divide(rhs);

    /// <summary>The remainder.</summary>
    public static Column operator %(Column lhs, object rhs) => lhs.Mod(rhs);

    /// <summary>Whether both hold.</summary>
    public static Column operator &(Column lhs, Column rhs) => lhs.And(rhs);

    /// <summary>Whether one of both holds.</summary>
    public static Column operator |(Column lhs, Column rhs) => lhs.Or(rhs);

    /// <summary>The opposite of a condition.</summary>
    public static Column operator !(Column column) => Functions.Not(column);

    /// <summary>The negative number.</summary>
    public static Column operator -(Column column) => Functions.Negate(column);

    /// <inheritdoc />
    public override bool Equals(object? obj) => obj is Column other && (ReferenceEquals(this, other) || Reference.Call<bool>("equals", other));

    /// <inheritdoc />
    public override int GetHashCode() => Reference.Call<int>("hashCode");
}
