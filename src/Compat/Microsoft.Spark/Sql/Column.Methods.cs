namespace Microsoft.Spark.Sql;

/// <content>Expressions of one value.</content>
public sealed partial class Column
{
    /// <summary>Whether the value equals another; NULL for NULL.</summary>
    public Column EqualTo(object rhs) => With("equalTo", rhs);

    /// <summary>Whether the value differs from another; NULL for NULL.</summary>
    public Column NotEqual(object rhs) => With("notEqual", rhs);

    /// <summary>Whether the value is greater.</summary>
    public Column Gt(object rhs) => With("gt", rhs);

    /// <summary>Whether the value is less.</summary>
    public Column Lt(object rhs) => With("lt", rhs);

    /// <summary>Whether the value is less or equal.</summary>
    public Column Leq(object rhs) => With("leq", rhs);

    /// <summary>Whether the value is greater or equal.</summary>
    public Column Geq(object rhs) => With("geq", rhs);

    /// <summary>The sum.</summary>
    public Column Plus(object rhs) => With("plus", rhs);

    /// <summary>The difference.</summary>
    public Column Minus(object rhs) => With("minus", rhs);

    /// <summary>The product.</summary>
    public Column Multiply(object rhs) => With("multiply", rhs);

    /// <summary>The quotient.</summary>
    public Column Divide(object rhs) => With("divide", rhs);

    /// <summary>The remainder.</summary>
    public Column Mod(object rhs) => With("mod", rhs);

    /// <summary>Whether the value equals another, where NULL equals NULL.</summary>
    public Column EqNullSafe(object obj) => With("eqNullSafe", obj);

    /// <summary>Whether one of both holds.</summary>
    public Column Or(Column other) => With("or", other);

    /// <summary>Whether both hold.</summary>
    public Column And(Column other) => With("and", other);

    /// <summary>Whether the value is NaN.</summary>
    public Column IsNaN() => With("isNaN");

    /// <summary>Whether the value is NULL.</summary>
    public Column IsNull() => With("isNull");

    /// <summary>Whether the value is not NULL.</summary>
    public Column IsNotNull() => With("isNotNull");

    /// <summary>Descending order.</summary>
    public Column Desc() => With("desc");

    /// <summary>Descending order, NULL first.</summary>
    public Column DescNullsFirst() => With("desc_nulls_first");

    /// <summary>Descending order, NULL last.</summary>
    public Column DescNullsLast() => With("desc_nulls_last");

    /// <summary>Ascending order.</summary>
    public Column Asc() => With("asc");

    /// <summary>Ascending order, NULL first.</summary>
    public Column AscNullsFirst() => With("asc_nulls_first");

    /// <summary>Ascending order, NULL last.</summary>
    public Column AscNullsLast() => With("asc_nulls_last");

    /// <summary>A further case after <see cref="Functions.When"/>.</summary>
    public Column When(Column condition, object value) => With("when", condition, value);

    /// <summary>The value when no case holds.</summary>
    public Column Otherwise(object value) => With("otherwise", value);

    /// <summary>Whether the value lies between two, both included.</summary>
    public Column Between(object lowerBound, object upperBound) => With("between", lowerBound, upperBound);

    /// <summary>Whether the text matches a SQL pattern.</summary>
    public Column Like(string literal) => With("like", literal);

    /// <summary>Whether the text matches a regular expression.</summary>
    public Column RLike(string literal) => With("rlike", literal);

    /// <summary>An array's element or a map's value.</summary>
    public Column GetItem(object key) => With("getItem", key);

    /// <summary>A struct's field.</summary>
    public Column GetField(string fieldName) => With("getField", fieldName);

    /// <summary>The struct with a field added or replaced.</summary>
    public Column WithField(string fieldName, Column column) => With("withField", fieldName, column);

    /// <summary>The struct without fields.</summary>
    public Column DropFields(params string[] fieldNames) => With("dropFields", (object)fieldNames);

    /// <summary>A part of the text, from position 1.</summary>
    public Column SubStr(Column startPos, Column len) => With("substr", startPos, len);

    /// <summary>A part of the text, from position 1.</summary>
    public Column SubStr(int startPos, int len) => With("substr", startPos, len);

    /// <summary>Whether the text holds another.</summary>
    public Column Contains(object other) => With("contains", other);

    /// <summary>Whether the text starts with another.</summary>
    public Column StartsWith(Column other) => With("startsWith", other);

    /// <summary>Whether the text starts with another.</summary>
    public Column StartsWith(string literal) => With("startsWith", literal);

    /// <summary>Whether the text ends with another.</summary>
    public Column EndsWith(Column other) => With("endsWith", other);

    /// <summary>Whether the text ends with another.</summary>
    public Column EndsWith(string literal) => With("endsWith", literal);

    /// <summary>Bits of one or both.</summary>
    public Column BitwiseOR(object other) => With("bitwiseOR", other);

    /// <summary>Bits of both.</summary>
    public Column BitwiseAND(object other) => With("bitwiseAND", other);

    /// <summary>Bits of exactly one.</summary>
    public Column BitwiseXOR(object other) => With("bitwiseXOR", other);

    /// <summary>The aggregate over a window of rows.</summary>
    public Column Over(WindowSpec window) => With("over", window);

    /// <summary>The aggregate over all rows.</summary>
    public Column Over() => With("over");

    /// <summary>Whether the value is one of a list.</summary>
    public Column IsIn(params string[] list) => With("isin", (object)Array.ConvertAll(list, v => (object)v));

    /// <summary>Whether the value is one of a list.</summary>
    public Column IsIn(params int[] list) => With("isin", (object)Array.ConvertAll(list, v => (object)v));

    /// <summary>Whether the value is one of a list.</summary>
    public Column IsIn(params long[] list) => With("isin", (object)Array.ConvertAll(list, v => (object)v));

    /// <summary>Whether the value is one of a list.</summary>
    public Column IsIn(params bool[] list) => With("isin", (object)Array.ConvertAll(list, v => (object)v));

    /// <summary>Whether the value is one of a list.</summary>
    public Column IsIn(params short[] list) => With("isin", (object)Array.ConvertAll(list, v => (object)v));

    /// <summary>Whether the value is one of a list.</summary>
    public Column IsIn(params float[] list) => With("isin", (object)Array.ConvertAll(list, v => (object)v));

    /// <summary>Whether the value is one of a list.</summary>
    public Column IsIn(params double[] list) => With("isin", (object)Array.ConvertAll(list, v => (object)v));

    /// <summary>Whether the value is one of a list.</summary>
    public Column IsIn(params decimal[] list) => With("isin", (object)Array.ConvertAll(list, v => (object)v));
}
