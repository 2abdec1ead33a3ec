namespace Lakehouse.Features.Internal.Translation;

/// <summary>A C# type by its name, so that one translator reads compiled lambdas and source text alike.</summary>
/// <param name="Name">Full name without Nullable and without generic arity, for example <c>System.Int64</c>; type arguments only of lists.</param>
/// <param name="IsNullable">True for <c>Nullable&lt;T&gt;</c>.</param>
/// <param name="IsEnum">True for an enum.</param>
internal readonly record struct ClrType(string Name, bool IsNullable = false, bool IsEnum = false)
{
    internal const string Bool = "System.Boolean";
    internal const string Char = "System.Char";
    internal const string Int64 = "System.Int64";
    internal const string Single = "System.Single";
    internal const string Double = "System.Double";
    internal const string Decimal = "System.Decimal";
    internal const string String = "System.String";
    internal const string Object = "System.Object";
    internal const string DateTime = "System.DateTime";
    internal const string DateTimeOffset = "System.DateTimeOffset";
    internal const string DateOnly = "System.DateOnly";
    internal const string TimeSpan = "System.TimeSpan";
    internal const string Math = "System.Math";
    internal const string StringComparison = "System.StringComparison";
    internal const string FeatureExpressions = "Lakehouse.Features.FeatureExpressions";
    internal const string FeatureTransforms = "Lakehouse.Features.FeatureTransforms";
    internal const string WindowEvents = "Lakehouse.Features.WindowEvents";
    internal const string RequestRow = "Lakehouse.Features.RequestRow";
    internal const string SetRow = "Lakehouse.Features.SetRow";
    internal const string SourcePosition = "Lakehouse.Features.SourcePosition";

    /// <summary>The name without its namespace, for messages.</summary>
    internal string Simple => Name.Substring(Name.IndexOf('<') < 0 ? Name.LastIndexOf('.') + 1 : 0);

    internal bool Is(string name) => Name == name;

    /// <summary>True for the type itself and for its nullable form.</summary>
    internal bool IsSameColumn(ClrType other) => Name == other.Name;
}
