using System.Text.Json;

namespace Axle.Schemas.Reading;

/// <summary>A schema as it stands in a document.</summary>
/// <param name="Element">The schema.</param>
/// <param name="Pointer">JSON pointer from the document's root.</param>
internal readonly record struct SchemaPlace(JsonElement Element, string Pointer);
