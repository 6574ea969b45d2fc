namespace Axle.Models.Wire.ToolSchemas;

/// <summary>What a provider accepts as the schema of a tool's arguments.</summary>
internal enum SchemaDialect
{
    /// <summary>OpenAI and those who follow it: JSON Schema, an object at the top without choices there.</summary>
    OpenAi = 0,

    /// <summary>
    /// OpenAI's strict mode: a subset, in which every property is required and no other is allowed. Only schemas that mean the same there
    /// are expressed; an optional property is a reason to say no, for then the model would have to write null where nothing is meant.
    /// </summary>
    OpenAiStrict,

    /// <summary>Anthropic: JSON Schema 2020-12, an object at the top without choices there, plain property names.</summary>
    Anthropic,

    /// <summary>Gemini: the schema object of OpenAPI 3.0 without references; nullable instead of null types, enums of strings.</summary>
    Gemini,
}
