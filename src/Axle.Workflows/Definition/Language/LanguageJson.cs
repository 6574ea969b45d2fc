using System.Text.Json.Serialization;

namespace Axle.Workflows.Definition.Language;

/// <summary>Texts as JSON, without reflection.</summary>
[JsonSerializable(typeof(string))]
internal sealed partial class LanguageJson : JsonSerializerContext;
