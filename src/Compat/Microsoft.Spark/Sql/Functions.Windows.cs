namespace Microsoft.Spark.Sql;

/// <content>Window functions and windows of time.</content>
public static partial class Functions
{
    /// <summary>The row's number.</summary>
    public static Column RowNumber() => Call("row_number");

    /// <summary>The row's rank, with gaps.</summary>
    public static Column Rank() => Call("rank");

    /// <summary>The row's rank, without gaps.</summary>
    public static Column DenseRank() => Call("dense_rank");

    /// <summary>The row's rank as a fraction.</summary>
    public static Column PercentRank() => Call("percent_rank");

    /// <summary>The fraction of rows up to this.</summary>
    public static Column CumeDist() => Call("cume_dist");

    /// <summary>The row's part of n equal ones.</summary>
    public static Column Ntile(int n) => Call("ntile", n);

    /// <summary>The value of an earlier row.</summary>
    public static Column Lag(Column column, int offset, object? defaultValue = null) => Call("lag", column, offset, defaultValue);

    /// <summary>The value of an earlier row.</summary>
    public static Column Lag(string columnName, int offset, object? defaultValue = null) => Call("lag", columnName, offset, defaultValue);

    /// <summary>The value of a later row.</summary>
    public static Column Lead(Column column, int offset, object? defaultValue = null) => Call("lead", column, offset, defaultValue);

    /// <summary>The value of a later row.</summary>
    public static Column Lead(string columnName, int offset, object? defaultValue = null) => Call("lead", columnName, offset, defaultValue);

    /// <summary>The value of the n-th row of the frame.</summary>
    public static Column NthValue(Column column, int offset, bool ignoreNulls = false) => Call("nth_value", column, offset, ignoreNulls);

    /// <summary>Windows of time.</summary>
    public static Column Window(Column column, string windowDuration) => Call("window", column, windowDuration);

    /// <summary>Overlapping windows of time.</summary>
    public static Column Window(Column column, string windowDuration, string slideDuration) => Call("window", column, windowDuration, slideDuration);

    /// <summary>Overlapping windows of time with an offset.</summary>
    public static Column Window(Column column, string windowDuration, string slideDuration, string startTime) => Call("window", column, windowDuration, slideDuration, startTime);

    /// <summary>Windows that end with a gap.</summary>
    public static Column Session_Window(Column timeColumn, string gapDuration) => Call("session_window", timeColumn, gapDuration);

    /// <summary>Windows that end with a gap.</summary>
    public static Column Session_Window(Column timeColumn, Column gapDuration) => Call("session_window", timeColumn, gapDuration);
}
