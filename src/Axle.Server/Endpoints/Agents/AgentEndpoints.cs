using System.Text.Json;
using Axle.Agents.Connections;
using Axle.Agents.Definition;
using Axle.Agents.Library;
using Axle.Agents.Standing;
using Axle.Identity.Access;
using Axle.Models.Ledger;
using Axle.Server.Endpoints.Problems;
using Axle.Server.Endpoints.Runs;
using Axle.Server.Identity.Access;
using Axle.Tools.Contract;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Axle.Server.Endpoints.Agents;

/// <summary>The agents and the tools.</summary>
/// <param name="connected">The agents, of all tenants and of each.</param>
/// <param name="loaded">What was wrong with their files.</param>
/// <param name="book">Knows how they stand.</param>
/// <param name="works">Knows what they did.</param>
/// <param name="tools">The tools.</param>
/// <param name="ledger">Knows what they cost.</param>
/// <param name="seesAll">Whether costs of all tenants are shown: of a server that one person uses alone.</param>
internal sealed class AgentEndpoints(
    ConnectedAgents connected, LoadedAgents loaded, AgentBook book, AgentWorks works, Func<ToolCatalog> tools, IModelLedger ledger, bool seesAll)
{
    /// <summary>Adds them.</summary>
    public void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/agents", ListAsync).WithTags("agents").WithName("listAgents").WithSummary("Lists the agents, with load, success and cost.")
            .RequirePermission(Permission.AgentsRead);
        api.MapGet("/agents/{name}", ShowAsync).WithTags("agents").WithName("getAgent").WithSummary("Shows an agent with its actions.")
            .RequirePermission(Permission.AgentsRead).ProducesProblem(404);
        api.MapDelete("/agents/{name}", RemoveAsync).WithTags("agents").WithName("removeAgent")
            .WithSummary("Removes an agent that connects, and ends its connections: as its owner, or as an admin of the tenant.")
            .RequirePermission(Permission.AgentsServe).ProducesProblem(403).ProducesProblem(404);
        api.MapGet("/tools", Tools).WithTags("agents").WithName("listTools").WithSummary("Lists the tools that agents and workflows can use.")
            .RequirePermission(Permission.AgentsRead);
    }

    private async Task<Ok<AgentList>> ListAsync(HttpContext http, CancellationToken cancellationToken)
    {
        var spent = await SpentAsync(http.Principal(), cancellationToken);
        var agents = connected.RouterFor(http.Principal().Tenant).Registry;
        var done = await works.OfAsync(http.Principal(), cancellationToken);
        return TypedResults.Ok(new AgentList(
            [.. agents.All.Select(a => ItemOf(a, done.GetValueOrDefault(a.Id), spent))],
            [.. loaded.Faults.Select(static f => f.ToString()), .. agents.Conflicts]));
    }

    private async Task<Ok<AgentDetail>> ShowAsync(HttpContext http, string name, CancellationToken cancellationToken)
    {
        var agents = connected.RouterFor(http.Principal().Tenant).Registry;
        var agent = agents.FindById(name) ?? agents.FindByAlias(name) ?? throw new ApiProblemException(ApiProblem.NotFound(
            agents.Nearest(name) is { } nearest ? $"There is no agent of that name. Did you mean '{nearest}'?" : "There is no agent of that name."));
        return TypedResults.Ok(new AgentDetail(
            ItemOf(
                agent, (await works.OfAsync(http.Principal(), cancellationToken)).GetValueOrDefault(agent.Id),
                await SpentAsync(http.Principal(), cancellationToken)),
            agent.Specializations,
            agent.Capabilities,
            [.. agent.Models.Select(static m => m.Model is null ? m.Provider : $"{m.Provider}/{m.Model}")],
            [.. agent.Actions.Select(static a => new AgentActionItem(
                a.Name, a.Description, a.Aliases, a.World, [.. a.Evidence.Select(static e => e.Tool)], a.InputSchema, a.OutputSchema))],
            agent.Limits,
            agent.Instructions));
    }

    private async Task<NoContent> RemoveAsync(HttpContext http, string name, CancellationToken cancellationToken)
    {
        var who = http.Principal();
        var agent = connected.Of(who.Tenant).FirstOrDefault(a => a.Id == name)
            ?? throw new ApiProblemException(ApiProblem.NotFound("No agent of that name connects here. Those of files are removed with their file."));
        if (agent.Connection!.Owner != who.User && !who.May(Permission.UsersManage))
            throw new AxleException(ErrorKind.Refused, $"Agent '{name}' was registered by another user. That user or an admin of the tenant can remove it.");
        await connected.RemoveAsync(who.Tenant, name, cancellationToken);
        return TypedResults.NoContent();
    }

    private Ok<Page<ToolItem>> Tools()
    {
        var catalog = tools();
        var offered = catalog.Tools.Select(static t => t.Description).Select(static t => new ToolItem(
            t.Name, t.Purpose, t.Origin, t.Effect, t.Idempotent, t.Approval?.Message, null, t.Parameters));
        var quarantined = catalog.Quarantined.Select(static q => new ToolItem(q.Key, "", "quarantine", ToolEffect.None, false, null, q.Value, null));
        return TypedResults.Ok(Page.Of<ToolItem>([.. offered.Concat(quarantined)]));
    }

    private async Task<Dictionary<string, LedgerSum>> SpentAsync(Principal who, CancellationToken cancellationToken)
    {
        var query = new LedgerQuery { By = LedgerGroup.Agent, Tenant = seesAll ? null : who.Tenant };
        return (await ledger.SumAsync(query, cancellationToken)).ToDictionary(static s => s.Key, StringComparer.Ordinal);
    }

    private AgentItem ItemOf(AgentDefinition agent, AgentWork work, Dictionary<string, LedgerSum> spent)
    {
        var standing = book.StandingOf(agent);
        var sum = spent.GetValueOrDefault(agent.Id);
        if (agent.Connection is not null)
            return ConnectedItem(agent, work, sum);
        var state = standing.IsOut ? "out" : standing.IsFull ? "full" : standing.Working > 0 ? "working" : "idle";
        return ItemOf(
            agent, Works(agent), state, new AgentLoad(standing.Working, standing.Waiting, standing.Places, Math.Round(standing.Load, 3)), work, sum);
    }

    private AgentItem ConnectedItem(AgentDefinition agent, AgentWork work, LedgerSum? sum)
    {
        var pool = connected.StandingOf(agent);
        var state = pool switch
        {
            { Processes: 0 } => "away",
            { IsDraining: true } => "draining",
            _ when pool.Working >= pool.Places => "full",
            _ => pool.Working > 0 ? "working" : "idle",
        };
        var share = (pool.Working + pool.Waiting) / (double)Math.Max(1, pool.Places);
        return ItemOf(agent, "connected", state, new AgentLoad(pool.Working, pool.Waiting, pool.Places, Math.Round(share, 3)), work, sum) with
        {
            Version = agent.Connection!.Version,
            Processes = pool.Processes,
        };
    }

    private static AgentItem ItemOf(AgentDefinition agent, string works, string state, AgentLoad load, AgentWork work, LedgerSum? sum)
    {
        var all = work.Done + work.Failed;
        return new AgentItem(
            agent.Id, agent.Name, agent.Description, agent.Aliases, [.. agent.Actions.Select(static a => a.Name)], agent.Tools, works, agent.Source, state,
            load, work.Done, work.Failed, all == 0 ? null : Math.Round(work.Done / (double)all, 4),
            work.Done == 0 ? null : Math.Round(work.Took.TotalSeconds / work.Done, 3), sum?.Calls ?? 0, sum?.Cost.Usd ?? 0);
    }

    private static string Works(AgentDefinition agent) => agent switch
    {
        { Remote: not null } => "remote",
        { Command: not null } => "command",
        _ when agent.Actions.All(static a => a.Tool is not null) => "tools",
        _ => "model",
    };
}

