using System.Text.Json;
using System.Text.Json.Nodes;

namespace Axle.Models.Tests.Offline;

/// <summary>Schemas as people write them for answers, made from a seed: every type, limits, enums, unions, references.</summary>
internal sealed class RandomSchema(Random random)
{
    private static readonly string[] Names =
    [
        "summary", "findings", "themes", "risks", "recommendations", "priorities", "score", "grade", "verdict", "plan", "metrics", "questions", "title",
        "sections", "confidence", "offline", "topRisk", "severity", "evidence", "files", "criticalCount", "estimatedHours", "owner", "passed", "milestones",
        "detail", "line", "approved", "tags", "budgetEuro", "hotspots", "conclusions", "x", "überblick",
    ];

    public JsonElement Next()
    {
        var root = Object(depth: 3);
        // Depth 0 holds no references: a definition that requires itself could not be met by anything finite.
        root["$defs"] = new JsonObject { ["entry"] = Object(depth: 0), ["text"] = Text() };
        return JsonSerializer.SerializeToElement(root);
    }

    private JsonObject Value(int depth) => random.Next(depth > 0 ? 13 : 8) switch
    {
        0 or 1 => Text(),
        2 => Number("number"),
        3 => Number("integer"),
        4 => new JsonObject { ["type"] = "boolean" },
        5 => Choice(),
        6 => new JsonObject { ["type"] = new JsonArray("string", "null") },
        7 => new JsonObject { ["const"] = random.Next(3) },
        8 or 9 => Array(depth - 1),
        10 => Object(depth - 1),
        11 => new JsonObject { [random.Next(2) == 0 ? "anyOf" : "oneOf"] = new JsonArray(Text(), new JsonObject { ["type"] = "null" }, Number("integer")) },
        _ => new JsonObject { ["$ref"] = random.Next(2) == 0 ? "#/$defs/entry" : "#/$defs/text" },
    };

    private JsonObject Object(int depth)
    {
        var properties = new JsonObject();
        foreach (var name in random.GetItems(Names, random.Next(1, 8)).Distinct())
            properties[name] = Value(depth);
        var schema = new JsonObject { ["type"] = "object", ["properties"] = properties };
        var required = properties.Select(p => p.Key).Where(_ => random.Next(3) > 0).ToList();
        if (random.Next(4) == 0)
            required.Add("alsoRequired");
        else if (random.Next(2) == 0)
            schema["additionalProperties"] = false;
        schema["required"] = new JsonArray([.. required.Select(r => (JsonNode)r)]);
        return schema;
    }

    private JsonObject Array(int depth)
    {
        var schema = new JsonObject { ["type"] = "array", ["items"] = Value(depth) };
        // A list of constants or booleans cannot have many different entries, so uniqueness goes with texts and objects only.
        var type = (schema["items"] as JsonObject)?["type"]?.ToString();
        var least = random.Next(4);
        if (random.Next(2) == 0)
            schema["minItems"] = least;
        if (random.Next(2) == 0)
            schema["maxItems"] = least + random.Next(6);
        if (type == "string" && schema["items"]!["maxLength"] is null && random.Next(2) == 0)
            schema["uniqueItems"] = true;
        return schema;
    }

    private JsonObject Text()
    {
        var schema = new JsonObject { ["type"] = "string" };
        var least = random.Next(3) == 0 ? random.Next(200) : 0;
        if (least > 0)
            schema["minLength"] = least;
        if (random.Next(3) == 0)
            schema["maxLength"] = least + random.Next(1, 300);
        return schema;
    }

    private JsonObject Number(string type)
    {
        var schema = new JsonObject { ["type"] = type };
        var least = random.Next(-20, 20);
        if (random.Next(2) == 0)
            schema[random.Next(2) == 0 ? "minimum" : "exclusiveMinimum"] = least;
        if (random.Next(2) == 0)
            schema[random.Next(2) == 0 ? "maximum" : "exclusiveMaximum"] = least + random.Next(20, 200);
        if (random.Next(4) == 0)
            schema["multipleOf"] = random.Next(1, 6);
        return schema;
    }

    private JsonObject Choice() => new()
    {
        ["enum"] = random.Next(3) switch
        {
            0 => new JsonArray("low", "medium", "high", "critical"),
            1 => new JsonArray("approve", "request-changes", null),
            _ => new JsonArray("alpha", "beta", 7),
        },
    };
}
