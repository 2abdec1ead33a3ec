namespace Lakehouse.Features.Internal.Rules;

/// <summary>What a refused definition breaks; the analyzer's ids LH0001 and on, by number (docs/analyzers.md).</summary>
internal enum Rule
{
    /// <summary>An operation, member or method outside the closed list.</summary>
    ClosedList = 1,

    /// <summary>Division of exact numbers.</summary>
    ExactDivision,

    /// <summary>An aggregate over a type that it does not take.</summary>
    AggregateType,

    /// <summary>Types that do not meet without loss.</summary>
    TypeMismatch,

    /// <summary>A key of a type without safe equality, or of another type than the entity.</summary>
    KeyType,

    /// <summary>A function whose last bit differs between machines, outside request-time features.</summary>
    Transcendental,

    /// <summary>A value that differs from build to build.</summary>
    UnstableValue,

    /// <summary>An argument that must be a constant.</summary>
    ConstantNeeded,

    /// <summary>A contract without exactly one event id and one event time.</summary>
    EventRoles,

    /// <summary>A property whose type no column has.</summary>
    ColumnType,

    /// <summary>A name that is not snake_case, is reserved, or has a version below 1.</summary>
    Name,

    /// <summary>Two things of one name.</summary>
    DuplicateName,

    /// <summary>Windows, grids and spans that do not fit.</summary>
    Window,

    /// <summary>A view without features or windows, or a set without views.</summary>
    Incomplete,

    /// <summary>A set that names what a view lacks.</summary>
    SetMember,

    /// <summary>A mapping that makes no record or leaves out a property.</summary>
    Mapping,

    /// <summary>A request field that is not declared, or of another type.</summary>
    RequestField,
}
