using Microsoft.Extensions.AI;

namespace Axle.Models.Guarding.Output;

/// <summary>Looks at what models answer, before anybody else sees it. What it throws stops the answer: what cannot be checked does not pass.</summary>
public interface IAnswerGuard
{
    /// <summary>The guard of a call's answers: agents may have guards of their own.</summary>
    IAnswerGuard For(ModelCall call) => this;

    /// <summary>
    /// How many characters of a stream are held back, so that nothing is shown of what only more text makes a finding: 0 when nothing is ever taken out.
    /// </summary>
    int HoldBack { get; }

    /// <summary>Whether whole answers are judged, too.</summary>
    bool Judges { get; }

    /// <summary>
    /// What the rules find in a text, in order, without overlap. The text may be a stretch of an answer; it is looked at again with what follows.
    /// </summary>
    IReadOnlyList<AnswerFinding> Find(string text);

    /// <summary>What a judge says of a whole answer, which may take another model.</summary>
    /// <param name="call">What was asked.</param>
    /// <param name="messages">The conversation.</param>
    /// <param name="answer">The answer's text.</param>
    /// <param name="cancellationToken">Fires when nobody waits any more.</param>
    ValueTask<IReadOnlyList<AnswerFinding>> JudgeAsync(
        ModelCall call, IReadOnlyList<ChatMessage> messages, string answer, CancellationToken cancellationToken);
}
