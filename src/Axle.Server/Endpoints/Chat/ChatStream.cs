using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Axle.Agents.Reasoning;
using Axle.Privacy;
using Axle.Server.Identity.Access;
using Axle.Server.Live;
using Axle.Workflows.Engine;
using Axle.Workflows.Runs;
using Axle.Workflows.Runs.Events;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Axle.Server.Endpoints.Chat;

/// <summary>
/// Tells a run as AG-UI's events, one after the other as server-sent events whose ids are the run's sequence numbers: a client that was cut off goes on
/// from the last one that it got.
/// </summary>
/// <param name="http">Where it is told.</param>
/// <param name="reader">Reads the run.</param>
/// <param name="run">The run.</param>
/// <param name="thread">The conversation.</param>
/// <param name="time">The clock.</param>
internal sealed class ChatStream(HttpContext http, RunReader reader, RunId run, string thread, TimeProvider time)
{
    /// <summary>The media type of streams of events.</summary>
    public const string MediaType = "text/event-stream";

    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(20);
    private long _seq;

    /// <summary>Tells it to its end, or until the client goes; the run goes on then.</summary>
    public async Task WriteAsync(RunFollowing following, long after, CancellationToken cancellationToken)
    {
        http.Response.ContentType = MediaType;
        http.Response.Headers.CacheControl = "no-store";
        http.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        RunState? state = null;
        var (access, looked) = (http.Features.Get<StandingAccess>(), time.GetTimestamp());
        // From the start, also when only the rest is told: what an event means, those before it say.
        await foreach (var recorded in following.FollowAsync(run, 0, cancellationToken))
        {
            _seq = recorded.Seq;
            state = state is null || recorded.Event is RunRolledBack or RunMigrated
                ? await reader.StateAsync(run, recorded.Seq, cancellationToken)
                : Applied(state, recorded);
            if (recorded.Seq <= after)
                continue;
            if (access is not null && time.GetElapsedTime(looked) > LookEvery)
            {
                if (!await access.StandsAsync())
                    return;
                looked = time.GetTimestamp();
            }

            foreach (var told in Tell(recorded.Event, state))
                await SendAsync(told, cancellationToken);
        }
    }

    private IEnumerable<JsonObject> Tell(RunEvent happened, RunState state) => happened switch
    {
        RunStarted => [Event("RUN_STARTED", ("threadId", thread), ("runId", run.Value))],
        StepStarted started when state.Find(started.Path) is { Kind: "tool" } tool => Call(tool),
        StepStarted { Attempt: 1 } started => [Event("STEP_STARTED", ("stepName", started.Path))],
        StepCompleted completed when state.Find(completed.Path) is { Kind: "tool" } tool => [Result(tool)],
        StepCompleted completed => [Event("STEP_FINISHED", ("stepName", completed.Path))],
        StepFailed failed when state.Find(failed.Path) is { Kind: "tool" } tool => [Result(tool)],
        StepFailed failed => [Event("STEP_FINISHED", ("stepName", failed.Path))],
        StepTurned turned => [Event("STATE_SNAPSHOT", ("snapshot", new JsonObject
        {
            ["step"] = turned.Path, ["turn"] = turned.Turn + 1, ["usd"] = state.Spent.Usd, ["tokens"] = state.Spent.Tokens,
        }))],
        ApprovalRequested asked when state.Find(asked.Path)?.Question is { } question => [Event("CUSTOM", ("name", "approval"), ("value", new JsonObject
        {
            ["run"] = run.Value, ["step"] = asked.Path, ["question"] = JsonNode.Parse(question.ToString()),
        }))],
        RunCompleted completed => End(completed.Outputs),
        RunFailed failed => [Event("RUN_ERROR", ("message", failed.Error.Message), ("code", failed.Error.Kind.ToName()))],
        RunCancelled => [Event("RUN_ERROR", ("message", "The run was cancelled."), ("code", "cancelled"))],
        _ => [],
    };

    private static IEnumerable<JsonObject> Call(StepRecord tool)
    {
        yield return Event("TOOL_CALL_START", ("toolCallId", tool.Path), ("toolCallName", tool.Does));
        yield return Event("TOOL_CALL_ARGS", ("toolCallId", tool.Path), ("delta", tool.Input?.ToString() ?? "{}"));
        yield return Event("TOOL_CALL_END", ("toolCallId", tool.Path));
    }

    private JsonObject Result(StepRecord tool) => Event(
        "TOOL_CALL_RESULT", ("messageId", $"{run}/{tool.Path}"), ("toolCallId", tool.Path), ("role", "tool"),
        ("content", tool.Error?.Message ?? tool.Output?.ToString() ?? ""));

    private IEnumerable<JsonObject> End(Payload outputs)
    {
        var message = $"{run}/{AgentWorkflow.Step}";
        var text = outputs.Value.TryGetProperty("summary", out var summary) ? summary.ToString() : outputs.ToString();
        yield return Event("TEXT_MESSAGE_START", ("messageId", message), ("role", "assistant"));
        if (text.Length > 0)
            yield return Event("TEXT_MESSAGE_CONTENT", ("messageId", message), ("delta", text));
        yield return Event("TEXT_MESSAGE_END", ("messageId", message));
        yield return Event("RUN_FINISHED", ("threadId", thread), ("runId", run.Value), ("result", JsonNode.Parse(outputs.ToString())));
    }

    private async Task SendAsync(JsonObject told, CancellationToken cancellationToken)
    {
        var json = told.ToJsonString();
        if (http.Features.Get<PersonalDataMask>() is { } mask)
            json = Encoding.UTF8.GetString(mask.Json(Encoding.UTF8.GetBytes(json)));
        await http.Response.WriteAsync(string.Create(CultureInfo.InvariantCulture, $"id: {_seq}\ndata: {json}\n\n"), cancellationToken);
        await http.Response.Body.FlushAsync(cancellationToken);
    }

    private static RunState Applied(RunState state, RecordedEvent recorded)
    {
        state.Apply(recorded);
        return state;
    }

    private static JsonObject Event(string type, params (string Name, JsonNode? Value)[] members)
    {
        var told = new JsonObject { ["type"] = type };
        foreach (var (name, value) in members)
            told[name] = value;
        return told;
    }
}
