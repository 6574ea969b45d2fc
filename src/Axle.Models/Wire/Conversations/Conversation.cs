using Microsoft.Extensions.AI;

namespace Axle.Models.Wire.Conversations;

/// <summary>A conversation as protocols want it that know two speakers: instructions apart, and turns that alternate.</summary>
/// <param name="Instructions">Everything that the system says, in order.</param>
/// <param name="Turns">What user and model said; results of tools are the user's.</param>
internal sealed record Conversation(IReadOnlyList<AIContent> Instructions, IReadOnlyList<Turn> Turns)
{
    /// <summary>
    /// Reads the shared chat types. Empty texts, and messages of which the protocol can say nothing, are left out: providers refuse empty turns.
    /// Messages of one side that follow each other become one turn.
    /// </summary>
    /// <param name="messages">What was said.</param>
    /// <param name="options">Holds instructions, perhaps.</param>
    /// <param name="isSaid">Whether a content says something by itself in the protocol. Thoughts alone do not: they need what they led to.</param>
    public static Conversation Of(IEnumerable<ChatMessage> messages, ChatOptions? options, Func<AIContent, bool> isSaid)
    {
        var instructions = new List<AIContent>();
        if (!string.IsNullOrEmpty(options?.Instructions))
            instructions.Add(new TextContent(options.Instructions));

        var turns = new List<Turn>();
        foreach (var message in messages)
        {
            var contents = message.Contents.Where(c => c is not TextContent { Text: "" or null }).ToList();
            if (!contents.Exists(c => isSaid(c)))
                continue;
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
