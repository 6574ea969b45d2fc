using System.Text;
using Axle.Agents.Definition;

namespace Axle.Agents.Runtime;

/// <summary>Words the task of one action for the model.</summary>
internal static class AgentQuestion
{
    public static string Write(ActionDefinition action, bool mayApply)
    {
        var text = new StringBuilder();
        text.Append("Task: ").Append(action.Description).Append("\n\n").Append(action.Prompt).Append("\n\n");
        text.Append(
            "Facts come from the evidence only. Every finding has a 'number'; give these numbers where the answer has an 'evidence' list. " +
            "Do not repeat findings one by one, they are shown beside your answer. Invent no file, line or figure.");
        if (action.World)
        {
            text.Append("\n\n").Append(mayApply
                ? "This run may change the outside world; the evidence says what was done. Claim nothing that it does not show."
                : "This run may not change the outside world: everything in the evidence is a plan. Say that nothing was carried out.");
        }

        return text.ToString();
    }
}
