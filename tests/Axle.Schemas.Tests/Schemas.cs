using System.Text.Json;

namespace Axle.Schemas.Tests;

/// <summary>Short forms for tests.</summary>
internal static class Schemas
{
    public static JsonSchema Parse(string schema, SchemaOptions? options = null) => JsonSchema.Parse(JsonElement.Parse(schema), null, options);

    public static SchemaResult Validate(string schema, string instance, SchemaOptions? options = null) =>
        Parse(schema, options).Validate(JsonElement.Parse(instance));

    public static SchemaFault OnlyFault(string schema, string instance) => Validate(schema, instance).Faults.ShouldHaveSingleItem();
}
