using System.Globalization;
using Axle.Agents.Routing;
using Axle.Agents.Runtime;
using Axle.Models.Guarding;
using Axle.Workflows.Ports;

namespace Axle.Agents.Escalation;

/// <summary>An answer that a person looks at because it is not sure of itself: it is not published before.</summary>
internal static class UnsureAnswer
{
    private const string Key = "axle.unsure";

    /// <summary>Keeps an answer that would be held from being published.</summary>
    /// <exception cref="AxleException"><see cref="ErrorKind.Refused"/>: the session is handed to a person, and the agent answers again.</exception>
    public static void ThrowIfHeld(StepContext work, AgentRoute route, StepResult result, AgentServices services)
    {
        if (WatchedSession.Of(work, WatchedSession.OptionsOf(route.Agent.Id, services), services.Sessions) is not { Options: var options }
            || new JudgedAnswer(result).Confidence is not { } sure || sure >= options.Confidence)
            return;
        var failure = new AxleException(ErrorKind.Refused, $"{Say(sure, options)} It was not published, as action '{route.Action.Name}' does at once.");
        failure.Data[Key] = true;
        if (result.Usage is { } spent)
            AttemptUsage.Attach(failure, spent);
        throw failure;
    }

    /// <summary>Whether that is why a step failed.</summary>
    public static bool Is(Exception fault) => fault.Data.Contains(Key);

    /// <summary>The same as a sentence.</summary>
    public static string Say(double sure, EscalationOptions options) =>
        string.Create(CultureInfo.InvariantCulture, $"Its answer is {sure:0.##} sure of itself, and {options.Confidence:0.##} is the least.");
}
