using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Axle.Agents.Reasoning;
using Axle.Agents.Runtime;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;

namespace Axle.Agents.Escalation;

/// <summary>The turns of a step, told apart: those in which its agent worked, and those in which a person was asked about the session.</summary>
/// <param name="Work">The agent's own turns.</param>
/// <param name="Guidance">What persons told the agent, oldest first.</param>
/// <param name="Answer">The answer that the step goes on with; null when its last turn is the agent's own.</param>
/// <param name="Agent">The agent that was asked about last; null when nobody was asked, or it was not known.</param>
internal sealed record EscalatedTurns(ImmutableArray<StepTurn> Work, ImmutableArray<string> Guidance, PersonsAnswer? Answer, string? Agent)
{
    /// <summary>Reads the turns of a step.</summary>
    public static EscalatedTurns Of(StepContext context)
    {
        var (work, guidance, last) = (ImmutableArray.CreateBuilder<StepTurn>(), ImmutableArray.CreateBuilder<string>(), default(PersonsAnswer));
        string? agent = null;
        for (var i = 0; i < context.Turns.Count; i++)
        {
            last = null;
            if (TurnNote.Of(context.Turns[i]) is not { Kind: TurnKind.Escalation, Handover: { } asked } note)
            {
                work.Add(context.Turns[i]);
                continue;
            }

            agent = note.Agent;
            last = PersonsAnswer.Of(string.Create(CultureInfo.InvariantCulture, $"{context.RunId}/{context.Path}[{i}]"), asked, context.Turns[i].Results);
            if (last.Guidance is { } told)
                guidance.Add(told);
        }

        return new EscalatedTurns(work.ToImmutable(), guidance.ToImmutable(), last, agent);
    }
}

/// <summary>What a person made of a session.</summary>
/// <param name="Question">Names the question.</param>
/// <param name="GoesOn">Whether the session goes on.</param>
/// <param name="By">Who said so.</param>
/// <param name="Comment">What was said to it; empty for nothing.</param>
/// <param name="Guidance">What the agent is told; null for nothing.</param>
/// <param name="Output">The answer that was held back, as the person left it; null when none was.</param>
internal sealed record PersonsAnswer(string Question, bool GoesOn, string By, string Comment, string? Guidance, JsonElement? Output)
{
    private const string Nobody = "nobody";

    public static PersonsAnswer Of(string question, Handover asked, Payload? results)
    {
        if (results is not { } ended || !ended.Value.TryGetProperty(EscalationQuestion.Step, out var said))
            return new PersonsAnswer(question, GoesOn: false, Nobody, "The question was not asked.", null, null);
        if (said.Text("status") != "completed" || !said.TryGetProperty("output", out var output) || !output.TryGetProperty("parameters", out var parameters))
        {
            var why = said.TryGetProperty("error", out var error) ? error.Text("message") : said.Text("reason");
            return new PersonsAnswer(question, GoesOn: false, Nobody, why ?? "It gave no reason.", null, null);
        }

        var guidance = parameters.Text("guidance");
        return new PersonsAnswer(
            question,
            GoesOn: true,
            output.Text("by") ?? Nobody,
            output.Text("comment") ?? "",
            string.IsNullOrWhiteSpace(guidance) ? null : guidance,
            asked.IsHeld && parameters.TryGetProperty("answer", out var answer) ? answer : null);
    }
}
