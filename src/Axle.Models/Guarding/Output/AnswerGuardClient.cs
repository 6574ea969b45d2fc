using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using Axle.Models.Cache;
using Microsoft.Extensions.AI;

namespace Axle.Models.Guarding.Output;

/// <summary>
/// Shows answers to a guard before anybody else sees them. Streams go on: only the newest characters are held back. What turns out too late is taken back
/// by a <see cref="Retraction"/>. An answer that was changed or stopped is taken out of the cache.
/// </summary>
/// <param name="inner">Who answers.</param>
/// <param name="guards">Who looks.</param>
/// <param name="answers">The cache.</param>
/// <param name="explains">Whether whoever gets no answer reads what stopped it.</param>
internal sealed class AnswerGuardClient(IChatClient inner, IAnswerGuard guards, AnswerShelf answers, bool explains) : DelegatingChatClient(inner)
{
    /// <summary>How often a model is asked again.</summary>
    public const int MostRetries = 2;

    private const string Refusal = "The answer was declined by the rules of this service. Ask in another way, or ask whoever runs the service.";

    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var call = ModelCall.Of(options);
        var guard = guards.For(call);
        IReadOnlyList<ChatMessage> asked = messages as IReadOnlyList<ChatMessage> ?? [.. messages];
        for (var retries = 0; ; retries++)
        {
            var response = await base.GetResponseAsync(asked, options, cancellationToken);
            if (call.Request.IsJudging)
                return response;
            var clean = new CleanAnswer(guard);
            var cleaned = clean.Of(response);
            var judged = await JudgeAsync(guard, call, asked, cleaned.Text, cancellationToken);
            var worst = Note(call, [.. clean.Found, .. judged], cleaned.Text);
            if (worst is { Action: AnswerAction.Sanitise or AnswerAction.Retry or AnswerAction.Person or AnswerAction.Block })
                await answers.WithdrawAsync(call);
            switch (worst?.Action)
            {
                case AnswerAction.Retry when retries < MostRetries:
                    asked = [.. asked, .. Complaint(response, worst)];
                    continue;
                case AnswerAction.Person when call.Request.Scope.Run is not null:
                    call.HeldFor = $"{worst.Guard}: {worst.Reason}";
                    return cleaned;
                case AnswerAction.Retry or AnswerAction.Person or AnswerAction.Block:
                    throw Refused(worst);
                default:
                    return cleaned;
            }
        }
    }

    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var call = ModelCall.Of(options);
        if (options?.ResponseFormat is ChatResponseFormatJson { Schema: not null })
        {
            await foreach (var update in WholeAsync(call, messages, options, cancellationToken))
                yield return update;
            yield break;
        }

        var guard = guards.For(call);
        IReadOnlyList<ChatMessage> asked = messages as IReadOnlyList<ChatMessage> ?? [.. messages];
        for (var retries = 0; ; retries++)
        {
            var stream = new GuardedStream(guard);
            await foreach (var update in base.GetStreamingResponseAsync(asked, options, cancellationToken))
            {
                foreach (var shown in stream.Take(update))
                    yield return shown;
                if (stream.IsStopped)
                    break;
            }

            foreach (var shown in stream.End())
                yield return shown;
            var judged = stream.IsStopped ? [] : await JudgeAsync(guard, call, asked, stream.Text, cancellationToken);
            var worst = Note(call, [.. stream.Found, .. judged], stream.Text);
            if (worst is not { Action: > AnswerAction.Warn })
                yield break;
            await answers.WithdrawAsync(call);
            if (worst.Action == AnswerAction.Sanitise && judged.Count == 0)
                yield break;
            yield return new Retraction(stream.Shown, worst.Guard, worst.Reason).ToUpdate();
            if (worst.Action != AnswerAction.Retry || retries == MostRetries)
                throw Refused(worst);
            asked = [.. asked, .. Complaint(new ChatResponse(new ChatMessage(ChatRole.Assistant, stream.Text)), worst)];
        }
    }

    // An answer to a schema is whole before a piece of it is streamed: its strings are looked at, not the way in which JSON writes them.
    private async IAsyncEnumerable<ChatResponseUpdate> WholeAsync(
        ModelCall call, IEnumerable<ChatMessage> messages, ChatOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var response = await GetResponseAsync(messages, options, cancellationToken);
        if (call.HeldFor is { } reason)
            throw new AxleException(ErrorKind.Refused, explains ? $"{Refusal} Stopped by {reason}." : Refusal);
        foreach (var update in response.ToChatResponseUpdates())
        {
            if (Redaction.IsOn(response))
                (update.AdditionalProperties ??= [])[Redaction.Key] = true;
            yield return update;
        }
    }

    private AxleException Refused(AnswerFinding found) =>
        new(ErrorKind.Refused, explains ? StoppedBy.Explain(Refusal, found.Guard, found.Reason, found.Fault) : Refusal);

    private static async ValueTask<IReadOnlyList<AnswerFinding>> JudgeAsync(
        IAnswerGuard guard, ModelCall call, IReadOnlyList<ChatMessage> messages, string answer, CancellationToken cancellationToken) =>
        guard.Judges && answer.Length > 0 && !call.Request.IsJudging ? await guard.JudgeAsync(call, messages, answer, cancellationToken) : [];

    private static AnswerFinding? Note(ModelCall call, IReadOnlyList<AnswerFinding> found, string text)
    {
        if (found.Count == 0)
            return null;
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
        foreach (var finding in found.DistinctBy(static f => (f.Guard, f.Reason)))
        {
            OutputInstruments.Count(finding);
            call.Request.Noted?.Invoke(new GuardNote(
                $"output-guard:{finding.Guard}", "answer", finding.Action.ToString().ToLowerInvariant(), finding.Reason, hash));
        }

        return found.MaxBy(static f => f.Action);
    }

    private static IEnumerable<ChatMessage> Complaint(ChatResponse response, AnswerFinding finding) =>
    [
        .. response.Messages.Where(static m => !m.Contents.Any(static c => c is FunctionCallContent)),
        new ChatMessage(ChatRole.User, $"This answer cannot be used ({finding.Guard}: {finding.Reason}). Answer again, whole, without that."),
    ];
}
