using System.Text;
using Microsoft.Extensions.AI;

namespace Axle.Models.Guarding.Output;

/// <summary>
/// One answer on its way through windows, one for its text and one for its reasoning. Everything else is looked at whole and passes in its place.
/// </summary>
/// <param name="guard">Finds what may not pass.</param>
internal sealed class GuardedStream(IAnswerGuard guard)
{
    private const int MostCharacters = 1_000_000;

    private readonly AnswerWindow _window = new(guard);
    private readonly AnswerWindow _thoughts = new(guard);
    private readonly StringBuilder _text = new();
    private readonly StringBuilder _thought = new();
    private readonly List<AnswerFinding> _calls = [];
    private ChatResponseUpdate? _last;
    private AdditionalPropertiesDictionary? _mark;

    /// <summary>The text as it left the window.</summary>
    public string Text => _text.ToString();

    /// <summary>Characters of text that were handed out.</summary>
    public int Shown { get; private set; }

    /// <summary>What was found.</summary>
    public IReadOnlyList<AnswerFinding> Found => [.. _window.Found, .. _thoughts.Found, .. _calls];

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
                AddThought(shown, _thoughts.End());
                Add(shown, _window.Take(text.Text));
            }
            else if (content is TextReasoningContent thought)
            {
                Think(shown, thought);
            }
            else if (content is UsageContent)
            {
                shown.Add(content);
            }
            else
            {
                AddThought(shown, _thoughts.End());
                Add(shown, _window.End());
                shown.Add(Cleaned(content));
            }
        }

        if (IsStopped)
            yield break;
        var copy = update.Clone();
        copy.Contents = shown;
        if (Found.Any(static f => f.Action == AnswerAction.Sanitise))
            (copy.AdditionalProperties ??= [])[Redaction.Key] = true;
        Shown += copy.Text.Length;
        yield return copy;
    }

    /// <summary>The stream has ended.</summary>
    public IEnumerable<ChatResponseUpdate> End()
    {
        // Where nothing is ever taken out, nothing was held back and nothing was looked at.
        if (guard.HoldBack == 0)
            _calls.AddRange([.. guard.Find(Text), .. guard.Find(_thought.ToString())]);
        var shown = new List<AIContent>();
        if (!IsStopped)
            AddThought(shown, _thoughts.End());
        var rest = IsStopped ? "" : _window.End();
        Add(shown, rest);
        if (shown.Count == 0 || IsStopped)
            yield break;
        Shown += rest.Length;
        yield return new ChatResponseUpdate(ChatRole.Assistant, shown)
        {
            ResponseId = _last?.ResponseId,
            MessageId = _last?.MessageId,
            ModelId = _last?.ModelId,
            CreatedAt = _last?.CreatedAt,
        };
    }

    // A seal closes the thought before it, and holds for it as it was thought.
    private void Think(List<AIContent> shown, TextReasoningContent thought)
    {
        _mark = thought.AdditionalProperties;
        AddThought(shown, _thoughts.Take(thought.Text));
        if (thought.ProtectedData is null)
            return;
        AddThought(shown, _thoughts.End());
        if (!_thoughts.Found.Any(static f => f.Action == AnswerAction.Sanitise))
            shown.Add(new TextReasoningContent("") { ProtectedData = thought.ProtectedData, AdditionalProperties = _mark });
    }

    private AIContent Cleaned(AIContent content)
    {
        var clean = new CleanAnswer(guard);
        var cleaned = clean.Of(new ChatResponse(new ChatMessage(ChatRole.Assistant, [content])));
        _calls.AddRange(clean.Found);
        return cleaned.Messages[0].Contents[0];
    }

    private void AddThought(List<AIContent> shown, string text)
    {
        if (text.Length == 0)
            return;
        shown.Add(new TextReasoningContent(text) { AdditionalProperties = _mark });
        if (_thought.Length < MostCharacters)
            _thought.Append(text);
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