/// <summary>The agents.</summary>
/// <param name="Items">Them.</param>
/// <param name="Faults">What is wrong with files of agents.</param>
public sealed record AgentList(IReadOnlyList<AgentItem> Items, IReadOnlyList<string> Faults);

/// <summary>An agent in a list.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Description">What it is good for.</param>
/// <param name="Aliases">Other names of it.</param>
/// <param name="Actions">Names of what it can do.</param>
/// <param name="Tools">Tools that it may use.</param>
/// <param name="Works">How it works: <c>model</c>, <c>tools</c>, <c>remote</c>, <c>command</c> or <c>connected</c>.</param>
/// <param name="Source">Where it comes from.</param>
/// <param name="State"><c>idle</c>, <c>working</c>, <c>full</c>, or <c>out</c> after failures; of one that connects <c>away</c> or <c>draining</c>.</param>
/// <param name="Load">How much it has to do.</param>
/// <param name="Done">Pieces of work that it completed in the newest 200 runs, with a model or without.</param>
/// <param name="Failed">Those that failed for good.</param>
/// <param name="SuccessShare">The share of both that it completed, 0 to 1; null when it did nothing.</param>
/// <param name="TookSeconds">How long a completed piece of work took on average; null when it completed none.</param>
/// <param name="Calls">Calls of models that it made, in all runs.</param>
/// <param name="Usd">US dollars that they cost.</param>
public sealed record AgentItem(
    string Id, string Name, string Description, IReadOnlyList<string> Aliases, IReadOnlyList<string> Actions, IReadOnlyList<string> Tools, string Works,
    string Source, string State, AgentLoad Load, int Done, int Failed, double? SuccessShare, double? TookSeconds, long Calls, decimal Usd)
{
    /// <summary>The version that an agent which connects says it has; null for others.</summary>
    public string? Version { get; init; }

    /// <summary>Processes of an agent that connects which are there now; null for others.</summary>
    public int? Processes { get; init; }
}

