using Axle.Client.Agents;
using Axle.Client.Approvals;
using Axle.Client.DeadLetters;
using Axle.Client.Http;
using Axle.Client.Runs;
using Axle.Client.Sessions;
using Axle.Client.Workflows;

namespace Axle.Client;

/// <summary>
/// What a program does with a server: starts runs, watches them, tells them what they wait for, answers what they ask. Safe for concurrent use; one for a
/// program is enough. Every method throws <see cref="AxleClientException"/> when the server refuses, and <see cref="HttpRequestException"/> when it
/// cannot be reached.
/// </summary>
public sealed class AxleClient : IDisposable
{
    private readonly ApiDoor _door;

    /// <summary>Makes one. Nothing is asked before its first use.</summary>
    public AxleClient(AxleClientOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _door = new ApiDoor(options);
        (Runs, Approvals, Sessions, Workflows, DeadLetters, Agents) = (
            new RunClient(_door, options), new ApprovalClient(_door), new SessionClient(_door), new WorkflowClient(_door), new DeadLetterClient(_door),
            new AgentClient(_door));
    }

    /// <summary>Runs.</summary>
    public RunClient Runs { get; }

    /// <summary>What runs ask persons.</summary>
    public ApprovalClient Approvals { get; }

    /// <summary>Runs that are out of options.</summary>
    public DeadLetterClient DeadLetters { get; }

    /// <summary>Sessions of agents that a person was called for.</summary>
    public SessionClient Sessions { get; }

    /// <summary>The agents there are.</summary>
    public AgentClient Agents { get; }

    /// <summary>The workflows there are.</summary>
    public WorkflowClient Workflows { get; }

    /// <summary>Who asks, as the server knows it.</summary>
    /// <returns>Id of the user, and the tenant.</returns>
    public Task<Session> SessionAsync(CancellationToken cancellationToken = default) =>
        _door.AskAsync<Session>(HttpMethod.Get, "session", null, null, cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _door.Dispose();
}

/// <summary>Who asks.</summary>
/// <param name="User">Id of the user.</param>
/// <param name="Tenant">The tenant that requests work in; null for none.</param>
public sealed record Session(string User, string? Tenant);
