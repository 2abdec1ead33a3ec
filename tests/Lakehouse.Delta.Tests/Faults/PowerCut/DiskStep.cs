namespace Lakehouse.Delta.Tests.Faults.PowerCut;

/// <summary>One step that changed the disk, or the moment at which a commit was acknowledged.</summary>
internal abstract record DiskStep;

/// <summary>A directory came into being.</summary>
internal sealed record DirectoryMade(string Path) : DiskStep;

/// <summary>A file came into being with these bytes, none of them durable.</summary>
internal sealed record FileMade(string Path, byte[] Content) : DiskStep;

/// <summary>The bytes of a file became durable.</summary>
internal sealed record FileSynced(string Path) : DiskStep;

/// <summary>The names in a directory became durable.</summary>
internal sealed record DirectorySynced(string Path) : DiskStep;

/// <summary>A file got a second name.</summary>
internal sealed record FileLinked(string Path, string Name) : DiskStep;

/// <summary>A file got another name, in place of what had it.</summary>
internal sealed record FileRenamed(string Path, string Name) : DiskStep;

/// <summary>A name went.</summary>
internal sealed record FileDeleted(string Path) : DiskStep;

/// <summary>The writer was told that its commit stands.</summary>
internal sealed record Acknowledged(long Version) : DiskStep;
