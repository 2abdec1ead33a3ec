namespace Lakehouse.Testing.Engines.Internal;

/// <summary>Seeds out of seeds, the same in every process.</summary>
internal static class Seeds
{
    internal static int Of(int seed, int number) => unchecked((int)((((uint)seed * 2_654_435_761u) ^ ((uint)number * 2_246_822_519u)) & int.MaxValue));
}
