using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Axle.Agents.Definition;
using Axle.Agents.Runtime;
using Axle.Models.Wire.Json;
using Axle.Tools.Contract;
using Axle.Tools.Healing;
using Microsoft.Extensions.AI;

namespace Axle.Agents.Reasoning;

/// <summary>Understands the calls of a model: which are made, after whose consent, and why the others are not.</summary>
/// <param name="catalog">All tools.</param>
/// <param name="offered">The tools that the model was told of.</param>
/// <param name="agent">Whose calls they are.</param>
/// <param name="place">Where they would run: arguments are checked for it.</param>
internal sealed class CallPlanner(ToolCatalog catalog, OfferedTools offered, AgentDefinition agent, ToolContext place)
{
    /// <summary>Calls of one turn no more than this.</summary>
    public const int MostCalls = 32;

    private const int MostFailures = 2;
    private readonly ToolHealing _healing = new(catalog);

    /// <summary>Plans the calls of one message.</summary>
    /// <param name="calls">As they came.</param>
    /// <param name="before">The calls of the turns before, with whether they failed: what failed twice is not made a third time.</param>
    public ImmutableArray<PlannedCall> Plan(IReadOnlyList<FunctionCallContent> calls, IReadOnlyList<(PlannedCall Call, bool Failed)> before)
    {
        var planned = ImmutableArray.CreateBuilder<PlannedCall>(calls.Count);
        for (var i = 0; i < calls.Count; i++)
        {
            var call = i < MostCalls
                ? Plan(calls[i], i + 1)
                : Refused(calls[i], $"More than {MostCalls} calls in one turn; make the rest in the next one.");
            if (Repeats(call, before))
            {
                ToolHealing.NoteGivenUp(call.Tool);
                call = call with { Step = null, Asks = null, Problem = TwiceFailed };
            }

            planned.Add(call);
        }

        return planned.ToImmutable();
    }

    private const string TwiceFailed =
        "This very call has failed twice already and was not made again. Take another way: other arguments, another tool, or answer with what you have and say what is missing.";

    private static bool Repeats(PlannedCall call, IReadOnlyList<(PlannedCall Call, bool Failed)> before) =>
        call.Problem is null
        && before.Count(b => b.Failed && b.Call.Tool == call.Tool && JsonElement.DeepEquals(b.Call.Arguments, call.Arguments)) >= MostFailures;

    private PlannedCall Plan(FunctionCallContent call, int number)
    {
        var named = HealedName.Of(call.Name, offered.Names);
        if (named.Name is not { } name)
            return Refused(call, named.Problem!);
        if (name == OfferedTools.Search && offered.Searches)
            return Searched(call, ArgumentsOf(call));
        if (name == Delegation.Name && offered.Delegates)
            return Delegated(call, ArgumentsOf(call), number);
        var tool = offered.Find(name)!;
        var healed = _healing.Heal(tool.Name, Encoding.UTF8.GetString(ToolArguments.Text(call).Span), place);
        if (!healed.IsWhole)
        {
            ToolHealing.NoteAskedAgain(tool.Name);
            return Refused(call, healed.ToMessage()) with { Tool = tool.Name, Arguments = healed.Arguments };
        }

        return new PlannedCall
        {
            Id = call.CallId,
            Tool = tool.Name,
            Arguments = healed.Arguments,
            Step = Key("call", number, tool.Name),
            Asks = tool.Approval is not null || OfferedTools.Matches(agent.Approvals, tool.Name) ? Key("ask", number, tool.Name) : null,
            Mended = [.. (named.Mend is { } mend ? healed.Mends.Insert(0, mend) : healed.Mends).Select(Told)],
        };
    }

    private static string Told(Mend mend) =>
        $"{(mend.Path.Length == 0 ? "the call" : mend.Path)}: {mend.From} became {mend.To} ({mend.Rung.ToString().ToLowerInvariant()})";

    private PlannedCall Searched(FunctionCallContent call, JsonElement arguments)
    {
        var found = catalog.Search(arguments.Text("words") ?? "").Where(t => OfferedTools.MayUse(agent, t.Description.Name)).Take(10)
            .Select(static t => new { name = ToolFunction.ToModelName(t.Description.Name), tool = t.Description.Name, purpose = t.Description.Purpose });
        return new PlannedCall { Id = call.CallId, Tool = OfferedTools.Search, Arguments = arguments, Answer = JsonSerializer.SerializeToElement(found) };
    }

    private static PlannedCall Delegated(FunctionCallContent call, JsonElement arguments, int number) => string.IsNullOrWhiteSpace(arguments.Text("task"))
        ? Refused(call, "'task' must say what is to be done, as text.")
        : new PlannedCall { Id = call.CallId, Tool = Delegation.Name, Arguments = arguments, Step = Key("delegate", number, Agent(arguments) ?? "fitting") };

    /// <summary>Who is to do what is handed on; null for whoever fits.</summary>
    public static string? Agent(JsonElement arguments) => arguments.Text("agent") is { Length: > 0 } id ? id : null;

    private static PlannedCall Refused(FunctionCallContent call, string problem) =>
        new() { Id = call.CallId, Tool = call.Name, Arguments = ArgumentsOf(call), Problem = problem };

    private static JsonElement ArgumentsOf(FunctionCallContent call) =>
        JsonSerializer.SerializeToElement(call.Arguments ?? new Dictionary<string, object?>(), AIJsonUtilities.DefaultOptions);

    private static string Key(string what, int number, string name)
    {
        var key = string.Create(CultureInfo.InvariantCulture, $"{what}-{number}-{ToolFunction.ToModelName(name)}");
        return key.Length <= 80 ? key : key[..80];
    }
}