/// <summary>How much an agent has to do.</summary>
/// <param name="Working">Pieces of work that it does now.</param>
/// <param name="Waiting">Those that wait for it.</param>
/// <param name="Places">How many it does at once; null for no limit.</param>
/// <param name="Share">Both together, as a share of its places; 1 is full.</param>
public sealed record AgentLoad(int Working, int Waiting, int? Places, double Share);

/// <summary>An agent.</summary>
/// <param name="Item">What lists show of it.</param>
/// <param name="Specializations">What it is best at.</param>
/// <param name="Capabilities">What it can do, with how sure it is.</param>
/// <param name="Models">Models that it prefers.</param>
/// <param name="Actions">What it can do, with inputs and outputs.</param>
/// <param name="Limits">What it may use.</param>
/// <param name="Instructions">What it is told.</param>
public sealed record AgentDetail(
    AgentItem Item, IReadOnlyList<string> Specializations, IReadOnlyList<AgentCapability> Capabilities, IReadOnlyList<string> Models,
    IReadOnlyList<AgentActionItem> Actions, AgentLimits Limits, string Instructions);

/// <summary>An action of an agent.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">What it does.</param>
/// <param name="Aliases">Other names of it.</param>
/// <param name="World">Whether it changes the outside world.</param>
/// <param name="Evidence">Tools that collect facts before a model is asked.</param>
/// <param name="Inputs">JSON Schema of its inputs.</param>
/// <param name="Output">JSON Schema of its output.</param>
public sealed record AgentActionItem(
    string Name, string Description, IReadOnlyList<string> Aliases, bool World, IReadOnlyList<string> Evidence, JsonElement Inputs, JsonElement Output);

/// <summary>A tool.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Purpose">What it is for.</param>
/// <param name="Origin">Where it comes from.</param>
/// <param name="Effect">What it changes.</param>
/// <param name="Idempotent">Whether doing it twice is as doing it once.</param>
/// <param name="Asks">What a person is asked before it is used; null when nobody is.</param>
/// <param name="Quarantined">Why it is not offered; null when it is.</param>
/// <param name="Parameters">JSON Schema of its arguments.</param>
public sealed record ToolItem(
    string Name, string Purpose, string Origin, ToolEffect Effect, bool Idempotent, string? Asks, string? Quarantined, JsonElement? Parameters);
