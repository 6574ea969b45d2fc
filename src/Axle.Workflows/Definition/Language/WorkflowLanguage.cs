using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Axle.Workflows.Definition.Shapes;

namespace Axle.Workflows.Definition.Language;

/// <summary>The workflow language described: for editors and for people. Made from the tables that read it, so it cannot be out of date.</summary>
public static class WorkflowLanguage
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>JSON Schema (2020-12) of workflow files, with descriptions: gives completion and checking in any editor.</summary>
    public static string ToJsonSchema()
    {
        var definitions = new SchemaDefinitions();
        var workflow = WorkflowTables.Workflow.ToSchema(definitions);
        var schema = new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["$id"] = "https://axle.dev/schema/axle-workflow.schema.json",
            ["title"] = "Axle workflow",
        };
        foreach (var (key, value) in workflow.ToList())
        {
            workflow.Remove(key);
            schema[key] = value;
        }

        schema["$defs"] = definitions.ToJson();
        return schema.ToJsonString(Indented) + "\n";
    }

    /// <summary>The language page, in Markdown.</summary>
    public static string ToMarkdown() => LanguagePage.Write();
}
