using System.Collections.Immutable;
using System.Text.Json;
using Axle.Agents.Definition;
using Axle.Agents.Routing;

namespace Axle.Cli.Output.Documents;

/// <summary>The answer of <c>agent list</c>.</summary>
internal sealed record AgentListDocument(ImmutableArray<AgentRowPart> Agents, ImmutableArray<string> Faults);

/// <summary>An agent in a list.</summary>
internal sealed record AgentRowPart(
    string Id, string Name, string Description, ImmutableArray<string> Aliases, ImmutableArray<string> Actions, string Source);

/// <summary>The answer of <c>agent show</c>.</summary>
internal sealed record AgentDocument(
    string Id,
    string Name,
    string Description,
    ImmutableArray<string> Aliases,
    ImmutableArray<string> Specializations,
    ImmutableArray<AgentCapability> Capabilities,
    ImmutableArray<string> Tools,
    ImmutableArray<string> Models,
    ImmutableArray<ActionPart> Actions,
    string Works,
    int Priority,
    AgentLimits Limits,
    string Instructions,
    string Source);

/// <summary>An action of an agent.</summary>
internal sealed record ActionPart(
    string Name, string Description, ImmutableArray<string> Aliases, bool World, ImmutableArray<string> Evidence, JsonElement Inputs, JsonElement Output);

/// <summary>The answer of <c>agent route</c>.</summary>
internal sealed record RouteDocument(
    string Agent, string Action, double Confidence, string AgentMatch, string ActionMatch, string Reason, ImmutableArray<RouteCandidate> Candidates,
    ImmutableArray<RankedPart> Order);

/// <summary>One of the agents that would be asked, in their order.</summary>
internal sealed record RankedPart(
    string Agent, string Action, double Confidence, int Priority, bool Out, double SuccessShare, int Working, int? Places, string Why);

/// <summary>The answer of <c>completion</c>.</summary>
internal sealed record CompletionDocument(string Shell, string Script);
