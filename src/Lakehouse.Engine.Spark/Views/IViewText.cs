namespace Lakehouse.Engine.Spark.Views;

/// <summary>The texts of one kind of view.</summary>
internal interface IViewText
{
    /// <summary>Silver as the view sees it.</summary>
    EventRows Events { get; }

    /// <summary>The view's instants.</summary>
    Timeline Time { get; }

    /// <summary>All rows up to a frontier.</summary>
    string Full(string relation, long frontier);

    /// <summary>The rows that a later run writes.</summary>
    string Incremental(ViewIncrement run);
}
