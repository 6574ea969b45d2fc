namespace Axle.Guardrails.Policy.External;

/// <summary>Where an Open Policy Agent is asked.</summary>
/// <param name="Server">Its address; ends with a slash.</param>
/// <param name="Path">The rule: <c>axle/tools/decision</c>.</param>
public sealed record OpenPolicyAgentOptions(Uri Server, string Path)
{
    /// <summary>Longest wait for an answer. Default: 2 seconds.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Whether what cannot be asked may happen. Default: it may not.</summary>
    public bool AllowsWhenUnreachable { get; init; }
}
