using System.Text.Json;
using System.Text.Json.Nodes;
using Axle.Schemas;
using Axle.Workflows.Definition.Faults;
using Axle.Workflows.Definition.Source;

namespace Axle.Workflows.Definition.Shapes;

/// <summary>A JSON Schema inside a workflow.</summary>
internal sealed class JsonSchemaShape : Shape<(JsonElement Json, JsonSchema Schema)>
{
    /// <inheritdoc/>
    public override string Words => "a JSON Schema such as { type: string }";

    /// <inheritdoc/>
    public override bool TryRead(ReadingContext context, Node node, Key key, out (JsonElement Json, JsonSchema Schema) value)
    {
        value = default;
        if (node.Kind != NodeKind.Mapping)
        {
            context.WrongType(node, key, Words);
            return false;
        }

        if (!NodeJson.TryConvert(node, context.Faults, out var json) || !TryCompile(context, node, json, out var schema))
            return false;
        value = (json, schema);
        return true;
    }

    /// <summary>Compiles a schema; a broken one is a fault at the part that is broken.</summary>
    public static bool TryCompile(ReadingContext context, Node node, JsonElement json, out JsonSchema schema)
    {
        try
        {
            schema = JsonSchema.Parse(json);
            return true;
        }
        catch (SchemaException error)
        {
            var pointer = error.SchemaPath[(error.SchemaPath.IndexOf('#', StringComparison.Ordinal) + 1)..];
            context.Faults.Add(
                FaultCode.BrokenSchema, NodeJson.Find(node, Uri.UnescapeDataString(pointer)), $"this JSON Schema is broken: {error.Problem.TrimEnd('.')}.",
                "Mend it after https://json-schema.org.");
            schema = null!;
            return false;
        }
    }

    /// <inheritdoc/>
    public override JsonObject ToSchema(SchemaDefinitions definitions) =>
        definitions.Refer("jsonSchema", static _ => new JsonObject { ["type"] = "object", ["description"] = "A JSON Schema of draft 2020-12." });
}
