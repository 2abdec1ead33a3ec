using System.Linq.Expressions;
using Lakehouse.Features.Definitions;
using Lakehouse.Features.Internal.Authoring;
using Lakehouse.Features.Internal.Rules;
using Lakehouse.Features.Internal.Translation;

namespace Lakehouse.Features;

/// <summary>A contract that views can read.</summary>
/// <typeparam name="T">The contract record.</typeparam>
public abstract class Contract<T>
{
    private protected Contract(RecordShape shape) => Shape = shape;

    internal RecordShape Shape { get; }

    /// <summary>The definition, with the rules declared so far.</summary>
    internal abstract ContractDefinition Definition { get; }

    internal TranslationScope RowScope(string place) => new(place, TermReader.Print, (_, term) => Shape.Resolve(term));
}

/// <summary>A contract whose rules are being declared.</summary>
/// <typeparam name="TRaw">The raw record.</typeparam>
/// <typeparam name="T">The contract record.</typeparam>
public sealed class ContractBuilder<TRaw, T> : Contract<T>
{
    private readonly Source<TRaw> source;
    private readonly ContractDefinition contract;
    private readonly List<ContractRule> rules = [];

    internal ContractBuilder(Source<TRaw> source, RecordShape shape, ContractDefinition contract)
        : base(shape)
    {
        this.source = source;
        this.contract = contract;
    }

    internal override ContractDefinition Definition => contract with { Rules = [.. rules] };

    /// <summary>A row for which the condition is not TRUE goes to quarantine, with the rule's name.</summary>
    public ContractBuilder<TRaw, T> Require(string name, Expression<Func<T, bool>> condition) => Add(name, RuleKind.Require, condition, RowScope(Place(name)));

    /// <summary>A row for which the condition is not TRUE is counted and kept.</summary>
    public ContractBuilder<TRaw, T> Warn(string name, Expression<Func<T, bool>> condition) => Add(name, RuleKind.Warn, condition, RowScope(Place(name)));

    /// <summary>A winning row for which the condition over the raw row is TRUE deletes its event.</summary>
    public ContractBuilder<TRaw, T> Delete(Expression<Func<TRaw, bool>> condition) =>
        Add("delete", RuleKind.Delete, condition, new(Place("delete"), TermReader.Print, (_, term) => source.Shape.Resolve(term)));

    private ContractBuilder<TRaw, T> Add(string name, RuleKind kind, LambdaExpression condition, TranslationScope scope)
    {
        if (string.IsNullOrWhiteSpace(name)) throw new DefinitionException(Rule.Name, $"Contract {contract.Id}: a rule has no name; quarantine shows it, so say what must hold.");
        if (rules.Any(r => r.Name == name)) throw new DefinitionException(Rule.DuplicateName, $"Contract {contract.Id}: two rules have the name '{name}'; rename one.");
        rules.Add(new(name, kind, new Translator(scope).Translate(TermReader.Body(condition), DataType.Bool)));
        return this;
    }

    private string Place(string rule) => $"Contract {contract.Id}, rule '{rule}'";
}
