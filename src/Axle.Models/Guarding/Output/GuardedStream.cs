using System.Text;
using Microsoft.Extensions.AI;

namespace Axle.Models.Guarding.Output;

/// <summary>One answer on its way through the window, update by update. Everything but text passes in its place.</summary>
/// <param name="guard">Finds what may not pass.</param>
internal sealed class GuardedStream(IAnswerGuard guard)
{
    private const int MostCharacters = 1_000_000;

    private readonly AnswerWindow _window = new(guard);
    private readonly StringBuilder _text = new();
    private readonly List<AnswerFinding> _calls = [];
    private ChatResponseUpdate? _last;

    /// <summary>The text as it left the window.</summary>
    public string Text => _text.ToString();

    /// <summary>Characters of text that were handed out.</summary>
    public int Shown { get; private set; }

    /// <summary>What was found.</summary>
    public IReadOnlyList<AnswerFinding> Found => [.. _window.Found, .. _calls];

    /// <summary>Whether no more of the answer is wanted: something was found that cannot be taken out.</summary>
    public bool IsStopped => Found.Any(static f => f.Action > AnswerAction.Sanitise);

    /// <summary>Takes an update.</summary>
    /// <returns>What can be shown now.</returns>
    public IEnumerable<ChatResponseUpdate> Take(ChatResponseUpdate update)
    {
        _last = update;
        var shown = new List<AIContent>(update.Contents.Count);
        foreach (var content in update.Contents)
        {
            if (content is TextContent text)
            {
                Add(shown, _window.Take(text.Text));
            }
            else if (content is UsageContent or TextReasoningContent)
            {
                shown.Add(content);
            }
            else
            {
                Add(shown, _window.End());
                shown.Add(Cleaned(content));
            }
        }

        if (IsStopped)
            yield break;
        var copy = update.Clone();
        copy.Contents = shown;
        if (_window.Found.Count > 0 && _window.Found.Any(static f => f.Action == AnswerAction.Sanitise))
            (copy.AdditionalProperties ??= [])[Redaction.Key] = true;
        Shown += copy.Text.Length;
        yield return copy;
    }

    /// <summary>The stream has ended.</summary>
    public IEnumerable<ChatResponseUpdate> End()
    {
        // Where nothing is ever taken out, nothing was held back and nothing was looked at.
        if (guard.HoldBack == 0)
            _calls.AddRange(guard.Find(Text));
        var rest = IsStopped ? "" : _window.End();
        if (rest.Length == 0 || IsStopped)
            yield break;
        var shown = new List<AIContent>();
        Add(shown, rest);
        Shown += rest.Length;
        yield return new ChatResponseUpdate(ChatRole.Assistant, shown)
        {
            ResponseId = _last?.ResponseId,
            MessageId = _last?.MessageId,
            ModelId = _last?.ModelId,
            CreatedAt = _last?.CreatedAt,
        };
    }

    private AIContent Cleaned(AIContent content)
    {
        var clean = new CleanAnswer(guard);
        var cleaned = clean.Of(new ChatResponse(new ChatMessage(ChatRole.Assistant, [content])));
        _calls.AddRange(clean.Found);
        return cleaned.Messages[0].Contents[0];
    }

    private void Add(List<AIContent> shown, string text)
    {
        if (text.Length == 0)
            return;
        shown.Add(new TextContent(text));
        if (_text.Length < MostCharacters)
            _text.Append(text);
    }
}
