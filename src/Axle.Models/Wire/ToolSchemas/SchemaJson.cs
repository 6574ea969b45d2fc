using System.Text.Json;
using System.Text.Json.Serialization;

namespace Axle.Models.Wire.ToolSchemas;

/// <summary>Turns written schemas back into elements without reflection.</summary>
[JsonSerializable(typeof(JsonElement))]
internal sealed partial class SchemaJson : JsonSerializerContext;
