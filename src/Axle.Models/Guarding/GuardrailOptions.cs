using System.Collections.Immutable;

namespace Axle.Models.Guarding;

/// <summary>What is checked on its way to a model: section <c>guardrails</c> of <c>axle.yaml</c>.</summary>
public sealed record GuardrailOptions
{
    /// <summary>What callers of the gateway write. Default: block, for nobody knows them.</summary>
    public GuardMode Prompts { get; init; } = GuardMode.Block;

    /// <summary>Prompts of runs, which workflow files and agents compose. Default: warn.</summary>
    public GuardMode Runs { get; init; } = GuardMode.Warn;

    /// <summary>What tools bring, whoever asks. Default: warn, which marks it for the model as data.</summary>
    public GuardMode Results { get; init; } = GuardMode.Warn;

    /// <summary>What models answer.</summary>
    public Output.OutputOptions Output { get; init; } = new();

    /// <summary>Stand-ins for personal data.</summary>
    public PseudonymOptions Pseudonyms { get; init; } = new();

    /// <summary>When a session of agents is handed to a person.</summary>
    public EscalationOptions Escalation { get; init; } = new();

    /// <summary>
    /// Who may see what comes from where: patterns of tools (<c>crm.*</c>) or of other sources as labels name them (<c>signal:*</c>), with <c>*</c> for
    /// anything. What nothing fits anybody may see.
    /// </summary>
    public ImmutableDictionary<string, Confidentiality> Confidentiality { get; init; } = ImmutableDictionary<string, Confidentiality>.Empty;

    /// <summary>A policy server; null for none.</summary>
    public PolicyServerOptions? PolicyServer { get; init; }

    /// <summary>How sure the guard must be: strict, balanced or lenient. Default: balanced.</summary>
    public string OperatingPoint { get; init; } = "balanced";

    /// <summary>Whether a text that could not be checked counts as an attack. Default: true.</summary>
    public bool FailClosed { get; init; } = true;
}
