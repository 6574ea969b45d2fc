using System.Collections.Frozen;
using System.IO.Enumeration;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Axle.Guardrails.Privacy.Detection;
using Axle.Guardrails.Privacy.Pseudonyms;
using Axle.Models;
using Axle.Models.Guarding;
using Axle.Models.Guarding.Output;
using Microsoft.Extensions.AI;
using Redaction = Axle.Models.Guarding.Redaction;

namespace Axle.Guarding;

/// <summary>
/// Gives models stand-ins in the place of personal data, and puts the values back into what they answer, for those who may see them: into text, structured
/// answers, arguments of calls, and streams. Stand-ins are numbered by their place in the conversation, so the same conversation has the same ones in every
/// turn, and nothing need be kept. Questions with stand-ins are kept in no cache, for they mean somebody else the next time.
/// </summary>
/// <param name="options">Which types, and for whom values come back.</param>
internal sealed class PseudonymGuard(PseudonymOptions options) : IModelGuard
{
    private const string Note =
        "Texts such as <PERSON_1> or <EMAIL_ADDRESS_2> stand for values that you are not shown. Use them as they are, letter by letter, wherever you mean the value.";

    private readonly Lazy<PseudonymScan> _scan = new(() => new PseudonymScan(new PersonalDataDetector(new PersonalDataOptions
    {
        Types = options.Types.ToFrozenSet(StringComparer.Ordinal),
        Allowed = options.Allowed.ToFrozenSet(StringComparer.OrdinalIgnoreCase),
    })));

    private readonly ConditionalWeakTable<ModelCall, PseudonymSession> _sessions = [];

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<ChatMessage>> CheckInputAsync(
        ModelCall call, IReadOnlyList<ChatMessage> messages, CancellationToken cancellationToken)
    {
        if (!options.Enabled)
            return ValueTask.FromResult(messages);
        var texts = new List<string>();
        MessageTexts.Change(messages, text =>
        {
            texts.Add(text);
            return text;
        });
        var session = new PseudonymSession();
        var replaced = new Queue<string>(_scan.Value.Replace(texts, session));
        if (session.Count == 0)
            return ValueTask.FromResult(messages);
        var changed = MessageTexts.Change(messages, _ => replaced.Dequeue(), Redaction.Mark);
        _sessions.AddOrUpdate(call, session);
        // Vectors are counted one a text.
        return ValueTask.FromResult<IReadOnlyList<ChatMessage>>(call.IsForVectors ? changed : [new ChatMessage(ChatRole.System, Note), .. changed]);
    }

    /// <inheritdoc/>
    public ValueTask<ChatResponse> CheckOutputAsync(ModelCall call, ChatResponse response, CancellationToken cancellationToken)
    {
        if (SessionOf(call) is not { } session)
            return ValueTask.FromResult(response);
        var isJson = call.Request.OutputSchema is not null;
        var restored = new ChatResponse([.. response.Messages.Select(m => Restored(m, session, isJson))])
        {
            ResponseId = response.ResponseId,
            ConversationId = response.ConversationId,
            ModelId = response.ModelId,
            CreatedAt = response.CreatedAt,
            FinishReason = response.FinishReason,
            Usage = response.Usage,
            AdditionalProperties = response.AdditionalProperties?.Clone(),
        };
        Redaction.Mark(restored);
        return ValueTask.FromResult(restored);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<ChatResponseUpdate> CheckStreamAsync(
        ModelCall call, IAsyncEnumerable<ChatResponseUpdate> updates, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        PseudonymRestorer? restorer = null;
        PseudonymSession? session = null;
        ChatResponseUpdate? last = null;
        var shown = 0;
        await foreach (var update in updates.WithCancellation(cancellationToken))
        {
            // What goes in was changed before the first update comes out.
            if (restorer is null && (session = SessionOf(call)) is not null)
                restorer = new PseudonymRestorer(session, call.Request.OutputSchema is null ? RestoredFor.Text : RestoredFor.Json);
            if (restorer is null)
            {
                yield return update;
                continue;
            }

            if (Retraction.Of(update) is { } retraction)
            {
                // Counted before values took the place of stand-ins; what is held back of an answer that is taken back is nobody's.
                restorer.End();
                yield return (retraction with { Characters = shown }).ToUpdate();
                shown = 0;
                continue;
            }

            var copy = update.Clone();
            copy.Contents = [.. update.Contents.SelectMany(c => Restored(c, restorer, session!))];
            (copy.AdditionalProperties = update.AdditionalProperties?.Clone() ?? [])[Redaction.Key] = true;
            last = copy;
            shown += copy.Text.Length;
            yield return copy;
        }

        if (restorer?.End() is not { Length: > 0 } rest)
            yield break;
        yield return new ChatResponseUpdate(ChatRole.Assistant, rest)
        {
            ResponseId = last?.ResponseId,
            MessageId = last?.MessageId,
            ModelId = last?.ModelId,
        };
    }

    private PseudonymSession? SessionOf(ModelCall call) => _sessions.TryGetValue(call, out var session) && MaySee(call.Request.Scope) ? session : null;

    private bool MaySee(Scope scope) => options.RestoreFor.Any(pattern => Fits(pattern, scope.User ?? "") || Fits(pattern, $"{scope.Tenant}/{scope.User}"));

    private static bool Fits(string pattern, string name) => FileSystemName.MatchesSimpleExpression(pattern, name, ignoreCase: false);

    private static ChatMessage Restored(ChatMessage message, PseudonymSession session, bool isJson)
    {
        var copy = message.Clone();
        copy.Contents = [.. message.Contents.Select(c => c is TextContent text && isJson
            ? new TextContent(Json(text.Text, session))
            : MessageTexts.Of(c, t => PseudonymRestorer.Restore(t, session)))];
        return copy;
    }

    // Text keeps its place among calls and pictures: what was held back of it is shown before them. A call comes whole, and so does a result.
    private static IEnumerable<AIContent> Restored(AIContent content, PseudonymRestorer restorer, PseudonymSession session)
    {
        if (content is TextContent text)
        {
            var restored = restorer.Take(text.Text);
            return restored.Length == 0 ? [] : [new TextContent(restored)];
        }

        if (content is UsageContent or TextReasoningContent)
            return [content];
        var rest = restorer.End();
        var other = MessageTexts.Of(content, t => PseudonymRestorer.Restore(t, session));
        return rest.Length == 0 ? [other] : [new TextContent(rest), other];
    }

    private static string Json(string text, PseudonymSession session)
    {
        try
        {
            return PseudonymJson.Restore(JsonElement.Parse(text), session).GetRawText();
        }
        catch (JsonException)
        {
            return PseudonymRestorer.Restore(text, session, RestoredFor.Json);
        }
    }
}
