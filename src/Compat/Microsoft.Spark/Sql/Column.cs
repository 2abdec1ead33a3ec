using Microsoft.Spark.Interop.Ipc;

namespace Microsoft.Spark.Sql;

/// <summary>An expression over a row's columns.</summary>
public sealed partial class Column : IJvmObjectReferenceProvider
{
    internal Column(JvmObjectReference reference) => Reference = reference;

    /// <inheritdoc />
    public JvmObjectReference Reference { get; }

    /// <summary>The expression under a name.</summary>
    public Column As(string alias) => With("as", alias);

    /// <summary>The expression under a name.</summary>
    public Column Alias(string alias) => As(alias);

    /// <summary>The expression under a name.</summary>
    public Column Name(string alias) => As(alias);

    /// <summary>The value as another type, such as <c>bigint</c>.</summary>
    public Column Cast(string to) => With("cast", to);

    private Column With(string method, params object?[] args) => new(Reference.Call(method, args));
}
