using System.Text.Json.Nodes;

namespace Axle.Models.Providers.Offline.Filling;

/// <summary>A value for a place in an answer.</summary>
/// <param name="Node">The value; null is JSON's null.</param>
/// <param name="IsKnown">Whether the evidence tells it. What is not known is left out where the schema lets it be.</param>
internal readonly record struct Filled(JsonNode? Node, bool IsKnown);
