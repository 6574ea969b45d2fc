using System.Text.Json;
using System.Text.Json.Nodes;
using Axle.Agents.Connections;
using Axle.Agents.Reasoning;
using Axle.Agents.Runtime;
using Axle.Identity.Access;
using Axle.Server.Endpoints.Problems;
using Axle.Server.Endpoints.Runs;
using Axle.Server.Identity.Access;
using Axle.Server.Identity.Auditing;
using Axle.Server.Identity.Protection;
using Axle.Server.Live;
using Axle.Workflows.Engine;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Axle.Server.Endpoints.A2a;

/// <summary>Agents for other agents: A2A 1.0 over JSON-RPC. A task is a run; who asks again with the same message gets the same one.</summary>
/// <param name="engine">Executes runs.</param>
/// <param name="connected">The agents, of all tenants and of each.</param>
/// <param name="starting">Facts of runs.</param>
/// <param name="board">Finds runs.</param>
/// <param name="commands">Tells them.</param>
/// <param name="following">Follows them.</param>
/// <param name="limits">How much may be asked.</param>
internal sealed class A2aEndpoints(
    WorkflowEngine engine, ConnectedAgents connected, RunStarting starting, RunBoard board, RunCommands commands, RunFollowing following,
    ConversationLimits limits)
{
    /// <summary>The version of the protocol.</summary>
    public const string Version = "1.0";

    /// <summary>The skill that is whichever agent fits.</summary>
    public const string AnyAgent = "any";

    /// <summary>Where agents of others ask.</summary>
    public const string Address = "/a2a";

    private const int LongestTask = 20_000;
    private const int LongestName = 200;

    /// <summary>Adds them.</summary>
    public void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/.well-known/agent-card.json", ShowAsync).AllowAnyone().ExcludeFromDescription();
        app.MapPost(Address, AnswerAsync).RequirePermission(Permission.AgentsUse).ExcludeFromDescription();
    }

    private Task ShowAsync(HttpContext http)
    {
        http.Response.Headers.CacheControl = "private, max-age=60";
        return WriteAsync(http, CardFor(http));
    }

    // Who is not let in learns that there is a server, and no name of an agent.
    private JsonObject CardFor(HttpContext http) => AgentCard.Of(
        new Uri($"{http.Request.Scheme}://{http.Request.Host}{Address}"),
        http.PrincipalOrNull() is { } who && who.May(Permission.AgentsRead) ? connected.RouterFor(who.Tenant).Registry : null);

    private async Task AnswerAsync(HttpContext http, CancellationToken cancellationToken)
    {
        JsonNode? id = null;
        JsonObject answer;
        try
        {
            var request = await ReadAsync(http, cancellationToken);
            id = request["id"]?.DeepClone();
            answer = new JsonObject { ["result"] = await DoAsync(http, request, cancellationToken) };
        }
        catch (A2aFault fault)
        {
            answer = Error(fault.Code, fault.Message);
        }
        catch (Exception fault) when (ApiProblem.Of(fault) is { } problem)
        {
            answer = Error(problem.Status switch { 404 => A2aFault.TaskNotFound, < 500 => A2aFault.InvalidParameters, _ => A2aFault.Internal }, problem.Detail);
        }

        await WriteAsync(http, new JsonObject([new("jsonrpc", "2.0"), new("id", id), .. answer.Select(static p => KeyValuePair.Create(p.Key, p.Value?.DeepClone()))]));
    }

    private static async Task<JsonObject> ReadAsync(HttpContext http, CancellationToken cancellationToken)
    {
        try
        {
            using var body = await JsonDocument.ParseAsync(http.Request.Body, cancellationToken: cancellationToken);
            Check(body.RootElement);
            return JsonSerializer.SerializeToNode(body.RootElement) is JsonObject request
                && request["jsonrpc"] is JsonValue version && version.ToString() == "2.0" && request["method"] is JsonValue
                ? request
                : throw new A2aFault(A2aFault.InvalidRequest, "Send one request of JSON-RPC 2.0, with 'method' and 'params'.");
        }
        catch (JsonException broken)
        {
            throw new A2aFault(A2aFault.Parse, $"The body is not JSON: {broken.Message}");
        }
    }

    // A name that stands twice and a text that is none are JSON, and nothing that could be worked with.
    private static void Check(JsonElement part)
    {
        try
        {
            switch (part.ValueKind)
            {
                case JsonValueKind.Object when part.EnumerateObject().CountBy(static p => p.Name).FirstOrDefault(static n => n.Value > 1) is { Key: { } twice }:
                    throw new A2aFault(A2aFault.InvalidRequest, $"'{twice}' stands twice in one object.");
                case JsonValueKind.Object:
                    foreach (var member in part.EnumerateObject())
                        Check(member.Value);
                    break;
                case JsonValueKind.Array:
                    foreach (var item in part.EnumerateArray())
                        Check(item);
                    break;
                case JsonValueKind.String:
                    _ = part.GetString();
                    break;
            }
        }
        catch (InvalidOperationException)
        {
            throw new A2aFault(A2aFault.InvalidRequest, "A text in it is no Unicode: half of a surrogate pair stands alone.");
        }
    }

    private async Task<JsonNode?> DoAsync(HttpContext http, JsonObject request, CancellationToken cancellationToken)
    {
        var parameters = request["params"] as JsonObject ?? [];
        var method = request["method"]!.ToString();
        var note = AuditNote.Of(http);
        (note.IsChange, note.Subject) = (method is "SendMessage" or "CancelTask", method);
        switch (method)
        {
            case "SendMessage":
                return new JsonObject { ["task"] = await SendAsync(http, parameters, cancellationToken) };
            case "GetTask":
                return await TaskAsync(await FindAsync(http, parameters, cancellationToken), cancellationToken);
            case "CancelTask":
                return await CancelAsync(http, parameters, cancellationToken);
            case "GetExtendedAgentCard":
                return CardFor(http);
            case "SendStreamingMessage" or "SubscribeToTask" or "ListTasks":
                throw new A2aFault(A2aFault.Unsupported, "This server does not stream and list tasks in A2A. Ask with GetTask, or use /api/v1, which does both.");
            case var _ when method.Contains("PushNotificationConfig", StringComparison.Ordinal):
                throw new A2aFault(A2aFault.Unsupported, "This server pushes no notifications. Ask with GetTask.");
            default:
                throw new A2aFault(A2aFault.MethodNotFound, "There is no such method. There are SendMessage, GetTask, CancelTask and GetExtendedAgentCard.");
        }
    }

    private async Task<JsonObject> SendAsync(HttpContext http, JsonObject parameters, CancellationToken cancellationToken)
    {
        var who = http.Principal();
        var message = parameters["message"] as JsonObject ?? throw new A2aFault(A2aFault.InvalidParameters, "'message' is missing.");
        if (message["taskId"] is not null)
            throw new A2aFault(A2aFault.Unsupported, "A task is one message. What it waits for, a person answers in the dashboard; for more, send another message, with what it needs to know.");
        if (message["messageId"]?.ToString() is not { Length: > 0 and <= LongestName } id)
            throw new A2aFault(A2aFault.InvalidParameters, $"'message.messageId' is missing, or longer than {LongestName} characters.");
        var (text, data) = Read(message["parts"] as JsonArray ?? []);
        var skill = (message["metadata"] as JsonObject)?["skill"]?.ToString() ?? AnyAgent;
        var agent = skill == AnyAgent ? null : connected.RouterFor(who.Tenant).Registry.FindById(skill) ?? throw new A2aFault(A2aFault.InvalidParameters, "There is no skill of that id. The agent card lists those there are.");
        var context = message["contextId"]?.ToString() ?? $"a2a-{Guid.NewGuid():n}";
        if (context.Length > LongestName)
            throw new A2aFault(A2aFault.InvalidParameters, $"'contextId' has at most {LongestName} characters.");
        var start = new StartRun(AgentWorkflow.Of(agent?.Id))
        {
            Inputs = Payload.From(JsonSerializer.SerializeToElement(new JsonObject { ["task"] = text, ["context"] = data })),
            Attributes = starting.AttributesOf(who, apply: false).SetItem(RunAttributes.Session, context),
            By = RunCommands.ActorOf(who),
            Key = $"a2a/{who.Tenant}/{who.User}/{id}",
        };
        var run = await engine.FindAsync(start, cancellationToken);
        if (run is null)
        {
            await limits.AdmitAsync(http, who, context, cancellationToken);
            run = await engine.StartAsync(start, cancellationToken);
        }

        if ((parameters["configuration"] as JsonObject)?["returnImmediately"] is not JsonValue at || at.ToString() != "true")
            await RestAsync(run.Id, who, cancellationToken);
        return await TaskAsync(await board.FindAsync(run.Id.Value, who, cancellationToken), cancellationToken);
    }

    // Until it has ended, or a person is asked.
    private async Task RestAsync(RunId run, Principal who, CancellationToken cancellationToken)
    {
        await foreach (var _ in following.FollowAsync(run, 0, cancellationToken))
        {
            if (A2aTask.Rests(await board.FindAsync(run.Value, who, cancellationToken)))
                return;
        }
    }

    private async Task<JsonObject> CancelAsync(HttpContext http, JsonObject parameters, CancellationToken cancellationToken)
    {
        var row = await FindAsync(http, parameters, cancellationToken);
        if (!http.Principal().May(Permission.RunsControl))
            throw new A2aFault(A2aFault.InvalidParameters, "To cancel tasks you need the permission runsControl.");
        if (row.Status.IsEnded())
            throw new A2aFault(A2aFault.TaskNotCancelable, "The task has ended.");
        await commands.SignalAsync(row, RunSignals.Cancel, new JsonObject(), http.Principal(), null, cancellationToken);
        return await TaskAsync(await commands.NowAsync(row, cancellationToken), cancellationToken);
    }

    // What somebody else asked of an agent, and runs of workflows, are no tasks of this caller.
    private async ValueTask<RunRow> FindAsync(HttpContext http, JsonObject parameters, CancellationToken cancellationToken)
    {
        var who = http.Principal();
        var row = await board.FindAsync(parameters["id"]?.ToString() ?? "", who, cancellationToken);
        var state = await board.Reader.StateAsync(row.Run, null, cancellationToken);
        return row.Workflow == AgentWorkflow.Name && state.Attributes.GetValueOrDefault(RunAttributes.User) == who.User
            ? row
            : throw new A2aFault(A2aFault.TaskNotFound, "There is no such task of yours.");
    }

    private async Task<JsonObject> TaskAsync(RunRow row, CancellationToken cancellationToken)
    {
        var state = await board.Reader.StateAsync(row.Run, null, cancellationToken);
        return A2aTask.Of(row, state, state.Attributes.GetValueOrDefault(RunAttributes.Session) ?? row.Run.Value);
    }

    private static (string Text, JsonNode? Data) Read(JsonArray parts)
    {
        var texts = parts.Select(static p => (p as JsonObject)?["text"]?.ToString()).Where(static t => t is { Length: > 0 }).ToArray();
        var data = parts.Select(static p => (p as JsonObject)?["data"]).Where(static d => d is not null).ToArray();
        if (parts.OfType<JsonObject>().Any(static p => p["raw"] is not null || p["url"] is not null))
            throw new A2aFault(A2aFault.InvalidParameters, "Parts are text or data here; files are not taken.");
        var text = string.Join("\n\n", texts);
        return text.Length is > 0 and <= LongestTask
            ? (text, data.Length switch { 0 => null, 1 => data[0]!.DeepClone(), _ => new JsonArray([.. data.Select(static d => d!.DeepClone())]) })
            : throw new A2aFault(A2aFault.InvalidParameters, $"The message's parts have 1 to {LongestTask} characters of text in all.");
    }

    private static JsonObject Error(int code, string message) => new() { ["error"] = new JsonObject { ["code"] = code, ["message"] = message } };

    private static Task WriteAsync(HttpContext http, JsonObject answer)
    {
        http.Response.ContentType = "application/json";
        return http.Response.WriteAsync(answer.ToJsonString(), http.RequestAborted);
    }
}
