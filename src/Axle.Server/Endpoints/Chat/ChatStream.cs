using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Axle.Agents.Connections;
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
/// from the last one that it got. What an agent that connects says while it works is the beginning of its answer; when it begins anew, after a cut or
/// because the whole answer is another, the message does, too.
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
    private readonly string _message = $"{run}/{AgentWorkflow.Step}";
    private readonly StringBuilder _said = new();
    private string? _task;
    private long _seq;

    private PersonalDataMask? Mask => http.Features.Get<PersonalDataMask>();

    /// <summary>Tells it to its end, or until the client goes; the run goes on then.</summary>
    public async Task WriteAsync(RunTelling telling, long after, CancellationToken cancellationToken)
    {
        http.Response.ContentType = MediaType;
        http.Response.Headers.CacheControl = "no-store";
        http.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        RunState? state = null;
        var (access, looked) = (http.Features.Get<StandingAccess>(), time.GetTimestamp());
        // From the start, also when only the rest is told: what an event means, those before it say.
        await foreach (var told in telling.TellAsync(run, cancellationToken))
        {
            if (told.Text is { } text)
            {
                // A piece of what is to be masked looks like nothing.
                if (Mask is null)
                    await SendAsync(Say(text), cancellationToken);
                continue;
            }

            var recorded = told.Event!;
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

            await SendAsync(Tell(recorded.Event, state), cancellationToken);
        }
    }

    private IEnumerable<JsonObject> Say(TaskText text)
    {
        if (_task != text.Task)
        {
            if (_task is not null)
                yield return MessageEvent("TEXT_MESSAGE_END");
            _task = text.Task;
            _said.Clear();
            yield return MessageStart();
        }

        if (text.Text.Length == 0)
            yield break;
        _said.Append(text.Text);
        yield return MessageEvent("TEXT_MESSAGE_CONTENT", ("delta", text.Text));
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
        var text = AgentWorkflow.AnswerOf(outputs);
        var said = _said.ToString();
        if (_task is null || !text.StartsWith(said, StringComparison.Ordinal))
        {
            if (_task is not null)
                yield return MessageEvent("TEXT_MESSAGE_END");
            said = "";
            yield return MessageStart();
        }

        if (text.Length > said.Length)
            yield return MessageEvent("TEXT_MESSAGE_CONTENT", ("delta", text[said.Length..]));
        yield return MessageEvent("TEXT_MESSAGE_END");
        yield return Event("RUN_FINISHED", ("threadId", thread), ("runId", run.Value), ("result", JsonNode.Parse(outputs.ToString())));
    }

    private JsonObject MessageStart() => MessageEvent("TEXT_MESSAGE_START", ("role", "assistant"));

    private JsonObject MessageEvent(string type, params (string Name, JsonNode? Value)[] members) => Event(type, [("messageId", _message), .. members]);

    private async Task SendAsync(IEnumerable<JsonObject> events, CancellationToken cancellationToken)
    {
        foreach (var told in events)
        {
            var json = told.ToJsonString();
            if (Mask is { } mask)
                json = Encoding.UTF8.GetString(mask.Json(Encoding.UTF8.GetBytes(json)));
            await http.Response.WriteAsync(string.Create(CultureInfo.InvariantCulture, $"id: {_seq}\ndata: {json}\n\n"), cancellationToken);
            await http.Response.Body.FlushAsync(cancellationToken);
        }
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
