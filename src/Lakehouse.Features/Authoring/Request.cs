using Lakehouse.Features.Expressions;
using Lakehouse.Features.Internal.Authoring;
using Lakehouse.Features.Internal.Rules;
using Lakehouse.Features.Internal.Translation;

namespace Lakehouse.Features;

/// <summary>What a request carries besides keys.</summary>
public sealed class Request
{
    private readonly List<Field> fields = [];

    internal Request(string name)
    {
        Names.RequireSnake(name, "A request");
        Name = name;
    }

    internal string Name { get; }

    internal IReadOnlyList<Field> Fields => fields;

    /// <summary>Adds a field; for a decimal use the overload with digits.</summary>
    public Request Field<T>(string name) => Add(name, typeof(T), digits: null);

    /// <summary>Adds a decimal field.</summary>
    public Request Field<T>(string name, int precision, int scale) => Add(name, typeof(T), (precision, scale));

    /// <summary>The column that <c>r.Get&lt;T&gt;("name")</c> stands for.</summary>
    internal Expr? Resolve(Translator translator, Term term) => RequestRules.Resolve(translator, term, Name, fields);

    private Request Add(string name, Type type, (int Precision, int Scale)? digits)
    {
        fields.Add(RequestRules.Field(Name, name, ClrTypes.Of(type), digits, fields.Select(f => f.Name)));
        return this;
    }
}
