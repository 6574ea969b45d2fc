using System.Text.Json;
using System.Text.Json.Nodes;
using Axle.Library;
using Axle.Workflows.Definition;

namespace Axle.Server.Mcp.Serving;

/// <summary>The tools that run workflows, one for each.</summary>
internal static class WorkTools
{
    private const int LongestName = 64;

    /// <summary>All of them. A workflow whose file is faulty is left out.</summary>
    public static IEnumerable<ServedTool> Of(ServedRuns runs, ProjectWorkflows workflows)
    {
        var taken = new HashSet<string>(StringComparer.Ordinal);
        foreach (var name in workflows.Names.Order(StringComparer.Ordinal))
        {
            if (workflows.FindByName(name)?.Reading.Workflow is { } workflow && ToolName(name) is var tool && taken.Add(tool))
                yield return Workflow(runs, tool, workflow, workflows);
        }
    }

    /// <summary>The name of a workflow's tool: only letters, digits and <c>_</c>, as some clients take nothing else.</summary>
    public static string ToolName(string workflow)
    {
        var name = "workflow_" + string.Concat(workflow.Select(static c => char.IsAsciiLetterOrDigit(c) ? c : '_'));
        return name.Length <= LongestName ? name : name[..LongestName];
    }

    private static ServedTool Workflow(ServedRuns runs, string tool, Workflow workflow, ProjectWorkflows workflows)
    {
        var properties = new JsonObject();
        foreach (var (name, input) in workflow.Inputs.OrderBy(static i => i.Key, StringComparer.Ordinal))
            properties[name] = JsonNode.Parse(input.Schema.GetRawText());
        var required = workflow.Inputs.Where(static i => i.Value.Required).Select(static i => i.Key).Order(StringComparer.Ordinal).ToArray();
        var inputs = RunTools.Schema(string.Join(",", properties.Select(static p => $"{JsonSerializer.Serialize(p.Key)}: {p.Value!.ToJsonString()}")), required);
        return new ServedTool(
            tool,
            $"Runs the workflow '{workflow.Name}'. {workflow.Description}".TrimEnd(),
            RunTools.Schema($"\"inputs\": {inputs.GetRawText()}, {RunTools.Wait}", required.Length > 0 ? ["inputs"] : []),
            // Read anew: the file may have changed since the server began.
            (call, stop) => runs.StartAsync(
                workflows.FindByName(workflow.Name)?.Reading.Require() ?? workflow, call.Json("inputs"), call, stop));
    }
}
