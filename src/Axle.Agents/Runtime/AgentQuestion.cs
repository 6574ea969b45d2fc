using System.Text;
using Axle.Agents.Definition;
using Axle.Agents.Reasoning;

namespace Axle.Agents.Runtime;

/// <summary>Words the task of one action for the model.</summary>
internal static class AgentQuestion
{
    public static string Write(AgentWork work, bool mayApply)
    {
        var action = work.Route.Action;
        var text = new StringBuilder();
        text.Append("Task: ").Append(work.Task).Append("\n\n").Append(action.Prompt).Append("\n\n");
        text.Append(work.Style.Mode == ReasoningMode.Once
            ? "Facts come from the evidence only. Every finding has a 'number'; give these numbers where the answer has an 'evidence' list. " +
                "Do not repeat findings one by one, they are shown beside your answer. Invent no file, line or figure."
            : "Facts come from the evidence and from results of tools only. Where the answer has an 'evidence' list, give the numbers of findings. " +
                "Invent no file, line or figure.");
        if (action.World)
        {
            text.Append("\n\n").Append(mayApply
                ? "This run may change the outside world; the evidence says what was done. Claim nothing that it does not show."
                : "This run may not change the outside world: everything in the evidence is a plan. Say that nothing was carried out.");
        }

        // Only what a gate refused is the answer's own fault; a network that failed is none of the model's business.
        if (work.Context.LastError is { Kind: ErrorKind.Failed } refused)
            text.Append("\n\nThe result before this one was not accepted: ").Append(refused.Message);
        var reached = work.Style.Mode == ReasoningMode.Plan ? Milestones.Of(work) : [];
        if (!reached.IsEmpty)
            text.Append("\n\nThe work was done by milestones:\n").AppendJoin('\n', reached.Select(static r => r.ToString())).Append("\nGive the answer from their results.");
        return text.ToString();
    }
}
