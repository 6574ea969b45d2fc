using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Axle.Agents.Definition;
using Axle.Agents.Kinds;
using Axle.Agents.Registry;
using Axle.Agents.Routing;
using Axle.Agents.Runtime;
using Axle.Agents.Standing;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;

namespace Axle.Agents.Connections;

/// <summary>
/// Agents that live in other processes and connect to this one. Each belongs to a tenant: its runs find it by name and by what it can do, as they find
/// agents of files, and no other tenant knows of it. A task is handed out to one process at a time; one that is lost in the middle is handed out again
/// when its lease has ended.
/// </summary>
/// <param name="router">The agents that all tenants share.</param>
/// <param name="book">How agents are doing.</param>
/// <param name="store">Gives the store when it is first needed.</param>
/// <param name="time">The clock.</param>
public sealed class ConnectedAgents(Func<AgentRouter> router, AgentBook book, Func<IValueStore> store, TimeProvider time) : IAgentKind, IDisposable
{
    private readonly RegistrationShelf _registrations = new(store, time);
    private readonly SemaphoreSlim _registering = new(1);
    private readonly ConcurrentDictionary<string, AgentPool> _pools = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, TenantAgents> _tenants = new(StringComparer.Ordinal);
    private volatile bool _isOpen;

    /// <summary>The limits, as the server that agents connect to has them.</summary>
    public ConnectionOptions Options { get; set; } = new();

    /// <summary>What they say while they work.</summary>
    public TextFeed Texts { get; } = new();

    /// <summary>Reads who registered before, once: before anybody is looked for.</summary>
    public async ValueTask OpenAsync(CancellationToken cancellationToken = default)
    {
        if (_isOpen)
            return;
        await _registering.WaitAsync(cancellationToken);
        try
        {
            if (_isOpen)
                return;
            foreach (var stored in await _registrations.ListAsync(cancellationToken))
                Add(new RegisteredAgent(RegistrationRules.Define(stored.Registration, stored.Tenant, stored.Owner), RegistrationShelf.TextOf(stored)));
            _isOpen = true;
        }
        finally
        {
            _registering.Release();
        }
    }

    /// <summary>Reads whether an agent that is not known here registered at another server meanwhile.</summary>
    /// <param name="tenant">The tenant; null for the default one.</param>
    /// <param name="agent">Its id.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async ValueTask LookAsync(string? tenant, string agent, CancellationToken cancellationToken = default)
    {
        await OpenAsync(cancellationToken);
        if (Knows(RouterFor(tenant).Registry, agent))
            return;
        await _registering.WaitAsync(cancellationToken);
        try
        {
            if (!Knows(RouterFor(tenant).Registry, agent)
                && await _registrations.FindAsync(Named(tenant), agent, cancellationToken) is { Registration: { } stored })
            {
                Add(new RegisteredAgent(RegistrationRules.Define(stored.Registration, stored.Tenant, stored.Owner), RegistrationShelf.TextOf(stored)));
            }
        }
        finally
        {
            _registering.Release();
        }
    }

    /// <summary>Finds agents for a tenant: those that all share, and those that connect for it.</summary>
    /// <param name="tenant">The tenant; null for the default one.</param>
    public AgentRouter RouterFor(string? tenant) => TenantOf(tenant) is { Agents.IsEmpty: false } own ? own.Router : router();

    /// <summary>The agents that connect for a tenant, by id, whether they are there now or not.</summary>
    /// <param name="tenant">The tenant; null for the default one.</param>
    public IReadOnlyList<AgentDefinition> Of(string? tenant) =>
        [.. TenantOf(tenant).Agents.Values.Select(static a => a.Definition).OrderBy(static a => a.Id, StringComparer.Ordinal)];

    /// <summary>How an agent that connects stands now, in this process.</summary>
    public PoolStanding StandingOf(AgentDefinition agent)
    {
        ArgumentNullException.ThrowIfNull(agent);
        return _pools.TryGetValue(agent.Key, out var pool) ? pool.Standing() : default;
    }

    /// <summary>Registers an agent with a process that serves it, or takes such a process back.</summary>
    /// <param name="tenant">The tenant whose runs it serves; null for the default one.</param>
    /// <param name="owner">The user who offers it.</param>
    /// <param name="registration">What the process says.</param>
    /// <param name="link">The way to it.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="AxleException">
    /// <see cref="ErrorKind.Validation"/>: what it says cannot be. <see cref="ErrorKind.Refused"/>: the id is another's.
    /// <see cref="ErrorKind.Overloaded"/>: too many agents or processes.
    /// </exception>
    public async Task<AgentSession> ConnectAsync(
        string? tenant, string owner, AgentRegistration registration, IAgentLink link, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(registration);
        RegistrationRules.CheckProcess(registration);
        var agent = RegistrationRules.Define(registration, Named(tenant), owner);
        await OpenAsync(cancellationToken);
        await RegisterAsync(agent, registration, cancellationToken);
        return await PoolOf(agent).ConnectAsync(registration, link, Texts, cancellationToken);
    }

