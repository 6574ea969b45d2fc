using System.Globalization;
using System.Text.Json.Nodes;
using Axle.Server.Endpoints.Approvals;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;

namespace Axle.Server.Endpoints.A2a;

/// <summary>A run in the words of A2A.</summary>
internal static class A2aTask
{
    /// <summary>A run as a task.</summary>
    public static JsonObject Of(RunRow row, RunState state, string context)
    {
        var questions = ApprovalItem.Of(row, state);
        var status = new JsonObject
        {
            ["state"] = StateOf(state.Status, questions.Count > 0),
            ["timestamp"] = state.UpdatedAt.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture),
        };
        var said = state.Error?.Message ?? (questions.Count > 0 ? $"A person is asked: {questions[0].Question}" : null);
        if (said is not null)
        {
            status["message"] = new JsonObject
            {
                ["messageId"] = $"{row.Run}-{state.LastSeq.ToString(CultureInfo.InvariantCulture)}",
                ["contextId"] = context,
                ["taskId"] = row.Run.Value,
                ["role"] = "ROLE_AGENT",
                ["parts"] = new JsonArray(new JsonObject { ["text"] = said }),
            };
        }

        var task = new JsonObject { ["id"] = row.Run.Value, ["contextId"] = context, ["status"] = status };
        if (state.Status == RunStatus.Completed && state.Outputs is { } outputs)
            task["artifacts"] = new JsonArray(Artifact(outputs));
        return task;
    }

    /// <summary>Whether nothing more comes of it by itself.</summary>
    public static bool Rests(RunRow row) => row.Status.IsEnded() || row.Status == RunStatus.Paused || row.Attention != RunAttention.None;

    private static JsonObject Artifact(Payload outputs)
    {
        var parts = new JsonArray();
        if (outputs.Value.ValueKind == System.Text.Json.JsonValueKind.Object && outputs.Value.TryGetProperty("summary", out var summary))
            parts.Add(new JsonObject { ["text"] = summary.ToString() });
        parts.Add(new JsonObject { ["data"] = JsonNode.Parse(outputs.ToString()), ["mediaType"] = "application/json" });
        return new JsonObject { ["artifactId"] = "result", ["name"] = "Result", ["parts"] = parts };
    }

    private static string StateOf(RunStatus status, bool asks) => status switch
    {
        RunStatus.Completed => "TASK_STATE_COMPLETED",
        RunStatus.Failed => "TASK_STATE_FAILED",
        RunStatus.Cancelled => "TASK_STATE_CANCELED",
        RunStatus.Parsing or RunStatus.Validating => "TASK_STATE_SUBMITTED",
        RunStatus.Paused => "TASK_STATE_INPUT_REQUIRED",
        _ => asks ? "TASK_STATE_INPUT_REQUIRED" : "TASK_STATE_WORKING",
    };
}
