using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Axle.Agents.Definition;
using Axle.Agents.Reasoning;
using Axle.Identity.Access;
using Axle.Models;
using Axle.Models.Guarding.Output;
using Axle.Server.Identity;
using Axle.Server.Identity.Access;
using Axle.Server.Live;
using Axle.Workflows.Engine;
using Axle.Workflows.Runs;
using Axle.Workflows.Runs.Events;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.AI;

namespace Axle.Server.OpenAi.Chat;

/// <summary>
/// Has agents that connect from outside answer as models do. Each question is a durable run of the caller: what the agent says while it works is streamed
/// as it comes, and when the whole answer is another it is taken back. A client that hangs up leaves the run to the engine.
/// </summary>
/// <param name="engine">Executes runs.</param>
/// <param name="telling">Tells what happens in them.</param>
/// <param name="served">Where they work.</param>
/// <param name="time">The clock.</param>
internal sealed class AskedAgents(WorkflowEngine engine, RunTelling telling, CallerFacts served, TimeProvider time)
{
    private const int MostRemembered = 20;

    /// <summary>Asks, and waits for the whole answer.</summary>
    /// <exception cref="AxleException">The agent failed, or is not asked by this caller.</exception>
    public async Task<ChatResponse> AnswerAsync(
        HttpContext http, Caller caller, AgentDefinition agent, ModelRequest request, CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        await foreach (var update in StreamAsync(http, caller, agent, request, cancellationToken))
        {
            text.Append(update.Text);
            if (Retraction.Of(update) is not null)
                text.Clear();
        }

        return new ChatResponse(new ChatMessage(ChatRole.Assistant, text.ToString())) { ModelId = ModelOf(agent), FinishReason = ChatFinishReason.Stop };
    }

    /// <summary>Asks, and passes on what the agent says as it comes.</summary>
    /// <exception cref="AxleException">The agent failed, or is not asked by this caller.</exception>
    public async IAsyncEnumerable<ChatResponseUpdate> StreamAsync(
        HttpContext http, Caller caller, AgentDefinition agent, ModelRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (http.PrincipalOrNull() is { } who && !who.May(Permission.AgentsUse))
            throw new AxleException(ErrorKind.Refused, $"To ask agent '{agent.Id}' you need the permission agentsUse.");
        // Whatever becomes of it: asked again it would be done again.
        http.Response.Headers["x-should-retry"] = "false";
        var run = await engine.StartAsync(Start(caller, agent, request), cancellationToken);
        using var patience = new CancellationTokenSource(request.Deadline is { } deadline ? Left(deadline) : Timeout.InfiniteTimeSpan, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        var (said, task) = (new StringBuilder(), "");
        await using var story = telling.TellAsync(run.Id, either.Token).GetAsyncEnumerator(either.Token);
        while (await NextAsync(story, agent, run.Id, cancellationToken))
        {
            if (story.Current.Text is { } text)
            {
                if (task != text.Task && said.Length > 0)
                    yield return Back(said, "begunAnew");
                task = text.Task;
                said.Append(text.Text);
                yield return Update(agent, text.Text);
            }
            else if (EndOf(agent, story.Current.Event!.Event) is { } answer)
            {
                if (!answer.StartsWith(said.ToString(), StringComparison.Ordinal))
                    yield return Back(said, "anotherAnswer");
                var last = Update(agent, answer[said.Length..]);
                last.FinishReason = ChatFinishReason.Stop;
                yield return last;
            }
        }
    }

    private static async ValueTask<bool> NextAsync(IAsyncEnumerator<Told> story, AgentDefinition agent, RunId run, CancellationToken cancellationToken)
    {
        try
        {
            return await story.MoveNextAsync();
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new AxleException(ErrorKind.Timeout, $"Agent '{agent.Id}' has not answered in time. Run {run} goes on: 'GET /api/v1/runs/{run}' shows what comes of it.");
        }
    }

    private TimeSpan Left(DateTimeOffset deadline) => deadline - time.GetUtcNow() is { Ticks: > 0 } left ? left : TimeSpan.Zero;

    private StartRun Start(Caller caller, AgentDefinition agent, ModelRequest request)
    {
        var task = request.Messages.LastOrDefault(static m => m.Role == ChatRole.User)?.Text;
        if (string.IsNullOrWhiteSpace(task))
            throw new AxleException(ErrorKind.Validation, "The last message of the user says nothing. Say in words what the agent is to do.");
        var before = request.Messages.Where(static m => m.Text.Length > 0).SkipLast(1).TakeLast(MostRemembered)
            .Select(static m => (JsonNode)new JsonObject { [m.Role.Value] = m.Text });
        var inputs = new JsonObject { ["task"] = task, ["context"] = new JsonObject { ["conversation"] = new JsonArray([.. before]) } };
        return new StartRun(AgentWorkflow.Of(agent.Id))
        {
            Inputs = Payload.From(JsonSerializer.SerializeToElement(inputs)),
            Attributes = served.Of(caller),
            By = $"{caller.Key?.User ?? "client"} (v1)",
        };
    }

    private static string? EndOf(AgentDefinition agent, RunEvent happened) => happened switch
    {
        RunCompleted completed => AgentWorkflow.AnswerOf(completed.Outputs),
        RunFailed failed => throw new AxleException(failed.Error),
        RunCancelled => throw new AxleException(ErrorKind.Cancelled, $"What agent '{agent.Id}' was asked was cancelled."),
        _ => null,
    };

    private static ChatResponseUpdate Back(StringBuilder said, string why)
    {
        var back = new Retraction(said.Length, "agent", why).ToUpdate();
        said.Clear();
        return back;
    }

    private static ChatResponseUpdate Update(AgentDefinition agent, string text) => new(ChatRole.Assistant, text) { ModelId = ModelOf(agent) };

    private static string ModelOf(AgentDefinition agent) => Catalog.ModelNames.AgentPrefix + agent.Id;
}
