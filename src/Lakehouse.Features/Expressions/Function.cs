namespace Lakehouse.Features.Expressions;

/// <summary>The closed list of functions (semantics §5). Arguments and result are typed by the translator; a NULL argument gives NULL unless stated.</summary>
public enum Function
{
    /// <summary>Equal; same types.</summary>
    Equal,

    /// <summary>Not equal.</summary>
    NotEqual,

    /// <summary>Less than; text by UTF-8 bytes.</summary>
    Less,

    /// <summary>Less than or equal.</summary>
    LessOrEqual,

    /// <summary>Greater than.</summary>
    Greater,

    /// <summary>Greater than or equal.</summary>
    GreaterOrEqual,

    /// <summary>Three-valued AND.</summary>
    And,

    /// <summary>Three-valued OR.</summary>
    Or,

    /// <summary>Three-valued NOT.</summary>
    Not,

    /// <summary>IS NULL; never NULL itself.</summary>
    IsNull,

    /// <summary>First argument that is not NULL.</summary>
    Coalesce,

    /// <summary>(condition, then, else): else when the condition is FALSE or NULL.</summary>
    If,

    /// <summary>Checked addition of int64, decimal or double.</summary>
    Add,

    /// <summary>Checked subtraction.</summary>
    Subtract,

    /// <summary>Checked multiplication.</summary>
    Multiply,

    /// <summary>Double division; by zero NULL. Exact operands are converted to double first.</summary>
    Divide,

    /// <summary>Checked negation.</summary>
    Negate,

    /// <summary>Checked absolute value.</summary>
    Abs,

    /// <summary>Remainder of int64 with the sign of the dividend; by zero NULL.</summary>
    Remainder,

    /// <summary>int64 or decimal to double, correctly rounded.</summary>
    ToDouble,

    /// <summary>int64 to decimal of the result's scale, or decimal to a larger scale; checked.</summary>
    ToDecimal,

    /// <summary>(double, s literal): scaled integer as decimal(18,s), rounded half-even (semantics §5, Quantize).</summary>
    Quantize,

    /// <summary>Number of code points.</summary>
    Length,

    /// <summary>Without leading and trailing U+0020.</summary>
    Trim,

    /// <summary>ASCII upper case.</summary>
    Upper,

    /// <summary>ASCII lower case.</summary>
    Lower,

    /// <summary>Texts joined; NULL if any is NULL.</summary>
    Concat,

    /// <summary>(text, part): ordinal.</summary>
    Contains,

    /// <summary>(text, part): ordinal.</summary>
    StartsWith,

    /// <summary>(text, part): ordinal.</summary>
    EndsWith,

    /// <summary>(text, start, length?): 0-based code points, cut at the end; NULL for a negative start or length.</summary>
    Substring,

    /// <summary>(text, old, new): ordinal; an empty old changes nothing.</summary>
    Replace,

    /// <summary>int64, bool, decimal, date or timestamp as canonical text.</summary>
    ToText,

    /// <summary>timestamp_ntz taken as UTC.</summary>
    AsUtc,

    /// <summary>UTC year of a timestamp or date.</summary>
    Year,

    /// <summary>UTC month, 1 to 12.</summary>
    Month,

    /// <summary>UTC day of month.</summary>
    Day,

    /// <summary>UTC hour, 0 to 23.</summary>
    Hour,

    /// <summary>UTC minute.</summary>
    Minute,

    /// <summary>UTC second.</summary>
    Second,

    /// <summary>ISO day of week, 1 = Monday to 7 = Sunday.</summary>
    IsoDayOfWeek,

    /// <summary>UTC day of year, from 1.</summary>
    DayOfYear,

    /// <summary>UTC date of a timestamp.</summary>
    DateOf,

    /// <summary>(date): the instant of its UTC midnight.</summary>
    MidnightUtc,

    /// <summary>(later, earlier): difference of two timestamps in microseconds as int64.</summary>
    MicrosBetween,

    /// <summary>(timestamp, int64): timestamp moved by microseconds; checked against the range of time.</summary>
    AddMicros,

    /// <summary>(text, n literal, seed literal): md5 hash bucket 0 to n − 1 (semantics §5).</summary>
    HashBucket,

    /// <summary>Natural logarithm; only in request-time features.</summary>
    Ln,

    /// <summary>e to the power; only in request-time features.</summary>
    Exp,

    /// <summary>Power; only in request-time features.</summary>
    Pow,

    /// <summary>Square root; NULL for a negative argument.</summary>
    Sqrt,

    /// <summary>Sine; only in request-time features.</summary>
    Sin,

    /// <summary>Cosine; only in request-time features.</summary>
    Cos,

    /// <summary>Greatest integer not above a double, as int64; checked.</summary>
    Floor,

    /// <summary>Smallest integer not below a double, as int64; checked.</summary>
    Ceiling,

    /// <summary>Arc sine; NULL outside −1 to 1; only in request-time features and transforms of sets.</summary>
    Asin,

    /// <summary>(int64 index, size literal): list of size zeros with a one at the index; all zeros for NULL and for an index outside 0 to size − 1.</summary>
    OneHot,

    /// <summary>(text, n literal, buckets literal, seed literal): how many character n-grams fall into each hash bucket, as a list of doubles.</summary>
    NgramBuckets,
}
