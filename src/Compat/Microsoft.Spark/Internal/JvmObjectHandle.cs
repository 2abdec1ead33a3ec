using System.Globalization;
using System.Runtime.InteropServices;

namespace Microsoft.Spark.Internal;

/// <summary>Holds an object of the JVM; when it is collected, the gateway's next call lets the object go.</summary>
internal sealed class JvmObjectHandle : SafeHandle
{
    private readonly Gateway gateway;

    public JvmObjectHandle(string id, Gateway gateway)
        : base(invalidHandleValue: -1, ownsHandle: true)
    {
        this.gateway = gateway;
        Id = id;
        SetHandle(nint.Parse(id.AsSpan(1), CultureInfo.InvariantCulture));
    }

    public string Id { get; }

    public override bool IsInvalid => handle < 0;

    protected override bool ReleaseHandle()
    {
        gateway.Release(Id);
        return true;
    }
}
