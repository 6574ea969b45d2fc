using System.Collections.Immutable;
using System.IO.Enumeration;
using System.Text.Json;
using Axle.Agents.Definition;
using Axle.Tools.Contract;
using Microsoft.Extensions.AI;

namespace Axle.Agents.Reasoning;

/// <summary>The tools that a model is told of in one turn, by the names it sees.</summary>
internal sealed class OfferedTools
{
    /// <summary>More tools than this are not shown at once: the model is given a search instead.</summary>
    public const int MostShown = 30;

    /// <summary>How many of them are shown beside the search.</summary>
    private const int ShownWithSearch = 16;

    private static readonly JsonElement SearchParameters = JsonElement.Parse(
        """{"type":"object","properties":{"words":{"type":"string","description":"Words of what the tool should do."}},"required":["words"],"additionalProperties":false}""");

    private readonly Dictionary<string, ToolDescription> _byModelName = new(StringComparer.Ordinal);

    private OfferedTools(IEnumerable<ToolDescription> shown, IEnumerable<ToolDescription> own, bool searches, AITool? delegation)
    {
        foreach (var tool in shown)
            _byModelName.TryAdd(ToolFunction.ToModelName(tool.Name), tool);
        var offered = _byModelName.Select(static t => (AITool)AIFunctionFactory.CreateDeclaration(t.Key, t.Value.Purpose, t.Value.Parameters)).ToList();
        foreach (var tool in own)
            _byModelName.TryAdd(ToolFunction.ToModelName(tool.Name), tool);
        if (searches)
            offered.Add(AIFunctionFactory.CreateDeclaration(Search, "Finds more tools; those it finds can be called from the next turn on.", SearchParameters));
        if (delegation is not null)
            offered.Add(delegation);
        Names = [.. offered.Select(static t => t.Name).Concat(_byModelName.Keys).Distinct(StringComparer.Ordinal)];
        (Tools, Searches, Delegates) = ([.. offered], searches, delegation is not null);
    }

    /// <summary>Name of the search for tools.</summary>
    public const string Search = "find_tools";

    /// <summary>What the model is told.</summary>
    public ImmutableArray<AITool> Tools { get; }

    /// <summary>Whether there are more than are shown.</summary>
    public bool Searches { get; }

    /// <summary>Whether work can be handed to other agents.</summary>
    public bool Delegates { get; }

    /// <summary>The names the model may call: those it sees first, then the agent's other tools, which it may know from elsewhere.</summary>
    public ImmutableArray<string> Names { get; }

    /// <summary>The agent's tool of a name that models use; null when there is none.</summary>
    public ToolDescription? Find(string modelName) => _byModelName.GetValueOrDefault(modelName);

    /// <summary>The tools of a turn.</summary>
    /// <param name="agent">Whose.</param>
    /// <param name="catalog">All there are.</param>
    /// <param name="task">What is to be done: of many tools those are shown that fit it.</param>
    /// <param name="found">Tools that were searched for before.</param>
    /// <param name="delegation">The way to hand work on; null for none.</param>
    public static OfferedTools Of(AgentDefinition agent, ToolCatalog catalog, string task, IReadOnlySet<string> found, AITool? delegation)
    {
        var own = catalog.Tools.Select(static t => t.Description).Where(t => MayUse(agent, t.Name)).ToList();
        if (own.Count <= MostShown)
            return new OfferedTools(own, own, searches: false, delegation);
        var names = own.Select(static t => t.Name).ToHashSet(StringComparer.Ordinal);
        var fitting = catalog.Search(task).Select(static t => t.Description).Where(t => names.Contains(t.Name)).Take(ShownWithSearch);
        return new OfferedTools([.. own.Where(t => found.Contains(t.Name)), .. fitting], own, searches: true, delegation);
    }

    /// <summary>Whether an agent's list of tools names a tool, itself or by a pattern such as <c>files.*</c>.</summary>
    public static bool MayUse(AgentDefinition agent, string tool) => Matches(agent.Tools, tool);

    /// <summary>Whether one of the patterns matches a tool's name.</summary>
    public static bool Matches(ImmutableArray<string> patterns, string tool)
    {
        foreach (var pattern in patterns)
        {
            if (pattern == tool
                || (pattern.Contains('*', StringComparison.Ordinal) && FileSystemName.MatchesSimpleExpression(pattern, tool, ignoreCase: false)))
                return true;
        }

        return false;
    }
}
