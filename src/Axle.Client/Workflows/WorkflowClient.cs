using Axle.Client.Http;

namespace Axle.Client.Workflows;

/// <summary>The workflows of a server.</summary>
public sealed class WorkflowClient
{
    private readonly ApiDoor _door;

    internal WorkflowClient(ApiDoor door) => _door = door;

    /// <summary>Shows a workflow.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="cancellationToken">Cancels the asking.</param>
    public Task<WorkflowText> GetAsync(string name, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return _door.AskAsync<WorkflowText>(HttpMethod.Get, $"workflows/{Uri.EscapeDataString(name)}", null, null, cancellationToken);
    }
}

/// <summary>A workflow of a server.</summary>
/// <param name="Yaml">Its text.</param>
public sealed record WorkflowText(string Yaml);
