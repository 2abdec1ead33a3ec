namespace Lakehouse.Engine.DuckDb.Tests.Conform;

/// <summary>What can happen to an index between two runs: nothing, deletion, a crash or a bad disk.</summary>
internal static class IndexDamage
{
    private static readonly Dictionary<string, Dictionary<string, byte[]>> Older = new(StringComparer.Ordinal);

    /// <summary>Does one of it.</summary>
    public static void Do(string index, Random random)
    {
        if (!Directory.Exists(index)) return;
        var files = Directory.GetFiles(index);
        switch (random.Next(7))
        {
            case 0:
                Directory.Delete(index, recursive: true);
                break;
            case 1:
                File.Delete(files[random.Next(files.Length)]);
                break;
            case 2:
                Flip(files[random.Next(files.Length)], random);
                break;
            case 3:
                using (var file = File.OpenWrite(files[random.Next(files.Length)])) file.SetLength(file.Length / 2);
                break;
            case 4 when Older.Remove(index, out var older):
                Directory.Delete(index, recursive: true);
                Directory.CreateDirectory(index);
                foreach (var (path, content) in older) File.WriteAllBytes(path, content);
                break;
            case 5:
                Older[index] = files.ToDictionary(f => f, File.ReadAllBytes, StringComparer.Ordinal);
                break;
            default:
                break;
        }
    }

    private static void Flip(string path, Random random)
    {
        var content = File.ReadAllBytes(path);
        if (content.Length == 0) return;
        content[random.Next(content.Length)] ^= 1;
        File.WriteAllBytes(path, content);
    }
}
