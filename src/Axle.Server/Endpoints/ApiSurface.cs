using Axle.Agents.Connections;
using Axle.Agents.Escalation;
using Axle.Agents.Library;
using Axle.Agents.References;
using Axle.Agents.Standing;
using Axle.Capacity;
using Axle.Encryption;
using Axle.Identity.Ports;
using Axle.Library;
using Axle.Models;
using Axle.Models.Configuration;
using Axle.Models.Ledger;
using Axle.Models.Limits;
using Axle.Privacy;
using Axle.Server.AgentConnections;
using Axle.Server.Endpoints.A2a;
using Axle.Server.Endpoints.Agents;
using Axle.Server.Endpoints.Approvals;
using Axle.Server.Endpoints.Chat;
using Axle.Server.Endpoints.DeadLetters;
using Axle.Server.Endpoints.Encryption;
using Axle.Server.Endpoints.Health;
using Axle.Server.Endpoints.Metrics;
using Axle.Server.Endpoints.Models;
using Axle.Server.Endpoints.Nodes;
using Axle.Server.Endpoints.Overview;
using Axle.Server.Endpoints.Privacy;
using Axle.Server.Endpoints.Problems;
using Axle.Server.Endpoints.Runs;
using Axle.Server.Endpoints.Scaling;
using Axle.Server.Endpoints.Schedules;
using Axle.Server.Endpoints.Sessions;
using Axle.Server.Endpoints.Workflows;
using Axle.Server.Identity.Privacy;
using Axle.Server.Identity.Protection;
using Axle.Server.Live;
using Axle.Tools.Contract;
using Axle.Workflows.Engine;
using Axle.Workflows.Ports;
using Axle.Workflows.Resilience.CircuitBreaking;
using Axle.Workflows.Schedules;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Axle.Server.Endpoints;

/// <summary>The API at <c>/api/v1</c>: every endpoint, and what they share.</summary>
internal sealed class ApiSurface : IDisposable
{
    /// <summary>Where it is.</summary>
    public const string Address = "/api/v1";

    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _looking;
    private readonly RunBoard _board;
    private readonly IReadOnlyList<Action<IEndpointRouteBuilder>> _endpoints;
    private readonly A2aEndpoints _agents;

    /// <summary>Puts it together.</summary>
    /// <param name="axle">Axle.</param>
    /// <param name="options">What the server was told.</param>
    /// <param name="feed">What happens to runs.</param>
    /// <param name="leaving">Whether the server is about to stop.</param>
    /// <param name="views">Masks personal data in what is shown; null for nothing.</param>
    /// <param name="time">The clock.</param>
    /// <param name="stopping">When the server stops.</param>
    public ApiSurface(
        IServiceProvider axle, AxleServerOptions options, RunFeed feed, Leaving leaving, MaskedViews? views, TimeProvider time, CancellationToken stopping)
    {
        var (engine, store) = (axle.GetRequiredService<WorkflowEngine>(), axle.GetRequiredService<IRunStore>());
        _board = new RunBoard(store, engine.Reader, time, seesAll: options.LocalToken is not null);
        var commands = new RunCommands(engine, store, _board);
        var starting = new RunStarting(engine, axle.GetRequiredService<ProjectWorkflows>(), axle.GetRequiredService<AgentReferences>(), options.Workspace);
        var (ledger, seesAll) = (axle.GetRequiredService<IModelLedger>(), options.LocalToken is not null);
        var (steps, project) = (new StepItems(ledger), Path.GetFullPath(axle.GetRequiredService<AxleOptions>().ProjectDirectory));
        var connected = axle.GetRequiredService<ConnectedAgents>();
        var shelf = new WorkflowShelf(axle.GetRequiredService<ProjectWorkflows>(), axle.GetRequiredService<AgentReferences>(), project);
        var rights = new ApprovalRights(options.LocalToken is null ? axle.GetRequiredService<IIdentityStore>() : null);
        var limits = new ConversationLimits(
            options.LocalToken is null ? options.Conversations : ConversationRates.None, axle.GetRequiredService<ILimitStore>());
        _endpoints =
        [
            new HealthEndpoints(leaving).Map,
            new RunEndpoints(_board, store, steps, new RunPromotions(_board, store)).Map,
            new RunControlEndpoints(_board, starting, commands, store).Map,
            new RunHistoryEndpoints(_board, steps, time).Map,
            new RunForkEndpoints(engine, store, _board, starting, commands).Map,
            new RunBulkEndpoints(_board, commands, store).Map,
            new DeadLetterEndpoints(_board, commands, engine).Map,
            new WorkflowEndpoints(shelf, new WorkflowVersions(shelf, _board, store)).Map,
            new AgentEndpoints(
                connected, axle.GetRequiredService<LoadedAgents>(), axle.GetRequiredService<AgentBook>(), new AgentWorks(_board),
                axle.GetRequiredService<ToolCatalog>, ledger, seesAll).Map,
            new ChatEndpoints(engine, connected, starting, _board, new RunTelling(new RunFollowing(feed, store), connected.Texts), limits, time).Map,
            new ModelEndpoints(axle.GetRequiredService<ModelOptions>(), axle.GetRequiredService<ModelGateway>(), ledger, store, time, seesAll).Map,
            new ScheduleEndpoints(axle.GetRequiredService<ScheduleRunner>(), axle.GetRequiredService<CircuitBreakers>()).Map,
            new OverviewEndpoints(_board, ledger, time).Map,
            new NodeEndpoints(store as INodeRegistry).Map,
            new ScalingEndpoints(store as ILoadStore, PlannerOf(axle, time), time).Map,
            new MetricsEndpoints(store, time).Map,
            new ApprovalEndpoints(_board, commands, rights).Map,
            new AgentSessionEndpoints(axle.GetRequiredService<SessionShelf>(), axle.GetRequiredService<SessionDesk>(), _board, commands, rights).Map,
            new PrivacyEndpoints(axle.GetRequiredService<PersonalData>()).Map,
            new EncryptionEndpoints(axle.GetRequiredService<StoreEncryption>()).Map,
            new AgentSocketEndpoint(connected, time, stopping).Map,
            new LiveEndpoint(new LiveTopics(feed, connected.Texts, _board, store, rights, views, time), time, stopping).Map,
        ];
        _agents = new A2aEndpoints(
            engine, connected, starting, _board, commands, new RunFollowing(feed, store), limits);
        _looking = new ForeignRuns(feed, engine, store, time).RunAsync(_stopping.Token);
    }

    private static CapacityPlanner? PlannerOf(IServiceProvider axle, TimeProvider time) => axle.GetRequiredService<IRunStore>() is ILoadStore loads
        ? new CapacityPlanner(loads, axle.GetRequiredService<IModelLedger>(), axle.GetRequiredService<ModelOptions>(), time)
        : null;

    /// <summary>Adds all endpoints.</summary>
    public void Map(IEndpointRouteBuilder app)
    {
        var api = app.MapGroup(Address);
        foreach (var map in _endpoints)
            map(api);
        _agents.Map(app);
    }

    /// <summary>Answers a request that no endpoint answers.</summary>
    public static Task NothingHereAsync(HttpContext http) =>
        ApiProblem.NotFound($"There is nothing at this address. The API is at {Address}, its description at {Address}/openapi.json.").WriteAsync(http);

    /// <summary>Ends what goes on beside requests.</summary>
    public async Task StopAsync()
    {
        await _stopping.CancelAsync();
        await _looking;
    }

    public void Dispose()
    {
        _stopping.Dispose();
        _board.Dispose();
    }
}
