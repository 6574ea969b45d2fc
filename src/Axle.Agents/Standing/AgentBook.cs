using System.Collections.Concurrent;
using Axle.Agents.Definition;

namespace Axle.Agents.Standing;

/// <summary>
/// Keeps how every agent is doing, and lets no more work in than an agent may do at the same time. Numbers are those of this process; that an agent
/// is out is told to other processes through the store, if there is one.
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="shelf">Where health is kept beyond this process; null for nowhere.</param>
public sealed class AgentBook(TimeProvider time, AgentHealthShelf? shelf = null)
{
    private readonly ConcurrentDictionary<string, AgentPage> _pages = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, AgentHealth> _recalled = new(StringComparer.OrdinalIgnoreCase);
    private Task? _loading;

    /// <summary>How an agent stands now.</summary>
    public AgentStanding StandingOf(AgentDefinition agent)
    {
        ArgumentNullException.ThrowIfNull(agent);
        return PageOf(agent).Standing(time.GetUtcNow());
    }

    /// <summary>Reads what other processes wrote down, once. What this process has seen itself stays.</summary>
    public Task LoadAsync() => shelf is null ? Task.CompletedTask
        : _loading is null or { IsFaulted: true } ? _loading = ReadAsync(shelf)
        : _loading;

    /// <summary>Begins a piece of work, as soon as the agent has a free place: more important work first, then in the order of arrival.</summary>
    /// <param name="agent">The agent.</param>
    /// <param name="who">Who asks, as people will see it, for example run and step.</param>
    /// <param name="priority">How important the work is, -100 to 100.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>The place: say how the work ended, and dispose it.</returns>
    /// <exception cref="AxleException"><see cref="ErrorKind.Overloaded"/>: too many wait already; it says when to come again.</exception>
    public async ValueTask<AgentPlace> BeginAsync(AgentDefinition agent, string who, int priority, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(agent);
        var page = PageOf(agent);
        var lease = await page.EnterAsync(who, priority, cancellationToken);
        return new AgentPlace(page, lease, time, shelf);
    }

    private AgentPage PageOf(AgentDefinition agent) => _pages.TryGetValue(agent.Key, out var page)
        ? page
        : _pages.GetOrAdd(agent.Key, _ => new AgentPage(agent, _recalled.GetValueOrDefault(agent.Key, new AgentHealth()), time));

    private async Task ReadAsync(AgentHealthShelf from)
    {
        foreach (var (id, health) in await from.ListAsync(CancellationToken.None))
        {
            _recalled[id] = health;
            if (_pages.TryGetValue(id, out var page))
                page.Recall(health);
        }
    }
}