    /// <summary>Removes an agent, and ends the connections of its processes: they may register it anew.</summary>
    /// <returns>False when the tenant has none of that id.</returns>
    public async Task<bool> RemoveAsync(string? tenant, string agent, CancellationToken cancellationToken)
    {
        await LookAsync(tenant, agent, cancellationToken);
        if (!TenantOf(tenant).Agents.TryGetValue(agent, out var known))
            return false;
        await _registering.WaitAsync(cancellationToken);
        try
        {
            await _registrations.ForgetAsync(Named(tenant), agent);
            _tenants[Named(tenant)] = new TenantAgents(TenantOf(tenant).Agents.Remove(agent), router, book);
        }
        finally
        {
            _registering.Release();
        }

        PoolOf(known.Definition).CloseAll("The agent was removed from the server.");
        return true;
    }

    /// <inheritdoc/>
    public bool Does(AgentDefinition agent, ActionDefinition action)
    {
        ArgumentNullException.ThrowIfNull(agent);
        return agent.Connection is not null;
    }

    /// <inheritdoc/>
    public async ValueTask<AgentResult> PerformAsync(AgentCall call, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(call);
        // A router that was asked before the agent was taken from its tenant may still name it.
        if (Named(call.Attributes.GetValueOrDefault(RunAttributes.Tenant)) != call.Agent.Connection!.Tenant)
            throw new AxleException(ErrorKind.NotFound, $"There is no agent '{call.Agent.Id}'.");
        var began = time.GetTimestamp();
        using var texts = Texts.Open(call.Run);
        var answer = await PoolOf(call.Agent).DoAsync(KeyOf(call), call, cancellationToken);
        var took = time.GetElapsedTime(began).TotalSeconds;
        var said = string.Create(CultureInfo.InvariantCulture, $"Agent '{call.Agent.Id}' did it over its connection in {took:0.00} s.");
        return AgentWire.Read(JsonSerializer.SerializeToUtf8Bytes(answer), $"Agent '{call.Agent.Id}'") with { Decisions = [new StepDecision("agent-connected", said)] };
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var pool in _pools.Values)
            pool.Dispose();
        _registering.Dispose();
    }

    private async Task RegisterAsync(AgentDefinition agent, AgentRegistration registration, CancellationToken cancellationToken)
    {
        await _registering.WaitAsync(cancellationToken);
        try
        {
            var (tenant, owner) = (agent.Connection!.Tenant, agent.Connection.Owner);
            var own = TenantOf(tenant).Agents;
            // Other servers over the same store take agents in, too.
            var (known, version) = await _registrations.FindAsync(tenant, agent.Id, cancellationToken);
            if (known is not null && known.Owner != owner)
                throw new AxleException(
                    ErrorKind.Refused, $"Agent '{agent.Id}' was registered by another user of this tenant. Take another id, or have it removed first: DELETE /api/v1/agents/{agent.Id}.");
            var shared = router().Registry;
            if ((shared.FindById(agent.Id) ?? shared.FindByAlias(agent.Id)) is { } other)
                throw new AxleException(ErrorKind.Validation, $"'{agent.Id}' names agent '{other.Id}' of {other.Source} already. Take another id.");
            if (known is null && own.Remove(agent.Id).Count >= Options.MostAgents)
                throw new AxleException(ErrorKind.Overloaded, $"This tenant has {Options.MostAgents} agents registered. Remove one, or raise 'server: agents: mostAgents' in axle.yaml.");
            var stored = new StoredRegistration(tenant, owner, registration with { Process = "", Tasks = [], Places = 1 });
            var said = RegistrationShelf.TextOf(stored);
            // A process that comes back says what it said before.
            if ((known is null || RegistrationShelf.TextOf(known) != said) && !await _registrations.KeepAsync(stored, version))
                throw new AxleException(ErrorKind.Overloaded, $"Agent '{agent.Id}' is registered at another server in this moment. Connect again.");
            if (own.GetValueOrDefault(agent.Id) is not { } here || here.Said != said || here.Definition.Connection!.Owner != owner)
                Add(new RegisteredAgent(agent, said));
        }
        finally
        {
            _registering.Release();
        }
    }

    private static bool Knows(AgentRegistry agents, string agent) => (agents.FindById(agent) ?? agents.FindByAlias(agent)) is not null;

    private void Add(RegisteredAgent agent)
    {
        var tenant = agent.Definition.Connection!.Tenant;
        _tenants[tenant] = new TenantAgents(TenantOf(tenant).Agents.SetItem(agent.Definition.Id, agent), router, book);
    }

    private TenantAgents TenantOf(string? tenant) => _tenants.GetValueOrDefault(Named(tenant)) ?? TenantAgents.None;

    private AgentPool PoolOf(AgentDefinition agent) => _pools.GetOrAdd(
        agent.Key, _ => new AgentPool(agent.Id, () => Options, new TaskShelf(store, time, Named(agent.Connection?.Tenant)), time));

    private static string Named(string? tenant) => string.IsNullOrEmpty(tenant) ? Scope.DefaultTenant : tenant;

    // An attempt that is made anew after a crash has the number that it had; one after a failure is other work.
    private static string KeyOf(AgentCall call) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
        string.Create(CultureInfo.InvariantCulture, $"{call.Agent.Key}\n{call.Action.Name}\n{call.Place.IdempotencyKey}\n{call.Attempt}"))))[..32];
}
