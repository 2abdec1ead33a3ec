using System.Globalization;
using Lakehouse.Azure.Double;

// Usage: [--port N] [--container NAME]…
var options = new AzureDoubleOptions();
for (var i = 0; i + 1 < args.Length; i += 2)
{
    options = args[i] switch
    {
        "--port" => options with { Port = int.Parse(args[i + 1], CultureInfo.InvariantCulture) },
        "--container" => options with { Containers = [.. options.Containers, args[i + 1]] },
        _ => throw new ArgumentException($"Unknown option {args[i]}: [--port N] [--container NAME]…"),
    };
}

await using var running = await AzureDouble.StartAsync(options);
Console.WriteLine($"endpoint {running.Endpoint}");
Console.WriteLine($"key {options.Key}");
await running.WaitForShutdownAsync();
