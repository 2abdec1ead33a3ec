using CsCheck;
using Lakehouse.Delta.Internal.Log;

namespace Lakehouse.Delta.Tests.Log;

/// <summary>The layered set of live files against a plain ordered dictionary.</summary>
public sealed class FileSetTests
{
    [Fact]
    public void ToList_AnyPutsRemovesAndCopies_EqualsAnOrderedDictionary()
    {
        var step = Gen.Select(Gen.Int[0, 2], Gen.Int[0, 2999], Gen.Int[1, 700]);

        step.List[1, 30].Sample(steps =>
        {
            var set = new FileSet();
            var model = new OrderedDictionary<string, DataFile>();
            var older = new List<(FileSet Set, List<DataFile> Files)>();
            foreach (var (kind, first, count) in steps)
            {
                older.Add((set, [.. model.Values]));
                set = set.Copy();
                for (var i = first; i < first + count; i++) Apply(set, model, kind, $"{i}");
            }

            set.ToList().Should().Equal(model.Values, ReferenceEquals);
            foreach (var (before, files) in older) before.ToList().Should().Equal(files, ReferenceEquals);
        },
        iter: 20);
    }

    [Fact]
    public void Copy_FewChangesOverManyFiles_AllocatesLittle()
    {
        const int Files = 100_000;
        var set = new FileSet();
        for (var i = 0; i < Files; i++) set.Put(File($"{i}"));
        set = set.Copy();
        var before = GC.GetAllocatedBytesForCurrentThread();

        for (var version = 0; version < 100; version++)
        {
            set = set.Copy();
            set.Put(File($"new {version}"));
        }

        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(Files * 10, "a copy shares what did not change");
        set.Contains(new FileKey("new 0", DeletionVector: null)).Should().BeTrue();
    }

    private static void Apply(FileSet set, OrderedDictionary<string, DataFile> model, int kind, string name)
    {
        if (kind == 0)
        {
            set.Remove(new FileKey(name, DeletionVector: null));
            model.Remove(name);
            return;
        }

        var file = File(name);
        set.Put(file);
        model[name] = file;
    }

    private static DataFile File(string name) =>
        new(name, new Dictionary<string, string?>(), Size: 1, ModificationTimeMillis: 0) { Key = new FileKey(name, DeletionVector: null) };
}
