using System.Reflection;
using Lakehouse.Features;

namespace Lakehouse.Cli.New;

/// <summary>The version of the platform that this command belongs to.</summary>
internal static class PlatformVersion
{
    /// <summary>As packages have it, for example <c>0.1.0</c>.</summary>
    public static string Text { get; } =
        typeof(FeatureProject).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];
}
