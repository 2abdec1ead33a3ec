using System.Threading.Tasks.Sources;

namespace Cassandra.Internal.Wire;

/// <summary>A request on its way: the source gives the answer of the token, once.</summary>
internal readonly record struct SentRequest(IValueTaskSource<Response> Source, short Token);
