using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Axle.Schemas;
using YamlDotNet.RepresentationModel;

namespace Axle.Agents.Definition.Reading;

/// <summary>Reads one action of an agent.</summary>
internal static class ActionReader
{
    public static readonly string[] Keys =
        ["description", "aliases", "inputs", "evidence", "publishes", "world", "reasoning", "tool", "with", "prompt", "output"];

    private static readonly JsonElement NoArguments = JsonElement.Parse("{}");
    private static readonly JsonElement AnyObject = JsonElement.Parse("""{"type":"object"}""");

    /// <param name="name">The action's name.</param>
    /// <param name="reader">Its keys.</param>
    /// <param name="tools">The tools that the agent may use.</param>
    /// <param name="isOutside">Whether the agent is remote or a command: then it asks no model of ours.</param>
    public static ActionDefinition Read(string name, MappingReader reader, ImmutableArray<string> tools, bool isOutside)
    {
        var call = reader.Find("tool") is not null;
        var asksModel = !isOutside && !call;
        CheckKeys(name, reader, asksModel, call, isOutside);
        var inputs = ReadInputs(reader);
        CheckSchema(inputs, reader, "inputs");
        var action = new ActionDefinition
        {
            Name = name,
            Description = reader.Text("description"),
            Aliases = reader.Texts("aliases"),
            InputSchema = inputs,
            Evidence = reader.Objects("evidence", required: false, ["tool", "with"], call => ReadCall(call, inputs)),
            Publishes = reader.OptionalText("publishes"),
            World = reader.Flag("world"),
            Reasoning = ReasoningReader.Read(reader)!,
            Tool = call ? ReadCall(reader, inputs) : null,
            Prompt = asksModel ? reader.Text("prompt") : "",
            OutputSchema = ReadOutput(reader, asksModel),
        };
        CheckTools(name, action, reader, tools);
        return action;
    }

    private static void CheckKeys(string name, MappingReader reader, bool asksModel, bool isTool, bool isOutside)
    {
        if (isTool && isOutside)
            reader.FaultAt("tool", $"action '{name}' is a tool call, but the agent is remote or a command; remove 'tool'.");
        if (!isTool && reader.Find("with") is { } with)
            reader.FaultAt(with, $"action '{name}' has 'with' but no 'tool' that gets it; add 'tool', or remove it.");
        foreach (var key in asksModel ? [] : (string[])["evidence", "publishes", "reasoning", "prompt"])
        {
            if (reader.Find(key) is { } node)
                reader.FaultAt(node, $"action '{name}' asks no model, so it has no '{key}'; remove it.");
        }
    }

    private static JsonElement ReadInputs(MappingReader reader)
    {
        var properties = new JsonObject();
        var required = new JsonArray();
        if (reader.Find("inputs") is { } node)
        {
            if (node is not YamlMappingNode mapping)
                reader.FaultAt(node, "'inputs' must be a mapping from input name to its JSON Schema.");
            else
                AddInputs(mapping, reader, properties, required);
        }

        return YamlJson.ToElement(new JsonObject
        {
            ["type"] = "object",
            ["properties"] = properties,
            ["required"] = required,
            ["additionalProperties"] = false,
        });
    }

    private static void AddInputs(YamlMappingNode mapping, MappingReader reader, JsonObject properties, JsonArray required)
    {
        foreach (var (key, value) in mapping)
        {
            var name = (key as YamlScalarNode)?.Value ?? "";
            if (YamlJson.ToNode(value) is not JsonObject schema)
            {
                reader.FaultAt(value, $"input '{name}' must be a JSON Schema, for example {{type: string, default: main}}.");
                continue;
            }

            // As in a workflow's inputs, "required" is said at the input itself.
            if (schema["required"] is JsonValue flag && flag.TryGetValue<bool>(out var needed))
            {
                schema.Remove("required");
                if (needed)
                    required.Add(name);
            }

            properties[name] = schema;
        }
    }

    private static EvidenceCall ReadCall(MappingReader call, JsonElement inputs)
    {
        var with = NoArguments;
        if (call.Find("with") is { } node)
        {
            if (node is YamlMappingNode)
                with = YamlJson.ToElement(node);
            else
                call.FaultAt(node, "'with' must be a mapping from argument to value.");
        }

        var known = inputs.GetProperty("properties").EnumerateObject().Select(static property => property.Name).ToArray();
        foreach (var input in InputReference.NamesIn(with).Where(input => !known.Contains(input, StringComparer.Ordinal)))
        {
            call.FaultAt("with", NearestName.Find(input, known) is { } nearest
                ? $"there is no input '{input}'. Did you mean '{nearest}'?"
                : $"there is no input '{input}'; add it under 'inputs'.");
        }

        return new EvidenceCall(call.Text("tool"), with);
    }

    private static JsonElement ReadOutput(MappingReader reader, bool asksModel)
    {
        if (!asksModel && reader.Find("output") is null)
            return AnyObject;
        var node = reader.Find("output");
        if (node is YamlMappingNode)
        {
            var schema = YamlJson.ToElement(node);
            if (schema.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String && type.GetString() == "object")
                CheckSchema(schema, reader, "output");
            else
                reader.FaultAt(node, "'output' must describe an object: begin it with 'type: object'.");
            return schema;
        }

        var name = reader.OptionalText("output") ?? OutputShapes.Default;
        if (OutputShapes.Find(name) is { } shape)
            return shape;
        reader.FaultAt("output", NearestName.Find(name, OutputShapes.Names) is { } nearest
            ? $"there is no output shape '{name}'. Did you mean '{nearest}'?"
            : $"there is no output shape '{name}'. Use one of {string.Join(", ", OutputShapes.Names)}, or write a JSON Schema.");
        return OutputShapes.Find(OutputShapes.Default)!.Value;
    }

    private static void CheckSchema(JsonElement schema, MappingReader reader, string key)
    {
        if (!reader.ChecksSchemas)
            return;
        try
        {
            _ = JsonSchema.Parse(schema);
        }
        catch (SchemaException fault)
        {
            reader.FaultAt(key, $"'{key}' is not a JSON Schema: at {fault.SchemaPath}: {fault.Problem}");
        }
    }

    private static void CheckTools(string name, ActionDefinition action, MappingReader reader, ImmutableArray<string> tools)
    {
        foreach (var twice in action.Evidence.CountBy(static call => call.Tool).Where(static count => count.Value > 1))
            reader.FaultAt("evidence", $"action '{name}' calls tool '{twice.Key}' twice; results are kept by tool, so call it once or make two actions.");
        foreach (var tool in action.Evidence.Select(static call => call.Tool).Append(action.Publishes).Append(action.Tool?.Tool).OfType<string>())
        {
            if (tool.Length > 0 && !tools.Contains(tool))
                reader.FaultAt(action.Tool?.Tool == tool ? "tool" : "evidence", $"action '{name}' uses tool '{tool}', which is not in the agent's list of tools; add it there.");
        }
    }
}
