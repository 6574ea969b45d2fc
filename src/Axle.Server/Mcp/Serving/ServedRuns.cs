using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Axle.Agents.Runtime;
using Axle.Identity.Access;
using Axle.Server.Endpoints.Approvals;
using Axle.Server.Identity;
using Axle.Server.Identity.Privacy;
using Axle.Workflows.Definition;
using Axle.Workflows.Engine;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;

namespace Axle.Server.Mcp.Serving;

/// <summary>Starts runs for clients and tells them of runs. A client that stands for a tenant sees that tenant's runs only.</summary>
/// <param name="engine">Executes them.</param>
/// <param name="store">Keeps them.</param>
/// <param name="served">What runs may do.</param>
/// <param name="views">Masks personal data in what is told; null for nothing.</param>
/// <param name="audit">Writes down what is done; null for nobody.</param>
/// <param name="time">The clock.</param>
internal sealed class ServedRuns(
    WorkflowEngine engine, IRunStore store, McpServed served, MaskedViews? views, ServedAudit? audit, TimeProvider time)
{
    private const int MostSteps = 200;
    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = 256 };

    /// <summary>Starts a run, and waits for its end for a while.</summary>
    /// <returns>The run as it is then.</returns>
    public async ValueTask<JsonObject> StartAsync(Workflow workflow, JsonElement inputs, ServedCall call, CancellationToken cancellationToken)
    {
        var caller = call.Caller;
        RefuseMasks(caller, JsonMarshal.GetRawUtf8Value(inputs));
        var began = time.GetUtcNow();
        var start = new StartRun(workflow)
        {
            Inputs = Payload.From(inputs),
            Attributes = new CallerFacts(served.Workspace, served.MayApply).Of(caller),
            By = ActorOf(caller),
        };
        var run = await AuditedAsync(
            caller, new ServedDeed("POST /api/v1/runs", workflow.Name, Status: 202), () => engine.StartAsync(start, CancellationToken.None),
            started => $"{started.Id} {workflow.Name}");
        await AwaitAsync(run, call, began, cancellationToken);
        return await ShowAsync(run.Id.Value, caller, cancellationToken);
    }

    /// <summary>A run as it is, after a wait for its end.</summary>
    public async ValueTask<JsonObject> GetAsync(string id, ServedCall call, CancellationToken cancellationToken)
    {
        _ = await StateAsync(id, call.Caller, cancellationToken);
        if (engine.Find(new RunId(id)) is { } handle)
            await AwaitAsync(handle, call, time.GetUtcNow(), cancellationToken);
        return await ShowAsync(id, call.Caller, cancellationToken);
    }

    /// <summary>The newest runs that the caller may see.</summary>
    public async ValueTask<JsonObject> ListAsync(int limit, string? workflow, Caller caller, CancellationToken cancellationToken)
    {
        var rows = await store.ListRunsAsync(new RunQuery([], workflow, limit) { Tenant = caller.Tenant }, cancellationToken);
        return await MaskedAsync(new JsonObject { ["runs"] = new JsonArray([.. rows.Select(static row => (JsonNode)Row(row))]) }, null, caller, cancellationToken);
    }

    /// <summary>Sends a run a signal, and shows it.</summary>
    public async ValueTask<JsonObject> SignalAsync(string id, string name, JsonNode body, Caller caller, CancellationToken cancellationToken)
    {
        await AuditedAsync(caller, DeedOf(id, name, body), async () =>
        {
            var state = await StateAsync(id, caller, cancellationToken);
            RefuseMasks(caller, Encoding.UTF8.GetBytes(body.ToJsonString(JsonSerializerOptions.Web)));
            if (name == RunSignals.Answer)
                body["questionId"] = await RequireAskedAsync(state, body, caller, cancellationToken);
            return await engine.SignalAsync(state.Id, name, body.ToJsonString(), ActorOf(caller), cancellationToken: CancellationToken.None);
        });
        return await ShowAsync(id, caller, cancellationToken);
    }

    /// <summary>A run as it is.</summary>
    /// <exception cref="AxleException"><see cref="ErrorKind.NotFound"/>: there is none that the caller may see.</exception>
    public async ValueTask<JsonObject> ShowAsync(string id, Caller caller, CancellationToken cancellationToken)
    {
        var state = await StateAsync(id, caller, cancellationToken);
        var records = state.Records;
        var shown = new JsonObject { ["runId"] = id, ["status"] = Name(state.Status) };
        if (state.Outputs is { } outputs)
            shown["outputs"] = JsonSerializer.SerializeToNode(outputs.Value);
        if (state.Error is { } error)
            shown["error"] = Error(error);
        shown["steps"] = new JsonArray([.. records.Take(MostSteps).Select(static s => (JsonNode)StepOf(s))]);
        if (!state.Status.IsEnded())
            shown["questions"] = new JsonArray([.. records.Where(static s => s.Question is not null).Select(static s => (JsonNode)QuestionOf(s))]);
        return await MaskedAsync(shown, state.Id, caller, cancellationToken);
    }

    // Deeds are not cancelled with the call: whether something was done would depend on when the client hangs up.
    private async ValueTask<T> AuditedAsync<T>(Caller caller, ServedDeed deed, Func<Task<T>> act, Func<T, string>? subject = null) =>
        audit is null ? await act() : await audit.AroundAsync(caller, deed, act, subject);

    private static ServedDeed DeedOf(string id, string signal, JsonNode body) => signal switch
    {
        RunSignals.Cancel => new ServedDeed("POST /api/v1/runs/{id}/cancel", id),
        RunSignals.Answer => new ServedDeed("POST /api/v1/approvals/{run}/decision", $"{body["decision"]} {id} {body["path"]}"),
        _ => new ServedDeed("POST /api/v1/runs/{id}/signals", id),
    };

    /// <summary>A question that is open is answered by those it asks, here as at the API. One that is not is answered by nobody in advance.</summary>
    /// <returns>Which question it is: another may be asked by the time the answer arrives, of other people.</returns>
    private async ValueTask<string> RequireAskedAsync(RunState state, JsonNode answer, Caller caller, CancellationToken cancellationToken)
    {
        var path = answer["path"]!.GetValue<string>();
        if (state.Status.IsEnded() || state.Records.FirstOrDefault(s => s.Path == path) is not { Question: { } asked } step)
        {
            throw new AxleException(
                ErrorKind.Failed, $"Run {state.Id} waits for no answer at that step: it has one already, or does not ask yet. 'run_get' shows its questions.");
        }

        if (answer["questionId"]?.GetValue<string>() is { } meant && meant != step.QuestionId)
        {
            throw new AxleException(
                ErrorKind.Failed,
                $"Run {state.Id} asks another question at step '{path}' now than the one that is answered. 'run_get' shows it: ask the person anew.");
        }

        var named = StepQuestion.Of(asked.Value).Assignees;
        var who = caller.User is { } user ? await ApprovalRights.WhoAsync(served.Users, user, TenantOf(state), cancellationToken) : null;
        if (who?.May(Permission.ApprovalsDecide) == false)
        {
            throw new AxleException(
                ErrorKind.Refused,
                $"This client stands for {caller.Key!.User}, who may not answer questions of tenant '{who.Tenant}'. An admin of it gives them the role operator.");
        }

        if (named.IsEmpty)
            return step.QuestionId!;
        string[] assignees = [.. named, .. step.AskedToo];
        if (who is not null && (await new ApprovalRights(served.Users).NamesAsync(who, cancellationToken)).Overlaps(assignees))
            return step.QuestionId!;
        throw new AxleException(
            ErrorKind.Refused,
            $"Run {state.Id} asks {string.Join(", ", assignees)} at step '{path}', and this client stands for {caller.Key?.User ?? "nobody in particular"}. "
            + $"One of them answers with 'ax approval approve {state.Id}', in the dashboard, or by a client whose key has them as its 'user:'.");
    }

    private async ValueTask<JsonObject> MaskedAsync(JsonObject shown, RunId? run, Caller caller, CancellationToken cancellationToken) =>
        views is not null && await views.AreForAsync(caller, run, cancellationToken)
            ? JsonNode.Parse(views.Mask(JsonSerializer.SerializeToUtf8Bytes(shown)), documentOptions: Deep)!.AsObject()
            : shown;

    private void RefuseMasks(Caller caller, ReadOnlySpan<byte> json)
    {
        if (views is not null)
            MaskedViews.RefuseMasks(caller, json);
    }

    private static JsonObject Row(RunRow row) => new()
    {
        ["runId"] = row.Run.Value,
        ["workflow"] = row.Workflow,
        ["status"] = Name(row.Status),
        ["startedAt"] = row.CreatedAt,
        ["waitsForPerson"] = row.Attention != RunAttention.None,
    };

    private async ValueTask<RunState> StateAsync(string id, Caller caller, CancellationToken cancellationToken)
    {
        var state = RunId.TryParse(id, out var run) && await store.FindRunAsync(run, cancellationToken) is not null
            ? await engine.Reader.StateAsync(run, null, cancellationToken)
            : null;
        return state is not null && IsOf(state, caller)
            ? state
            : throw new AxleException(ErrorKind.NotFound, $"There is no run '{(id.Length <= 100 ? id : id[..100])}'. 'run_list' names those there are.");
    }

    // A client that gives up its request does not give up the run: it can be asked for later.
    private async Task AwaitAsync(RunHandle run, ServedCall call, DateTimeOffset since, CancellationToken cancellationToken)
    {
        if (call.Number("waitSeconds") is not (> 0 and var seconds))
            return;
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var telling = call.Tell is { } tell ? new ServedProgress(tell, time).FollowAsync(run, since, waiting.Token) : Task.CompletedTask;
        try
        {
            await run.Completion.WaitAsync(TimeSpan.FromSeconds(seconds), time, cancellationToken);
        }
        catch (TimeoutException)
        {
            // It goes on; the answer says where it stands.
            await waiting.CancelAsync();
        }

        await telling;
    }

    private static bool IsOf(RunState state, Caller caller) => caller.Tenant is null || TenantOf(state) == caller.Tenant;

    private static string TenantOf(RunState state) => state.Attributes.GetValueOrDefault(RunAttributes.Tenant) ?? Scope.DefaultTenant;

    private static string ActorOf(Caller caller) => $"{caller.Key?.User ?? "client"} (mcp)";

    private static JsonObject StepOf(StepRecord step)
    {
        var shown = new JsonObject { ["step"] = step.Path, ["does"] = step.Does, ["status"] = Name(step.Status) };
        if (step.Error is { } error)
            shown["error"] = Error(error);
        return shown;
    }

    private static JsonObject QuestionOf(StepRecord step) =>
        new JsonObject { ["step"] = step.Path, ["questionId"] = step.QuestionId, ["question"] = JsonSerializer.SerializeToNode(step.Question!.Value) };

    private static JsonObject Error(AxleError error) => new() { ["kind"] = error.Kind.ToName(), ["message"] = error.Message };

    private static string Name<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}
