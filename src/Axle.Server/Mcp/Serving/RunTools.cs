using System.Text.Json;
using System.Text.Json.Nodes;
using Axle.Workflows.Ports;

namespace Axle.Server.Mcp.Serving;

/// <summary>The tools about runs.</summary>
internal static class RunTools
{
    private const string Id = """ "runId": { "type": "string", "maxLength": 100, "description": "The run's id." } """;

    /// <summary>The argument that says how long an answer may wait.</summary>
    public const string Wait = """
        "waitSeconds": { "type": "number", "minimum": 0, "maximum": 600, "default": 50, "description": "How long to wait for the end. A run that takes longer goes on; ask for it with run_get." }
        """;

    /// <summary>All of them.</summary>
    public static IEnumerable<ServedTool> Of(ServedRuns runs, McpServed served)
    {
        yield return new ServedTool(
            "run_list", "Lists the newest runs of workflows and agents.",
            Schema("""
                "workflow": { "type": "string", "maxLength": 128, "description": "Only runs of this workflow." },
                "limit": { "type": "integer", "minimum": 1, "maximum": 100, "default": 20 }
                """),
            (call, stop) => runs.ListAsync((int)call.Number("limit"), call.Text("workflow"), call.Caller, stop),
            readsOnly: true);
        yield return new ServedTool(
            "run_get", "Shows a run: its status, its outputs or its error, its steps, and the questions it asks persons. Can wait for its end.",
            Schema($"{Id}, {Wait}", "runId"),
            (call, stop) => runs.GetAsync(call.Text("runId")!, call, stop),
            readsOnly: true);
        yield return new ServedTool(
            "run_signal", "Sends a run a signal that one of its steps waits for.",
            Schema($$"""
                {{Id}},
                "name": { "type": "string", "minLength": 1, "maxLength": 200, "description": "The signal's name, as the 'wait' step has it." },
                "body": { "description": "What the signal brings: any JSON." }
                """, "runId", "name"),
            (call, stop) => RunSignals.IsReserved(call.Text("name")!)
                ? throw new AxleException(ErrorKind.Refused, $"'{call.Text("name")}' is a signal of Axle itself. Use run_cancel, or ask whoever runs this server.")
                : runs.SignalAsync(call.Text("runId")!, call.Text("name")!, JsonNode.Parse(call.Json("body").GetRawText())!, call.Caller, stop));
        yield return new ServedTool(
            "run_cancel", "Cancels a run: nothing of it begins any more.", Schema(Id, "runId"),
            (call, stop) => runs.SignalAsync(call.Text("runId")!, RunSignals.Cancel, new JsonObject(), call.Caller, stop));
        if (served.MayApprove)
            yield return Approval(runs);
    }

    /// <summary>A schema of an object with some properties.</summary>
    public static JsonElement Schema(string properties, params string[] required) => JsonElement.Parse($$"""
        { "type": "object", "additionalProperties": false, "properties": { {{properties}} }, "required": {{JsonSerializer.Serialize(required)}} }
        """);

    private static ServedTool Approval(ServedRuns runs) => new(
        "run_answer", "Answers a question that a run asks a person. Ask the person first: it is their decision.",
        Schema($$"""
            {{Id}},
            "step": { "type": "string", "maxLength": 1000, "description": "The step that asks, as run_get shows it." },
            "questionId": { "type": "string", "maxLength": 100, "description": "Which question is answered, as run_get shows it: nothing is answered when another one is open by then." },
            "decision": { "enum": ["approve", "reject"] },
            "comment": { "type": "string", "maxLength": 2000 },
            "parameters": { "type": "object", "description": "The parameters with the person's changes; only those that the question lists as editable." }
            """, "runId", "step", "decision"),
        (call, stop) =>
        {
            var body = new JsonObject { ["path"] = call.Text("step"), ["decision"] = call.Text("decision") };
            if (call.Text("questionId") is { } question)
                body["questionId"] = question;
            if (call.Text("comment") is { } comment)
                body["comment"] = comment;
            if (call.Arguments.TryGetProperty("parameters", out var changed))
                body["parameters"] = JsonNode.Parse(changed.GetRawText());
            return runs.SignalAsync(call.Text("runId")!, RunSignals.Answer, body, call.Caller, stop);
        });
}
