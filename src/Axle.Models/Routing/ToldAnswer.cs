using System.Text;
using Microsoft.Extensions.AI;

namespace Axle.Models.Routing;

/// <summary>What the caller has already been told of an answer, so that another provider can go on where one broke off.</summary>
internal sealed class ToldAnswer
{
    private const string GoOn =
        "Your answer above was cut off by a failure of the connection. Continue it exactly where it stops, in the middle of a word if need be. " +
        "Repeat nothing of it, and write nothing about the interruption.";

    private readonly StringBuilder _text = new();
    private bool _isBeyondRepeat;
    private (string Provider, ErrorKind Kind)? _broke;

    /// <summary>Notes what is passed on.</summary>
    public void Add(AIContent content)
    {
        if (content is TextContent text)
            _text.Append(text.Text);
        _isBeyondRepeat |= content is FunctionCallContent or DataContent;
    }

    /// <summary>
    /// A stream broke; false when nobody can go on: a tool call or a picture was passed on, which cannot be taken back and would come twice.
    /// </summary>
    public bool MayBreak(RouteAttempt attempt, ErrorKind kind)
    {
        if (_text.Length > 0)
            _broke = (attempt.Candidate.Deployment.Options.Name, kind);
        return !_isBeyondRepeat;
    }

    /// <summary>The mark to pass on before the next one goes on; null when nothing was told yet.</summary>
    public StreamTakeover? Breaks(RouteAttempt next)
    {
        if (_broke is not { } broke)
            return null;
        _broke = null;
        var deployment = next.Candidate.Deployment;
        return new StreamTakeover(broke.Provider, deployment.Options.Name, deployment.Model, broke.Kind, _text.Length);
    }

    /// <summary>The conversation for the next one: the answer so far, and the wish to go on with it.</summary>
    public IEnumerable<ChatMessage> Continue(IEnumerable<ChatMessage> messages) => _text.Length == 0
        ? messages
        : [.. messages, new ChatMessage(ChatRole.Assistant, _text.ToString()), new ChatMessage(ChatRole.User, GoOn)];
}
