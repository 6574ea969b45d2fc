using System.Text.Json;
using System.Text.Json.Nodes;
using Axle.Agents.Reasoning;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;

namespace Axle.Agents.Runtime;

/// <summary>Calls a publishing tool with everything that the run brought so far, the writer's own text included.</summary>
internal sealed class ReportPublisher(AgentServices services)
{
    /// <summary>
    /// Publishes <c>{ title?, directory?, runId, workflow, steps: { key: { agent, action, output } }, run: { id, workflow, status, startedAt, steps } }</c>.
    /// </summary>
    /// <returns>What the tool returned.</returns>
    public async Task<JsonElement> PublishAsync(
        string tool, AgentWork work, AgentOutput own, CancellationToken cancellationToken)
    {
        var context = work.Context;
        if (!services.Tools.TryGet(tool, out var publisher))
            throw new AxleException(ErrorKind.NotFound, $"There is no tool '{tool}' to publish with. Add it to the host's tools, or use another agent.");
        var arguments = new JsonObject { ["runId"] = context.RunId.Value, ["workflow"] = context.Workflow };
        foreach (var name in (string[])["title", "directory"])
        {
            if (work.Inputs.Text(name) is { } value)
                arguments[name] = value;
        }

        // Reports are files of the run's own, no effect on the outside world: they are written without --apply.
        var place = RunAttributes.ToolContext(context, apply: false, services.Time, work.Route.Agent.Id);
        // What people and models chose is checked. What the run recorded is added after that: it is our own, and larger than the
        // catalog allows foreign arguments to be.
        var passed = await services.Tools.PassAsync(tool, JsonSerializer.SerializeToElement(arguments), place, cancellationToken);
        var whole = JsonSerializer.SerializeToNode(passed)!.AsObject();
        whole["steps"] = Steps(context, own);
        whole["run"] = Run(context);
        return await publisher.InvokeAsync(JsonSerializer.SerializeToElement(whole), place, cancellationToken);
    }

    private static JsonObject Steps(StepContext context, AgentOutput own)
    {
        var steps = new JsonObject();
        foreach (var record in context.Ended.Where(static record => record.Output is { IsResolved: true }))
            steps[record.Path] = Entry(record, record.Output!.Value);
        steps[context.Path] = new JsonObject { ["output"] = JsonSerializer.SerializeToNode(own.ToJson()) };
        return steps;
    }

    private static JsonObject Entry(StepRecord record, JsonElement output)
    {
        var entry = new JsonObject { ["kind"] = record.Kind, ["does"] = record.Does };
        foreach (var name in (string[])["agent", "action"])
        {
            if (output.Text(name) is { } value)
                entry[name] = value;
        }

        entry["output"] = JsonSerializer.SerializeToNode(output);
        return entry;
    }

    private static JsonObject Run(StepContext context)
    {
        var started = context.Ended.Min(static record => record.StartedAt);
        return new JsonObject
        {
            ["id"] = context.RunId.Value,
            ["workflow"] = context.Workflow,
            // The run goes on until this very step has ended.
            ["status"] = "executing",
            ["startedAt"] = started?.ToString("O"),
            ["steps"] =
                new JsonObject(context.Ended.DistinctBy(static record => record.Path)
                    .Select(static record => KeyValuePair.Create(record.Path, (JsonNode?)Trace(record)))),
        };
    }

    private static JsonObject Trace(StepRecord record) => new()
    {
        ["status"] = JsonNamingPolicy.CamelCase.ConvertName(record.Status.ToString()),
        ["action"] = record.Does,
        ["level"] = record.Level,
        ["attempts"] = record.Attempts,
        ["startedAt"] = record.StartedAt?.ToString("O"),
        ["endedAt"] = record.EndedAt?.ToString("O"),
        ["error"] = record.Error?.Message,
        ["dependsOn"] = new JsonArray([.. record.DependsOn.Select(static key => (JsonNode)key)]),
        ["decisions"] = new JsonArray([.. record.Decisions.Select(static decision => (JsonNode)new JsonObject
        {
            ["kind"] = decision.Kind,
            ["message"] = decision.Summary,
            ["confidence"] = decision.Data is { ValueKind: JsonValueKind.Object } data && data.TryGetProperty("confidence", out var confidence)
                ? JsonSerializer.SerializeToNode(confidence)
                : null,
        })]),
    };
}
