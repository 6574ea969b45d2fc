using System.Text.Json;

namespace Axle.Schemas;

/// <summary>
/// Where schemas come from that a schema refers to by URI and that are not part of it. The validator itself never touches
/// the network or the disk; without a resolver only the schema itself and the published metaschemas can be referred to.
/// </summary>
public interface ISchemaResolver
{
    /// <summary>Finds a schema document.</summary>
    /// <param name="uri">Absolute URI without fragment, for example <c>http://localhost:1234/integer.json</c>.</param>
    /// <returns>The document's root, or null when this resolver does not know it.</returns>
    JsonElement? Find(string uri);
}
