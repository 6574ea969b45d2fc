using System.Text.Json;
using System.Text.Json.Nodes;
using Axle.Workflows.Definition.Faults;
using Axle.Workflows.Definition.Source;

namespace Axle.Workflows.Definition.Shapes;

/// <summary>An input of a workflow: a JSON Schema, in which <c>required: true</c> belongs to the input and not to the schema.</summary>
internal sealed class InputShape : Shape<WorkflowInput>
{
    /// <inheritdoc/>
    public override string Words => "a JSON Schema such as { type: string, required: true }";

    /// <inheritdoc/>
    public override bool TryRead(ReadingContext context, Node node, Key key, out WorkflowInput value)
    {
        value = null!;
        if (node.Kind != NodeKind.Mapping)
        {
            context.WrongType(node, key, Words);
            return false;
        }

        var schemaNode = new Node(NodeKind.Mapping, node.Offset);
        foreach (var (name, part) in node.Entries)
        {
            if (name.Text != "required" || part.Kind != NodeKind.Boolean)
                schemaNode.Add(name, part);
        }

        if (!NodeJson.TryConvert(schemaNode, context.Faults, out var json) || !JsonSchemaShape.TryCompile(context, node, json, out var schema))
            return false;
        var isRequired = node.Find("required") is { Kind: NodeKind.Boolean, Text: "true" };
        JsonElement? standard = json.TryGetProperty("default", out var found) ? found : null;
        if (standard is { } given)
            CheckDefault(context, node, schema, given, isRequired);
        var description = node.Find("description") is { Kind: NodeKind.Text } text ? text.Text : null;
        value = new WorkflowInput(json, schema, isRequired && standard is null, standard, description);
        return true;
    }

    /// <inheritdoc/>
    public override JsonObject ToSchema(SchemaDefinitions definitions) => definitions.Refer("input", static _ => new JsonObject
    {
        ["type"] = "object",
        ["description"] = "A JSON Schema of draft 2020-12; 'required: true' says that a run needs this input.",
        ["properties"] = new JsonObject { ["required"] = new JsonObject { ["type"] = new JsonArray("boolean", "array") } },
    });

    private static void CheckDefault(ReadingContext context, Node node, Schemas.JsonSchema schema, JsonElement given, bool isRequired)
    {
        var place = node.Find("default")!;
        if (isRequired)
            context.Faults.Add(FaultCode.OneOfKeys, place, "an input with a 'default' is never missing, so it cannot be 'required'.", "Remove one of them.");
        var result = schema.Validate(given);
        if (!result.IsValid)
        {
            context.Faults.Add(
                FaultCode.WrongDefault, NodeJson.Find(place, result.Faults[0].InstancePath), $"this default does not match its schema: {result.Faults[0].Message.TrimEnd('.')}.",
                "Change the default or the schema.");
        }
    }
}
