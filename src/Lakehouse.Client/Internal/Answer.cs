using Lakehouse.Serving.V1;

namespace Lakehouse.Client.Internal;

/// <summary>An answer with the names and types of its set.</summary>
internal readonly record struct Answer(SetShape Shape, GetFeaturesResponse Message);
