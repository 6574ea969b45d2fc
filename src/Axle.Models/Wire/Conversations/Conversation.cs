using Microsoft.Extensions.AI;

namespace Axle.Models.Wire.Conversations;

/// <summary>A conversation as protocols want it that know two speakers: instructions apart, and turns that alternate.</summary>
/// <param name="Instructions">Everything that the system says, in order.</param>
/// <param name="Turns">What user and model said; results of tools are the user's.</param>
internal sealed record Conversation(IReadOnlyList<AIContent> Instructions, IReadOnlyList<Turn> Turns)
{
    /// <summary>Reads the shared chat types. Empty texts are left out; messages of one side that follow each other become one turn.</summary>
    public static Conversation Of(IEnumerable<ChatMessage> messages, ChatOptions? options)
    {
        var instructions = new List<AIContent>();
        if (!string.IsNullOrEmpty(options?.Instructions))
            instructions.Add(new TextContent(options.Instructions));

        var turns = new List<Turn>();
        foreach (var message in messages)
        {
            var contents = message.Contents.Where(c => c is not TextContent { Text: "" or null });
            if (message.Role == ChatRole.System)
            {
                instructions.AddRange(contents);
                continue;
            }

            var isModel = message.Role == ChatRole.Assistant;
            if (turns.Count == 0 || turns[^1].IsModel != isModel)
                turns.Add(new Turn(isModel, []));
            turns[^1].Contents.AddRange(contents);
        }

        // Both protocols want to be asked something: instructions alone are then the question.
        return turns.Count == 0 ? new Conversation([], [new Turn(false, instructions)]) : new Conversation(instructions, turns);
    }
}

/// <summary>What one side said without a break.</summary>
/// <param name="IsModel">Whether the model said it.</param>
/// <param name="Contents">What it said.</param>
internal sealed record Turn(bool IsModel, List<AIContent> Contents);
