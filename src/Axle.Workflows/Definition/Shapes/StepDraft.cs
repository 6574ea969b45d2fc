using System.Collections.Immutable;
using System.Text.Json;
using Axle.Workflows.Definition.Source;
using Axle.Workflows.Definition.Validation;
using Axle.Workflows.Expressions;

namespace Axle.Workflows.Definition.Shapes;

/// <summary>A step while its keys are being read.</summary>
internal sealed class StepDraft(StepEntry entry)
{
    private static readonly List<(Key Key, Node Node)> NoParts = [];

    /// <summary>What references need to know of it.</summary>
    public StepEntry Entry { get; } = entry;

    /// <summary>The keys it has that say what it does.</summary>
    public List<(Key Key, Node Node)> Kinds { get; } = new(2);

    /// <summary>The keys it has that are for some kinds only.</summary>
    public List<(Key Key, Node Node)> Parts { get; private set; } = NoParts;

    public StepAction? Action { get; set; }

    public string? Agent { get; set; }

    public string? AgentAction { get; set; }

    public JsonElement? Output { get; set; }

    public string? Description { get; set; }

    public Expression? When { get; set; }

    public Template? With { get; set; }

    public string? Provider { get; set; }

    public string? Model { get; set; }

    public RetryPolicy? Retry { get; set; }

    public TimeSpan? Timeout { get; set; }

    public TimeSpan? AttemptTimeout { get; set; }

    public ImmutableArray<FallbackDraft> Fallbacks { get; set; } = [];

    public ImmutableArray<ErrorHandler> OnError { get; set; } = [];

    public StepEffect Effect { get; set; }

    public bool ContinueOnError { get; set; }

    public Step? Compensate { get; set; }

    public string? CircuitBreaker { get; set; }

    public string? Bulkhead { get; set; }

    public StepCache? Cache { get; set; }

    public int? Priority { get; set; }

    public ImmutableArray<GateCheck> Gate { get; set; } = [];

    public JsonElement? Guardrails { get; set; }

    /// <summary>Notes that the step has a key.</summary>
    public void Note(Key key, Node node)
    {
        if (key.Kind is not null)
            Kinds.Add((key, node));
        if (key.OnlyFor.Count > 0)
            (Parts = ReferenceEquals(Parts, NoParts) ? [] : Parts).Add((key, node));
    }
}
