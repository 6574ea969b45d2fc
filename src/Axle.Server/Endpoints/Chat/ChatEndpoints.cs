using System.Text.Json;
using System.Text.Json.Nodes;
using Axle.Agents.Connections;
using Axle.Agents.Reasoning;
using Axle.Agents.Runtime;
using Axle.Identity.Access;
using Axle.Server.Endpoints.Problems;
using Axle.Server.Endpoints.Runs;
using Axle.Server.Identity.Access;
using Axle.Server.Identity.Protection;
using Axle.Server.Live;
using Axle.Workflows.Engine;
using Axle.Workflows.Runs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Axle.Server.Endpoints.Chat;

/// <summary>Talking with agents: every message is a durable run, told as AG-UI's events.</summary>
/// <param name="engine">Executes runs.</param>
/// <param name="connected">The agents, of all tenants and of each.</param>
/// <param name="starting">Facts of runs.</param>
/// <param name="board">Finds runs.</param>
/// <param name="telling">Tells what happens in them.</param>
/// <param name="limits">How much may be asked.</param>
/// <param name="time">The clock.</param>
internal sealed class ChatEndpoints(
    WorkflowEngine engine, ConnectedAgents connected, RunStarting starting, RunBoard board, RunTelling telling, ConversationLimits limits,
    TimeProvider time)
{
    private const int MostRemembered = 20;
    private const int LongestMessage = 20_000;

    /// <summary>Adds them.</summary>
    public void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/agents/{name}/chat", TalkAsync).WithTags("agents").WithName("chatWithAgent")
            .WithSummary("Says something to an agent, and streams what it does and answers as AG-UI's events.")
            .Produces(200, contentType: ChatStream.MediaType).RequirePermission(Permission.AgentsUse)
            .ProducesProblem(400).ProducesProblem(404).ProducesProblem(429);
        api.MapGet("/runs/{id}/chat", AgainAsync).WithTags("agents").WithName("resumeChat")
            .WithSummary("Streams the answer of an agent again, from the event after Last-Event-ID.")
            .Produces(200, contentType: ChatStream.MediaType).RequirePermission(Permission.RunsRead).ProducesProblem(404);
    }

    private async Task TalkAsync(HttpContext http, string name, AgentChatRequest request, CancellationToken cancellationToken)
    {
        var who = http.Principal();
        var agents = connected.RouterFor(who.Tenant).Registry;
        var agent = name == "any" ? null : agents.FindById(name) ?? agents.FindByAlias(name)
            ?? throw new ApiProblemException(ApiProblem.NotFound("There is no agent of that name. GET /api/v1/agents lists those there are."));
        var said = request.Message ?? request.Messages?.LastOrDefault(static m => m.Role == "user")?.Content;
        if (said is not { Length: > 0 and <= LongestMessage })
            throw new AxleException(ErrorKind.Validation, $"Say something in 'message': 1 to {LongestMessage} characters.");
        var session = request.Session ?? request.ThreadId ?? $"chat-{Guid.NewGuid():n}";
        var start = new StartRun(AgentWorkflow.Of(agent?.Id))
        {
            Inputs = Payload.From(JsonSerializer.SerializeToElement(new JsonObject { ["task"] = said, ["context"] = ContextOf(request) })),
            Attributes = starting.AttributesOf(who, request.Apply).SetItem(RunAttributes.Session, session),
            By = RunCommands.ActorOf(who),
            Key = IdempotencyKey.Of(http) is { } key ? $"chat/{who.Tenant}/{who.User}/{key}" : null,
        };
        if (await engine.FindAsync(start, cancellationToken) is { } known)
        {
            await TellAsync(http, known.Id.Value, 0, cancellationToken);
            return;
        }

        await limits.AdmitAsync(http, who, session, cancellationToken);
        var handle = await engine.StartAsync(start, cancellationToken);
        await new ChatStream(http, board.Reader, handle.Id, session, time).WriteAsync(telling, 0, cancellationToken);
    }

    private Task AgainAsync(HttpContext http, string id, CancellationToken cancellationToken)
    {
        _ = long.TryParse(http.Request.Headers["Last-Event-ID"].ToString(), out var last);
        return TellAsync(http, id, last, cancellationToken);
    }

    private async Task TellAsync(HttpContext http, string id, long after, CancellationToken cancellationToken)
    {
        var state = await board.StateAsync(id, http.Principal(), null, cancellationToken);
        await new ChatStream(http, board.Reader, state.Id, state.Attributes.GetValueOrDefault(RunAttributes.Session) ?? state.Id.Value, time)
            .WriteAsync(telling, after, cancellationToken);
    }

    private static JsonObject ContextOf(AgentChatRequest request)
    {
        var context = new JsonObject();
        if (request.Messages is { Count: > 0 } messages)
        {
            var remembered = messages.Where(static m => m.Content is { Length: > 0 }).TakeLast(MostRemembered);
            context["conversation"] = new JsonArray([.. remembered.Select(static m => (JsonNode)new JsonObject { [m.Role] = m.Content })]);
        }

        if (RunCommands.Node(request.Context) is { } more)
            context["more"] = more;
        return context;
    }
}
