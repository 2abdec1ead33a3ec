namespace Microsoft.Spark.Sql;

/// <content>Texts, bytes and time.</content>
public static partial class Functions
{
    /// <summary>The MD5 of bytes as hexadecimal text.</summary>
    public static Column Md5(Column column) => Call("md5", column);

    /// <summary>The SHA-1 of bytes as hexadecimal text.</summary>
    public static Column Sha1(Column column) => Call("sha1", column);

    /// <summary>The CRC-32 of bytes.</summary>
    public static Column Crc32(Column column) => Call("crc32", column);

    /// <summary>The number of characters or bytes.</summary>
    public static Column Length(Column column) => Call("length", column);

    /// <summary>The text in lower case.</summary>
    public static Column Lower(Column column) => Call("lower", column);

    /// <summary>The text in upper case.</summary>
    public static Column Upper(Column column) => Call("upper", column);

    /// <summary>The text without blanks at its ends.</summary>
    public static Column Trim(Column column) => Call("trim", column);

    /// <summary>Bytes as Base64.</summary>
    public static Column Base64(Column column) => Call("base64", column);

    /// <summary>Base64 as bytes.</summary>
    public static Column Unbase64(Column column) => Call("unbase64", column);

    /// <summary>Bytes or a number as hexadecimal text.</summary>
    public static Column Hex(Column column) => Call("hex", column);

    /// <summary>Hexadecimal text as bytes.</summary>
    public static Column Unhex(Column column) => Call("unhex", column);

    /// <summary>The year.</summary>
    public static Column Year(Column column) => Call("year", column);

    /// <summary>The month.</summary>
    public static Column Month(Column column) => Call("month", column);

    /// <summary>The day of the month.</summary>
    public static Column DayOfMonth(Column column) => Call("dayofmonth", column);

    /// <summary>The day of the week, Sunday is 1.</summary>
    public static Column DayOfWeek(Column column) => Call("dayofweek", column);

    /// <summary>The hour.</summary>
    public static Column Hour(Column column) => Call("hour", column);

    /// <summary>The minute.</summary>
    public static Column Minute(Column column) => Call("minute", column);

    /// <summary>The second.</summary>
    public static Column Second(Column column) => Call("second", column);

    /// <summary>The instant of seconds since 1970.</summary>
    public static Column TimestampSeconds(Column column) => Call("timestamp_seconds", column);

    /// <summary>The text as an instant.</summary>
    public static Column ToTimestamp(Column column) => Call("to_timestamp", column);

    /// <summary>The text or instant as a day.</summary>
    public static Column ToDate(Column column) => Call("to_date", column);

    /// <summary>Seconds since 1970 as text.</summary>
    public static Column FromUnixTime(Column column) => Call("from_unixtime", column);

    /// <summary>The SHA-2 of bytes as hexadecimal text.</summary>
    public static Column Sha2(Column column, int numBits) => Call("sha2", column, numBits);

    /// <summary>Texts with a separator.</summary>
    public static Column ConcatWs(string sep, params Column[] columns) => Call("concat_ws", sep, columns);

    /// <summary>Text by a format of Java's.</summary>
    public static Column FormatString(string format, params Column[] columns) => Call("format_string", format, columns);

    /// <summary>The text without these characters at its ends.</summary>
    public static Column Trim(Column column, string trimString) => Call("trim", column, trimString);

    /// <summary>The text filled up in front.</summary>
    public static Column Lpad(Column column, int len, string pad) => Call("lpad", column, len, pad);

    /// <summary>The text filled up behind.</summary>
    public static Column Rpad(Column column, int len, string pad) => Call("rpad", column, len, pad);

    /// <summary>A group of the first match.</summary>
    public static Column RegexpExtract(Column column, string exp, int groupIdx) => Call("regexp_extract", column, exp, groupIdx);

    /// <summary>The text with matches replaced.</summary>
    public static Column RegexpReplace(Column column, Column pattern, Column replacement) => Call("regexp_replace", column, pattern, replacement);

    /// <summary>The text with what matches replaced.</summary>
    public static Column RegexpReplace(Column column, string pattern, string replacement) => Call("regexp_replace", column, pattern, replacement);

    /// <summary>The text's parts between matches.</summary>
    public static Column Split(Column column, string pattern) => Call("split", column, pattern);

    /// <summary>The text's parts between matches, at most so many.</summary>
    public static Column Split(Column column, string pattern, int limit) => Call("split", column, pattern, limit);

    /// <summary>A part of the text, from position 1.</summary>
    public static Column Substring(Column column, int pos, int len) => Call("substring", column, pos, len);

    /// <summary>An instant as text.</summary>
    public static Column DateFormat(Column dateExpr, string format) => Call("date_format", dateExpr, format);

    /// <summary>A later day.</summary>
    public static Column DateAdd(Column start, int days) => Call("date_add", start, days);

    /// <summary>A later day.</summary>
    public static Column DateAdd(Column start, Column days) => Call("date_add", start, days);

    /// <summary>An earlier day.</summary>
    public static Column DateSub(Column start, int days) => Call("date_sub", start, days);

    /// <summary>An earlier day.</summary>
    public static Column DateSub(Column start, Column days) => Call("date_sub", start, days);

    /// <summary>The days between two.</summary>
    public static Column DateDiff(Column end, Column start) => Call("datediff", end, start);

    /// <summary>The text of a format as a point in time.</summary>
    public static Column ToTimestamp(Column column, string format) => Call("to_timestamp", column, format);

    /// <summary>The text of a format as a point in time.</summary>
    public static Column ToDate(Column column, string format) => Call("to_date", column, format);

    /// <summary>Seconds since 1970 as text of a format.</summary>
    public static Column FromUnixTime(Column column, string format) => Call("from_unixtime", column, format);

    /// <summary>The start of the instant's hour, day, ...</summary>
    public static Column DateTrunc(string format, Column column) => Call("date_trunc", format, column);

    /// <summary>The start of the day's week, month, ...</summary>
    public static Column Trunc(Column column, string format) => Call("trunc", column, format);
}
