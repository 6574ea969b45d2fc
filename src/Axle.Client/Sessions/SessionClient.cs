using System.Text.Json;
using Axle.Client.Http;

namespace Axle.Client.Sessions;

/// <summary>Sessions of agents that a person was called for.</summary>
public sealed class SessionClient
{
    private readonly ApiDoor _door;

    internal SessionClient(ApiDoor door) => _door = door;

    /// <summary>Lists the sessions that were handed to a person, are on probation or were ended, in this order, the newest first of each.</summary>
    /// <param name="user">Only those of one user, by id; null for all.</param>
    /// <param name="cancellationToken">Cancels the asking.</param>
    public IAsyncEnumerable<AgentSession> ListAsync(string? user = null, CancellationToken cancellationToken = default) =>
        _door.ListAsync<AgentSession>("sessions", [("user", user)], cancellationToken);

    /// <summary>A session with its summary, what was saved of it, and the questions that wait.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="cancellationToken">Cancels the asking.</param>
    public Task<AgentSessionDetail> GetAsync(string id, CancellationToken cancellationToken = default) =>
        _door.AskAsync<AgentSessionDetail>(HttpMethod.Get, AddressOf(id), null, null, cancellationToken);

    /// <summary>Lets a session go on, on probation.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="guidance">What the agent or prompt is told; null for nothing.</param>
    /// <param name="answer">The answer that was held back, as it is to go out; null to leave it as it is.</param>
    /// <param name="comment">What to say to it; null for nothing.</param>
    /// <param name="key">Makes it safe to repeat; null for none.</param>
    /// <param name="cancellationToken">Cancels the asking.</param>
    public Task<AgentSessionAnswer> ResumeAsync(
        string id, string? guidance = null, JsonElement? answer = null, string? comment = null, string? key = null,
        CancellationToken cancellationToken = default) =>
        _door.AskAsync<AgentSessionAnswer>(HttpMethod.Post, $"{AddressOf(id)}/resume", new { guidance, answer, comment }, key, cancellationToken);

    /// <summary>Ends a session: steps that wait fail, and nothing more is done in it.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="comment">Why.</param>
    /// <param name="cancellationToken">Cancels the asking.</param>
    public Task<AgentSessionAnswer> EndAsync(string id, string comment, CancellationToken cancellationToken = default) =>
        _door.AskAsync<AgentSessionAnswer>(HttpMethod.Post, $"{AddressOf(id)}/end", new { comment }, null, cancellationToken);

    /// <summary>Forgets what became of a session: agents work in it again.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="cancellationToken">Cancels the asking.</param>
    public Task ForgetAsync(string id, CancellationToken cancellationToken = default) =>
        _door.TellAsync(HttpMethod.Delete, AddressOf(id), cancellationToken);

    private static string AddressOf(string id)
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        return $"sessions/{Uri.EscapeDataString(id)}";
    }
}
