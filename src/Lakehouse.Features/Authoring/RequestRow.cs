namespace Lakehouse.Features;

/// <summary>The values that a request carries; only inside the features of an on-demand view.</summary>
public abstract class RequestRow
{
    /// <summary>A field of the request; NULL where the request lacks it.</summary>
    /// <typeparam name="T">The type with which the field is declared, or its nullable form.</typeparam>
    /// <param name="name">The field's name.</param>
    public abstract T Get<T>(string name);
}
