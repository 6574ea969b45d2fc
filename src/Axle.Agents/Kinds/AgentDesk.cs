using System.Collections.Immutable;
using System.Text.Json;
using Axle.Agents.Definition;
using Axle.Agents.Routing;
using Axle.Agents.Standing;
using Axle.Workflows.Runs;

namespace Axle.Agents.Kinds;

/// <summary>
/// Asks those who can do a piece of work, one after the other, until one has done it, or until it is the turn of an agent that asks a language
/// model: its work is done in turns of the run, and the gateway has stand-ins of its own for models.
/// </summary>
/// <param name="book">How they are doing; told how the work ended.</param>
/// <param name="kinds">Does the work.</param>
public sealed class AgentDesk(AgentBook book, AgentKinds kinds)
{
    /// <summary>Has the work done.</summary>
    /// <param name="ranked">Who can do it, in the order in which they are asked.</param>
    /// <param name="call">
    /// Makes the call for one of them; throws <see cref="ErrorKind.Validation"/> when the inputs do not fit its action: a stand-in is passed
    /// over then.
    /// </param>
    /// <param name="priority">How important the work is, -100 to 100.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="AxleException">What went wrong at the last one that was asked.</exception>
    public async ValueTask<AskedAgent> AskAsync(
        ImmutableArray<RankedAgent> ranked, Func<AgentRoute, AgentCall> call, int priority, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(call);
        var passed = ImmutableArray.CreateBuilder<StepDecision>();
        var last = default(AxleException);
        foreach (var candidate in ranked)
        {
            var route = candidate.Route;
            if (!kinds.Does(route.Agent, route.Action))
                return new AskedAgent(route, null, passed.ToImmutable());
            var hasBegun = false;
            try
            {
                var asked = call(route);
                using var place = await book.BeginAsync(route.Agent, $"{asked.Run}/{asked.Step}", priority, cancellationToken);
                hasBegun = true;
                var result = await PerformAsync(asked, place, cancellationToken);
                return new AskedAgent(route, result, passed.ToImmutable().AddRange(result.Decisions));
            }
            catch (AxleException fault) when (MayGoOn(fault, route, hasBegun, isStandIn: candidate != ranked[0]))
            {
                last = fault;
                passed.Add(PassedOver(route, fault.Error));
            }
        }

        throw last ?? new AxleException(ErrorKind.Internal, "Nobody was ranked for the work.");
    }

    /// <summary>Reads what other processes know of agents, once: before agents are ranked for the first time.</summary>
    public Task OpenAsync() => book.LoadAsync();

    /// <summary>Takes a place at an agent whose work is done elsewhere, for one turn of it.</summary>
    /// <exception cref="AxleException"><see cref="ErrorKind.Overloaded"/>: too many wait already.</exception>
    public ValueTask<AgentPlace> TakeAsync(AgentDefinition agent, string who, int priority, CancellationToken cancellationToken) =>
        book.BeginAsync(agent, who, priority, cancellationToken);

    private async ValueTask<AgentResult> PerformAsync(AgentCall asked, AgentPlace place, CancellationToken cancellationToken)
    {
        try
        {
            var result = await kinds.PerformAsync(asked, cancellationToken);
            await place.SucceedAsync();
            return result;
        }
        catch (AxleException fault)
        {
            await place.FailAsync(fault.Error.Kind);
            throw;
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            // The class of an agent may throw anything: that is its fault, and no reason to stop the engine.
            await place.FailAsync(ErrorKind.Unknown);
            throw new AxleException(ErrorKind.Unknown, $"Agent '{asked.Agent.Id}' failed with {fault.GetType().Name}: {AgentWire.Quote(fault.Message)}", fault);
        }
    }

    private static bool MayGoOn(AxleException fault, AgentRoute route, bool hasBegun, bool isStandIn) =>
        AgentFailover.IsAllowed(route.Action, fault.Error.Kind, hasBegun) || (isStandIn && !hasBegun && fault.Error.Kind == ErrorKind.Validation);

    private static StepDecision PassedOver(AgentRoute route, AxleError error) => new(
        "agent-passed-over",
        $"Agent '{route.Agent.Id}' did not do it ({error.Kind.ToName()}); the next capable agent is asked. {error.Message}",
        JsonSerializer.SerializeToElement(
            new { agent = route.Agent.Id, action = route.Action.Name, kind = error.Kind.ToName(), confidence = route.Confidence }));
}
